-- The changed cells whose number moved furthest; one that was or became no number moved by the other.
SELECT unit_id, name, year, label, old_value, old_state, new_value, new_state, unit, cause
FROM diff.told WHERE op = 'changed' AND coalesce(old_value, new_value) IS NOT NULL
ORDER BY abs(coalesce(new_value, 0) - coalesce(old_value, 0)) DESC, unit_id, year, row_code, col_code LIMIT 20;

-- Facts that differ and for which no current report stands: they have no cause.
SELECT CASE WHEN old_report_id IS NULL AND op <> 'added' THEN 'before' ELSE 'after' END AS side, unit_id, year
FROM diff.difference JOIN diff.cause USING (unit_id, year)
WHERE (old_report_id IS NULL AND op <> 'added') OR (new_report_id IS NULL AND op <> 'removed')
ORDER BY ALL LIMIT 1;

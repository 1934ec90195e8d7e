SELECT unit_id, name, year, identity, lhs, rhs, delta,
  coalesce(suspect_row || ' × ' || suspect_col, 'no single cell') AS suspect, suspect_raw AS printed
FROM failed_checks ORDER BY year, unit_id, identity

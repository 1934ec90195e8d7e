-- The identities (勾稽关系) of a report that hold a cell and fail.
SELECT DISTINCT identity, lhs, rhs, coalesce(suspect_row = $row AND suspect_col = $col, false) AS suspected
FROM checks SEMI JOIN identities ON identities.identity = checks.identity AND identities.form = checks.form
  AND row_code = $row AND col_code = $col AND year_offset = 0
WHERE unit_id = $unit AND year = $year AND verdict = 'fail' ORDER BY identity;

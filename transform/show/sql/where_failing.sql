-- The identities (勾稽关系) of a report that hold a cell and fail, with what each says.
SELECT DISTINCT identity, format('{} ({})', title_en, title_zh), lhs, rhs, coalesce(suspect_row = $row AND suspect_col = $col, false) AS suspected
FROM checks SEMI JOIN identities ON identities.identity = checks.identity AND identities.form = checks.form
  AND row_code = $row AND col_code = $col AND year_offset = 0
JOIN check_list ON family = split_part(checks.identity, '.', 1)
WHERE unit_id = $unit AND year = $year AND verdict = 'fail' ORDER BY identity;

-- The cells that failures of identities point at most often, counted once a report.
WITH label AS (
  SELECT row_code, col_code, arg_max(row_label_en || ' / ' || col_label_en, form) AS en, arg_max(row_label_zh || ' / ' || col_label_zh, form) AS zh
  FROM codebook GROUP BY row_code, col_code
)
SELECT en, zh, count(DISTINCT (unit_id, year)) AS reports
FROM checks JOIN label ON label.row_code = suspect_row AND label.col_code = suspect_col
WHERE verdict = 'fail' GROUP BY suspect_row, suspect_col, en, zh ORDER BY reports DESC, suspect_row, suspect_col LIMIT 10;

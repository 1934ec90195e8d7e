-- A count is a whole number and not below zero; a stated change may be below zero, and an amount of
-- money may have a fraction. Of every table.
-- A warning: a dash read as a sign, a decimal point that is a thousands separator, or an amount in
-- the line of a count. `rhs` is the bound that was passed: zero, or the whole number below.
WITH odd AS MATERIALIZED (
  SELECT unit_id, year, row_code, col_code, value, value < 0 AND col_code <> 'measure.items_change' AS below_zero
  FROM facts WHERE value < 0 OR value <> floor(value)
), amiss AS MATERIALIZED (  -- these first: odd figures are many, those of a count are few
  SELECT odd.*, "table", form FROM odd JOIN codebook USING (row_code, col_code)
  WHERE below_zero OR (value <> floor(value) AND codebook.unit NOT IN ('元', '万元'))
), held AS (
  SELECT unit_id, year, report_id, unnest(['proactive', 'requests', 'remedies', 'statistics']) AS "table",
    unnest([form_proactive, form_requests, form_remedies, form_statistics]) AS form
  FROM consecutive_reports
)
SELECT unit_id, year, report_id,
  'T2-NEG' || substr(row_code, strpos(row_code, '.')) || CASE WHEN contains(col_code, '.') THEN substr(col_code, strpos(col_code, '.')) ELSE '' END AS identity,
  form, value AS lhs, CASE WHEN below_zero THEN 0 ELSE floor(value) END AS rhs, lhs - rhs AS delta, row_code AS suspect_row, col_code AS suspect_col
FROM amiss JOIN held USING (unit_id, year, "table", form)
ORDER BY identity, form, unit_id, year;

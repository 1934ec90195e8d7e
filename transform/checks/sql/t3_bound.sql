-- A part is not above its whole: no outcome is above the total of outcomes of its column, and no more
-- is carried out than was received and carried in.
-- A warning: a figure misread or shifted, or a total left at 0. The suspect is the part, of several
-- outcomes the largest. A whole that is blank bounds nothing.
WITH outcome AS (
  SELECT unit_id, year, col_code, any_value(value) FILTER (row_code = 'requests.outcome.total') AS whole,
    max(value) FILTER (row_code <> 'requests.outcome.total') AS part,
    arg_max(row_code, (value, row_code)) FILTER (row_code <> 'requests.outcome.total') AS row_code
  FROM facts WHERE starts_with(row_code, 'requests.outcome.') AND (value > 0 OR row_code = 'requests.outcome.total')
  GROUP BY unit_id, year, col_code
), flow AS (
  SELECT unit_id, year, col_code, any_value(value) FILTER (row_code = 'requests.received_new') + any_value(value) FILTER (row_code = 'requests.carried_in') AS whole,
    any_value(value) FILTER (row_code = 'requests.carried_out') AS part, 'requests.carried_out' AS row_code
  FROM facts WHERE row_code IN ('requests.received_new', 'requests.carried_in', 'requests.carried_out')
  GROUP BY unit_id, year, col_code
)
SELECT unit_id, year, report_id, 'T3-BOUND.' || name || substr(col_code, strpos(col_code, '.')) AS identity, form_requests AS form,
  part AS lhs, whole AS rhs, lhs - rhs AS delta, row_code AS suspect_row, col_code AS suspect_col
FROM (SELECT 'outcome' AS name, * FROM outcome WHERE part > whole UNION ALL SELECT 'carried_out', * FROM flow WHERE part > whole)
JOIN consecutive_reports USING (unit_id, year)
ORDER BY identity, form, unit_id, year;

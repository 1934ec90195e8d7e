-- Few requests are carried out: the share of all requests, where there are enough for a share.
-- A warning: an office behind with its work, which is a finding, or a figure misread. `lhs` is the
-- share, `rhs` the bound.
WITH flow AS (
  SELECT unit_id, year, any_value(value) FILTER (row_code = 'requests.received_new') + any_value(value) FILTER (row_code = 'requests.carried_in') AS all_requests,
    any_value(value) FILTER (row_code = 'requests.carried_out') AS carried_out
  FROM facts WHERE col_code = 'applicant.total' AND row_code IN ('requests.received_new', 'requests.carried_in', 'requests.carried_out')
  GROUP BY unit_id, year
)
SELECT unit_id, year, report_id, 'T3-SHARE.carried_out' AS identity, form_requests AS form,
  carried_out / all_requests AS lhs, threshold AS rhs, lhs - rhs AS delta, 'requests.carried_out' AS suspect_row, 'applicant.total' AS suspect_col
FROM flow JOIN consecutive_reports USING (unit_id, year), (SELECT threshold, least FROM check_list WHERE family = 'T3-SHARE')
WHERE all_requests >= least AND carried_out > all_requests * threshold
ORDER BY identity, form, unit_id, year;

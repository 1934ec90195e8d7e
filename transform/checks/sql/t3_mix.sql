-- Most applicants are natural persons: their share of new requests, where there are enough for a
-- share.
-- A warning: columns swapped or shifted by one, or an office of which firms ask much (a finding).
-- `lhs` is the share, `rhs` the bound.
WITH applicant AS (
  SELECT unit_id, year, any_value(value) FILTER (col_code = 'applicant.natural_person') AS persons, any_value(value) FILTER (col_code = 'applicant.total') AS applicants
  FROM facts WHERE row_code = 'requests.received_new' AND col_code IN ('applicant.natural_person', 'applicant.total')
  GROUP BY unit_id, year
)
SELECT unit_id, year, report_id, 'T3-MIX.received_new' AS identity, form_requests AS form,
  persons / applicants AS lhs, threshold AS rhs, lhs - rhs AS delta, 'requests.received_new' AS suspect_row, 'applicant.natural_person' AS suspect_col
FROM applicant JOIN consecutive_reports USING (unit_id, year), (SELECT threshold, least FROM check_list WHERE family = 'T3-MIX')
WHERE applicants >= least AND persons < applicants * threshold
ORDER BY identity, form, unit_id, year;

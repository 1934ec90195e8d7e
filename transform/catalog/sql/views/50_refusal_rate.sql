-- Refused requests (不予公开) over all outcomes, where it can be said: each of the eight grounds is a
-- number, or empty with the column of outcomes adding up without it.
CREATE OR REPLACE VIEW refusal_rate AS
WITH ground AS (
  SELECT unit_id, year, coalesce(sum(value), 0) AS refused, count(value) AS numbers, count(*) FILTER (state IN ('blank', 'dash')) AS empties
  FROM facts WHERE starts_with(row_code, 'requests.outcome.refused.') AND col_code = 'applicant.total' GROUP BY unit_id, year
), outcome AS (
  SELECT unit_id, year, value AS outcomes FROM facts WHERE row_code = 'requests.outcome.total' AND col_code = 'applicant.total'
), adds_up AS (
  SELECT unit_id, year FROM checks WHERE identity = 'T3-OUT.total' AND verdict = 'pass'
)
SELECT unit_id, name, level, year, CASE WHEN known THEN refused END AS refused, outcomes,
  CASE WHEN known THEN refused / nullif(outcomes, 0) END AS rate,
  CASE WHEN outcomes IS NULL THEN 'the total of outcomes is no number' WHEN NOT known THEN 'a ground of refusal is no number'
    WHEN outcomes = 0 THEN 'no request had an outcome' ELSE '' END AS reason
FROM (
  SELECT ground.*, outcomes, numbers = 8 OR (numbers + empties = 8 AND adds_up.unit_id IS NOT NULL) AS known
  FROM ground LEFT JOIN outcome USING (unit_id, year) LEFT JOIN adds_up USING (unit_id, year)
) JOIN units USING (unit_id);

-- Refused requests (不予公开) over all outcomes, where it can be said: each of the eight grounds is a
-- number, or the column of outcomes adds up, which it does not with a blank that may not be zero.
-- From `wide`, where the nine cells of a report stand side by side.
CREATE OR REPLACE VIEW refusal_rate AS
WITH printed AS (
  SELECT unit_id, year, requests_outcome_total__applicant_total AS outcomes,
    coalesce(requests_outcome_refused_state_secret__applicant_total, 0) + coalesce(requests_outcome_refused_other_law__applicant_total, 0)
      + coalesce(requests_outcome_refused_security_stability__applicant_total, 0) + coalesce(requests_outcome_refused_third_party__applicant_total, 0)
      + coalesce(requests_outcome_refused_internal_affairs__applicant_total, 0) + coalesce(requests_outcome_refused_deliberative__applicant_total, 0)
      + coalesce(requests_outcome_refused_enforcement_file__applicant_total, 0) + coalesce(requests_outcome_refused_registry_query__applicant_total, 0) AS refused,
    requests_outcome_refused_state_secret__applicant_total + requests_outcome_refused_other_law__applicant_total
      + requests_outcome_refused_security_stability__applicant_total + requests_outcome_refused_third_party__applicant_total
      + requests_outcome_refused_internal_affairs__applicant_total + requests_outcome_refused_deliberative__applicant_total
      + requests_outcome_refused_enforcement_file__applicant_total + requests_outcome_refused_registry_query__applicant_total IS NOT NULL AS all_numbers
  FROM wide
), adds_up AS (
  SELECT unit_id, year FROM checks WHERE identity = 'T3-OUT.total' AND verdict = 'pass'
), told AS (
  SELECT printed.*, coalesce(scope, 'unstated') AS scope, all_numbers OR adds_up.unit_id IS NOT NULL AS known
  FROM printed JOIN (SELECT unit_id, year, scope FROM reports WHERE is_current AND form_requests IS NOT NULL) USING (unit_id, year)
  LEFT JOIN adds_up USING (unit_id, year)
)
SELECT unit_id, name, level, province, province_name, year, scope, CASE WHEN known THEN refused END AS refused, outcomes,
  CASE WHEN known THEN refused / nullif(outcomes, 0) END AS rate,
  CASE WHEN outcomes IS NULL THEN 'the total of outcomes is no number' WHEN NOT known THEN 'a ground of refusal is no number'
    WHEN outcomes = 0 THEN 'no request had an outcome' ELSE '' END AS reason
FROM told JOIN units USING (unit_id);

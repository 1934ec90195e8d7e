-- The share of identities that hold, of those that pass or fail: over all reports; and, so that one
-- year's or province's fall is not hidden by the others, and reports that came since explain nothing,
-- over the reports that both releases have of a year, of a year and province, and by family of checks.
WITH both_have AS (
  SELECT report_id FROM before.reports WHERE is_current
  INTERSECT SELECT report_id FROM now.reports WHERE is_current
), result AS (
  SELECT schema, year, coalesce(units.province, '') AS province, split_part(identity, '.', 1) AS family, both_have.report_id IS NOT NULL AS both_have,
    verdict = 'pass' AS passed
  FROM (
    SELECT 'now' AS schema, report_id, unit_id, year, identity, verdict FROM now.checks
    UNION ALL SELECT 'before', report_id, unit_id, year, identity, verdict FROM before.checks
  ) LEFT JOIN both_have USING (report_id) LEFT JOIN now.units USING (unit_id)
  WHERE verdict IN ('pass', 'fail')
), rate AS (
  SELECT schema, year, province, family, both_have, count(*) AS told, avg(passed::INTEGER) AS rate
  FROM result WHERE both_have
  GROUP BY GROUPING SETS ((schema, both_have, year), (schema, both_have, year, province), (schema, both_have, family))
  UNION ALL
  SELECT schema, NULL, NULL, NULL, false, count(*), avg(passed::INTEGER) FROM result GROUP BY schema
)
SELECT b.year, b.province, b.family, b.told AS told_before, coalesce(n.told, 0) AS told_now,
  round(b.rate, 6) AS rate_before, round(n.rate, 6) AS rate_now
FROM (FROM rate WHERE schema = 'before') b LEFT JOIN (FROM rate WHERE schema = 'now') n
  ON (n.year, n.province, n.family, n.both_have) IS NOT DISTINCT FROM (b.year, b.province, b.family, b.both_have)
WHERE b.rate - coalesce(n.rate, 0) > getvariable('threshold') AND (NOT b.both_have OR b.told >= getvariable('least'))
ORDER BY ALL NULLS FIRST;

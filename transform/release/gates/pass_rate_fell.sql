-- The share of identities that hold, of those that pass or fail, over all reports.
WITH rate AS (
  SELECT 'now' AS schema, avg((verdict = 'pass')::INTEGER) AS rate FROM now.checks WHERE verdict IN ('pass', 'fail')
  UNION ALL
  SELECT 'before', avg((verdict = 'pass')::INTEGER) FROM before.checks WHERE verdict IN ('pass', 'fail')
)
SELECT round(b.rate, 6) AS rate_before, round(n.rate, 6) AS rate_now
FROM (FROM rate WHERE schema = 'before') b, (FROM rate WHERE schema = 'now') n
WHERE b.rate - coalesce(n.rate, 0) > getvariable('threshold');

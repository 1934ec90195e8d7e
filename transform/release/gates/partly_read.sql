-- The share of current reports that were read in part only, by year.
WITH share AS (
  SELECT 'now' AS schema, year, avg((verdict = 'partial')::INTEGER) AS share FROM now.reports WHERE is_current GROUP BY year
  UNION ALL
  SELECT 'before', year, avg((verdict = 'partial')::INTEGER) FROM before.reports WHERE is_current GROUP BY year
)
SELECT b.year, round(b.share, 4) AS share_before, round(n.share, 4) AS share_now
FROM (FROM share WHERE schema = 'before') b JOIN (FROM share WHERE schema = 'now') n USING (year)
WHERE n.share - b.share > getvariable('threshold')
ORDER BY ALL;

-- The share of zeros among the numbers of each closed year.
WITH share AS (
  SELECT 'now' AS schema, year, avg((value = 0)::INTEGER) AS zeros FROM now.facts WHERE value IS NOT NULL GROUP BY year
  UNION ALL
  SELECT 'before', year, avg((value = 0)::INTEGER) FROM before.facts WHERE value IS NOT NULL GROUP BY year
)
SELECT b.year, round(b.zeros, 4) AS zeros_before, round(n.zeros, 4) AS zeros_now
FROM (FROM share WHERE schema = 'before') b SEMI JOIN closed_year USING (year)
JOIN (FROM share WHERE schema = 'now') n USING (year)
WHERE abs(n.zeros - b.zeros) > getvariable('threshold')
ORDER BY ALL;

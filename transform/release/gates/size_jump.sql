-- Rows of each closed year in the tables with a row a value, a place or a report.
WITH tally AS (
  SELECT 'now' AS schema, 'facts' AS "table", year, count(*) AS rows FROM now.facts GROUP BY year
  UNION ALL SELECT 'now', 'checks', year, count(*) FROM now.checks GROUP BY year
  UNION ALL SELECT 'now', 'reports', year, count(*) FROM now.reports GROUP BY year
  UNION ALL SELECT 'before', 'facts', year, count(*) FROM before.facts GROUP BY year
  UNION ALL SELECT 'before', 'checks', year, count(*) FROM before.checks GROUP BY year
  UNION ALL SELECT 'before', 'reports', year, count(*) FROM before.reports GROUP BY year
)
SELECT b."table", b.year, b.rows AS rows_before, coalesce(n.rows, 0) AS rows_now
FROM (FROM tally WHERE schema = 'before') b SEMI JOIN closed_year USING (year)
LEFT JOIN (FROM tally WHERE schema = 'now') n USING ("table", year)
WHERE abs(coalesce(n.rows, 0) - b.rows) > b.rows * getvariable('threshold')
ORDER BY ALL;

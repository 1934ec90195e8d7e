-- The share of expected reports that are held, by closed year and province ('' where a unit has none).
WITH share AS (
  SELECT schema, year, coalesce(units.province, '') AS province, avg((state LIKE 'held%')::INTEGER) AS held
  FROM (
    SELECT 'now' AS schema, unit_id, year, state FROM now.coverage
    UNION ALL SELECT 'before', unit_id, year, state FROM before.coverage
  ) LEFT JOIN now.units USING (unit_id)
  GROUP BY ALL
)
SELECT b.year, b.province, round(b.held, 4) AS held_before, round(coalesce(n.held, 0), 4) AS held_now
FROM (FROM share WHERE schema = 'before') b SEMI JOIN closed_year USING (year)
LEFT JOIN (FROM share WHERE schema = 'now') n USING (year, province)
WHERE b.held - coalesce(n.held, 0) > getvariable('threshold')
ORDER BY ALL;

-- The share of expected reports that are held, by closed year and by division of province level (the
-- first two digits of the unit's code, or of the nearest unit above it that has one).
WITH RECURSIVE climb AS (
  SELECT unit_id, parent_id, division FROM now.units
  UNION ALL
  SELECT climb.unit_id, up.parent_id, up.division FROM climb JOIN now.units up ON up.unit_id = climb.parent_id
  WHERE climb.division IS NULL
), province AS (
  SELECT unit_id, left(any_value(division), 2) AS province FROM climb WHERE division IS NOT NULL GROUP BY unit_id
), share AS (
  SELECT 'now' AS schema, year, coalesce(province, '') AS province, avg((state LIKE 'held%')::INTEGER) AS held
  FROM now.coverage LEFT JOIN province USING (unit_id) GROUP BY ALL
  UNION ALL
  SELECT 'before', year, coalesce(province, ''), avg((state LIKE 'held%')::INTEGER)
  FROM before.coverage LEFT JOIN province USING (unit_id) GROUP BY ALL
)
SELECT b.year, b.province, round(b.held, 4) AS held_before, round(coalesce(n.held, 0), 4) AS held_now
FROM (FROM share WHERE schema = 'before') b SEMI JOIN closed_year USING (year)
LEFT JOIN (FROM share WHERE schema = 'now') n USING (year, province)
WHERE b.held - coalesce(n.held, 0) > getvariable('threshold')
ORDER BY ALL;

-- Values of each closed year, and of each province in it ('' where a unit has none), that are another now
-- or gone because of our own work. A new version of the extractor explains some; that it makes so many
-- others is a fault of it.
WITH place AS (
  SELECT unit_id, coalesce(province, '') AS province FROM now.units
), was AS (
  SELECT year, province, count(*) AS rows_before
  FROM before.facts SEMI JOIN closed_year USING (year) JOIN place USING (unit_id)
  GROUP BY GROUPING SETS ((year), (year, province))
), ours AS (
  SELECT year, province, count(*) AS rows_changed
  FROM now.changes JOIN place USING (unit_id)
  WHERE op <> 'added' AND cause IN ('extractor_changed', 'rules_changed')
  GROUP BY GROUPING SETS ((year), (year, province))
)
SELECT was.year, was.province, rows_before, rows_changed
FROM was JOIN ours ON ours.year = was.year AND ours.province IS NOT DISTINCT FROM was.province
WHERE rows_before >= getvariable('least') AND rows_changed > rows_before * getvariable('threshold')
ORDER BY ALL NULLS FIRST;

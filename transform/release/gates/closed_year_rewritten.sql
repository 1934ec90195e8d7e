-- Values of each closed year that our own work changed, where neither the extractor of the value nor
-- the schema has a new version.
WITH was AS (
  SELECT year, count(*) AS rows_before FROM before.facts SEMI JOIN closed_year USING (year) GROUP BY year
), rewritten AS (
  SELECT year, cause, count(*) AS rows_changed
  FROM now.changes
  WHERE cause IN ('extractor_changed', 'rules_changed') AND old_extractor IS NOT DISTINCT FROM new_extractor AND op = 'changed'
    AND (SELECT count(DISTINCT schema_version) FROM release) = 1
  GROUP BY year, cause
)
SELECT year, rows_before, sum(rows_changed)::BIGINT AS rows_changed, string_agg(cause, ', ' ORDER BY cause) AS causes
FROM was JOIN rewritten USING (year)
GROUP BY year, rows_before
HAVING sum(rows_changed) > rows_before * getvariable('threshold')
ORDER BY year;

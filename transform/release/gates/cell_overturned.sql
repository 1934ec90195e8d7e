-- Values of each cell in each closed year that are another now or gone because of our own work. A year has
-- some 200 cells: one that is read from its neighbour, or in 元 for 万元, is half a percent of its values.
WITH was AS (
  SELECT year, row_code, col_code, count(*) AS rows_before
  FROM before.facts SEMI JOIN closed_year USING (year) GROUP BY ALL
), ours AS (
  SELECT year, row_code, col_code, count(*) AS rows_changed
  FROM now.changes WHERE op <> 'added' AND cause IN ('extractor_changed', 'rules_changed') GROUP BY ALL
)
SELECT year, row_code, col_code, rows_before, rows_changed
FROM was JOIN ours USING (year, row_code, col_code)
WHERE rows_before >= getvariable('least') AND rows_changed > rows_before * getvariable('threshold')
ORDER BY ALL;

-- Cells that count money: of the units with an amount in two years, the middle ratio of the later to the
-- earlier. It needs no release before, so that the first reading of a year is asked too.
WITH amount AS (
  SELECT unit_id, year, row_code, col_code, value
  FROM now.facts SEMI JOIN (FROM now.codebook WHERE unit IN ('元', '万元')) USING (row_code, col_code)
  WHERE value > 0
), ratio AS (
  SELECT later.year, row_code, col_code, median(later.value / earlier.value) AS middle, count(*) AS units
  FROM amount later JOIN amount earlier USING (unit_id, row_code, col_code)
  WHERE later.year = earlier.year + 1
  GROUP BY later.year, row_code, col_code
)
SELECT year, row_code, col_code, units, round(middle, 6) AS middle_ratio
FROM ratio
WHERE units >= getvariable('least') AND (middle > getvariable('threshold') OR middle < 1 / getvariable('threshold'))
ORDER BY ALL;

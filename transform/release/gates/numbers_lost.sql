-- Numbers of each closed year that are blank, text or gone now, because of our own work.
WITH was AS (
  SELECT year, count(value) AS numbers_before FROM before.facts SEMI JOIN closed_year USING (year) GROUP BY year
), lost AS (
  SELECT year, count(*) AS numbers_lost FROM now.changes
  WHERE old_value IS NOT NULL AND new_value IS NULL AND cause IN ('extractor_changed', 'rules_changed')
  GROUP BY year
)
SELECT year, numbers_before, numbers_lost
FROM was JOIN lost USING (year)
WHERE numbers_before >= getvariable('least') AND numbers_lost > numbers_before * getvariable('threshold')
ORDER BY year;

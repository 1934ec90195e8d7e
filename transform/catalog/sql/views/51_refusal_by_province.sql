-- Added up within one province, level, scope and year only: a report may hold those of the organs below
-- it, and one of an area those of its offices. Reports without a rate are counted and not added.
CREATE OR REPLACE VIEW refusal_by_province AS
SELECT province, province_name, level, scope, year, count(*) AS reports, count(rate) AS with_rate,
  sum(refused) FILTER (rate IS NOT NULL) AS refused, sum(outcomes) FILTER (rate IS NOT NULL) AS outcomes,
  sum(refused) FILTER (rate IS NOT NULL) / sum(outcomes) FILTER (rate IS NOT NULL) AS rate
FROM refusal_rate
GROUP BY province, province_name, level, scope, year;

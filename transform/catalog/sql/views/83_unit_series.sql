-- One scope a unit and concept: the one that gives a number in most years, then the one that does so
-- last, then the first by name. A report that says no scope is of the scope `unstated`.
CREATE OR REPLACE VIEW unit_series AS
WITH told AS (
  SELECT unit_id, year, scope, concept, value, derived, form, reason,
    count(value) OVER (PARTITION BY unit_id, concept, scope) AS years_of_scope,
    max(year) FILTER (value IS NOT NULL) OVER (PARTITION BY unit_id, concept, scope) AS last_year,
    count(value) OVER (PARTITION BY unit_id, concept) AS years_of_all
  FROM concept_values('facts_by_unit') WHERE form <> '2014'
), chosen AS (
  SELECT * FROM told
  QUALIFY scope = first_value(scope) OVER (PARTITION BY unit_id, concept ORDER BY years_of_scope DESC, last_year DESC NULLS LAST, scope)
)
SELECT unit_id, name, level, province, year, scope, concept, label_zh, label_en, value, unit, derived, form, grade, caution_zh, caution_en, reason,
  years_of_scope, years_of_all - years_of_scope AS years_left_out
FROM chosen JOIN (
  SELECT DISTINCT concept, label_zh, label_en, unit, grade_2019_2021 AS grade, coalesce(caution_2019_2021_zh, '') AS caution_zh,
    coalesce(caution_2019_2021_en, '') AS caution_en
  FROM concepts WHERE grade_2019_2021 IN ('A', 'B')
) USING (concept) JOIN (SELECT unit_id, name, level, province FROM units) USING (unit_id);

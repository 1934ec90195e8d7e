-- What is comparable from 2019 on: graded A or B over the forms of 2019 and 2021.
CREATE OR REPLACE VIEW series AS
SELECT unit_id, name, level, province, year, scope, concept, label_zh, label_en, value, unit, derived, form, grade, caution_zh, caution_en, reason
FROM concept_values('facts') JOIN (
  SELECT DISTINCT concept, label_zh, label_en, unit, grade_2019_2021 AS grade, coalesce(caution_2019_2021_zh, '') AS caution_zh,
    coalesce(caution_2019_2021_en, '') AS caution_en
  FROM concepts WHERE grade_2019_2021 IN ('A', 'B')
) USING (concept) JOIN (SELECT unit_id, name, level, province FROM units) USING (unit_id)
WHERE form <> '2014';

-- What is comparable from 2014 on, with its caution. The grade is the lower of the two. Where a report
-- prints both the list of 2014 and the later form, the later one speaks.
CREATE OR REPLACE VIEW series_2014 AS
SELECT unit_id, name, level, province, year, scope, concept, label_zh, label_en, value, unit, derived, form, grade, caution_zh, caution_en, reason
FROM concept_values('facts') JOIN (
  SELECT DISTINCT concept, label_zh, label_en, unit, greatest(grade_2014_2019, grade_2019_2021) AS grade,
    concat(caution_2014_2019_zh, caution_2019_2021_zh) AS caution_zh, concat_ws(' ', caution_2014_2019_en, caution_2019_2021_en) AS caution_en
  FROM concepts WHERE grade_2014_2019 IN ('A', 'B') AND grade_2019_2021 IN ('A', 'B')
) USING (concept) JOIN (SELECT unit_id, name, level, province FROM units) USING (unit_id)
WHERE year >= 2014
QUALIFY row_number() OVER (PARTITION BY unit_id, year, concept ORDER BY form DESC) = 1;

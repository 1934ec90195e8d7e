-- The concepts for all applicants, as concepts.csv orders them, with what they are made of in each form.
WITH made AS (
  SELECT concept, string_agg(cells, '<br>' ORDER BY form) AS cells
  FROM (
    SELECT concept, form, form || ': ' || CASE WHEN any_value(derived) THEN 'Σ ' ELSE '' END
      || string_agg('`' || row_code || '` `' || col_code || '`', ' + ' ORDER BY row_code, col_code) AS cells
    FROM published_concepts GROUP BY concept, form
  ) GROUP BY concept
)
SELECT '`' || concept || '`', label_zh || '<br>' || label_en, unit, cells, grade_2014_2019, grade_2019_2021,
  concat_ws('<br>', caution_2014_2019_zh, caution_2014_2019_en, nullif(caution_2019_2021_zh, caution_2014_2019_zh),
    nullif(caution_2019_2021_en, caution_2014_2019_en))
FROM concept JOIN made USING (concept) ORDER BY concept.rowid;

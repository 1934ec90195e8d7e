-- The concepts for all applicants, as concepts.csv orders them, with what they are made of in each form.
WITH of_form AS (
  SELECT concept, form, CASE WHEN any_value(derived) THEN 'Σ ' ELSE '' END || CASE
      WHEN count(*) = 1 THEN any_value('`' || row_code || '` × `' || col_code || '`')
      WHEN count(DISTINCT col_code) = 1 THEN '(' || string_agg('`' || row_code || '`', ' + ' ORDER BY row_code) || ') × `' || any_value(col_code) || '`'
      ELSE string_agg('`' || row_code || '` × `' || col_code || '`', ' + ' ORDER BY row_code, col_code) END AS cells
  FROM published_concepts GROUP BY concept, form
), made AS (
  SELECT concept, string_agg(forms || ': ' || cells, '<br>' ORDER BY forms) AS cells
  FROM (SELECT concept, cells, string_agg(form, ', ' ORDER BY form) AS forms FROM of_form GROUP BY concept, cells) GROUP BY concept
)
SELECT '`' || concept || '`', label_zh || '<br>' || label_en, unit, cells, grade_2014_2019, grade_2019_2021,
  concat_ws('<br>', caution_2014_2019_zh, caution_2014_2019_en, nullif(caution_2019_2021_zh, caution_2014_2019_zh),
    nullif(caution_2019_2021_en, caution_2014_2019_en))
FROM concept JOIN made USING (concept) ORDER BY concept.rowid;

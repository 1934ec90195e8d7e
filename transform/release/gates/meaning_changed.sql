-- Terms of the concepts and identities that both releases have, and the concepts and identities that are
-- gone. What is altogether new changes the meaning of nothing.
WITH term AS (
  SELECT 'now' AS schema, 'concepts' AS "table", concept AS name, form, concat_ws(' ', row_code, col_code, coefficient) AS term FROM now.concepts
  UNION ALL SELECT 'before', 'concepts', concept, form, concat_ws(' ', row_code, col_code, coefficient) FROM before.concepts
  UNION ALL SELECT 'now', 'identities', identity, form, concat_ws(' ', side, row_code, col_code, year_offset, coefficient) FROM now.identities
  UNION ALL SELECT 'before', 'identities', identity, form, concat_ws(' ', side, row_code, col_code, year_offset, coefficient) FROM before.identities
), known AS (
  SELECT DISTINCT "table", name, form FROM term WHERE schema = 'before'
), here AS (
  FROM term SEMI JOIN known USING ("table", name, form)
)
SELECT "table", name, form, term, CASE WHEN bool_or(schema = 'now') THEN 'is new' ELSE 'is gone' END AS fault
FROM here
GROUP BY "table", name, form, term
HAVING count(DISTINCT schema) = 1
ORDER BY ALL;

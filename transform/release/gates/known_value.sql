-- Figures that a person read (known_values.csv), against the value of that cell of that document. Asked
-- only of documents that were read as reports of a unit; a corrected cell is asked for what is printed.
WITH printed AS (
  SELECT r.report_id, facts.row_code, facts.col_code,
    CASE WHEN corrections.correction IS NULL THEN facts.value ELSE printed_value END AS value,
    CASE WHEN corrections.correction IS NULL THEN facts.state ELSE printed_state END AS state
  FROM (SELECT report_id, unit_id, year FROM now.reports SEMI JOIN known_value USING (sha256) WHERE is_current) r
  JOIN now.facts USING (unit_id, year)
  LEFT JOIN now.corrections ON corrections.report_id = r.report_id AND corrections.unit_id = facts.unit_id AND corrections.year = facts.year
    AND corrections.row_code = facts.row_code AND corrections.col_code = facts.col_code
  UNION ALL
  SELECT report_id, row_code, col_code, value, state FROM now.versions
)
SELECT k.document, k.page, k.row_code, k.col_code, k.value AS known, p.value AS value, coalesce(p.state, 'not there') AS state, r.report_id
FROM known_value k JOIN now.reports r USING (sha256) LEFT JOIN printed p USING (report_id, row_code, col_code)
WHERE r.unit_id IS NOT NULL AND (r.is_current OR p.state IS NOT NULL) AND p.value IS DISTINCT FROM k.value
ORDER BY ALL;

-- One year throughout: the title by which a column lists the report names the year that the report
-- says it describes. A title without a year in digits is not assessed.
-- A warning: a title or a report copied from another year, or a link to the wrong file. `lhs` is the
-- listed year nearest to the report's.
WITH listed AS (
  SELECT report_id, unnest(regexp_extract_all(s.title, '(20[0-9][0-9]) *年', 1))::SMALLINT AS listed
  FROM sightings s JOIN reports USING (sha256) WHERE is_current
), nearest AS (
  SELECT unit_id, year, report_id, arg_min(listed, (abs(listed - year), listed)) AS listed
  FROM listed JOIN consecutive_reports USING (report_id) GROUP BY unit_id, year, report_id
)
SELECT unit_id, year, report_id, 'YEAR.listed' AS identity, NULL::VARCHAR AS form,
  listed::DOUBLE AS lhs, year::DOUBLE AS rhs, lhs - rhs AS delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM nearest WHERE abs(listed - year) > (SELECT threshold FROM check_list WHERE family = 'YEAR')
ORDER BY identity, form, unit_id, year;

-- What an office changed after publication: cells whose value or state, as printed, differs between
-- the version that speaks and one that it superseded, or a newer one that could not be read as well
-- (`speaks` tells which of the two values `facts` has). Cells that only one of them has are not compared.
CREATE OR REPLACE VIEW restated AS
WITH pair AS (
  SELECT mine.unit_id, mine.year, mine.report_id, mine.first_seen, mine.relation = 'newer' AS is_new,
    speaking.report_id AS speaking_id, speaking.first_seen AS speaking_seen
  FROM reports mine JOIN reports speaking ON speaking.unit_id = mine.unit_id AND speaking.year = mine.year AND speaking.is_current
  WHERE mine.relation IN ('superseded', 'newer')
), printed AS (
  SELECT unit_id, year, row_code, col_code, CASE WHEN correction IS NULL THEN value ELSE printed_value END AS value,
    coalesce(printed_state, state) AS state
  FROM facts_by_unit LEFT JOIN (SELECT unit_id, year, row_code, col_code, correction, printed_value, printed_state FROM corrections)
  USING (unit_id, year, row_code, col_code)
)
SELECT unit_id, year, row_code, col_code,
  CASE WHEN is_new THEN printed.value ELSE versions.value END AS old_value, CASE WHEN is_new THEN printed.state ELSE versions.state END AS old_state,
  CASE WHEN is_new THEN versions.value ELSE printed.value END AS new_value, CASE WHEN is_new THEN versions.state ELSE printed.state END AS new_state,
  CASE WHEN is_new THEN speaking_id ELSE report_id END AS old_report_id, CASE WHEN is_new THEN report_id ELSE speaking_id END AS new_report_id,
  CASE WHEN is_new THEN speaking_seen ELSE first_seen END AS old_first_seen, CASE WHEN is_new THEN first_seen ELSE speaking_seen END AS new_first_seen,
  CASE WHEN is_new THEN 'old' ELSE 'new' END AS speaks
FROM pair JOIN versions USING (unit_id, year, report_id) JOIN printed USING (unit_id, year, row_code, col_code)
WHERE versions.state <> printed.state OR versions.value IS DISTINCT FROM printed.value;

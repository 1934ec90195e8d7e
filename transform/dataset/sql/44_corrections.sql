-- What each correction (data/reference/corrections) meets: the version that speaks, and its cell. The
-- corrections are shared by all who build a part of the country: where the document it was made for was
-- never harvested, and no other report of the unit and year either, it is kept and told as `not_held`.

CREATE TABLE corrected AS
SELECT correction.* REPLACE (correction.state::VARCHAR AS state), report.report, report.sha256, code.cell,
  printed.rowid AS place, printed.value AS printed_value, printed.state::VARCHAR AS printed_state, printed.raw AS printed_raw,
  printed.unit AS counted_in,
  CASE WHEN report.report IS NULL AND NOT EXISTS (
    FROM (SELECT sha256 FROM ledger.document UNION ALL SELECT sha256 FROM record) held
    WHERE starts_with(held.sha256, expect_report)) THEN 'not_held' ELSE 'applied' END AS outcome
FROM correction LEFT JOIN report ON report.unit_id = correction.unit_id AND report.year = correction.year AND is_current
LEFT JOIN code USING (row_code, col_code)
LEFT JOIN (SELECT rowid, * FROM cell SEMI JOIN (FROM report SEMI JOIN correction USING (unit_id, year)) USING (report)) printed
  ON printed.report = report.report AND printed.cell = code.cell;

-- A correction that is not what it was made for: a row here refuses the build.
CREATE VIEW correction_fault AS
WITH told AS (
  SELECT *, path || ': ' AS file, unit_id || ' and ' || year AS whose, row_code || ' ' || col_code AS which,
    coalesce('“' || printed_raw || '”', 'nothing') || ' (' || printed_state || coalesce(' ' || printed_value, '') || ')' AS found
  FROM corrected
)
SELECT file || 'unit ' || unit_id || ' is not in units.csv; mend unit_id' AS fault FROM told ANTI JOIN unit USING (unit_id)
UNION ALL SELECT file || which || ' is no cell of codebook.csv; mend row_code and col_code' FROM told WHERE cell IS NULL
UNION ALL SELECT file || 'expected a report of unit ' || whose || ' that begins with ' || expect_report
  || ', and none is held, though its document is; read it, or remove the correction'
FROM told SEMI JOIN unit USING (unit_id) WHERE report IS NULL AND outcome = 'applied' AND cell IS NOT NULL
UNION ALL SELECT file || 'expected version ' || expect_report || ' to speak for unit ' || whose || ', and ' || left(sha256, 16)
  || ' does; look whether it still needs correcting, then renew expect or remove the correction'
FROM told WHERE cell IS NOT NULL AND NOT starts_with(sha256, expect_report)
UNION ALL SELECT file || 'report ' || left(sha256, 16) || ' has no cell ' || which || '; mend row_code and col_code, or remove the correction'
FROM told WHERE cell IS NOT NULL AND starts_with(sha256, expect_report) AND place IS NULL
UNION ALL SELECT file || 'expected ' || array_to_string(list_filter([
    'value ' || expect_value, 'state ' || expect_state, 'raw “' || expect_raw || '”'], lambda e: e IS NOT NULL), ', ')
  || ' in ' || which || ' of report ' || left(sha256, 16) || ', and found ' || found
  || '; look at the document, then renew expect or remove the correction'
FROM told WHERE starts_with(sha256, expect_report) AND place IS NOT NULL AND (
  (expect_value IS NOT NULL AND expect_value IS DISTINCT FROM printed_value) OR (expect_state IS NOT NULL AND expect_state <> printed_state)
  OR (expect_raw IS NOT NULL AND expect_raw IS DISTINCT FROM printed_raw))
UNION ALL SELECT file || 'the cell ' || which || ' holds this already: ' || found || '; remove the correction'
FROM told WHERE place IS NOT NULL AND state = printed_state AND value IS NOT DISTINCT FROM printed_value
UNION ALL SELECT file || 'value ' || value || ' cannot be in ' || which || ', which counts ' || counted_in || '; mend value'
FROM told WHERE (value < 0 AND col_code <> 'measure.items_change') OR (value <> trunc(value) AND counted_in NOT IN ('元', '万元'))
UNION ALL SELECT max(path) || ': corrects the same cell as ' || min(path) || '; remove one'
FROM told GROUP BY unit_id, year, row_code, col_code HAVING count(*) > 1;

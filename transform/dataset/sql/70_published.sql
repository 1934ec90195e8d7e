-- Reports and checks in the columns they are published with.

CREATE VIEW published_check AS
SELECT report, unit_id, report.year::SMALLINT AS year, left(sha256, 16) AS report_id, is_current, identity, form,
  CASE WHEN result.verdict <> 'not_assessable' THEN lhs::DOUBLE END AS lhs,
  CASE WHEN result.verdict <> 'not_assessable' THEN rhs::DOUBLE END AS rhs,
  CASE WHEN result.verdict <> 'not_assessable' THEN (lhs - rhs)::DOUBLE END AS delta,
  result.verdict, row_code AS suspect_row, col_code AS suspect_col
FROM result JOIN report USING (report) LEFT JOIN suspect USING (report, rule) LEFT JOIN code USING (cell)
UNION ALL
SELECT report, warning.unit_id, warning.year, report_id, true, identity, form, lhs, rhs, delta, 'warn', suspect_row, suspect_col
FROM warning JOIN report ON report.unit_id = warning.unit_id AND report.year = warning.year AND is_current;

CREATE TABLE published_report AS
WITH tally AS (
  SELECT report, count(*) FILTER (verdict = 'pass')::INTEGER AS passed, count(*) FILTER (verdict = 'fail')::INTEGER AS failed,
    count(*) FILTER (verdict = 'not_assessable')::INTEGER AS not_assessable
  FROM result GROUP BY report
), warned AS (
  SELECT unit_id, year, count(*)::INTEGER AS warned FROM warning GROUP BY unit_id, year
)
SELECT report, left(sha256, 16) AS report_id, unit_id, year::SMALLINT AS year, sha256, title, issuer, nullif(scope, '') AS scope, nullif(period, '') AS period,
  best.url AS source_url, best.page_url AS page_url, best.column_id AS column_id, archive, first_seen,
  published, form_proactive, form_requests, form_remedies, form_statistics,
  reader, method, extractor, verdict,
  array_to_string(list_filter([nullif(reason, ''), doubt, year_flag, repeat_flag, lost_flag, 'mended before reading: ' || nullif(repair, '')], lambda r: r IS NOT NULL), '; ') AS reason,
  cells_expected, cells_found, coalesce(passed, 0) AS checks_passed, coalesce(failed, 0) AS checks_failed,
  coalesce(not_assessable, 0) AS checks_not_assessable,
  CASE WHEN is_current THEN coalesce(warned, 0) END AS checks_warned, is_current, current_rule,
  version, versions, relation, superseded_by
FROM report LEFT JOIN tally USING (report) LEFT JOIN warned USING (unit_id, year);

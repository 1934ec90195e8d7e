-- A figure of the running text, in the order of the text.
SELECT unit_id, report.year::SMALLINT AS year, left(sha256, 16) AS report_id, pattern, section::SMALLINT AS section, text, value, unit,
  should_equal, table_value, told.verdict, coalesce(told.reason, '') AS reason
FROM told JOIN report USING (report) LEFT JOIN pattern USING (pattern)
WHERE report.year = getvariable('year')
ORDER BY unit_id, section, place;

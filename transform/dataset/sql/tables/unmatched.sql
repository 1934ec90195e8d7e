-- A row that an office added to a table and that fits no code, as printed, of the reports that speak.
WITH added AS (
  SELECT report, unnest(generate_series(1, len(unmatched)))::SMALLINT AS position, unnest(unmatched, max_depth := 2)
  FROM records JOIN candidate USING (filename, file_row_number) SEMI JOIN (FROM report WHERE is_current) USING (report)
)
SELECT unit_id, report.year::SMALLINT AS year, left(sha256, 16) AS report_id, position, added."table", label, "values" AS printed, added.page::SMALLINT AS page
FROM added JOIN report USING (report)
WHERE report.year = getvariable('year')
ORDER BY unit_id, position;

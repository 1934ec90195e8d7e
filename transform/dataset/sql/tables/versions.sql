-- The cells of the versions that do not speak, as they were read. `report` numbers them in the order of report_id.
SELECT unit_id, report.year::SMALLINT AS year, left(sha256, 16) AS report_id, row_code, col_code, value, state::VARCHAR AS state
FROM cell JOIN report USING (report) JOIN code USING (cell)
WHERE unit_id IS NOT NULL AND NOT is_current AND report.year = getvariable('year')
ORDER BY unit_id, report, cell;

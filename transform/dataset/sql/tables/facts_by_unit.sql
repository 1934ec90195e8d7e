-- The rows of `facts`, sorted for a reader who wants one unit.
SELECT unit_id, report.year::SMALLINT AS year, row_code, col_code, value, state::VARCHAR AS state
FROM cell JOIN report USING (report) JOIN code USING (cell)
WHERE is_current AND report.year = getvariable('year')
ORDER BY unit_id, cell;

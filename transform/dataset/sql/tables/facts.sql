-- The current value of one cell of one report. `cell` numbers the codes in their order, and sorts faster.
SELECT unit_id, report.year::SMALLINT AS year, row_code, col_code, value, state::VARCHAR AS state
FROM cell JOIN report USING (report) JOIN code USING (cell)
WHERE is_current AND report.year = getvariable('year')
ORDER BY cell, unit_id;

-- The cells of one table of a report as they are printed, for a document that has no pages.
SELECT evidence."table", evidence.form, row_code, col_code, coalesce(printed_state, facts.state) AS state, raw, grid, grid_row, grid_col
FROM evidence JOIN facts_by_unit facts USING (unit_id, year, row_code, col_code)
LEFT JOIN corrections USING (correction, unit_id, year, row_code, col_code)
WHERE unit_id = $unit AND year = $year AND evidence."table" = $table
ORDER BY grid, grid_row, grid_col, row_code, col_code;

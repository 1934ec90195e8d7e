-- Where a fact stands. Sorted by unit, so that the report's number costs next to nothing.
SELECT unit_id, year, row_code, col_code, report_id, "table", cell.form, grid, grid_row, grid_col,
  page, x0, top, x1, bottom, raw, cell.unit, cell.method, confidence, second_method, second_raw, flag, correction
FROM cell JOIN published_report USING (report) JOIN code USING (cell)
LEFT JOIN (SELECT report, cell, correction FROM corrected) USING (report, cell)
WHERE is_current AND year = getvariable('year')
ORDER BY unit_id, cell;

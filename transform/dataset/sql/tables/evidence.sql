-- Where a fact stands. Sorted by unit, so that the report's number costs next to nothing.
SELECT unit_id, year, getvariable('row_codes')[cell] AS row_code, getvariable('col_codes')[cell] AS col_code,
  report_id, getvariable('cell_tables')[cell] AS "table", form, grid, grid_row, grid_col,
  page, x0, top, x1, bottom, raw, unit, method, confidence, second_method, second_raw, flag, correction
FROM (
  SELECT unit_id, year, report_id, cell.*, correction
  FROM cell JOIN published_report USING (report)
  LEFT JOIN (SELECT report, cell, correction FROM corrected) USING (report, cell)
  WHERE is_current AND year = getvariable('year')
  ORDER BY unit_id, cell
);

-- where_is(1, 2023, 'requests.carried_out', 'applicant.total'): the number, and where it is printed.
CREATE OR REPLACE MACRO where_is(unit, of_year, of_row, of_col) AS TABLE
SELECT value, state, raw, correction, source_url, page_url, archive, page, x0, top, x1, bottom, evidence."table", evidence.form, grid, grid_row, grid_col,
  evidence.method, confidence, title, report_id
FROM facts_by_unit facts JOIN evidence USING (unit_id, year, row_code, col_code) JOIN reports USING (report_id)
WHERE facts.unit_id = unit AND facts.year = of_year AND facts.row_code = of_row AND facts.col_code = of_col;

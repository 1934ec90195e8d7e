CREATE OR REPLACE VIEW failed_checks AS
SELECT checks.unit_id, name, checks.year, identity, lhs, rhs, delta, suspect_row, suspect_col, raw AS suspect_raw, page AS suspect_page, checks.report_id
FROM checks JOIN units USING (unit_id) LEFT JOIN evidence ON evidence.unit_id = checks.unit_id AND evidence.year = checks.year
  AND evidence.row_code = suspect_row AND evidence.col_code = suspect_col
WHERE verdict = 'fail';

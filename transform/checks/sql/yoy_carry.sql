-- What is carried in was carried out: requests carried in are those that the report of the year
-- before carries out, for each kind of applicant.
-- A failure: either report misread, or restated, or of another scope that it does not state. Reports
-- that both state a scope, and not the same, are not compared. Which of the two is wrong cannot be
-- said, so no suspect is named.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM imbalances(['YOY-CARRY'])
ORDER BY identity, form, unit_id, year;

-- Outcomes add up: the total of outcomes is the sum of every outcome of the table's form, for each
-- kind of applicant (19 outcomes in the form of 2019, 21 in that of 2021).
-- A failure: a figure misread, an outcome counted twice or left out, or a table of one form filled
-- in as the other. The suspect is named where a row fails by the same amount.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, suspect_row, suspect_col
FROM requests_out_of_balance WHERE family = 'T3-OUT'
ORDER BY identity, form, unit_id, year;

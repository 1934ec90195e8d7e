-- Applicants add up: in each row, the total is natural persons and the five kinds of organisation.
-- A failure: a figure misread, a column shifted, or a total that was typed and not summed. The
-- suspect is named where a column fails by the same amount.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, suspect_row, suspect_col
FROM requests_out_of_balance WHERE family = 'T3-ROW'
ORDER BY identity, form, unit_id, year;

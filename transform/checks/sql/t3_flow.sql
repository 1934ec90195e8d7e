-- What came in is what went out: new requests and those carried in equal the outcomes and those
-- carried out, for each kind of applicant. The one identity that the form itself prints.
-- A failure: a figure misread, or a report that does not add up. The suspect is named where a row
-- fails by the same amount.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, suspect_row, suspect_col
FROM requests_out_of_balance WHERE family = 'T3-FLOW'
ORDER BY identity, form, unit_id, year;

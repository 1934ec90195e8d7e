-- The list of 2014 to 2018 adds up: requests by channel, answers by kind, refusals by ground, staff,
-- reviews and lawsuits by part.
-- A failure: a figure misread, or a local list that counts otherwise. Nothing crosses these sums, so
-- no suspect is named.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM imbalances(['S14-CH'])
ORDER BY identity, form, unit_id, year;

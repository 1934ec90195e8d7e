-- Items continue: the number of items of the year before is the one that the report of that year
-- gives, with its increase (form of 2019).
-- A failure: either report misread, an increase printed without its sign, or another way of counting
-- items. Reports that both state a scope, and not the same, are not compared.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM imbalances(['ITEMS-19'])
ORDER BY identity, form, unit_id, year;

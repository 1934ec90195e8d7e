-- Cases add up: in each block of table 四, the total is upheld, corrected, other and pending.
-- A failure: most often a total left at 0 under parts that are not, which is then the suspect; else
-- a figure misread, or a shifted cell. Nothing crosses these sums, so no other suspect is named.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta,
  CASE WHEN lhs = 0 THEN row_code END AS suspect_row, CASE WHEN lhs = 0 THEN col_code END AS suspect_col
FROM imbalances(['T4-SUM']) JOIN (SELECT identity, form, row_code, col_code FROM identities WHERE side = 'lhs') USING (identity, form)
ORDER BY identity, form, unit_id, year;

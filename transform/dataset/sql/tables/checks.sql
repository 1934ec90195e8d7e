-- The result of an identity on a report.
SELECT unit_id, year, report_id, identity, form, lhs, rhs, delta, verdict, suspect_row, suspect_col
FROM published_check WHERE is_current AND year = getvariable('year')
ORDER BY identity, form, unit_id;

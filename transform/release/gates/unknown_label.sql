-- Labels of rows that fit no code, in more reports than the threshold, that no report of the release
-- before had in that table. Without a release before that knew them, all would be new.
SELECT u."table", u.label, count(DISTINCT u.report_id) AS reports, min(u.year) AS first_year, min(u.report_id) AS for_one
FROM now.unmatched u ANTI JOIN before.unmatched b ON b."table" = u."table" AND b.label = u.label
WHERE EXISTS (FROM present WHERE schema = 'before' AND "table" = 'unmatched')
GROUP BY u."table", u.label
HAVING count(DISTINCT u.report_id) > getvariable('threshold')
ORDER BY reports DESC, u."table", u.label;

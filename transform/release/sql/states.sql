-- Expected reports by year and by what became of them.
SELECT year, count(*) AS expected,
  count(*) FILTER (state LIKE 'held%') AS held,
  count(*) FILTER (state = 'unconfirmed') AS unconfirmed,
  count(*) FILTER (state = 'absent') AS absent,
  count(*) FILTER (state = 'blocked') AS blocked,
  count(*) FILTER (state IN ('unreachable', 'js_only')) AS unreachable,
  count(*) FILTER (state IN ('column_unknown', 'not_yet_sought')) AS not_yet_sought,
  count(*) FILTER (state = 'not_due') AS not_due
FROM coverage GROUP BY year ORDER BY year;

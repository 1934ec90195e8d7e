-- Values that differ and the reports they are of, counted by one thing at a time.
SELECT CASE WHEN grouping(cause) = 0 THEN 'cause' WHEN grouping("table") = 0 THEN 'table' WHEN grouping(year) = 0 THEN 'year'
    WHEN grouping(province) = 0 THEN 'province' ELSE 'level' END AS kind,
  coalesce(cause, "table", year::VARCHAR, province, level) AS key,
  count(*) FILTER (op = 'added') AS added, count(*) FILTER (op = 'changed') AS changed, count(*) FILTER (op = 'removed') AS removed,
  count(*) AS "values", count(DISTINCT unit_id::BIGINT * 10000 + year) AS reports
FROM diff.told GROUP BY GROUPING SETS ((cause), ("table"), (year), (province), (level))
ORDER BY kind, CASE WHEN kind = 'year' THEN 0 ELSE "values" END DESC, key;

-- Every table of keys.csv by its primary key: rows that share one, and rows that lack a part of one.
-- Keys are counted by their hashes first, in a third of the time; only where two are alike by their columns.
SET VARIABLE question = (
  WITH asked AS (
    SELECT "table", list_transform(string_split(columns, ' '), lambda c: '"' || c || '"') AS columns
    FROM key JOIN present USING ("table") WHERE of_table IS NULL AND present.schema = 'now'
  ), said AS (
    SELECT "table", array_to_string(columns, ', ') AS listed,
      array_to_string(list_transform(columns, lambda c: c || ' IS NULL'), ' OR ') AS lacking
    FROM asked
  )
  SELECT string_agg(format('SELECT ''{0}'' AS "table", concat_ws('' '', {1}) AS key, count(*) AS rows, ''stands twice'' AS fault
    FROM now."{0}"
    WHERE hash({1}) IN (SELECT hash({1}) AS h FROM now."{0}" GROUP BY h HAVING count(*) > 1)
    GROUP BY {1} HAVING count(*) > 1 AND NOT ({2})
    UNION ALL
    SELECT ''{0}'', concat_ws('' '', {1}), count(*), ''lacks a part'' FROM now."{0}" WHERE {2} GROUP BY {1}',
    "table", listed, lacking), ' UNION ALL ' ORDER BY "table")
  FROM said);
FROM query(getvariable('question')) ORDER BY ALL;

-- Every table of keys.csv by its primary key: rows that share one, and rows that lack one.
SET VARIABLE question = (
  WITH asked AS (
    SELECT "table", list_transform(string_split(columns, ' '), lambda c: '"' || c || '"') AS columns
    FROM key JOIN present USING ("table") WHERE of_table IS NULL AND present.schema = 'now'
  )
  SELECT string_agg(
    'SELECT ''' || "table" || ''' AS "table", concat_ws('' '', ' || array_to_string(columns, ', ') || ') AS key, count(*) AS rows'
    || ' FROM now."' || "table" || '" GROUP BY ' || array_to_string(columns, ', ')
    || ' HAVING count(*) > 1 OR ' || array_to_string(list_transform(columns, lambda c: c || ' IS NULL'), ' OR '),
    ' UNION ALL ' ORDER BY "table")
  FROM asked);
FROM query(getvariable('question')) ORDER BY ALL;

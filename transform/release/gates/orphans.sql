-- Every foreign key of keys.csv: what is named and is not there. An empty key names nothing.
SET VARIABLE question = (
  WITH asked AS (
    SELECT "table", of_table, list_transform(string_split(columns, ' '), lambda c: '"' || c || '"') AS columns,
      list_transform(string_split(of_columns, ' '), lambda c: '"' || c || '"') AS of_columns
    FROM key JOIN present USING ("table") WHERE of_table IS NOT NULL AND present.schema = 'now'
  )
  SELECT string_agg(
    'SELECT ''' || "table" || ''' AS "table", concat_ws('' '', ' || array_to_string(columns, ', ') || ') AS key, '''
    || of_table || ''' AS not_in, rows FROM (SELECT ' || array_to_string(columns, ', ') || ', count(*) AS rows FROM now."'
    || "table" || '" WHERE ' || array_to_string(list_transform(columns, lambda c: c || ' IS NOT NULL'), ' AND ')
    || ' GROUP BY ALL) AS here ANTI JOIN now."' || of_table || '" AS there ON '
    || array_to_string(list_transform(list_zip(columns, of_columns), lambda c: 'here.' || c[1] || ' = there.' || c[2]), ' AND '),
    ' UNION ALL ' ORDER BY "table", columns)
  FROM asked);
FROM query(getvariable('question')) ORDER BY ALL;

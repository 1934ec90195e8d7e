-- Every table of keys.csv that may not be empty: those without a row, or that are not there.
SET VARIABLE question = (
  SELECT string_agg('SELECT ''' || "table" || ''' AS "table" WHERE NOT EXISTS (FROM now."' || "table" || '")',
    ' UNION ALL ' ORDER BY "table")
  FROM key JOIN present USING ("table") WHERE to_table IS NULL AND may_be_empty = 'no' AND present.schema = 'now');
SELECT "table", 'has no rows' AS fault FROM query(getvariable('question'))
UNION ALL
SELECT "table", 'is not there' FROM key
WHERE to_table IS NULL AND may_be_empty = 'no'
  AND "table" NOT IN (SELECT "table" FROM present WHERE schema = 'now')
ORDER BY ALL;

-- Every table of keys.csv that has no row, or is not there; but for those that may well be empty.
SET VARIABLE question = (
  SELECT string_agg('SELECT ''' || "table" || ''' AS "table" WHERE NOT EXISTS (FROM now."' || "table" || '")',
    ' UNION ALL ' ORDER BY "table")
  FROM key JOIN present USING ("table") WHERE of_table IS NULL AND present.schema = 'now');
WITH empty AS (
  SELECT "table", 'has no rows' AS fault FROM query(getvariable('question'))
  UNION ALL
  SELECT "table", 'is not there' FROM key
  WHERE of_table IS NULL AND "table" NOT IN (SELECT "table" FROM present WHERE schema = 'now')
)
FROM empty
WHERE "table" NOT IN ('changes', 'corrections', 'prose', 'unmatched', 'versions')
ORDER BY ALL;

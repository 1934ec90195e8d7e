-- Tables and columns against the release before, and the schema version that a change asks for.
-- New cells in `wide` are rows of the code book: they change no schema.
WITH change AS (
  SELECT coalesce(n."table", b."table") AS "table", coalesce(n."column", b."column") AS "column",
    b.type AS type_before, n.type AS type_now,
    CASE WHEN b.type IS NULL THEN 'added' WHEN n.type IS NULL THEN 'removed' ELSE 'retyped' END AS change
  FROM (FROM stored WHERE schema = 'now') n FULL JOIN (FROM stored WHERE schema = 'before') b
    ON n."table" = b."table" AND n."column" = b."column"
  WHERE b.type IS DISTINCT FROM n.type
    AND NOT (b.type IS NULL AND n."table" = 'wide' AND n."column" IN (SELECT wide_column FROM now.codebook))
), version AS (
  SELECT b.schema_version AS version_before, n.schema_version AS version_now,
    list_transform(string_split(b.schema_version, '.'), lambda part: part::INTEGER) AS was,
    list_transform(string_split(n.schema_version, '.'), lambda part: part::INTEGER) AS is_now
  FROM (FROM release WHERE schema = 'now') n, (FROM release WHERE schema = 'before') b
)
SELECT change.*, CASE change WHEN 'added' THEN 'minor' ELSE 'major' END AS needs, version_before, version_now
FROM change, version
WHERE CASE change WHEN 'added' THEN is_now[1:2] <= was[1:2] ELSE is_now[1] <= was[1] END
UNION ALL
SELECT '', '', '', '', 'went back', '', version_before, version_now FROM version WHERE is_now < was
ORDER BY ALL;

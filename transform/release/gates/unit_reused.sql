-- Unit numbers before: those that are gone, and those whose organ shares no name (present, other or
-- former) and no division code with the organ of that number now.
WITH organ AS (
  SELECT 'now' AS schema, unit_id, name, list_filter(flatten([[name], aliases, names_before]), lambda n: n IS NOT NULL) AS names,
    list_filter(list_append(divisions_before, division), lambda d: d IS NOT NULL) AS divisions, valid_from
  FROM now.units
  UNION ALL
  SELECT 'before', unit_id, name, list_filter(flatten([[name], aliases, names_before]), lambda n: n IS NOT NULL),
    list_filter(list_append(divisions_before, division), lambda d: d IS NOT NULL), valid_from
  FROM before.units
)
SELECT b.unit_id, b.name AS name_before, n.name AS name_now, b.valid_from AS valid_from_before, n.valid_from AS valid_from_now,
  CASE WHEN n.unit_id IS NULL THEN 'is gone' ELSE 'means another organ' END AS fault
FROM (FROM organ WHERE schema = 'before') b LEFT JOIN (FROM organ WHERE schema = 'now') n USING (unit_id)
WHERE n.unit_id IS NULL
  OR NOT coalesce(list_has_any(b.names, n.names), false) AND NOT coalesce(list_has_any(b.divisions, n.divisions), false)
ORDER BY ALL;

-- Documents that both releases read as a report, and that are of another unit or year now. `changes` calls
-- that unit_merged, which is right where the unit has a successor; that many move at once is not. They
-- are told once a year has more than `least`, and a larger share than the threshold.
WITH was AS (
  SELECT sha256, b.year, b.unit_id, n.unit_id AS unit_id_now, n.year AS year_now
  FROM (FROM before.reports WHERE unit_id IS NOT NULL) b JOIN (FROM now.reports WHERE unit_id IS NOT NULL) n USING (sha256)
), moved AS (
  SELECT was.* FROM was LEFT JOIN now.units USING (unit_id)
  WHERE year_now <> year
    OR (unit_id_now <> unit_id AND NOT coalesce(list_contains(list_transform(successors, lambda s: s.unit_id), unit_id_now), false))
)
SELECT year, unit_id, unit_id_now, year_now, sha256
FROM moved
SEMI JOIN (
  SELECT year FROM was LEFT JOIN moved USING (sha256, year) GROUP BY year
  HAVING count(moved.unit_id) > getvariable('least') AND count(moved.unit_id) > getvariable('threshold') * count(*)
) USING (year)
ORDER BY ALL;

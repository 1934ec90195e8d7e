-- After April, a column whose newest report is older than that of most of its siblings.
WITH known AS (  -- how each planned column was last read
  SELECT p.column_id, p.above, v.newest FROM planned p JOIN visit v USING (column_id)
  WHERE v.run = (SELECT max(run) FROM visit w WHERE w.column_id = p.column_id AND w.outcome = 'ok' AND w.run <= :run)
), siblings AS (
  SELECT now.column_id, k.newest, count(*) AS have,
    (SELECT count(*) FROM known o WHERE o.above = mine.above AND o.column_id <> now.column_id) AS others
  FROM now JOIN planned mine USING (column_id) JOIN known k ON k.above = mine.above AND k.column_id <> now.column_id
  WHERE now.outcome = 'ok' GROUP BY now.column_id, k.newest
)
SELECT now.column_id, 'the newest report is of ' || coalesce(now.newest, 'no year') || ', ' || have || ' of ' || others || ' siblings have ' || siblings.newest
FROM siblings JOIN now USING (column_id)
WHERE others >= 2 AND have * 2 > others AND coalesce(now.newest, 0) < siblings.newest AND now.time >= (siblings.newest + 1) || '-05-01'

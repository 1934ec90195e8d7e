-- Most of the documents that a column's rows lead to could not be had.
SELECT column_id, lost || ' of ' || asked || ' documents could not be had, as ' || kind
FROM (
  SELECT l.column_id, count(*) AS asked, count(*) FILTER (WHERE f.outcome <> 'ok') AS lost,
    max(iif(f.outcome = 'ok', '', f.outcome || ':' || f.kind)) AS kind
  FROM listed l JOIN fetch f USING (ask) WHERE f.run = :run AND f.kind NOT IN ('robots', 'optout', 'not_sent') GROUP BY l.column_id
) WHERE lost >= 2 AND lost * 2 > asked

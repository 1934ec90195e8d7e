-- Pages that no codec reads any more.
SELECT l.column_id, count(DISTINCT f.ask) || ' pages are neither UTF-8 nor GB18030'
FROM listed l JOIN fetch f USING (ask)
WHERE f.run = :run AND f.outcome = 'ok' AND f.media_type = 'text/html' AND f.charset IS NULL GROUP BY l.column_id

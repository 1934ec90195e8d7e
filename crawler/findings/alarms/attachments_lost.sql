-- Pages that offered files and, changed, offer none.
SELECT l.column_id, count(DISTINCT n.ask) || ' pages offered files and offer none any more'
FROM version n JOIN look after ON after.sha256 = n.sha256 JOIN look b ON b.sha256 = n.differs_from JOIN listed l ON l.ask = n.ask
WHERE n.first_seen >= (SELECT started FROM run WHERE run = :run) AND b.files > 0 AND after.files = 0
  AND EXISTS (SELECT 1 FROM fetch f WHERE f.run = :run AND f.ask = n.ask)
GROUP BY l.column_id

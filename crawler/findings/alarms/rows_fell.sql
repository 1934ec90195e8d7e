-- A listing that has fewer rows than when it was last read.
SELECT now.column_id, before.rows || ' rows on ' || substr(before.time, 1, 10) || ', now ' || now.rows
FROM now JOIN before USING (column_id) WHERE now.outcome = 'ok' AND now.rows < before.rows

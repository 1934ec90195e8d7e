-- A listing none of whose rows was there before: their addresses have changed.
SELECT now.column_id, now.rows || ' rows, none of which was there on ' || substr(before.time, 1, 10)
FROM now JOIN before USING (column_id) WHERE now.outcome = 'ok' AND now.rows > 1 AND now.fresh >= now.rows AND before.rows > 1

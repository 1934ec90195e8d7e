-- A column that was read before and is not any more.
SELECT now.column_id, 'read until ' || substr(before.time, 1, 10) || ', now ' || now.outcome || iif(now.kind = '', '', ':' || now.kind)
FROM now JOIN before USING (column_id) WHERE now.outcome <> 'ok'

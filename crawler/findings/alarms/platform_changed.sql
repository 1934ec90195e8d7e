-- A column that another adapter reads than before.
SELECT now.column_id, 'read as ' || before.platform || ' on ' || substr(before.time, 1, 10) || ', now as ' || now.platform
FROM now JOIN before USING (column_id) WHERE now.outcome = 'ok' AND before.platform <> '' AND now.platform <> '' AND now.platform <> before.platform

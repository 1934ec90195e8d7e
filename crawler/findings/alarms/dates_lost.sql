-- Rows that had dates and have none any more.
SELECT now.column_id, before.dated || ' of ' || before.rows || ' rows were dated, now none of ' || now.rows
FROM now JOIN before USING (column_id) WHERE now.outcome = 'ok' AND now.rows > 0 AND before.dated * 2 >= before.rows AND now.dated = 0

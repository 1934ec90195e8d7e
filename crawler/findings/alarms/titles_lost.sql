-- Rows that were titled as reports of a year and are not any more.
SELECT now.column_id, before.reports || ' of ' || before.rows || ' rows were titled as reports, now ' || now.reports || ' of ' || now.rows
FROM now JOIN before USING (column_id) WHERE now.outcome = 'ok' AND now.rows > 0 AND before.reports > 0
  AND now.reports * before.rows * 2 < before.reports * now.rows

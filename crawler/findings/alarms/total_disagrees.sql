-- A portal that says another total than it lists.
SELECT column_id, 'the portal says ' || total || ', it lists ' || rows
FROM now WHERE outcome = 'ok' AND total <> rows

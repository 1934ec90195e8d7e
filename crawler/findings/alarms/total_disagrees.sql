-- A portal that says there are more rows than it lists. Fewer are no sign: lists that are asked for
-- in batches give the row on which two of them meet twice.
SELECT column_id, 'the portal says ' || total || ', it lists ' || rows
FROM now WHERE outcome = 'ok' AND total > rows

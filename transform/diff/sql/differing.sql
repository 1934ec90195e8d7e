-- Of one year: a cell that only one side has, or whose value or state differs.
INSERT INTO diff.difference
SELECT unit_id, year, row_code, col_code,
  CASE WHEN old.state IS NULL THEN 'added' WHEN new.state IS NULL THEN 'removed' ELSE 'changed' END,
  old.value, new.value, old.state, new.state
FROM diff.before_facts old FULL JOIN diff.after_facts new USING (unit_id, year, row_code, col_code)
WHERE old.value IS DISTINCT FROM new.value OR old.state IS DISTINCT FROM new.state;

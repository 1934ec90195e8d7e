-- Of one year: a cell that only one side has, or whose value or state differs.
--
-- Most reports say the same on both sides. Those are told first and cheaply, by their number of cells
-- and two sums of 64-bit hashes over them; only the others are joined cell by cell. That a report
-- differs and agrees in all three is as likely as two files with one 128-bit checksum.
CREATE OR REPLACE TABLE diff.unlike AS
WITH old AS (
  SELECT unit_id, count(*) AS cells, sum(hash(row_code, col_code, value, state)) AS one, sum(hash(state, value, col_code, row_code)) AS two
  FROM diff.before_facts GROUP BY unit_id
), new AS (
  SELECT unit_id, count(*) AS cells, sum(hash(row_code, col_code, value, state)) AS one, sum(hash(state, value, col_code, row_code)) AS two
  FROM diff.after_facts GROUP BY unit_id
)
SELECT unit_id FROM old FULL JOIN new USING (unit_id)
WHERE (old.cells, old.one, old.two) IS DISTINCT FROM (new.cells, new.one, new.two);

INSERT INTO diff.difference
SELECT unit_id, year, row_code, col_code,
  CASE WHEN old.state IS NULL THEN 'added' WHEN new.state IS NULL THEN 'removed' ELSE 'changed' END,
  old.value, new.value, old.state, new.state
FROM (FROM diff.before_facts SEMI JOIN diff.unlike USING (unit_id)) old
FULL JOIN (FROM diff.after_facts SEMI JOIN diff.unlike USING (unit_id)) new USING (unit_id, year, row_code, col_code)
WHERE old.value IS DISTINCT FROM new.value OR old.state IS DISTINCT FROM new.state;

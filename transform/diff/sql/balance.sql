-- Rows after, less rows before, less what was added, and what was removed: 0 where every cell is once.
SELECT (SELECT count(*) FROM diff.after_facts) - (SELECT count(*) FROM diff.before_facts)
  - count(*) FILTER (op = 'added') + count(*) FILTER (op = 'removed')
FROM diff.difference WHERE year = $year;

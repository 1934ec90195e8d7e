-- A report that speaks stands in reports, wide and coverage, and its cells in facts, facts_by_unit and
-- evidence: each unit and year of which they do not all tell the same. Cells are compared by sums of
-- hashes, as `diff` does it: joined one by one, three tables of 25 million cells would not fit in memory.
WITH speaks AS (
  SELECT unit_id, year, report_id FROM now.reports WHERE is_current
), by_cell AS (
  SELECT unit_id, year, sum(hash(row_code, col_code)) AS places, sum(hash(row_code, col_code, value, state)) AS told
  FROM now.facts GROUP BY unit_id, year
), by_unit AS (
  SELECT unit_id, year, sum(hash(row_code, col_code, value, state)) AS told FROM now.facts_by_unit GROUP BY unit_id, year
), shown AS (
  SELECT unit_id, year, min(report_id) AS report_id, max(report_id) AS other, sum(hash(row_code, col_code)) AS places
  FROM now.evidence GROUP BY unit_id, year
), expected AS (
  SELECT unit_id, year, report_id FROM now.coverage WHERE state LIKE 'held%'
)
SELECT unit_id, year, CASE
    WHEN speaks.report_id IS NULL THEN 'no report of it speaks'
    WHEN wide.report_id IS DISTINCT FROM speaks.report_id THEN 'wide has another report, or none'
    WHEN expected.report_id IS DISTINCT FROM speaks.report_id AND (unit_id, year) IN (SELECT (unit_id, year) FROM now.coverage)
      THEN 'coverage has another report, or none'
    WHEN by_cell.told IS DISTINCT FROM by_unit.told THEN 'facts and facts_by_unit differ'
    WHEN by_cell.places IS DISTINCT FROM shown.places THEN 'facts and evidence have other cells'
    WHEN shown.report_id <> speaks.report_id OR shown.other <> speaks.report_id THEN 'evidence is of another report'
  END AS fault
FROM speaks FULL JOIN (SELECT unit_id, year, report_id FROM now.wide) wide USING (unit_id, year)
FULL JOIN by_cell USING (unit_id, year) FULL JOIN by_unit USING (unit_id, year)
FULL JOIN shown USING (unit_id, year) FULL JOIN expected USING (unit_id, year)
WHERE fault IS NOT NULL
ORDER BY ALL;

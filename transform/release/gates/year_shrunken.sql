-- Values of each closed year, before and now. A value that is gone is explained where its source was
-- revised, it was corrected, its unit was merged, or its document was withdrawn and is held no more.
WITH was AS (
  SELECT year, count(*) AS rows_before FROM before.facts SEMI JOIN closed_year USING (year) GROUP BY year
), is_now AS (
  SELECT year, count(*) AS rows_now FROM now.facts GROUP BY year
), explaining AS (
  SELECT year, count(*) AS explained FROM now.changes
  WHERE op = 'removed' AND (cause IN ('source_revised', 'correction', 'unit_merged')
    OR (cause = 'withdrawn' AND old_report_id NOT IN (SELECT left(sha256, 16) FROM now.documents)))
  GROUP BY year
)
SELECT year, rows_before, coalesce(rows_now, 0) AS rows_now, coalesce(explained, 0) AS explained
FROM was LEFT JOIN is_now USING (year) LEFT JOIN explaining USING (year)
WHERE rows_before - coalesce(rows_now, 0) - coalesce(explained, 0) > rows_before * getvariable('threshold')
ORDER BY year;

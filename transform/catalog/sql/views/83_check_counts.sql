-- A check is due where the report has its table in its form and, across years, a report before it
-- that may be compared.
CREATE OR REPLACE VIEW check_counts AS
WITH held AS (
  SELECT unit_id, year, report_before IS NOT NULL AS comparable, unnest(['', 'proactive', 'requests', 'remedies', 'statistics']) AS "table",
    unnest(['', form_proactive, form_requests, form_remedies, form_statistics]) AS form
  FROM consecutive_reports
), due AS (
  SELECT family, kind, year, count(*) AS due
  FROM check_list l JOIN held ON held."table" = coalesce(l."table", '') AND held.form IS NOT NULL
    AND (l.form IS NULL OR l.form = held.form) AND (comparable OR NOT across_years)
  WHERE kind <> 'information' GROUP BY family, kind, year
), found AS (
  SELECT split_part(identity, '.', 1) AS family, year,
    count(DISTINCT unit_id) FILTER (verdict IN ('pass', 'fail')) AS assessed, count(DISTINCT unit_id) FILTER (verdict IN ('fail', 'warn')) AS failed
  FROM checks GROUP BY ALL
)
SELECT family, kind, year, due, CASE WHEN kind <> 'soft' THEN coalesce(assessed, 0) END AS assessed, coalesce(failed, 0) AS failed
FROM due LEFT JOIN found USING (family, year) ORDER BY family, year;

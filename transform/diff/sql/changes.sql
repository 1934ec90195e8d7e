-- A value that differs from the release before, and why.
SELECT getvariable('diff_since')::VARCHAR AS since, unit_id, year, row_code, col_code, op,
  CASE WHEN corrected THEN 'correction' ELSE cause END AS cause, old_value, new_value, old_state, new_state,
  old_report_id, new_report_id, old_extractor, new_extractor, CASE WHEN corrected THEN correction END AS correction
FROM (
  SELECT *, correction IS NOT NULL AND old_report_id IS NOT NULL AND new_report_id IS NOT NULL AS corrected
  FROM diff.difference JOIN diff.cause USING (unit_id, year)
  LEFT JOIN diff.corrected USING (unit_id, year, row_code, col_code)
)
ORDER BY unit_id, year, row_code, col_code;

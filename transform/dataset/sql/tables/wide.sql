-- A report a row, a cell of the code book a column. Empty where the cell is no number or was not printed.
WITH held AS (
  SELECT report, unit_id, year, report_id FROM published_report WHERE is_current AND year = getvariable('year')
), printed AS (
  SELECT report, wide_column, value FROM cell SEMI JOIN held USING (report) JOIN code USING (cell)
)
SELECT unit_id, year, report_id, cells.* EXCLUDE (report)
FROM held LEFT JOIN (PIVOT printed ON wide_column IN wide_column USING any_value(value) GROUP BY report) cells USING (report)
ORDER BY unit_id;

-- The rows of `facts`, sorted for a reader who wants one unit.
SELECT unit_id, year, getvariable('row_codes')[cell] AS row_code, getvariable('col_codes')[cell] AS col_code,
  value, state::VARCHAR AS state
FROM (
  SELECT unit_id, report.year::SMALLINT AS year, cell, value, state
  FROM cell JOIN report USING (report)
  WHERE is_current AND report.year = getvariable('year')
  ORDER BY unit_id, cell
);

SELECT unit_id, name, coverage.year, coalesce(state || ': ' || kind, state) AS state, coverage.reason,
  CASE state WHEN 'held' THEN cells_found || '/' || cells_expected || ' cells' END AS held
FROM coverage JOIN units USING (unit_id) LEFT JOIN reports USING (report_id) ORDER BY unit_id, coverage.year

-- A report a row: whose it is, how to judge it, then its cells in the order of the forms.
SELECT unit_id, units.name, units.level, units.division, units.province, units.province_name, wide.year, report_id, reports.scope, reports.checks_failed,
  COLUMNS(wide.* EXCLUDE (unit_id, year, report_id))
FROM read_parquet(getvariable('wide')) wide
  LEFT JOIN read_parquet(getvariable('units')) units USING (unit_id)
  LEFT JOIN (SELECT report_id, scope, checks_failed FROM read_parquet(getvariable('reports'))) reports USING (report_id)
ORDER BY unit_id, report_id;

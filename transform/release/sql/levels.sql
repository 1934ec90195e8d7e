-- Units and the reports that speak, by level.
SELECT level, count(DISTINCT unit_id) AS units, count(report_id) AS reports
FROM units LEFT JOIN (SELECT unit_id, report_id FROM reports WHERE is_current) USING (unit_id)
GROUP BY level ORDER BY level;

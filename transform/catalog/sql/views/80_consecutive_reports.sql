-- Two reports that state different scopes are not compared: an area's figures are not its office's.
-- A scope that is not stated stands in nobody's way.
CREATE OR REPLACE VIEW consecutive_reports AS
SELECT now.unit_id, now.year, now.report_id, now.scope, now.form_proactive, now.form_requests, now.form_remedies, now.form_statistics,
  CASE WHEN now.scope <> before.scope THEN NULL ELSE before.report_id END AS report_before
FROM reports now LEFT JOIN reports before ON before.unit_id = now.unit_id AND before.year = now.year - 1 AND before.is_current
WHERE now.is_current;

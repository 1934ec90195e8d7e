-- A version of a report.
SELECT * EXCLUDE (report) FROM published_report
ORDER BY unit_id NULLS LAST, year NULLS LAST, is_current DESC, sha256;

-- A unit and year that should have a report, and why it has one or not.
SELECT unit_id, year, state, kind, reason, report_id, column_id, since FROM coverage ORDER BY unit_id, year;

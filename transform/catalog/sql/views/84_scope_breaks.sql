-- Where the scope of a unit's report is not that of its report before: a jump there may be no event.
CREATE OR REPLACE VIEW scope_breaks AS
SELECT unit_id, name, level, year_before, scope_before, year, scope
FROM (
  SELECT unit_id, year, coalesce(reports.scope, 'unstated') AS scope,
    lag(year) OVER before AS year_before, lag(coalesce(reports.scope, 'unstated')) OVER before AS scope_before
  FROM reports WHERE is_current WINDOW before AS (PARTITION BY unit_id ORDER BY year)
) JOIN (SELECT unit_id, name, level FROM units) USING (unit_id)
WHERE scope <> scope_before;

-- Reports of a government may include its departments, or its whole area: add up within one level and
-- one scope, not across them.
CREATE OR REPLACE VIEW totals AS
SELECT year, level, coalesce(scope, 'unstated') AS scope, row_code, col_code, sum(value) AS total, count(value) AS reports,
  count(*) - count(value) AS without_number
FROM facts JOIN units USING (unit_id) JOIN (SELECT unit_id, year, scope FROM reports WHERE is_current) USING (unit_id, year)
GROUP BY ALL;

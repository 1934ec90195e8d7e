-- By year and level: reports, those in which something could be assessed, and those in which all of
-- that holds; then the same by family of identities.
WITH said AS (
  SELECT unit_id, year, split_part(identity, '.', 1) AS family, bool_and(verdict = 'pass') AS holds
  FROM checks WHERE verdict IN ('pass', 'fail') GROUP BY unit_id, year, family
), report AS (
  SELECT unit_id, year, unnest(['all', coalesce(level, 'not known')]) AS level FROM reports JOIN units USING (unit_id) WHERE is_current
)
SELECT year, level, '' AS family, count(*) AS reports, count(whole.holds) AS assessed, count(*) FILTER (whole.holds) AS holding
FROM report LEFT JOIN (SELECT unit_id, year, bool_and(holds) AS holds FROM said GROUP BY unit_id, year) whole USING (unit_id, year)
GROUP BY year, level
UNION ALL
SELECT year, level, family, count(*), count(*), count(*) FILTER (holds) FROM report JOIN said USING (unit_id, year) GROUP BY year, level, family
ORDER BY year, level <> 'all', level, family;

-- Units and years of the release before that coverage no longer has: a state is never taken back. That
-- of a unit that is gone is for the gate unit_reused to tell.
WITH was AS (
  SELECT unit_id, year, state FROM before.coverage SEMI JOIN now.units USING (unit_id)
), lost AS (
  FROM was ANTI JOIN now.coverage USING (unit_id, year)
)
SELECT unit_id, year, state AS state_before
FROM lost
WHERE (SELECT count(*) FROM lost) > getvariable('threshold') * (SELECT count(*) FROM was)
ORDER BY ALL;

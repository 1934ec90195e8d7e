-- For each unit and year with a difference: the reports that spoke and speak, and the cause.
CREATE TABLE diff.cause AS
WITH touched AS (
  SELECT DISTINCT unit_id, year FROM diff.difference
), old AS (
  FROM diff.before_reports WHERE is_current AND unit_id IS NOT NULL
), new AS (
  FROM diff.after_reports WHERE is_current AND unit_id IS NOT NULL
), heir AS (  -- successors that the dataset before did not know of
  SELECT unit_id, unnest(successors).unit_id AS heir FROM diff.after_units
  EXCEPT SELECT unit_id, unnest(successors).unit_id FROM diff.before_units
), handed AS (  -- who lost a year to such a successor
  SELECT old.unit_id, heir.heir, year FROM old ANTI JOIN new USING (unit_id, year)
  JOIN heir USING (unit_id) JOIN new ON new.unit_id = heir.heir AND new.year = old.year
), gone AS (
  SELECT unit_id FROM diff.before_units ANTI JOIN diff.after_units USING (unit_id)
), spoke AS (  -- the document that spoke, and what the dataset after makes of it
  SELECT old.unit_id, old.year, old.report_id, old.sha256, old.extractor,
    coalesce(now.unit_id <> old.unit_id AND now.issuer IS NOT DISTINCT FROM old.issuer, false) AS moved,
    CASE WHEN now.extractor = old.extractor THEN 'same' WHEN held.verdict <> 'not_read' THEN 'reread' ELSE 'absent' END AS fate
  FROM old LEFT JOIN diff.after_reports now USING (sha256) LEFT JOIN diff.after_documents held USING (sha256)
), speaks AS (  -- the document that speaks, and what the dataset before made of it
  SELECT new.unit_id, new.year, new.report_id, new.sha256, new.extractor,
    coalesce(then_.unit_id <> new.unit_id AND then_.issuer IS NOT DISTINCT FROM new.issuer, false) AS moved,
    CASE WHEN then_.extractor = new.extractor THEN 'same' WHEN held.verdict <> 'not_read' THEN 'reread' ELSE 'absent' END AS fate
  FROM new LEFT JOIN diff.before_reports then_ USING (sha256) LEFT JOIN diff.before_documents held USING (sha256)
)
SELECT unit_id, year, spoke.report_id AS old_report_id, speaks.report_id AS new_report_id,
  spoke.extractor AS old_extractor, speaks.extractor AS new_extractor,
  CASE
    WHEN spoke.moved OR speaks.moved OR unit_id IN (SELECT unit_id FROM gone)
      OR (unit_id, year) IN (SELECT (unit_id, year) FROM handed)
      OR (spoke.fate IS NULL AND (unit_id, year) IN (SELECT (heir, year) FROM handed)) THEN 'unit_merged'
    WHEN speaks.fate = 'absent' THEN CASE WHEN spoke.fate IS NULL THEN 'added' ELSE 'source_revised' END
    WHEN spoke.fate = 'absent' THEN 'withdrawn'
    WHEN 'reread' IN (spoke.fate, speaks.fate) THEN 'extractor_changed'
    ELSE 'rules_changed'
  END AS cause
FROM touched LEFT JOIN spoke USING (unit_id, year) LEFT JOIN speaks USING (unit_id, year);

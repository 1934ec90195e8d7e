-- Where each report stands: in whose columns, under what titles, and whether it stands there still.

-- A title that says that the report was corrected (更正, 勘误, 订正) or revised (修订版, 修改稿).
CREATE MACRO says_correction(title) AS regexp_matches(title, '更正|勘误|订正|修订|修正|修改(版|稿|后)|更新版');

CREATE TABLE sighted AS
SELECT report, bool_or(portal_column.unit_id = candidate.unit_id) AS own, bool_or(says_correction(s.title)) AS corrects
FROM candidate JOIN ledger.sighting s USING (sha256) JOIN portal_column USING (column_id) GROUP BY report;

-- The columns that lead to an address: by a row, or by a page that offers the file.
CREATE TABLE way AS
SELECT DISTINCT ask, portal_column.unit_id FROM (
  SELECT column_id, ask FROM ledger.listed
  UNION ALL SELECT column_id, attached.ask FROM ledger.listed JOIN ledger.attached ON attached.page = listed.ask
  UNION ALL SELECT column_id, a.ask FROM ledger.listed JOIN ledger.ask a ON a.parent = listed.ask AND a.purpose = 'attachment'
) JOIN portal_column USING (column_id);

-- A report is superseded when at none of its addresses it stands any more, and at one of them another
-- report of its unit and year does. Addresses in its unit's own columns count, others only where there
-- are none: a copy that another portal keeps does not keep it alive. What is no report of the unit and
-- year (an error page, the next year's report at the same address) supersedes nothing; `lost` says that
-- it is not even the report of another.
CREATE TABLE standing AS
WITH newest AS (
  SELECT ask, arg_max(sha256, struct_pack(last_seen, number)) AS sha256 FROM ledger.version GROUP BY ask
), address AS (
  SELECT mine.report, way.unit_id IS NOT NULL AS own, newest.sha256 = mine.sha256 AS stands,
    CASE WHEN other.unit_id = mine.unit_id AND other.year = mine.year THEN other.sha256 END AS successor,
    other.unit_id IS NULL AS unknown
  FROM candidate mine JOIN ledger.version v ON v.sha256 = mine.sha256 JOIN newest USING (ask)
  LEFT JOIN way ON way.ask = v.ask AND way.unit_id = mine.unit_id
  LEFT JOIN candidate other ON other.sha256 = newest.sha256
  WHERE mine.unit_id IS NOT NULL
), counted AS (
  FROM address QUALIFY own OR NOT bool_or(own) OVER (PARTITION BY report)
)
SELECT report, NOT bool_or(stands) AND count(successor) > 0 AS superseded,
  CASE WHEN NOT bool_or(stands) THEN min(successor) END AS successor,
  NOT bool_or(stands) AND count(successor) = 0 AND bool_and(unknown) AS lost
FROM counted GROUP BY report;

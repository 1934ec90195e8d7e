-- Every unit and year that should have a report, and why it has one or not.
--
-- Of several explanations the first counts: held; a document read but not confirmed; a listed
-- document that could not be fetched; a document that gave no tables; not due; no column in the
-- registry; the latest visit of the unit's column. Times in `since` are those of the first visit
-- or request of an unbroken row of equal outcomes, so that another visit changes nothing.

-- A report of year Y is due by 31 March of Y + 1 (条例 Article 49, the later of its two dates).
CREATE MACRO due(year) AS make_date(year + 1, 3, 31);

-- A title of the report itself, cut short or not; a self-inspection, a notice or a guide about it is none.
CREATE MACRO looks_like_report(title) AS
  regexp_matches(regexp_replace(title, '\s', '', 'g'), '年报|年度.{0,12}报告|公开(工作)?(情况)?(的)?报告|工作报告|信息公开.*(…|\.\.\.)$')
  AND NOT regexp_matches(title, '自查|通知|指南|方案|要点|考核|评估|评议|办法|规定|培训|解读|征求意见|目录');

SET VARIABLE newest = (SELECT max(time) FROM (SELECT time FROM ledger.fetch UNION ALL SELECT time FROM ledger.visit));

-- Without years of one's own: from 2008, when the duty began, to the last year that was due at the
-- newest request, or a later one of which a report is held already.
SET VARIABLE last_year = coalesce(getvariable('last_year'),
  (SELECT greatest(
    year(getvariable('newest')) - CASE WHEN getvariable('newest')::DATE >= due(year(getvariable('newest')) - 1) THEN 1 ELSE 2 END,
    (SELECT max(year) FROM report WHERE is_current AND year < year(getvariable('newest'))))),
  2008);
SET VARIABLE first_year = coalesce(getvariable('first_year'), 2008);

CREATE TABLE expected AS
SELECT unit_id, y::SMALLINT AS year
FROM unit, range(getvariable('first_year'), getvariable('last_year') + 1) years(y)
WHERE y >= coalesce(year(valid_from), y) AND y <= coalesce(last_year, y);

CREATE TABLE explanation (unit_id INTEGER, year SMALLINT, rank INTEGER, state VARCHAR, kind VARCHAR, reason VARCHAR,
  report_id VARCHAR, column_id VARCHAR, since TIMESTAMP);

INSERT INTO explanation
SELECT unit_id, year, 1, 'held', NULL,
  CASE verdict WHEN 'read' THEN 'The report is held and every table was read.'
    ELSE 'The report is held and was read in part: ' || coalesce(nullif(reason, ''), 'no reason given') || '.' END,
  left(sha256, 16), best.column_id, first_seen
FROM report WHERE is_current;

-- Documents in the unit's own column that look like a report of a year and did not become one. A
-- title without a year is taken at the year the document names. Another unit's report is none.
INSERT INTO explanation
SELECT unit_id, unnest(years), CASE WHEN read THEN 2 ELSE 4 END, 'unconfirmed', NULL,
  'The document listed as “' || title || '” ' || CASE
    WHEN owner IS NOT NULL THEN 'describes ' || year || '.'
    WHEN read THEN 'is ' || doubt || '.'
    WHEN read IS NULL THEN 'has not been read yet.'
    ELSE 'was refused: ' || coalesce(nullif(rtrim(reason, '.'), ''), 'no reason given') || '.' END,
  CASE WHEN read THEN left(sha256, 16) END, column_id, first_seen
FROM (
  SELECT portal_column.unit_id, s.*, record.has_tables AS read, record.reason, report.doubt, report.year, report.unit_id AS owner,
    CASE WHEN len(years_in(s.title)) > 0 THEN years_in(s.title)
      WHEN read AND record.year IS NOT NULL THEN [record.year::SMALLINT] ELSE [] END AS years
  FROM ledger.sighting s JOIN portal_column USING (column_id)
  LEFT JOIN record USING (sha256) LEFT JOIN report USING (sha256)
  WHERE looks_like_report(s.title)
) WHERE owner IS NULL OR owner = unit_id;

-- The last outcome of each request and each column's visits, and since when it has been that.
CREATE MACRO state_of(outcome) AS CASE outcome WHEN 'blocked' THEN 'blocked' ELSE 'unreachable' END;

CREATE TABLE asked AS
WITH last AS (
  SELECT ask, arg_max(struct_pack(outcome, kind), (time, run, attempt)) AS now, bool_or(outcome = 'ok') AS fetched
  FROM ledger.fetch GROUP BY ask
), turn AS (
  SELECT ask, now, fetched, max(time) FILTER ((outcome, kind) <> (now.outcome, now.kind)) AS before
  FROM ledger.fetch JOIN last USING (ask) GROUP BY ask, now, fetched
)
SELECT ask, fetched, now.outcome AS outcome, now.kind AS kind, min(time) AS since, arg_min(evidence, (time, run, attempt)) AS evidence
FROM ledger.fetch JOIN turn USING (ask) WHERE before IS NULL OR time > before
GROUP BY ask, fetched, now.outcome, now.kind;

INSERT INTO explanation
WITH target AS (
  SELECT column_id, title, ask, first_seen FROM ledger.listed
  UNION ALL
  SELECT column_id, title, attachment.ask, first_seen
  FROM ledger.listed JOIN ledger.ask attachment ON attachment.parent = listed.ask AND attachment.purpose = 'attachment'
)
SELECT unit_id, unnest(years_in(title)), 3, CASE WHEN outcome IS NULL THEN 'not_yet_sought' ELSE state_of(outcome) END,
  coalesce(nullif(kind, ''), outcome),
  'The document listed as “' || title || '” ' || CASE WHEN outcome IS NULL THEN 'has not been fetched yet.'
    ELSE 'could not be fetched (' || coalesce(nullif(kind, ''), outcome) || ')' || coalesce(': ' || nullif(rtrim(evidence, '.'), ''), '') || '.' END,
  NULL, column_id, coalesce(since, first_seen)
FROM target JOIN portal_column USING (column_id) LEFT JOIN asked USING (ask)
WHERE looks_like_report(title) AND NOT coalesce(fetched, false);

INSERT INTO explanation
SELECT unit_id, year, 5, 'not_due', NULL, 'The report is due by ' || due(year) || '.', NULL, NULL, NULL
FROM expected WHERE due(year) > coalesce(getvariable('newest')::DATE, due(year));

INSERT INTO explanation
SELECT unit_id, year, 6, 'column_unknown', NULL, 'The registry has no column for this unit.', NULL, NULL, NULL
FROM expected ANTI JOIN portal_column USING (unit_id);

-- How the column was found. It shows that a year is absent when it was read to its end after the
-- report was due.
CREATE TABLE visited AS
WITH last AS (
  SELECT column_id, arg_max(struct_pack(outcome, kind, complete), (time, run)) AS now FROM ledger.visit GROUP BY column_id
), turn AS (
  SELECT column_id, now, max(time) FILTER ((outcome, kind, complete) <> (now.outcome, now.kind, now.complete)) AS before
  FROM ledger.visit JOIN last USING (column_id) GROUP BY column_id, now
)
SELECT column_id, time, now.outcome AS outcome, now.kind AS kind, now.complete = 1 AS complete, evidence,
  min(time) OVER (PARTITION BY column_id) AS since, max(time) OVER (PARTITION BY column_id) AS latest
FROM ledger.visit JOIN turn USING (column_id) WHERE before IS NULL OR time > before;

CREATE TABLE column_now AS
SELECT column_id, outcome, kind, complete, since, latest, arg_min(evidence, time) AS evidence
FROM visited GROUP BY ALL;

INSERT INTO explanation
WITH wanted AS (
  SELECT unit_id, year, column_id, due(year)::TIMESTAMP AS due FROM expected JOIN portal_column USING (unit_id)
), shown AS (  -- the first visit of the row, after the report was due
  SELECT wanted.*, visited.time FROM wanted ASOF LEFT JOIN visited ON visited.column_id = wanted.column_id AND wanted.due <= visited.time
)
SELECT unit_id, year, CASE WHEN outcome IN ('blocked') THEN 7 WHEN outcome <> 'ok' THEN 8 WHEN complete AND time IS NOT NULL THEN 10 ELSE 9 END,
  CASE WHEN outcome IS NULL THEN 'not_yet_sought' WHEN outcome <> 'ok' THEN state_of(outcome)
    WHEN complete AND time IS NOT NULL THEN 'absent' ELSE 'not_yet_sought' END,
  CASE WHEN outcome <> 'ok' THEN coalesce(nullif(kind, ''), outcome) END,
  CASE WHEN outcome IS NULL THEN 'The column has not been visited yet.'
    WHEN outcome = 'blocked' THEN 'The portal refuses the column (' || coalesce(nullif(kind, ''), outcome) || ')' || coalesce(': ' || nullif(rtrim(evidence, '.'), ''), '') || '.'
    WHEN outcome <> 'ok' THEN 'The column could not be read (' || coalesce(nullif(kind, ''), outcome) || ')' || coalesce(': ' || nullif(rtrim(evidence, '.'), ''), '') || '.'
    WHEN NOT complete THEN 'The column has not been read to its end yet.'
    WHEN time IS NULL THEN 'The column has not been read since the report was due.'
    ELSE 'The column was read to its end and lists no report of this year.' END,
  NULL, column_id, CASE WHEN complete AND time IS NOT NULL THEN time ELSE since END
FROM shown LEFT JOIN column_now USING (column_id);

CREATE TABLE coverage AS
SELECT unit_id, year, state, kind, reason, report_id, column_id, since
FROM expected LEFT JOIN explanation USING (unit_id, year)
QUALIFY row_number() OVER (PARTITION BY unit_id, year ORDER BY rank, since, column_id, reason, report_id) = 1;

-- Every unit and year that should have a report, and why it has one or not.
--
-- Of several explanations the first counts: held; a document read but not confirmed; a listed
-- document that could not be fetched; a document that gave no tables; not due; no column in the
-- registry; the latest visit of the unit's column. Times in `since` are those of the first visit
-- or request of an unbroken row of equal outcomes, so that another visit changes nothing.
--
-- What is held (`holding`) and what did not become a report (`doubtful`) is told before: by titles,
-- chapters and issuers alone (judged.sql), or by what was read of the documents.

-- A report of year Y is due by 31 March of Y + 1 (条例 Article 49, the later of its two dates).
CREATE MACRO due(year) AS make_date(year + 1, 3, 31);

SET VARIABLE newest = (SELECT max(time) FROM (SELECT time FROM ledger.fetch UNION ALL SELECT time FROM ledger.visit));

-- Without years of one's own: from 2008, when the duty began, to the last year that was due at the
-- newest request, or a later one of which a report is held already.
SET VARIABLE last_year = coalesce(getvariable('last_year'),
  (SELECT greatest(
    year(getvariable('newest')) - CASE WHEN getvariable('newest')::DATE >= due(year(getvariable('newest')) - 1) THEN 1 ELSE 2 END,
    (SELECT max(year) FROM holding WHERE year < year(getvariable('newest'))))),
  2008);
SET VARIABLE first_year = coalesce(getvariable('first_year'), 2008);

CREATE TABLE expected AS
SELECT unit_id, y::SMALLINT AS year
FROM unit, range(getvariable('first_year'), getvariable('last_year') + 1) years(y)
WHERE y >= coalesce(year(valid_from), y) AND y <= coalesce(last_year, y);

CREATE TABLE explanation (unit_id INTEGER, year SMALLINT, rank INTEGER, state VARCHAR, kind VARCHAR, reason VARCHAR,
  report_id VARCHAR, column_id VARCHAR, since TIMESTAMP);

INSERT INTO explanation
SELECT unit_id, year, 1, CASE WHEN variants > 1 THEN 'held_variants' ELSE 'held' END, NULL, reason, report_id, column_id, since
FROM holding;

-- Documents in the unit's column that look like a report of a year and did not become one.
INSERT INTO explanation
SELECT unit_id, year, rank, 'unconfirmed', NULL, reason, report_id, column_id, since FROM doubtful;

-- The last outcome of each request and each column's visits, and since when it has been that.
CREATE MACRO state_of(outcome, kind) AS CASE WHEN outcome = 'blocked' THEN 'blocked' WHEN kind = 'js_only' THEN 'js_only' ELSE 'unreachable' END;

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
SELECT coalesce(row_unit.unit_id, portal_column.unit_id), unnest(years_in(title)), 3, CASE WHEN outcome IS NULL THEN 'not_yet_sought' ELSE state_of(outcome, kind) END,
  coalesce(nullif(kind, ''), outcome),
  'The document listed as “' || title || '” ' || CASE WHEN outcome IS NULL THEN 'has not been fetched yet.'
    ELSE 'could not be fetched (' || coalesce(nullif(kind, ''), outcome) || ')' || coalesce(': ' || nullif(rtrim(evidence, '.'), ''), '') || '.' END,
  NULL, column_id, coalesce(since, first_seen)
FROM target JOIN portal_column USING (column_id) LEFT JOIN row_unit USING (title, column_id) LEFT JOIN asked USING (ask)
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
  CASE WHEN outcome IS NULL THEN 'not_yet_sought' WHEN outcome <> 'ok' THEN state_of(outcome, kind)
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

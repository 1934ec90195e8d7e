-- A report version (报告版本: a document read as a report), and the one that speaks for its unit and year.
--
-- The rule. Of the versions of one unit and year, the first of these that tells them apart decides:
--   1. read whole, before in part: every table of its form was read to the last cell;
--   2. standing at its address, before superseded: what the office put in its place is what it says now
--      (25_standing.sql tells how a copy elsewhere is kept from speaking for it);
--   3. titled a correction (更正, 勘误, 修订), before one that is not: the first edition often stays;
--   4. in the unit's own column, before in another's only: a mirror (转载) is not kept up;
--   5. saying what is said now, before what was replaced: a forgotten file (旧附件) that says cell for cell
--      what a superseded version said, and its successor does not, is an old copy, however late it is dated;
--   6. most cells found: of versions read in part, the fuller;
--   7. text, before scan: digits are copied, not recognised;
--   8. the newest by the listing's date, then by when it was first seen, then the least SHA-256, so that
--      the choice never hangs on the order of reading.
-- `current_rule` names the one that decided: for the version that speaks against the runner-up, for
-- every other against the one that speaks. A correction that was read less well than what it corrects
-- does not lose in silence: the version that speaks then says that a later one is there.

-- A record that gives a cell twice keeps the first place; its report says so. Few reports have such
-- cells: a bit for each cell tells which, without a group for each.
CREATE TABLE repeated AS
SELECT report, cell, count(*) - 1 AS times
FROM cell SEMI JOIN (
  SELECT report FROM cell GROUP BY report
  HAVING count(cell) > bit_count(bitstring_agg(cell, 0::SMALLINT, len(getvariable('row_codes'))::SMALLINT))
) USING (report)
GROUP BY report, cell HAVING count(*) > 1;

DELETE FROM cell WHERE rowid IN (
  SELECT cell.rowid FROM cell SEMI JOIN repeated USING (report, cell)
  QUALIFY row_number() OVER (PARTITION BY report, cell ORDER BY grid, grid_row, grid_col, raw) > 1);

CREATE TABLE form AS
SELECT DISTINCT report, t."table" AS "table", t.form AS form
FROM (SELECT report, unnest(tables) AS t FROM candidate);

CREATE TABLE version AS
WITH methods AS (
  SELECT report, string_agg(method, '+' ORDER BY method) AS method
  FROM (SELECT DISTINCT report, method FROM cell) GROUP BY report
), doubled AS (
  SELECT report, sum(times) AS times FROM repeated GROUP BY report
), forms AS (
  SELECT report, max(form) FILTER ("table" = 'proactive') AS form_proactive, max(form) FILTER ("table" = 'requests') AS form_requests,
    max(form) FILTER ("table" = 'remedies') AS form_remedies, max(form) FILTER ("table" = 'statistics') AS form_statistics
  FROM form GROUP BY report
)
SELECT candidate.*, coalesce(superseded, false) AS superseded, successor, coalesce(own, false) AS own,
  coalesce(corrects, false) OR coalesce(says_correction(title), false) AS corrects, TRY_CAST(best.row_date AS DATE) AS published, methods.method, forms.* EXCLUDE (report),
  coalesce(list_sum(list_transform(tables, lambda t: t.expected)), 0)::INTEGER AS cells_expected,
  coalesce(list_sum(list_transform(tables, lambda t: t.found)), 0)::INTEGER AS cells_found,
  coalesce(contains(method, 'scan'), false) AS scanned,
  'cells given twice, the first place kept: ' || doubled.times AS repeat_flag,
  CASE WHEN lost THEN 'another document stands at its address now, which was not read as this report' END AS lost_flag
FROM candidate LEFT JOIN standing USING (report) LEFT JOIN sighted USING (report)
LEFT JOIN methods USING (report) LEFT JOIN forms USING (report) LEFT JOIN doubled USING (report);

-- What the versions of a unit and year say, where one of them was superseded; the order of cells does not count.
CREATE TABLE said AS
WITH contested AS (
  SELECT DISTINCT unit_id, year FROM version WHERE superseded
)
SELECT report, count(*) AS cells, bit_xor(hash(cell, state, value)) AS says
FROM cell SEMI JOIN (SELECT report FROM version JOIN contested USING (unit_id, year)) USING (report) GROUP BY report;

CREATE TABLE old_copy AS
WITH spoken AS (
  SELECT version.report, sha256, unit_id, year, superseded, successor, struct_pack(cells, says) AS says FROM version JOIN said USING (report)
)
SELECT DISTINCT mine.report
FROM spoken old JOIN spoken new ON new.sha256 = old.successor AND new.says <> old.says
JOIN spoken mine ON mine.unit_id = old.unit_id AND mine.year = old.year AND mine.says = old.says
WHERE old.superseded AND NOT mine.superseded;

CREATE TABLE ranked AS
SELECT *, verdict = 'read' AS whole, row_number() OVER turn AS rank, count(*) OVER (PARTITION BY unit_id, year)::INTEGER AS versions,
  (row_number() OVER (PARTITION BY unit_id, year ORDER BY first_seen, sha256))::INTEGER AS number
FROM (SELECT report, sha256, unit_id, year, verdict, superseded, successor, corrects, own, old_copy.report IS NOT NULL AS outdated,
    cells_found, scanned, published, first_seen
  FROM version LEFT JOIN old_copy USING (report) WHERE unit_id IS NOT NULL)
WINDOW turn AS (PARTITION BY unit_id, year ORDER BY verdict = 'read' DESC, superseded, corrects DESC, own DESC, outdated,
  cells_found DESC, scanned, published DESC NULLS LAST, first_seen DESC, sha256);

-- What a version is beside the one that speaks: `newer` is a state of the report that came after it and
-- was read less well.
CREATE TABLE kinship AS
SELECT mine.report, CASE
    WHEN mine.rank = 1 THEN 'current'
    WHEN mine.superseded OR (speaks.corrects AND NOT mine.corrects AND mine.own) THEN 'superseded'
    WHEN mine.own AND (speaks.superseded OR (mine.corrects AND NOT speaks.corrects)
      OR (speaks.own AND NOT mine.outdated AND mine.published > speaks.published)) THEN 'newer'
    WHEN speaks.own AND NOT mine.own THEN 'mirror'
    ELSE 'variant'
  END AS relation,
  CASE WHEN mine.superseded THEN mine.successor WHEN relation = 'superseded' THEN speaks.sha256 END AS superseded_by
FROM ranked mine JOIN ranked speaks USING (unit_id, year) WHERE speaks.rank = 1;

CREATE TABLE ruling AS
SELECT mine.report, mine.rank, mine.versions, mine.number, CASE
    WHEN other.report IS NULL THEN 'only version'
    WHEN mine.whole <> other.whole THEN 'read whole'
    WHEN mine.superseded <> other.superseded THEN 'stands at its address'
    WHEN mine.corrects <> other.corrects THEN 'titled a correction'
    WHEN mine.own <> other.own THEN 'in its own column'
    WHEN mine.outdated <> other.outdated THEN 'no old copy'
    WHEN mine.cells_found <> other.cells_found THEN 'most cells found'
    WHEN mine.scanned <> other.scanned THEN 'text over scan'
    WHEN mine.published IS DISTINCT FROM other.published THEN 'newest published'
    WHEN mine.first_seen IS DISTINCT FROM other.first_seen THEN 'newest first seen'
    ELSE 'sha256'
  END AS rule
FROM ranked mine LEFT JOIN ranked other
ON other.unit_id = mine.unit_id AND other.year = mine.year AND other.rank = CASE mine.rank WHEN 1 THEN 2 ELSE 1 END;

CREATE TABLE report AS
WITH outread AS (
  SELECT DISTINCT unit_id, year FROM ranked JOIN kinship USING (report) WHERE relation = 'newer'
)
SELECT version.*, coalesce(rank = 1, false) AS is_current, number AS version, versions, relation, left(superseded_by, 16) AS superseded_by,
  CASE WHEN rank IS NULL THEN 'unconfirmed'
    WHEN rank = 1 AND outread.year IS NOT NULL THEN rule || ', though a later version was read less well'
    ELSE rule END AS current_rule
FROM version LEFT JOIN ruling USING (report) LEFT JOIN kinship USING (report)
LEFT JOIN outread ON outread.unit_id = version.unit_id AND outread.year = version.year;

-- What the records may not say: a row here refuses the build.
CREATE VIEW record_fault AS
(SELECT 'the records hold cell ' || unknown || ', which codebook.csv does not have; extract them again' AS fault
FROM cell WHERE cell IS NULL LIMIT 1)
UNION ALL SELECT 'two documents share the report_id ' || left(sha256, 16) FROM candidate GROUP BY left(sha256, 16) HAVING count(*) > 1;

-- A report version (a document read as a report), and the one that speaks for its unit and year.

-- A record that gives a cell twice keeps the first place; its report says so.
CREATE TABLE repeated AS
SELECT report, cell, count(*) - 1 AS times FROM cell GROUP BY report, cell HAVING count(*) > 1;

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
SELECT candidate.*, methods.method, forms.* EXCLUDE (report),
  coalesce(list_sum(list_transform(tables, lambda t: t.expected)), 0)::INTEGER AS cells_expected,
  coalesce(list_sum(list_transform(tables, lambda t: t.found)), 0)::INTEGER AS cells_found,
  coalesce(contains(method, 'scan'), false) AS scanned,
  'cells given twice, the first place kept: ' || doubled.times AS repeat_flag
FROM candidate LEFT JOIN methods USING (report) LEFT JOIN forms USING (report) LEFT JOIN doubled USING (report);

-- The rule: most cells found, then text over scan, then the newest first seen, then the SHA-256.
-- `current_rule` says where the rule decided: for the current version against the runner-up, for
-- every other against the current one.
CREATE TABLE ranked AS
SELECT report, rank, count(*) OVER (PARTITION BY unit_id, year) AS versions,
  struct_pack(found := cells_found, scanned := scanned, seen := first_seen) AS mine,
  nth_value(struct_pack(found := cells_found, scanned := scanned, seen := first_seen), CASE WHEN rank = 1 THEN 2 ELSE 1 END)
    OVER (PARTITION BY unit_id, year ORDER BY rank ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS other
FROM (
  SELECT *, row_number() OVER (PARTITION BY unit_id, year ORDER BY cells_found DESC, scanned, first_seen DESC, sha256) AS rank
  FROM version WHERE unit_id IS NOT NULL);

CREATE TABLE report AS
SELECT version.*, coalesce(rank = 1, false) AS is_current,
  CASE
    WHEN rank IS NULL THEN 'unconfirmed'
    WHEN versions = 1 THEN 'only version'
    WHEN mine.found <> other.found THEN 'most cells found'
    WHEN mine.scanned <> other.scanned THEN 'text over scan'
    WHEN mine.seen <> other.seen THEN 'newest first seen'
    ELSE 'sha256'
  END AS current_rule
FROM version LEFT JOIN ranked USING (report);

-- What the records may not say: a row here refuses the build.
CREATE VIEW record_fault AS
(SELECT 'the records hold cell ' || unknown || ', which codebook.csv does not have; extract them again' AS fault
FROM cell WHERE cell IS NULL LIMIT 1)
UNION ALL SELECT 'two documents share the report_id ' || left(sha256, 16) FROM candidate GROUP BY left(sha256, 16) HAVING count(*) > 1;

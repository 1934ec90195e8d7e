-- What the crawler can say of a document before anybody has read its tables: whose report of which
-- year it is, by title, chapters and issuer. A page is looked into; a file (PDF, Word, picture) goes
-- by the titles that lead to it.

-- A sighting with all that is said of it, and the year and the issuer that follow from it.
CREATE TABLE said AS
WITH offered AS (  -- what links call a file, and pages that only lead to files
  SELECT DISTINCT f.sha256, f.url, a.name FROM ledger.attached a JOIN ledger.fetch f USING (ask)
), leader AS (
  SELECT DISTINCT p.sha256 FROM ledger.attached a JOIN ledger.fetch p ON p.ask = a.page WHERE title_kind(a.name) <> 'about'
)
SELECT s.sha256, s.column_id, c.unit_id AS of_column, s.title, s.first_seen, d.media_type = 'text/html' AS is_page,
  CASE WHEN d.media_type LIKE 'image/%' THEN coalesce(min(s.page_url) OVER (PARTITION BY s.sha256), s.sha256) ELSE s.sha256 END AS variant,  -- pictures of one page are one
  leader.sha256 IS NOT NULL AS leads, title_kind(s.title) AS row_kind, coalesce(title_kind(offered.name), 'other') AS link_kind,
  coalesce(look.title, '') <> '' AS page_titled, coalesce(look.chapters, 0) AS chapters,
  coalesce(nullif(look.organ, ''), nullif(title_organ(s.title), '')) AS organ,
  CASE WHEN look.year IS NOT NULL THEN look.year WHEN len(years_in(s.title)) = 1 THEN years_in(s.title)[1] END::SMALLINT AS year
FROM ledger.sighting s JOIN portal_column c USING (column_id) JOIN ledger.document d ON d.sha256 = s.sha256
LEFT JOIN ledger.look look ON look.sha256 = s.sha256 LEFT JOIN leader ON leader.sha256 = s.sha256 LEFT JOIN offered ON offered.sha256 = s.sha256 AND offered.url = s.url;

-- The units that the issuer may name, of those the column may speak for; without an issuer, the column's own.
CREATE TABLE issued AS
WITH possible AS (
  SELECT said.sha256, said.column_id, said.organ, unit_name.unit_id,
    bool_or(coalesce(said.year BETWEEN coalesce(first_year, said.year) AND coalesce(last_year, said.year), true)) AS in_time
  FROM said JOIN unit_name ON unit_name.organ = organ_key(said.organ)
  JOIN scope ON scope.column_id = said.column_id AND scope.unit_id = unit_name.unit_id
  GROUP BY ALL
  UNION  -- an organ may name more of its place than its name does (澄湖市望川区教育局),
  SELECT said.sha256, said.column_id, said.organ, unit_name.unit_id, true
  FROM said JOIN unit_name ON unit_name.organ = organ_key(below_place(said.organ))
  JOIN scope ON scope.column_id = said.column_id AND scope.unit_id = unit_name.unit_id
  UNION  -- and in its own column leave it out (教育局)
  SELECT said.sha256, said.column_id, said.organ, of_column, true
  FROM said JOIN unit_name ON unit_name.unit_id = of_column
  WHERE length(organ_key(said.organ)) > 2 AND suffix(unit_name.organ, organ_key(said.organ))
), likely AS (
  SELECT * FROM possible QUALIFY in_time OR NOT bool_or(in_time) OVER (PARTITION BY sha256)
)
SELECT sha256, column_id, organ, unit_id FROM likely
UNION SELECT sha256, column_id, NULL, of_column FROM said WHERE organ IS NULL;

CREATE TABLE named AS
SELECT sha256, column_id, list(DISTINCT unit_id ORDER BY unit_id) AS units FROM issued GROUP BY sha256, column_id;

-- Of one body under many titles each title has an issuer of its own.
CREATE TABLE entitled AS
SELECT sha256, column_id, organ, any_value(unit_id) AS unit_id FROM issued GROUP BY sha256, column_id, organ HAVING count(DISTINCT unit_id) = 1;

CREATE TABLE judged AS
SELECT said.*, units, coalesce(len(units), 0) AS claims, coalesce(entitled.unit_id, of_column) AS meant,
  row_kind <> 'about' AND link_kind <> 'about' AND (row_kind = 'report' OR page_titled) AS titled,
  NOT is_page OR chapters >= CASE WHEN year < 2019 THEN 3 ELSE 4 END AS outlined
FROM said LEFT JOIN named USING (sha256, column_id)
LEFT JOIN entitled ON entitled.sha256 = said.sha256 AND entitled.column_id = said.column_id AND entitled.organ IS NOT DISTINCT FROM said.organ
WHERE NOT (is_page AND leads AND chapters < 3);

CREATE TABLE holding AS
SELECT unit_id, year, count(DISTINCT variant) AS variants,
  CASE WHEN count(DISTINCT variant) > 1 THEN 'The report is held in ' || count(DISTINCT variant) || ' variants.' ELSE 'The report is held.' END AS reason,
  left(arg_min(sha256, (first_seen, sha256)), 16) AS report_id, arg_min(column_id, (first_seen, column_id)) AS column_id, min(first_seen) AS since
FROM (SELECT *, units[1] AS unit_id FROM judged WHERE titled AND outlined AND claims = 1 AND year IS NOT NULL) ANTI JOIN superseded USING (sha256)
GROUP BY unit_id, year;

CREATE TABLE doubtful AS
SELECT meant AS unit_id, year, 2 AS rank,
  'The document listed as “' || title || '” is unconfirmed: ' || CASE
    WHEN NOT titled THEN 'it is not titled as the report of a year'
    WHEN NOT outlined THEN 'it has ' || chapters || ' of the report''s chapters'
    ELSE 'issuer ' || organ || ' is no unit that ' || column_id || ' may speak for' END || '.' AS reason,
  left(sha256, 16) AS report_id, column_id, first_seen AS since
FROM judged
WHERE year IS NOT NULL AND NOT (titled AND outlined AND claims = 1)
  AND (row_kind IN ('report', 'partly') OR page_titled OR (is_page AND chapters >= 4));

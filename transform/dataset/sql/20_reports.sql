-- Which documents are reports, of which unit and year, and where each was sighted.

-- One record a document: the newest extractor's.
CREATE TABLE record AS
SELECT filename, file_row_number, sha256, extractor, reader, verdict, reason, title, issuer, year, tables,
  scope, period, repair,
  verdict IN ('read', 'partial') AS has_tables
FROM records
QUALIFY row_number() OVER (PARTITION BY sha256 ORDER BY
  list_transform(regexp_extract_all(extractor, '[0-9]+'), lambda n: n::BIGINT) DESC, extractor DESC, filename, file_row_number) = 1;

CREATE TABLE issuer AS
SELECT issuer, organ_key(issuer) AS organ FROM (SELECT DISTINCT issuer FROM record WHERE has_tables AND issuer <> '');

-- The units whose name, alias or former name is the issuer as printed, and which a column that
-- lists the document may speak for. One such unit confirms the report, none or several do not; of
-- several those count that went by the name at the time (铜仁市 was a county's until 2011, and is a
-- prefecture's since).
CREATE TABLE claim AS
WITH named AS MATERIALIZED (
  SELECT sha256, column_id, unit_name.unit_id,
    bool_or(coalesce(year BETWEEN coalesce(first_year, year) AND coalesce(last_year, year), true)) AS in_time
  FROM record JOIN issuer USING (issuer) JOIN unit_name USING (organ) JOIN ledger.sighting USING (sha256)
  WHERE has_tables GROUP BY ALL
  UNION  -- an issuer may name more of its place than its name does
  SELECT sha256, column_id, unit_name.unit_id, true
  FROM record JOIN unit_name ON unit_name.organ = organ_key(below_place(record.issuer)) JOIN ledger.sighting USING (sha256)
  WHERE has_tables
), possible AS (
  FROM named SEMI JOIN scope USING (column_id, unit_id)
  QUALIFY in_time OR NOT bool_or(in_time) OVER (PARTITION BY sha256)
)
SELECT sha256, list(DISTINCT unit_id ORDER BY unit_id) AS units, list(DISTINCT column_id) AS columns
FROM possible GROUP BY sha256;

-- The sighting that stands for a report: in a column that may speak for its unit, then the oldest.
CREATE TABLE seen AS
SELECT sha256, list(DISTINCT column_id ORDER BY column_id) AS columns,
  list_distinct(flatten(list(years_in(title)))) AS listed_years,
  arg_min(s, (NOT coalesce(list_contains(claim.columns, column_id), false), s.first_seen, column_id, url)) AS best
FROM ledger.sighting s LEFT JOIN claim USING (sha256) GROUP BY sha256;

CREATE TABLE candidate AS
SELECT row_number() OVER (ORDER BY record.sha256)::INTEGER AS report, record.*, document.first_seen,
  document.warc_file || '#' || document.warc_offset AS archive,
  CASE WHEN len(claim.units) = 1 AND year IS NOT NULL THEN claim.units[1] END AS unit_id,
  seen.best AS best,
  CASE
    WHEN seen.sha256 IS NULL THEN 'unconfirmed: the ledger has no sighting of these bytes'
    WHEN year IS NULL THEN 'unconfirmed: the document names no year'
    WHEN coalesce(issuer, '') = '' THEN 'unconfirmed: the document names no issuer'
    WHEN claim.units IS NULL THEN 'unconfirmed: issuer ' || issuer || ' is no unit that ' || array_to_string(seen.columns, ', ') || ' may speak for'
    WHEN len(claim.units) > 1 THEN 'unconfirmed: issuer ' || issuer || ' names units ' || array_to_string(claim.units, ', ')
  END AS doubt,
  CASE WHEN len(listed_years) > 0 AND NOT list_contains(listed_years, year)
    THEN 'the listing says ' || array_to_string(list_sort(listed_years), ', ') || ' and the document ' || year END AS year_flag
FROM record LEFT JOIN ledger.document USING (sha256) LEFT JOIN claim USING (sha256) LEFT JOIN seen USING (sha256)
WHERE has_tables;

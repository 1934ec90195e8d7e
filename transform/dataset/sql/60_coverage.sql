-- What is held and what did not become a report, by what was read of the documents; the grid of
-- all units and years is made of it as the crawler makes it (crawler/findings/sql/coverage.sql).

-- A version that was superseded is no variant, wherever a copy of it still stands (25_standing.sql).
CREATE TABLE holding AS
WITH held AS (
  SELECT unit_id, year, count(*) AS variants FROM report
  WHERE unit_id IS NOT NULL AND NOT superseded GROUP BY unit_id, year
)
SELECT unit_id, year::SMALLINT AS year, coalesce(variants, 1) AS variants,
  CASE verdict WHEN 'read' THEN 'The report is held and every table was read.'
    ELSE 'The report is held and was read in part: ' || coalesce(nullif(reason, ''), 'no reason given') || '.' END AS reason,
  left(sha256, 16) AS report_id, best.column_id AS column_id, first_seen AS since
FROM report LEFT JOIN held USING (unit_id, year) WHERE is_current;

-- A title without a year is taken at the year the document names. Another unit's report is none.
CREATE TABLE doubtful AS
SELECT unit_id, unnest(years) AS year, CASE WHEN read THEN 2 ELSE 4 END AS rank,
  'The document listed as “' || title || '” ' || CASE
    WHEN owner IS NOT NULL THEN 'describes ' || year || '.'
    WHEN read THEN 'is ' || doubt || '.'
    WHEN read IS NULL THEN 'has not been read yet.'
    ELSE 'was refused: ' || coalesce(nullif(rtrim(reason, '.'), ''), 'no reason given') || '.' END AS reason,
  CASE WHEN read THEN left(sha256, 16) END AS report_id, column_id, first_seen AS since
FROM (
  SELECT coalesce(row_unit.unit_id, portal_column.unit_id) AS unit_id, s.*, record.has_tables AS read, record.reason, report.doubt, report.year, report.unit_id AS owner,
    CASE WHEN len(years_in(s.title)) > 0 THEN years_in(s.title)
      WHEN read AND record.year IS NOT NULL THEN [record.year::SMALLINT] ELSE [] END AS years
  FROM ledger.sighting s JOIN portal_column USING (column_id) LEFT JOIN row_unit USING (title, column_id)
  LEFT JOIN record USING (sha256) LEFT JOIN report USING (sha256)
  WHERE looks_like_report(s.title)
) WHERE owner IS NULL OR owner = unit_id;

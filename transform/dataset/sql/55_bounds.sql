-- The soft bounds are the queries of transform/checks, which read the published tables: here they
-- stand as views, of the versions that speak. What the queries find goes to `warning`.

CREATE TABLE check_list AS
SELECT family, kind, across_years::BOOLEAN AS across_years, "table", form, threshold::DOUBLE AS threshold, least::DOUBLE AS least,
  title_en, title_zh, explanation_en, explanation_zh, source
FROM read_csv(getvariable('check_list'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {family: 'VARCHAR', kind: 'VARCHAR', across_years: 'VARCHAR', "table": 'VARCHAR', form: 'VARCHAR',
  threshold: 'VARCHAR', least: 'VARCHAR', title_en: 'VARCHAR', title_zh: 'VARCHAR', explanation_en: 'VARCHAR',
  explanation_zh: 'VARCHAR', source: 'VARCHAR'});

CREATE TABLE warning (unit_id INTEGER, year SMALLINT, report_id VARCHAR, identity VARCHAR, form VARCHAR,
  lhs DOUBLE, rhs DOUBLE, delta DOUBLE, suspect_row VARCHAR, suspect_col VARCHAR);

CREATE SCHEMA published;

CREATE VIEW published.facts AS
SELECT unit_id, report.year::SMALLINT AS year, row_code, col_code, value, state::VARCHAR AS state
FROM main.cell JOIN main.report USING (report) JOIN main.code USING (cell) WHERE is_current;

CREATE VIEW published.reports AS
SELECT left(sha256, 16) AS report_id, unit_id, year::SMALLINT AS year, sha256, nullif(scope, '') AS scope,
  form_proactive, form_requests, form_remedies, form_statistics, is_current
FROM main.report;

CREATE VIEW published.units AS FROM main.unit;
CREATE VIEW published.sightings AS SELECT sha256, title FROM ledger.sighting;

-- Units (机关), their names, and the units a portal's column (栏目) may speak for.

-- A name as it is compared: NFKC, radicals that NFKC leaves (⺠) as characters, no white space, no 关于.
CREATE MACRO organ_key(printed) AS regexp_replace(regexp_replace(
  translate(nfkc(printed), '⺠⻅⻓⻔⻛⻬⻥', '民见长门风齐鱼'), '[\s\p{Z}\x{200B}\x{FEFF}]+', '', 'g'), '^关于', '');

-- Several names in one field are parted by semicolons.
CREATE MACRO names(field) AS
  list_filter(list_transform(regexp_split_to_array(coalesce(field, ''), '[;；|]'), lambda n: trim(n)), lambda n: n <> '');

-- A day, or a year of which the day is not known: its first day where something began, its last
-- where something ended.
CREATE MACRO first_day(printed) AS CASE WHEN regexp_full_match(printed, '[0-9]{4}') THEN make_date(printed::INTEGER, 1, 1) ELSE printed::DATE END;
CREATE MACRO last_day(printed) AS CASE WHEN regexp_full_match(printed, '[0-9]{4}') THEN make_date(printed::INTEGER, 12, 31) ELSE printed::DATE END;

-- What a unit was called, and its division code, before it was what it is now.
CREATE TABLE unit_state AS
SELECT unit_id::INTEGER AS unit_id, list_concat([name], names(aliases)) AS names, division,
  first_day(valid_from) AS valid_from, last_day(valid_to) AS valid_to
FROM read_csv(getvariable('unit_history'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {unit_id: 'VARCHAR', name: 'VARCHAR', aliases: 'VARCHAR', division: 'VARCHAR',
  valid_from: 'VARCHAR', valid_to: 'VARCHAR'});

CREATE TABLE succession AS
SELECT unit_id::INTEGER AS unit_id, successor_id::INTEGER AS successor_id, year::SMALLINT AS year, kind
FROM read_csv(getvariable('unit_successors'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {unit_id: 'VARCHAR', successor_id: 'VARCHAR', year: 'VARCHAR', kind: 'VARCHAR'});

-- last_year is the last for which a unit owes a report: who merges into another in a year leaves
-- that year's report to its successor.
CREATE TABLE unit AS
WITH printed AS (
  SELECT unit_id::INTEGER AS unit_id, name, names(aliases) AS aliases, names(names_before) AS names_before,
    level, division, parent_id::INTEGER AS parent_id, first_day(valid_from) AS valid_from, last_day(valid_to) AS valid_to
  FROM read_csv(getvariable('units'), auto_detect = false, header = true, delim = ',', quote = '"',
    escape = '"', columns = {unit_id: 'VARCHAR', name: 'VARCHAR', aliases: 'VARCHAR', names_before: 'VARCHAR',
    level: 'VARCHAR', division: 'VARCHAR', parent_id: 'VARCHAR', valid_from: 'VARCHAR', valid_to: 'VARCHAR'})
), before AS (
  SELECT unit_id, list(division ORDER BY valid_to) FILTER (division IS NOT NULL) AS divisions FROM unit_state GROUP BY unit_id
), after AS (
  SELECT unit_id, list(struct_pack(unit_id := successor_id, year, kind) ORDER BY year, successor_id) AS successors,
    max(year) FILTER (kind <> 'ceded') AS ended
  FROM succession GROUP BY unit_id
)
SELECT printed.*, coalesce(divisions, []) AS divisions_before, coalesce(successors, []) AS successors,
  year(valid_to) - CASE WHEN ended = year(valid_to) THEN 1 ELSE 0 END AS last_year
FROM printed LEFT JOIN before USING (unit_id) LEFT JOIN after USING (unit_id);

CREATE TABLE portal_column AS
SELECT column_id, host, unit_id::INTEGER AS unit_id, url
FROM read_csv(getvariable('columns'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {column_id: 'VARCHAR', host: 'VARCHAR', unit_id: 'VARCHAR', url: 'VARCHAR', confirmed: 'VARCHAR'});

-- The names of a unit, and the report years in which it went by them where its history tells: the
-- report of a year is published in the next, under the name of then.
CREATE TABLE unit_name AS
WITH turn AS (
  SELECT unit_id, max(year(valid_to)) AS year FROM unit_state GROUP BY unit_id
), named AS (
  SELECT unit_id, unnest(list_concat([name], aliases)) AS name, turn.year - 1 AS first_year, NULL::BIGINT AS last_year
  FROM unit LEFT JOIN turn USING (unit_id)
  UNION ALL
  SELECT unit_id, unnest(names), year(valid_from) - 1, year(valid_to) FROM unit_state
  UNION ALL
  SELECT unit_id, before.name, NULL, NULL
  FROM (SELECT unit_id, unnest(names_before) AS name FROM unit) before
  ANTI JOIN (SELECT unit_id, unnest(names) AS name FROM unit_state) dated USING (unit_id, name)
)
SELECT DISTINCT unit_id, organ_key(name) AS organ, first_year, last_year FROM named;

-- The unit of the column and everything below it: a government's column also carries its departments.
CREATE TABLE scope AS
WITH RECURSIVE below AS (
  SELECT DISTINCT unit_id AS top, unit_id FROM portal_column
  UNION
  SELECT top, unit.unit_id FROM below JOIN unit ON unit.parent_id = below.unit_id
)
SELECT column_id, below.unit_id FROM portal_column JOIN below ON below.top = portal_column.unit_id;

-- The code book with the cells that only local lists of 2014-2018 have (data/reference/local_lists.csv;
-- where lists share a cell, the labels are those of the first by name), and each cell (row and column
-- code) once, whatever the forms that have it.
CREATE TABLE codebook AS
WITH national AS (
SELECT form, "table", position::SMALLINT AS position, row_code, col_code, unit,
  row_label_zh, col_label_zh, row_label_en, col_label_en,
  replace(row_code, '.', '_') || '__' || replace(col_code, '.', '_') AS wide_column
FROM read_csv(getvariable('codebook'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {form: 'VARCHAR', "table": 'VARCHAR', position: 'VARCHAR', row_code: 'VARCHAR',
  col_code: 'VARCHAR', unit: 'VARCHAR', row_label_zh: 'VARCHAR', col_label_zh: 'VARCHAR', row_label_en: 'VARCHAR',
  col_label_en: 'VARCHAR'})
), local AS (
SELECT form, "table", row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en, list, position::SMALLINT AS place
FROM read_csv(getvariable('local_lists'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {form: 'VARCHAR', "table": 'VARCHAR', position: 'VARCHAR', row_code: 'VARCHAR',
  col_code: 'VARCHAR', unit: 'VARCHAR', row_label_zh: 'VARCHAR', col_label_zh: 'VARCHAR', row_label_en: 'VARCHAR',
  col_label_en: 'VARCHAR', list: 'VARCHAR'})
ANTI JOIN national USING (form, "table", row_code, col_code)
QUALIFY row_number() OVER (PARTITION BY form, "table", row_code, col_code ORDER BY list, place) = 1
)
FROM national UNION ALL
SELECT form, "table", ((SELECT max(position) FROM national WHERE national.form = local.form AND national."table" = local."table")
    + row_number() OVER (PARTITION BY form, "table" ORDER BY list, place))::SMALLINT,
  row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en,
  replace(row_code, '.', '_') || '__' || replace(col_code, '.', '_')
FROM local;

CREATE TABLE code AS
SELECT row_number() OVER (ORDER BY row_code, col_code)::SMALLINT AS cell, row_code, col_code,
  any_value(wide_column) AS wide_column, min("table") AS "table", max(form || lpad(position::VARCHAR, 4, '0')) AS place
FROM codebook GROUP BY row_code, col_code;

CREATE TYPE wide_column AS ENUM (SELECT wide_column FROM code ORDER BY "table", place, row_code, col_code);

-- An identity (勾稽关系) holds for one form; `rule` numbers the pair.
CREATE TABLE term AS
SELECT dense_rank() OVER (ORDER BY identity, form)::SMALLINT AS rule, identity, family, form, side, "table",
  row_code, col_code, year_offset::SMALLINT AS year_offset, coefficient::SMALLINT AS coefficient
FROM read_csv(getvariable('identities'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {identity: 'VARCHAR', family: 'VARCHAR', form: 'VARCHAR', side: 'VARCHAR', "table": 'VARCHAR',
  row_code: 'VARCHAR', col_code: 'VARCHAR', year_offset: 'VARCHAR', coefficient: 'VARCHAR'});

-- What the reference tables may not say: a row here refuses the build.
CREATE VIEW registry_fault AS
SELECT 'units.csv gives unit_id ' || coalesce(unit_id::VARCHAR, '(empty)') || ' ' || count(*) || ' times' AS fault
FROM unit GROUP BY unit_id HAVING count(*) > 1 OR unit_id IS NULL
UNION ALL SELECT 'units.csv gives unit ' || unit_id || ' no name' FROM unit WHERE name IS NULL
UNION ALL SELECT 'units.csv puts unit ' || u.unit_id || ' under ' || u.parent_id || ', which it does not have'
FROM unit u ANTI JOIN unit p ON p.unit_id = u.parent_id WHERE u.parent_id IS NOT NULL
UNION ALL SELECT 'unit_history.csv tells of unit ' || coalesce(unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM unit_state ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'unit_successors.csv tells of unit ' || coalesce(s.unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM (SELECT unnest([unit_id, successor_id]) AS unit_id FROM succession) s ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'columns.csv gives column_id ' || coalesce(column_id, '(empty)') || ' ' || count(*) || ' times'
FROM portal_column GROUP BY column_id HAVING count(*) > 1 OR column_id IS NULL
UNION ALL SELECT 'columns.csv gives column ' || column_id || ' to unit ' || coalesce(unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM portal_column ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'codebook.csv has ' || form || ' ' || row_code || ' ' || col_code || ' ' || count(*) || ' times'
FROM codebook GROUP BY form, row_code, col_code HAVING count(*) > 1
UNION ALL SELECT 'codebook.csv has no cell' WHERE NOT EXISTS (FROM codebook)
UNION ALL SELECT 'codebook.csv gives two cells the column ' || wide_column || ' of the wide table'
FROM code GROUP BY wide_column HAVING count(*) > 1
UNION ALL SELECT 'identities.csv names ' || row_code || ' ' || col_code || ', which codebook.csv does not have'
FROM term ANTI JOIN code USING (row_code, col_code)
UNION ALL SELECT 'identities.csv has a term of ' || identity || ' with year_offset ' || year_offset || '; 0 and -1 are known'
FROM term WHERE year_offset NOT IN (0, -1)
UNION ALL SELECT 'identities.csv has a term of ' || identity || ' on side ' || side FROM term WHERE side NOT IN ('lhs', 'rhs');

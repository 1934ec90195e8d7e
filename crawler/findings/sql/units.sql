-- Units (机关), their names, and the units a portal's column (栏目) may speak for.

-- A name as it is compared: NFKC, radicals that NFKC leaves (⺠) as characters, no white space, no 关于.
CREATE MACRO organ_key(printed) AS regexp_replace(regexp_replace(
  translate(nfkc(printed), '⺠⻅⻓⻔⻛⻬⻥', '民见长门风齐鱼'), '[\s\p{Z}\x{200B}\x{FEFF}]+', '', 'g'), '^关于', '');

-- An issuer without the place it begins with: 望川区教育局 of 澄湖市望川区教育局.
CREATE MACRO below_place(organ) AS regexp_replace(organ, '^[^省市州盟县区旗]{1,8}[省市州盟县区旗]', '');

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

-- The unit of the column, everything below it, and what went into any of these: a government's
-- column also carries its departments, and a department's what its predecessors left.
CREATE TABLE scope AS
WITH RECURSIVE below AS (
  SELECT DISTINCT unit_id AS top, unit_id FROM portal_column
  UNION
  (SELECT top, unit.unit_id FROM below JOIN unit ON unit.parent_id = below.unit_id
  UNION ALL SELECT top, succession.unit_id FROM below JOIN succession ON successor_id = below.unit_id WHERE kind <> 'ceded')
)
SELECT column_id, below.unit_id FROM portal_column JOIN below ON below.top = portal_column.unit_id;

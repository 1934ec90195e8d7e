-- What titles name. title_kind is crawler.findings.titles, called from SQL.

-- The years a title names, in Arabic or Chinese digits, half or full width.
CREATE MACRO years_in(title) AS list_sort(list_distinct(list_transform(list_filter(
  regexp_extract_all(translate(title, '〇零○一二三四五六七八九０１２３４５６７８９', '0001234567890123456789'), '[0-9]+'),
  lambda n: regexp_full_match(n, '20[0-9]{2}')), lambda n: n::SMALLINT)));

-- A title of the report itself, cut short or not; a self-inspection, a notice or a guide about it is none.
CREATE MACRO looks_like_report(title) AS title_kind(title) IN ('report', 'partly');

-- Documents that stood at an address and do not any more: another body took their place.
CREATE TABLE superseded AS
SELECT sha256 FROM (
  SELECT sha256, last_seen = max(last_seen) OVER (PARTITION BY ask) AS stands FROM ledger.version
) GROUP BY sha256 HAVING NOT bool_or(stands);

-- The unit that a row's title names, of those its column may speak for: a government's column lists
-- its departments' reports too.
CREATE TABLE row_unit AS
SELECT title, column_id, any_value(unit_id) AS unit_id
FROM (  -- an organ may name more of its place than its name does (below_place)
  SELECT DISTINCT title, column_id, unnest([organ_key(title_organ(title)), organ_key(below_place(title_organ(title)))]) AS organ
  FROM ledger.listed
)
JOIN unit_name USING (organ) SEMI JOIN scope USING (column_id, unit_id)
GROUP BY title, column_id HAVING count(DISTINCT unit_id) = 1;

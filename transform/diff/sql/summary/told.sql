-- The changes with what they are counted and named by: the table of the cell, its label in the newest
-- form, the organ, its level and its province. What the dataset no longer has keeps code and number.
CREATE VIEW diff.told AS
WITH RECURSIVE line AS (
  SELECT unit_id AS leaf, unit_id, name, level, parent_id FROM diff.units
  UNION  -- not UNION ALL: organs above each other would never end
  SELECT leaf, above.unit_id, above.name, above.level, above.parent_id FROM line JOIN diff.units above ON above.unit_id = line.parent_id
), place AS (
  SELECT leaf AS unit_id, coalesce(min(name) FILTER (level = 'province'),
    CASE WHEN bool_or(level = 'ministry') THEN 'the State Council' ELSE 'under no province' END) AS province
  FROM line GROUP BY leaf
), cell AS (
  SELECT row_code, col_code, min("table") AS "table", arg_max(unit, form) AS unit,
    arg_max(row_label_en || ': ' || col_label_en, form) AS label
  FROM diff.codebook GROUP BY row_code, col_code
)
SELECT changes.*, coalesce(cell."table", 'no longer in codebook') AS "table", coalesce(unit, '') AS unit,
  coalesce(label, row_code || ' ' || col_code) AS label, coalesce(name, 'unit ' || unit_id) AS name,
  coalesce(level, 'no longer in units') AS level, coalesce(place.province, 'no longer in units') AS province
FROM diff.changes LEFT JOIN cell USING (row_code, col_code) LEFT JOIN diff.units USING (unit_id) LEFT JOIN place USING (unit_id);

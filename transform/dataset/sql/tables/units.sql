-- An organ (机关). Its province is that of its division code, or of the nearest organ above it that has one.
WITH RECURSIVE above AS (
  SELECT unit_id, division, parent_id FROM unit
  UNION ALL
  SELECT above.unit_id, unit.division, unit.parent_id FROM above JOIN unit ON unit.unit_id = above.parent_id
  WHERE above.division IS NULL
), province AS (
  SELECT left(division, 2) AS province, any_value(regexp_replace(name, '人民政府$', '')) AS province_name
  FROM unit WHERE level = 'province' AND division LIKE '%0000' GROUP BY ALL
)
SELECT unit_id, name, aliases, names_before, level, unit.division, divisions_before, left(above.division, 2) AS province, province_name,
  unit.parent_id, valid_from, valid_to, successors
FROM unit LEFT JOIN (FROM above WHERE division IS NOT NULL) above USING (unit_id) LEFT JOIN province ON province.province = left(above.division, 2)
ORDER BY unit_id;

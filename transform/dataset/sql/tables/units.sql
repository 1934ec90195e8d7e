-- An organ (机关).
SELECT unit_id, name, aliases, names_before, level, division, divisions_before, parent_id, valid_from, valid_to, successors
FROM unit ORDER BY unit_id;

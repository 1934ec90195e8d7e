-- Organs by number, or by a name they have or had; else those whose name contains it.
WITH named AS (
  SELECT unit_id, name, unit_id::VARCHAR = $unit OR $unit = name OR list_contains(aliases, $unit) OR list_contains(names_before, $unit) AS exact
  FROM units
)
SELECT unit_id, name, exact FROM named WHERE exact OR contains(name, $unit) ORDER BY exact DESC, unit_id LIMIT 8;

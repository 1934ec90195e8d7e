-- An area is the sum of its parts: new requests of a report that states it covers its area, against
-- those of every unit directly below, where each that existed in the year has a report with a figure.
-- For information, and not kept in `checks`: scopes rarely nest exactly, since an area's report also
-- includes the government itself, zones and townships. A parent below the sum (delta under zero)
-- deserves a look more than one above it.
WITH received AS (
  SELECT unit_id, year, value FROM facts WHERE row_code = 'requests.received_new' AND col_code = 'applicant.total'
), below AS (
  SELECT area.unit_id, area.year, sum(received.value) AS parts
  FROM consecutive_reports area JOIN units child ON child.parent_id = area.unit_id
    AND area.year BETWEEN coalesce(year(child.valid_from), 0) AND coalesce(year(child.valid_to), 9999)
  LEFT JOIN received ON received.unit_id = child.unit_id AND received.year = area.year
  WHERE area.scope = 'area' GROUP BY area.unit_id, area.year HAVING count(received.value) = count(*)
)
SELECT unit_id, year, report_id, 'HIER.received_new' AS identity, form_requests AS form,
  value AS lhs, parts AS rhs, lhs - rhs AS delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM received JOIN below USING (unit_id, year) JOIN consecutive_reports USING (unit_id, year)
WHERE abs(delta) > (SELECT threshold FROM check_list WHERE family = 'HIER')
ORDER BY identity, form, unit_id, year;

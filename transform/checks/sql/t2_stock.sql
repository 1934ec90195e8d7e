-- Documents in force continue: rules and normative documents in force are those of the year before,
-- with those issued and without those repealed (form of 2021).
-- A warning: documents that expired without repeal, a clean-up, a merger, another scope, or a figure
-- misread. Which figure, cannot be said: no suspect is named.
WITH stock AS (
  SELECT unit_id, year, row_code, any_value(value) FILTER (col_code = 'measure.in_force') AS in_force,
    any_value(value) FILTER (col_code = 'measure.issued') AS issued, any_value(value) FILTER (col_code = 'measure.repealed') AS repealed
  FROM facts WHERE row_code IN ('proactive.art20_1.rules', 'proactive.art20_1.normative_documents')
    AND col_code IN ('measure.in_force', 'measure.issued', 'measure.repealed')
  GROUP BY unit_id, year, row_code
)
SELECT now.unit_id, now.year, report_id, 'T2-STOCK.' || split_part(now.row_code, '.', 3) AS identity, form_proactive AS form,
  now.in_force AS lhs, before.in_force + now.issued - now.repealed AS rhs, lhs - rhs AS delta,
  NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM stock now JOIN stock before ON before.unit_id = now.unit_id AND before.year = now.year - 1 AND before.row_code = now.row_code
JOIN consecutive_reports r ON r.unit_id = now.unit_id AND r.year = now.year
WHERE report_before IS NOT NULL AND abs(delta) > (SELECT threshold FROM check_list WHERE family = 'T2-STOCK')
ORDER BY identity, form, now.unit_id, now.year;

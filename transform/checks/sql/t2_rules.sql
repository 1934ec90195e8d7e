-- Rules only where there is the power to make them: a ministry, a province, or a government at
-- prefecture level. Others report no rules (规章).
-- A warning: normative documents entered in the line of rules, a report of another scope, or a figure
-- misread. A unit whose level is not known is not assessed.
SELECT unit_id, year, report_id, 'T2-RULES.' || split_part(col_code, '.', 2) AS identity, form_proactive AS form,
  value AS lhs, threshold AS rhs, lhs - rhs AS delta, row_code AS suspect_row, col_code AS suspect_col
FROM facts JOIN units USING (unit_id) JOIN consecutive_reports USING (unit_id, year),
  (SELECT threshold FROM check_list WHERE family = 'T2-RULES')
WHERE row_code = 'proactive.art20_1.rules' AND level NOT IN ('ministry', 'province', 'prefecture') AND value > threshold
ORDER BY identity, form, unit_id, year;

-- Documents disclosed continue: the total disclosed is about that of the year before with what was
-- newly disclosed (form of 2019). The threshold is a share of that sum.
-- A warning: documents withdrawn, another way of counting, another scope, or a figure misread.
WITH stock AS (
  SELECT unit_id, year, row_code, any_value(value) FILTER (col_code = 'measure.disclosed_total') AS disclosed,
    any_value(value) FILTER (col_code = 'measure.newly_disclosed') AS new
  FROM facts WHERE row_code IN ('proactive.art20_1.rules', 'proactive.art20_1.normative_documents')
    AND col_code IN ('measure.disclosed_total', 'measure.newly_disclosed')
  GROUP BY unit_id, year, row_code
)
SELECT now.unit_id, now.year, report_id, 'T2-STOCK-19.' || split_part(now.row_code, '.', 3) AS identity, form_proactive AS form,
  now.disclosed AS lhs, before.disclosed + now.new AS rhs, lhs - rhs AS delta,
  NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM stock now JOIN stock before ON before.unit_id = now.unit_id AND before.year = now.year - 1 AND before.row_code = now.row_code
JOIN consecutive_reports r ON r.unit_id = now.unit_id AND r.year = now.year
WHERE report_before IS NOT NULL AND abs(delta) > abs(rhs) * (SELECT threshold FROM check_list WHERE family = 'T2-STOCK-19')
ORDER BY identity, form, now.unit_id, now.year;

-- Decisions do not jump: licences, other services, penalties and coercion decided, against the year
-- before, where the larger figure is not small.
-- A warning: most often another way of counting (a county's licences went from 550 to 9,487 without a
-- word), a shifted digit, or another scope. `lhs` is the ratio, `rhs` the bound that it passed.
WITH decided AS (
  SELECT unit_id, year, row_code, col_code, value FROM facts WHERE col_code = 'measure.decisions' AND value > 0
), bound AS (
  SELECT threshold, least FROM check_list WHERE family = 'T2-JUMP'
)
SELECT now.unit_id, now.year, report_id, 'T2-JUMP.' || split_part(now.row_code, '.', 3) AS identity, form_proactive AS form,
  now.value / before.value AS lhs, CASE WHEN lhs > 1 THEN threshold ELSE 1 / threshold END AS rhs, lhs - rhs AS delta,
  now.row_code AS suspect_row, now.col_code AS suspect_col
FROM decided now JOIN decided before ON before.unit_id = now.unit_id AND before.year = now.year - 1 AND before.row_code = now.row_code
JOIN consecutive_reports r ON r.unit_id = now.unit_id AND r.year = now.year, bound
WHERE report_before IS NOT NULL AND greatest(now.value / before.value, before.value / now.value) > threshold
  AND greatest(now.value, before.value) >= least
ORDER BY identity, form, now.unit_id, now.year;

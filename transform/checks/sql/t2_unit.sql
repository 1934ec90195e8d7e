-- Fees in one unit: fees (万元) that are a thousand times those of the year before, or a thousandth of
-- them, were probably given in yuan once and in 10,000 yuan once (form of 2021).
-- A warning: two units, or a decimal point misread. Which year is right, the ratio does not say; the
-- suspect is this year's cell. `lhs` is the ratio, `rhs` the bound that it passed.
WITH fee AS (
  SELECT unit_id, year, row_code, col_code, value FROM facts
  WHERE row_code = 'proactive.art20_8.fees' AND col_code = 'measure.fee_amount' AND value > 0
), bound AS (
  SELECT threshold, least FROM check_list WHERE family = 'T2-UNIT'
)
SELECT now.unit_id, now.year, report_id, 'T2-UNIT.fees' AS identity, form_proactive AS form,
  now.value / before.value AS lhs, CASE WHEN lhs > 1 THEN threshold ELSE 1 / threshold END AS rhs, lhs - rhs AS delta,
  now.row_code AS suspect_row, now.col_code AS suspect_col
FROM fee now JOIN fee before ON before.unit_id = now.unit_id AND before.year = now.year - 1
JOIN consecutive_reports r ON r.unit_id = now.unit_id AND r.year = now.year, bound
WHERE report_before IS NOT NULL AND greatest(now.value / before.value, before.value / now.value) > threshold
  AND greatest(now.value, before.value) >= least
ORDER BY identity, form, now.unit_id, now.year;

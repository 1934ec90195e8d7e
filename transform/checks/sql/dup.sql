-- Last year's table is not repeated: every figure of a table that is not zero is that of the year
-- before, in the same cell, and enough of them are large enough that this is no chance.
-- A warning: a table copied from last year's report, or last year's file under this year's title.
-- `lhs` counts the large figures that are repeated, `rhs` is the bound. Tables are compared by a
-- fingerprint of their figures.
WITH bound AS (
  SELECT threshold, least FROM check_list WHERE family = 'DUP'
), print AS (
  SELECT unit_id, year, split_part(row_code, '.', 1) AS part, bit_xor(hash(row_code, col_code, value)) AS print, count(*) FILTER (value >= least) AS large
  FROM facts, bound WHERE value <> 0 GROUP BY unit_id, year, part
), copied AS (
  SELECT now.unit_id, now.year, CASE now.part WHEN 'stat14' THEN 'statistics' ELSE now.part END AS part, now.large
  FROM print now JOIN print before ON before.unit_id = now.unit_id AND before.year = now.year - 1 AND before.part = now.part AND before.print = now.print, bound
  WHERE now.large >= threshold
)
SELECT unit_id, year, report_id, 'DUP.' || part AS identity,
  CASE part WHEN 'proactive' THEN form_proactive WHEN 'requests' THEN form_requests WHEN 'remedies' THEN form_remedies ELSE form_statistics END AS form,
  large::DOUBLE AS lhs, threshold AS rhs, lhs - rhs AS delta, NULL::VARCHAR AS suspect_row, NULL::VARCHAR AS suspect_col
FROM copied JOIN consecutive_reports USING (unit_id, year), bound
WHERE report_before IS NOT NULL
ORDER BY identity, form, unit_id, year;

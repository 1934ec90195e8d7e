-- A cell whose value was corrected by hand, or would be if its report were held.
SELECT correction, outcome, unit_id, year::SMALLINT AS year, row_code, col_code, value, state, printed_value, printed_state,
  left(sha256, 16) AS report_id, reason, evidence, reviewer, date
FROM corrected ORDER BY correction;

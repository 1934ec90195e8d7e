-- One number with the place where it is printed, and whether a person corrected it.
SELECT units.unit_id, units.name, facts.year, facts.row_code, facts.col_code, row_label_zh, col_label_zh, row_label_en, col_label_en,
  facts.value, facts.state, codebook.unit, raw, evidence.correction, printed_value, printed_state, corrections.reason AS corrected_because,
  title, report_id, sha256, published, first_seen, source_url, page_url, archive, versions, current_rule, scope,
  page, x0, top, x1, bottom, evidence."table", evidence.form, grid, grid_row, grid_col,
  evidence.method, confidence, second_method, second_raw, flag
FROM facts_by_unit facts JOIN units USING (unit_id)
JOIN evidence ON evidence.unit_id = facts.unit_id AND evidence.year = facts.year
  AND evidence.row_code = facts.row_code AND evidence.col_code = facts.col_code
JOIN reports USING (report_id)
JOIN codebook ON codebook.row_code = facts.row_code AND codebook.col_code = facts.col_code AND codebook.form = evidence.form
LEFT JOIN corrections ON corrections.correction = evidence.correction
WHERE facts.unit_id = $unit AND facts.year = $year AND facts.row_code = $row AND facts.col_code = $col;

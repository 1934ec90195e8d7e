-- A cell of a form.
SELECT form, "table", position, row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en,
  of_row.definition_zh || of_col.definition_zh AS definition_zh, of_row.definition_en || ' ' || of_col.definition_en AS definition_en,
  of_row.legal_basis, sum_cell.form IS NOT NULL AS is_total, concept, comparable, wide_column, stata_name
FROM codebook JOIN definition of_row ON of_row.code = row_code JOIN definition of_col ON of_col.code = col_code
JOIN (SELECT cell, row_code, col_code FROM code) USING (row_code, col_code) JOIN stata_name USING (cell)
LEFT JOIN cell_concept USING (form, row_code, col_code) LEFT JOIN sum_cell USING (form, row_code, col_code)
ORDER BY form, "table", position, row_code, col_code;

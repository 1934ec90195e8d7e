-- A cell of a form.
SELECT form, "table", position, row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en, wide_column
FROM codebook ORDER BY form, "table", position, row_code, col_code;

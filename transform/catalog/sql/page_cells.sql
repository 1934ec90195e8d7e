-- The cells of the national forms, newest form first, with the definition of row and column apart.
SELECT form, "table", row_code, col_code, row_label_zh, row_label_en, col_label_zh, col_label_en,
  of_row.definition_zh, of_row.definition_en, of_col.definition_zh, of_col.definition_en,
  published_codebook.legal_basis, unit, concept, comparable, stata_name
FROM published_codebook JOIN definition of_row ON of_row.code = row_code JOIN definition of_col ON of_col.code = col_code
ORDER BY form DESC, list_position(['proactive', 'requests', 'remedies', 'statistics'], "table"), position;

-- What the columns of `wide` are, in their order: a cell as the newest form that has it words it.
SELECT wide_column::VARCHAR, arg_max(unit, form), arg_max(row_label_en || ': ' || col_label_en || '.', form),
  arg_max(row_label_zh || '：' || col_label_zh, form)
FROM codebook JOIN (SELECT row_code, col_code, "table" AS of_table, place FROM code) USING (row_code, col_code)
GROUP BY wide_column, of_table, place, row_code, col_code ORDER BY of_table, place, row_code, col_code;

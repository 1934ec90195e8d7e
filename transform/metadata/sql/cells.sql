-- The columns of `wide` that are cells, as the newest form that has them words them.
SELECT wide_column, arg_max(unit, form), arg_max(row_label_en || ': ' || col_label_en || '.', form),
  arg_max(row_label_zh || '：' || col_label_zh, form)
FROM read_parquet(getvariable('codebook')) GROUP BY wide_column ORDER BY wide_column;

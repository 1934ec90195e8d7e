-- A cell of a form, as the table `codebook` has it.
FROM read_parquet(getvariable('codebook')) ORDER BY form, "table", position, row_code, col_code;

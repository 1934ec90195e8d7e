-- Every cell of every report version, with its codes as one number.

CREATE TABLE cell AS
WITH printed AS (
  SELECT report, unnest(records.cells, recursive := true)
  FROM records JOIN candidate USING (filename, file_row_number)
)
SELECT report, cell, CASE WHEN cell IS NULL THEN row_code || ' ' || col_code END AS unknown, form,
  state::ENUM ('number', 'blank', 'dash', 'text', 'unreadable') AS state,
  CASE WHEN state = 'number' THEN value END AS value, printed.unit, raw, grid, grid_row, grid_col,
  page::SMALLINT AS page, x0::FLOAT AS x0, top::FLOAT AS top, x1::FLOAT AS x1, bottom::FLOAT AS bottom,
  method, confidence::FLOAT AS confidence, nullif(second_method, '') AS second_method,
  CASE WHEN second_method <> '' THEN second_raw END AS second_raw, nullif(flag, '') AS flag
FROM printed LEFT JOIN code USING (row_code, col_code);

-- The codes of each cell by its number: rows are sorted by numbers, and named when they are written.
SET VARIABLE row_codes = (SELECT list(row_code ORDER BY cell) FROM code);
SET VARIABLE col_codes = (SELECT list(col_code ORDER BY cell) FROM code);
SET VARIABLE cell_tables = (SELECT list("table" ORDER BY cell) FROM code);

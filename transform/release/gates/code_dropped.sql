-- Cells of the code book before: those that are gone, and those counted in another unit.
SELECT b.form, b.row_code, b.col_code,
  CASE WHEN n.row_code IS NULL THEN 'is gone' ELSE 'was in ' || b.unit || ' and is in ' || coalesce(n.unit, '(nothing)') END AS fault
FROM before.codebook b LEFT JOIN now.codebook n USING (form, row_code, col_code)
WHERE n.row_code IS NULL OR n.unit IS DISTINCT FROM b.unit
ORDER BY ALL;

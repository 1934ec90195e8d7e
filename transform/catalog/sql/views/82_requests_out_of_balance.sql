-- The suspect: where one row fails and one column (its flow, its outcomes or both), all by the same
-- amount, they share one cell.
CREATE OR REPLACE VIEW requests_out_of_balance AS
WITH failed AS MATERIALIZED (
  FROM imbalances(['T3-FLOW', 'T3-OUT', 'T3-ROW'])
), lone AS (
  SELECT unit_id, year, count(*) AS failures FROM failed GROUP BY unit_id, year
  HAVING count(*) FILTER (family = 'T3-ROW') = 1 AND min(abs(delta)) = max(abs(delta))
    AND count(DISTINCT split_part(identity, '.', -1)) FILTER (family <> 'T3-ROW') = 1
), shared AS (
  SELECT unit_id, year, row_code AS suspect_row, col_code AS suspect_col
  FROM failed JOIN lone USING (unit_id, year) JOIN identities USING (identity, form)
  GROUP BY unit_id, year, row_code, col_code, failures HAVING count(DISTINCT identity) = failures
)
SELECT failed.*, suspect_row, suspect_col FROM failed LEFT JOIN shared USING (unit_id, year);

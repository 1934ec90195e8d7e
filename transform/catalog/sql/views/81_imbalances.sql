-- Only cells that are not zero can tip an identity: they are summed first, as decimals. Of what is
-- unequal, every cell must then be a number: a blank never makes a failure. `asked` passes through
-- one list so that DuckDB knows it for the smaller side of the join.
CREATE OR REPLACE MACRO imbalances(of_families) AS TABLE
WITH term AS MATERIALIZED (
  SELECT dense_rank() OVER (ORDER BY identity, form)::SMALLINT AS rule, identities.*,
    count(*) OVER (PARTITION BY identity, form) AS operands, bool_or(year_offset <> 0) OVER (PARTITION BY identity, form) AS across_years
  FROM identities WHERE list_contains(of_families, family)
), held AS MATERIALIZED (
  SELECT unit_id, year, report_id, report_before, unnest(['proactive', 'requests', 'remedies', 'statistics']) AS "table",
    unnest([form_proactive, form_requests, form_remedies, form_statistics]) AS form
  FROM consecutive_reports
), unequal AS MATERIALIZED (
  SELECT unit_id, year, rule, sum(CASE side WHEN 'lhs' THEN amount ELSE 0 END) AS lhs, sum(CASE side WHEN 'rhs' THEN amount ELSE 0 END) AS rhs
  FROM (
    SELECT unit_id, (facts.year - year_offset)::SMALLINT AS year, rule, "table", form, side, across_years,
      coefficient * TRY_CAST(value AS DECIMAL(18, 6)) AS amount
    FROM facts JOIN term USING (row_code, col_code) WHERE value <> 0
  ) JOIN held USING (unit_id, year, "table", form)
  WHERE NOT across_years OR report_before IS NOT NULL
  GROUP BY unit_id, year, rule HAVING lhs <> rhs
), asked AS MATERIALIZED (
  SELECT unnest(list(struct_pack(unit_id, year, rule, operands, of_year := (year + year_offset)::SMALLINT, row_code, col_code)), recursive := true)
  FROM unequal JOIN term USING (rule)
), known AS (
  SELECT asked.unit_id, asked.year, rule
  FROM asked JOIN facts ON facts.unit_id = asked.unit_id AND facts.year = of_year AND facts.row_code = asked.row_code AND facts.col_code = asked.col_code
  WHERE TRY_CAST(value AS DECIMAL(18, 6)) IS NOT NULL
  GROUP BY asked.unit_id, asked.year, rule HAVING count(*) = any_value(operands)
)
SELECT unit_id, year, report_id, family, identity, form, lhs::DOUBLE AS lhs, rhs::DOUBLE AS rhs, (lhs - rhs)::DOUBLE AS delta
FROM unequal SEMI JOIN known USING (unit_id, year, rule)
JOIN (SELECT DISTINCT rule, family, identity, form, "table" FROM term) USING (rule) JOIN held USING (unit_id, year, "table", form);

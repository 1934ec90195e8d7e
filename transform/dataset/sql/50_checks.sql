-- Every identity (勾稽关系) of every report version, from the cells' own values.
--
-- An identity applies where the report's table has its form. All operands numbers: pass or fail.
-- An operand that is text, unreadable or missing: not assessable. Blanks and dashes are read as
-- zero only where that is confirmed: the identity then holds, and so does every other identity
-- within the report through each of those cells, of which there is at least one. Otherwise it is
-- not assessable: a blank never makes a failure.
-- Values are summed as decimals, so that no order of addition can show in the bytes.

CREATE TABLE rule AS
SELECT rule, any_value(identity) AS identity, any_value(family) AS family, any_value(form) AS form,
  any_value("table") AS "table", count(*) AS operands, bool_or(year_offset <> 0) AS across_years
FROM term GROUP BY rule;

CREATE TABLE operand AS
SELECT rule, cell, form, year_offset, across_years, (CASE side WHEN 'lhs' THEN coefficient ELSE 0 END)::DECIMAL(4, 0) AS lhs,
  (CASE side WHEN 'rhs' THEN coefficient ELSE 0 END)::DECIMAL(4, 0) AS rhs
FROM term JOIN code USING (row_code, col_code) JOIN (SELECT rule, across_years FROM rule) USING (rule);

-- The report whose cells an operand with year_offset -1 takes: none where both state a scope (口径) and
-- the scopes differ, for then their figures are of different things.
CREATE TABLE previous AS
SELECT report.report, before.report AS previous
FROM report JOIN report before ON before.unit_id = report.unit_id AND before.year = report.year - 1 AND before.is_current
  AND (coalesce(report.scope, '') IN ('', before.scope) OR coalesce(before.scope, '') = '');

CREATE TABLE applied AS
SELECT form.report, rule.rule FROM form JOIN rule USING ("table", form)
JOIN report USING (report) WHERE NOT across_years OR unit_id IS NOT NULL;

CREATE VIEW amount AS
SELECT report, cell, form, state IN ('blank', 'dash') AS empty,
  CASE WHEN state IN ('blank', 'dash') THEN 0 ELSE TRY_CAST(value AS DECIMAL(18, 6)) END AS value
FROM cell;

CREATE TABLE sum_within AS
SELECT report, rule, count(value) AS operands, count(*) FILTER (empty) AS empties,
  sum(value * lhs) AS lhs, sum(value * rhs) AS rhs
FROM amount JOIN operand USING (cell, form)
WHERE NOT across_years GROUP BY report, rule;

CREATE TABLE across AS
SELECT applied.report, applied.rule, operand.cell, operand.lhs, operand.rhs,
  CASE year_offset WHEN 0 THEN applied.report ELSE previous.previous END AS holder
FROM applied JOIN operand USING (rule) LEFT JOIN previous USING (report)
WHERE across_years;

CREATE TABLE sum_across AS
SELECT across.report, rule, count(value) AS operands, count(*) FILTER (empty) AS empties,
  sum(value * lhs) AS lhs, sum(value * rhs) AS rhs
FROM across JOIN amount ON amount.report = holder AND amount.cell = across.cell
GROUP BY across.report, rule;

-- With blanks and dashes as zero: does it hold?
CREATE TABLE outcome AS
SELECT report, applied.rule, family, identity, form, across_years, coalesce(s.operands = rule.operands, false) AS complete,
  coalesce(s.empties, 0) AS empties, s.lhs, s.rhs, coalesce(s.operands = rule.operands AND s.lhs = s.rhs, false) AS holds
FROM applied JOIN rule USING (rule)
LEFT JOIN (FROM sum_within UNION ALL FROM sum_across) s USING (report, rule);

-- For each empty cell: how many identities within its report run through it, and do all of them hold?
CREATE TABLE empty_cell AS
SELECT report, cell, count(*) AS degree, bool_and(holds) AS sound
FROM (SELECT report, cell, form FROM cell WHERE state IN ('blank', 'dash'))
JOIN operand USING (cell, form) JOIN outcome USING (report, rule)
WHERE NOT operand.across_years GROUP BY report, cell;

CREATE TABLE confirmed AS
SELECT report, rule, bool_and(sound AND degree >= 2) AS zero
FROM empty_cell JOIN (SELECT report, cell, form FROM cell) USING (report, cell)
JOIN operand USING (cell, form) WHERE NOT across_years GROUP BY report, rule
UNION ALL
SELECT across.report, across.rule, bool_and(coalesce(sound, false))
FROM across JOIN amount ON amount.report = holder AND amount.cell = across.cell
LEFT JOIN empty_cell ON empty_cell.report = holder AND empty_cell.cell = across.cell
WHERE empty GROUP BY across.report, across.rule;

CREATE TABLE result AS
SELECT report, rule, family, identity, form, across_years, lhs, rhs,
  CASE
    WHEN NOT complete THEN 'not_assessable'
    WHEN empties = 0 THEN CASE WHEN holds THEN 'pass' ELSE 'fail' END
    WHEN holds AND coalesce(zero, false) THEN 'pass'
    ELSE 'not_assessable'
  END AS verdict
FROM outcome LEFT JOIN confirmed USING (report, rule);

-- The suspect: the cell that the failures of a report have in common, when one row of table 三 fails
-- and one column (its flow, its outcomes or both), all by the same amount. Table 四 has no crossing:
-- by convention a total left at 0 over parts that are not is the suspect.
CREATE TABLE suspect AS
WITH failed AS (
  SELECT report, rule, family, abs(lhs - rhs) AS distance, CASE WHEN family <> 'T3-ROW' THEN split_part(identity, '.', -1) END AS col
  FROM result WHERE verdict = 'fail' AND family IN ('T3-ROW', 'T3-OUT', 'T3-FLOW')
), lone AS (
  SELECT report, count(*) AS failures FROM failed GROUP BY report
  HAVING count(*) FILTER (family = 'T3-ROW') = 1 AND count(DISTINCT col) = 1 AND count(DISTINCT distance) = 1
), crossing AS (
  SELECT report, cell FROM failed JOIN lone USING (report) JOIN operand USING (rule)
  GROUP BY report, cell, failures HAVING count(DISTINCT rule) = failures
)
SELECT report, rule, cell FROM failed JOIN crossing USING (report)
UNION ALL
SELECT report, rule, cell FROM result JOIN operand USING (rule)
WHERE family = 'T4-SUM' AND verdict = 'fail' AND result.lhs = 0 AND operand.lhs <> 0;

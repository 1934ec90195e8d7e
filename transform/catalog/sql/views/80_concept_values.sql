-- concept_values('facts'): every concept of every current report, from the table named: `facts` for one
-- concept over all units, `facts_by_unit` for one unit. A concept that a form prints is the cell as it
-- is. One that is derived is said only when each of its cells is a number, or is empty and confirmed as
-- zero: by the identity `zero_if` that passed, which it does not with a blank that may not be zero. Of
-- other cells `zero_if` is nothing, so that few are looked for among the checks; forms are compared as
-- numbers, which costs a third of comparing their names.
CREATE OR REPLACE MACRO concept_values(of_table) AS TABLE
WITH term AS (
  SELECT concept, form, row_code, col_code, derived, terms, coefficient, zero_if, "table", form::SMALLINT AS of_form FROM concepts
), held AS (
  SELECT unit_id, year, scope, form_proactive::SMALLINT AS proactive, form_requests::SMALLINT AS requests,
    form_remedies::SMALLINT AS remedies, form_statistics::SMALLINT AS statistics
  FROM reports WHERE is_current
), printed AS (
  SELECT facts.unit_id, facts.year, scope, concept, form, derived, terms, coefficient, value, state, state IN ('blank', 'dash') AS empty,
    CASE WHEN empty THEN zero_if END AS zero_if
  FROM query_table(of_table) facts JOIN term USING (row_code, col_code)
  JOIN held ON held.unit_id = facts.unit_id AND held.year = facts.year
    AND of_form = CASE "table" WHEN 'proactive' THEN proactive WHEN 'requests' THEN requests WHEN 'remedies' THEN remedies ELSE statistics END
), passed AS (
  SELECT concept, unit_id, year, identity AS zero_if
  FROM checks JOIN (SELECT DISTINCT concept, zero_if FROM concepts WHERE derived) confirming ON identity = zero_if
  WHERE verdict = 'pass'
), added AS (
  SELECT unit_id, year, concept, form, coalesce(any_value(scope), 'unstated') AS scope, any_value(derived) AS derived,
    sum(value * coefficient) AS value, any_value(terms) AS terms, count(*) AS found, count(value) AS numbers,
    count(*) FILTER (empty) AS empties, count(passed.zero_if) AS zeros, any_value(state) AS state
  FROM printed LEFT JOIN passed USING (concept, unit_id, year, zero_if)
  GROUP BY unit_id, year, concept, form
)
SELECT unit_id, year, scope, concept, form, derived,
  CASE WHEN numbers + zeros = terms AND (derived OR numbers = 1) THEN coalesce(value, 0) END AS value,
  CASE WHEN numbers + zeros = terms AND (derived OR numbers = 1) THEN ''
    WHEN found < terms THEN 'a cell of it was not found'
    WHEN NOT derived THEN 'the cell is ' || state
    WHEN numbers + empties < terms THEN 'a cell of it is text or unreadable'
    ELSE 'a cell of it is blank, and its zero is not confirmed' END AS reason
FROM added;

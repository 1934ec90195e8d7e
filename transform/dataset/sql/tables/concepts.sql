-- A term of a concept (指标) in a form: the cell that prints it, or one of those that are added up.
SELECT concept, label_zh, label_en, unit, form, "table", row_code, col_code, coefficient, terms, derived, zero_if,
  grade_2014_2019, caution_2014_2019_zh, caution_2014_2019_en, grade_2019_2021, caution_2019_2021_zh, caution_2019_2021_en
FROM concept_cell ORDER BY concept, form, row_code, col_code;

-- The code book and the identities, as data/reference holds them.

-- The code book with the cells that only local lists of 2014-2018 have (data/reference/local_lists.csv;
-- where lists share a cell, the labels are those of the first by name), and each cell (row and column
-- code) once, whatever the forms that have it.
CREATE TABLE codebook AS
WITH national AS (
SELECT form, "table", position::SMALLINT AS position, row_code, col_code, unit,
  row_label_zh, col_label_zh, row_label_en, col_label_en,
  replace(row_code, '.', '_') || '__' || replace(col_code, '.', '_') AS wide_column
FROM read_csv(getvariable('codebook'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {form: 'VARCHAR', "table": 'VARCHAR', position: 'VARCHAR', row_code: 'VARCHAR',
  col_code: 'VARCHAR', unit: 'VARCHAR', row_label_zh: 'VARCHAR', col_label_zh: 'VARCHAR', row_label_en: 'VARCHAR',
  col_label_en: 'VARCHAR'})
), local AS (
SELECT form, "table", row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en, list, position::SMALLINT AS place
FROM read_csv(getvariable('local_lists'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {form: 'VARCHAR', "table": 'VARCHAR', position: 'VARCHAR', row_code: 'VARCHAR',
  col_code: 'VARCHAR', unit: 'VARCHAR', row_label_zh: 'VARCHAR', col_label_zh: 'VARCHAR', row_label_en: 'VARCHAR',
  col_label_en: 'VARCHAR', list: 'VARCHAR'})
ANTI JOIN national USING (form, "table", row_code, col_code)
QUALIFY row_number() OVER (PARTITION BY form, "table", row_code, col_code ORDER BY list, place) = 1
)
FROM national UNION ALL
SELECT form, "table", ((SELECT max(position) FROM national WHERE national.form = local.form AND national."table" = local."table")
    + row_number() OVER (PARTITION BY form, "table" ORDER BY list, place))::SMALLINT,
  row_code, col_code, unit, row_label_zh, col_label_zh, row_label_en, col_label_en,
  replace(row_code, '.', '_') || '__' || replace(col_code, '.', '_')
FROM local;

CREATE TABLE code AS
SELECT row_number() OVER (ORDER BY row_code, col_code)::SMALLINT AS cell, row_code, col_code,
  any_value(wide_column) AS wide_column, min("table") AS "table", max(form || lpad(position::VARCHAR, 4, '0')) AS place
FROM codebook GROUP BY row_code, col_code;

CREATE TYPE wide_column AS ENUM (SELECT wide_column FROM code ORDER BY "table", place, row_code, col_code);

-- An identity (勾稽关系) holds for one form; `rule` numbers the pair.
CREATE TABLE term AS
SELECT dense_rank() OVER (ORDER BY identity, form)::SMALLINT AS rule, identity, family, form, side, "table",
  row_code, col_code, year_offset::SMALLINT AS year_offset, coefficient::SMALLINT AS coefficient
FROM read_csv(getvariable('identities'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {identity: 'VARCHAR', family: 'VARCHAR', form: 'VARCHAR', side: 'VARCHAR', "table": 'VARCHAR',
  row_code: 'VARCHAR', col_code: 'VARCHAR', year_offset: 'VARCHAR', coefficient: 'VARCHAR'});

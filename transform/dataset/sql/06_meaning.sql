-- What the cells of the code book mean, how they are called for short, and which of them may be
-- joined through time: definitions, abbreviations and concepts (指标), as data/reference holds them.

CREATE TABLE definition AS
FROM read_csv(getvariable('definitions'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {code: 'VARCHAR', definition_zh: 'VARCHAR', definition_en: 'VARCHAR', legal_basis: 'VARCHAR'});

-- A name of at most 32 letters for Stata: each segment of the two codes by its abbreviation, which may
-- be nothing, or as it is.
CREATE TABLE abbreviation AS
FROM read_csv(getvariable('abbreviations'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {segment: 'VARCHAR', short: 'VARCHAR'});

CREATE TABLE stata_name AS
WITH segments AS (
  SELECT cell, unnest(string_split(row_code || '.' || col_code, '.')) AS segment,
    generate_subscripts(string_split(row_code || '.' || col_code, '.'), 1) AS place
  FROM code
)
SELECT cell, string_agg(word, '_' ORDER BY place) FILTER (word <> '') AS stata_name
FROM (
  SELECT cell, place, CASE WHEN abbreviation.segment IS NULL THEN segments.segment ELSE coalesce(short, '') END AS word
  FROM segments LEFT JOIN abbreviation ON abbreviation.segment = segments.segment
) GROUP BY cell;

CREATE TABLE concept AS
FROM read_csv(getvariable('concepts'), auto_detect = false, header = true, delim = ',', quote = '"', nullstr = '', allow_quoted_nulls = false,
  escape = '"', columns = {concept: 'VARCHAR', label_zh: 'VARCHAR', label_en: 'VARCHAR', unit: 'VARCHAR', by_applicant: 'VARCHAR',
  grade_2014_2019: 'VARCHAR', caution_2014_2019_zh: 'VARCHAR', caution_2014_2019_en: 'VARCHAR',
  grade_2019_2021: 'VARCHAR', caution_2019_2021_zh: 'VARCHAR', caution_2019_2021_en: 'VARCHAR'});

CREATE TABLE concept_term AS
SELECT concept, form, kind, row_code, col_code, coefficient::SMALLINT AS coefficient
FROM read_csv(getvariable('concept_terms'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {concept: 'VARCHAR', form: 'VARCHAR', kind: 'VARCHAR', row_code: 'VARCHAR', col_code: 'VARCHAR',
  coefficient: 'VARCHAR'});

CREATE TABLE concept_applicant AS
SELECT * REPLACE (coefficient::SMALLINT AS coefficient)
FROM read_csv(getvariable('concept_applicants'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {applicant: 'VARCHAR', label_zh: 'VARCHAR', label_en: 'VARCHAR', col_code: 'VARCHAR', coefficient: 'VARCHAR',
  caution_2014_2019_zh: 'VARCHAR', caution_2014_2019_en: 'VARCHAR'});

-- The identity whose pass confirms that a blank cell is zero: that of its column before that of its row.
CREATE TABLE zero AS
SELECT form, row_code, col_code, arg_min(identity, (family <> 'T3-OUT', family = 'T3-ROW', identity)) AS zero_if
FROM term WHERE identity NOT IN (SELECT identity FROM term WHERE year_offset <> 0)
GROUP BY form, row_code, col_code;

-- Every concept with its terms, once for all applicants and once for each kind of them.
CREATE TABLE concept_cell AS
WITH applied AS (
  SELECT concept, label_zh, label_en, concept.* EXCLUDE (concept, label_zh, label_en, by_applicant), concept_term.* EXCLUDE (concept)
  FROM concept JOIN concept_term USING (concept)
  UNION ALL
  SELECT concept || '/' || applicant, concept.label_zh || '（' || concept_applicant.label_zh || '）',
    concept.label_en || ' (' || concept_applicant.label_en || ')', unit,
    'C', concept_applicant.caution_2014_2019_zh, concept_applicant.caution_2014_2019_en,
    grade_2019_2021, caution_2019_2021_zh, caution_2019_2021_en,
    form, CASE WHEN count(*) OVER (PARTITION BY concept, applicant, form, row_code) > 1 THEN 'derived' ELSE kind END,
    row_code, concept_applicant.col_code, concept_term.coefficient * concept_applicant.coefficient
  FROM concept JOIN concept_term USING (concept), concept_applicant
  WHERE by_applicant = 'yes' AND concept_term.col_code = 'applicant.total'
)
SELECT concept, label_zh, label_en, unit, form, code."table", row_code, col_code, coefficient::SMALLINT AS coefficient,
  count(*) OVER (PARTITION BY concept, form)::SMALLINT AS terms, kind = 'derived' AS derived, zero_if,
  grade_2014_2019, caution_2014_2019_zh, caution_2014_2019_en, grade_2019_2021, caution_2019_2021_zh, caution_2019_2021_en
FROM applied LEFT JOIN code USING (row_code, col_code) LEFT JOIN zero USING (form, row_code, col_code);

-- The concept of a cell that is printed for it, and how far that may be joined.
CREATE TABLE cell_concept AS
SELECT form, row_code, col_code, concept, '2014–2019 ' || grade_2014_2019 || ', 2019–2021 ' || grade_2019_2021 AS comparable
FROM concept_cell WHERE NOT derived;

-- A sum of other cells of its table: alone on its side of an identity within a report.
CREATE TABLE sum_cell AS
SELECT DISTINCT form, any_value(row_code) AS row_code, any_value(col_code) AS col_code
FROM term WHERE identity NOT IN (SELECT identity FROM term WHERE year_offset <> 0)
GROUP BY form, identity, side HAVING count(*) = 1;

-- What these tables may not say: a row here refuses the build.
CREATE VIEW meaning_fault AS
WITH spans AS (
  SELECT concept, any_value(grade_2014_2019) AS early, any_value(grade_2019_2021) AS late, bool_or(form = '2014') AS in_2014,
    bool_or(form <> '2014') AS in_later, bool_or(form = '2019') AS in_2019,
    bool_or(form = '2021' OR "table" = 'remedies') AS in_2021
  FROM concept_cell GROUP BY concept
)
SELECT 'concepts.csv has ' || concept || ' ' || count(*) || ' times' AS fault FROM concept GROUP BY concept HAVING count(*) > 1
UNION ALL SELECT 'concepts.csv gives ' || concept || ' the grade ' || coalesce(grade, '(empty)') || '; A, B and C are known'
FROM (SELECT concept, unnest([grade_2014_2019, grade_2019_2021]) AS grade FROM concept)
WHERE grade IS NULL OR grade NOT IN ('A', 'B', 'C')
UNION ALL SELECT 'concepts.csv gives ' || concept || ' a caution in one language only' FROM concept
WHERE (caution_2014_2019_zh IS NULL) <> (caution_2014_2019_en IS NULL) OR (caution_2019_2021_zh IS NULL) <> (caution_2019_2021_en IS NULL)
UNION ALL SELECT 'concepts.csv gives ' || concept || ' a grade below A without a caution' FROM concept
WHERE (grade_2014_2019 <> 'A' AND caution_2014_2019_en IS NULL) OR (grade_2019_2021 <> 'A' AND caution_2019_2021_en IS NULL)
UNION ALL SELECT 'concepts.csv has ' || concept || ', for which concept_terms.csv has no cell' FROM concept ANTI JOIN concept_term USING (concept)
UNION ALL SELECT 'concept_terms.csv names ' || concept || ', which concepts.csv does not have' FROM concept_term ANTI JOIN concept USING (concept)
UNION ALL SELECT 'concept_terms.csv gives ' || concept || ' the cell ' || concat_ws(' ', form, row_code, col_code) || ', which codebook.csv does not have'
FROM concept_cell ANTI JOIN codebook USING (form, row_code, col_code)
UNION ALL SELECT 'concept_terms.csv gives ' || concept || ' the cell ' || concat_ws(' ', form, row_code, col_code) || ' ' || count(*) || ' times'
FROM concept_term GROUP BY concept, form, row_code, col_code HAVING count(*) > 1
UNION ALL SELECT 'concept_terms.csv has a term of ' || concept || ' of kind ' || coalesce(kind, '(empty)') || '; printed and derived are known'
FROM concept_term WHERE kind IS NULL OR kind NOT IN ('printed', 'derived')
UNION ALL SELECT 'concept_terms.csv has ' || count(*) || ' printed cells for ' || concept || ' in form ' || form || '; one alone can be printed'
FROM concept_term GROUP BY concept, form HAVING bool_or(kind = 'printed') AND count(*) > 1
UNION ALL SELECT 'concept_terms.csv prints ' || concept || ' in form ' || form || ' with coefficient ' || coefficient
FROM concept_term WHERE kind = 'printed' AND coefficient <> 1
UNION ALL SELECT 'concept_terms.csv adds ' || row_code || ' ' || col_code || ' in ' || codebook.unit || ' to ' || concept || ' in ' || concept_cell.unit
FROM concept_cell JOIN codebook USING (form, row_code, col_code) WHERE codebook.unit <> concept_cell.unit
UNION ALL SELECT 'concepts.csv joins ' || concept || ' with the list of 2014, and grades that C' FROM spans WHERE in_2014 AND in_later AND early = 'C'
UNION ALL SELECT 'concepts.csv grades ' || concept || ' ' || early || ' against the list of 2014, with which it is not joined' FROM spans
WHERE NOT (in_2014 AND in_2019) AND early <> 'C'
UNION ALL SELECT 'concepts.csv joins ' || concept || ' over the forms of 2019 and 2021, and grades that C' FROM spans WHERE in_2019 AND in_2021 AND late = 'C'
UNION ALL SELECT 'concepts.csv grades ' || concept || ' ' || late || ' over the forms of 2019 and 2021, and it is not in both' FROM spans
WHERE NOT (in_2019 AND in_2021) AND late <> 'C'
UNION ALL SELECT 'concept_terms.csv prints the cell ' || concat_ws(' ', form, row_code, col_code) || ' as ' || string_agg(concept, ' and ' ORDER BY concept)
FROM cell_concept GROUP BY form, row_code, col_code HAVING count(*) > 1
UNION ALL SELECT 'definitions.csv has ' || code || ' ' || count(*) || ' times' FROM definition GROUP BY code HAVING count(*) > 1
UNION ALL SELECT 'definitions.csv does not define ' || missing || ' in both languages'
FROM (SELECT DISTINCT unnest([row_code, col_code]) AS missing FROM code) LEFT JOIN definition ON definition.code = missing
WHERE definition_zh IS NULL OR definition_en IS NULL
UNION ALL SELECT 'abbreviations.csv gives the cells ' || string_agg(row_code || ' ' || col_code, ', ' ORDER BY row_code, col_code) || ' one name, ' || stata_name
FROM stata_name JOIN code USING (cell) GROUP BY stata_name HAVING count(*) > 1
UNION ALL SELECT 'abbreviations.csv names ' || row_code || ' ' || col_code || ' ' || coalesce(stata_name, '(nothing)') || ', which Stata does not take: at most 32 of a-z, 0-9 and _'
FROM stata_name JOIN code USING (cell) WHERE stata_name IS NULL OR NOT regexp_full_match(stata_name, '[a-z][a-z0-9_]{0,31}');

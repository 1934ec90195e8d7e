-- The figures that the text of each report that speaks restates, and what each should equal.

CREATE TABLE pattern AS
SELECT pattern, string_agg(DISTINCT equals, ' | ' ORDER BY equals) AS should_equal
FROM read_csv(getvariable('prose'), auto_detect = false, header = true, delim = ',', quote = '"',
  escape = '"', columns = {pattern: 'VARCHAR', unit: 'VARCHAR', equals: 'VARCHAR', sentence: 'VARCHAR', regex: 'VARCHAR'})
WHERE equals <> '' GROUP BY pattern;

CREATE TABLE told AS
SELECT report, unnest(generate_series(1, len(prose)))::INTEGER AS place, unnest(prose, max_depth := 2)
FROM records JOIN candidate USING (filename, file_row_number) SEMI JOIN (FROM report WHERE is_current) USING (report);

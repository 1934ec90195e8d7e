-- What the reference tables may not say: a row here refuses the build.
CREATE VIEW registry_fault AS
SELECT 'units.csv gives unit_id ' || coalesce(unit_id::VARCHAR, '(empty)') || ' ' || count(*) || ' times' AS fault
FROM unit GROUP BY unit_id HAVING count(*) > 1 OR unit_id IS NULL
UNION ALL SELECT 'units.csv gives unit ' || unit_id || ' no name' FROM unit WHERE name IS NULL
UNION ALL SELECT 'units.csv puts unit ' || u.unit_id || ' under ' || u.parent_id || ', which it does not have'
FROM unit u ANTI JOIN unit p ON p.unit_id = u.parent_id WHERE u.parent_id IS NOT NULL
UNION ALL SELECT 'unit_history.csv tells of unit ' || coalesce(unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM unit_state ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'unit_successors.csv tells of unit ' || coalesce(s.unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM (SELECT unnest([unit_id, successor_id]) AS unit_id FROM succession) s ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'columns.csv gives column_id ' || coalesce(column_id, '(empty)') || ' ' || count(*) || ' times'
FROM portal_column GROUP BY column_id HAVING count(*) > 1 OR column_id IS NULL
UNION ALL SELECT 'columns.csv gives column ' || column_id || ' to unit ' || coalesce(unit_id::VARCHAR, '(empty)') || ', which units.csv does not have'
FROM portal_column ANTI JOIN unit USING (unit_id)
UNION ALL SELECT 'codebook.csv has ' || form || ' ' || row_code || ' ' || col_code || ' ' || count(*) || ' times'
FROM codebook GROUP BY form, row_code, col_code HAVING count(*) > 1
UNION ALL SELECT 'codebook.csv has no cell' WHERE NOT EXISTS (FROM codebook)
UNION ALL SELECT 'codebook.csv gives two cells the column ' || wide_column || ' of the wide table'
FROM code GROUP BY wide_column HAVING count(*) > 1
UNION ALL SELECT 'identities.csv names ' || row_code || ' ' || col_code || ', which codebook.csv does not have'
FROM term ANTI JOIN code USING (row_code, col_code)
UNION ALL SELECT 'identities.csv has a term of ' || identity || ' with year_offset ' || year_offset || '; 0 and -1 are known'
FROM term WHERE year_offset NOT IN (0, -1)
UNION ALL SELECT 'identities.csv has a term of ' || identity || ' on side ' || side FROM term WHERE side NOT IN ('lhs', 'rhs');

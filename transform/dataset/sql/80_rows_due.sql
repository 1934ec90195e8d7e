-- How many rows each table must have, counted where they come from.
WITH current AS (SELECT report FROM report WHERE is_current),
cells AS (SELECT count(*) AS rows FROM cell SEMI JOIN current USING (report))
SELECT unnest(['facts', 'facts_by_unit', 'evidence']) AS "table", rows FROM cells
UNION ALL SELECT 'wide', count(*) FROM current
UNION ALL SELECT 'checks', count(*) FROM result SEMI JOIN current USING (report)
UNION ALL SELECT 'reports', count(*) FROM candidate
UNION ALL SELECT 'documents', count(*) FROM ledger.document
UNION ALL SELECT 'units', count(*) FROM unit
UNION ALL SELECT 'codebook', count(*) FROM codebook
UNION ALL SELECT 'concepts', count(*) FROM concept_cell
UNION ALL SELECT 'identities', count(*) FROM term
UNION ALL SELECT 'coverage', count(*) FROM expected;

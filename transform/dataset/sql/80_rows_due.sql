-- How many rows each table must have, counted where they come from.
WITH current AS (SELECT report FROM report WHERE is_current),
cells AS (SELECT count(*) AS rows FROM cell SEMI JOIN current USING (report))
SELECT unnest(['facts', 'facts_by_unit', 'evidence']) AS "table", rows FROM cells
UNION ALL SELECT 'wide', count(*) FROM current
UNION ALL SELECT 'checks', count(*) + (SELECT count(*) FROM warning) FROM result SEMI JOIN current USING (report)
UNION ALL SELECT 'versions', count(*) FROM cell SEMI JOIN (SELECT report FROM report WHERE unit_id IS NOT NULL AND NOT is_current) USING (report)
UNION ALL SELECT 'prose', coalesce(sum(len(prose)), 0)::BIGINT FROM records JOIN candidate USING (filename, file_row_number) SEMI JOIN current USING (report)
UNION ALL SELECT 'unmatched', coalesce(sum(len(unmatched)), 0)::BIGINT FROM records JOIN candidate USING (filename, file_row_number) SEMI JOIN current USING (report)
UNION ALL SELECT 'corrections', count(*) FROM correction
UNION ALL SELECT 'reports', count(*) FROM candidate
UNION ALL SELECT 'documents', count(*) FROM ledger.document
UNION ALL SELECT 'units', count(*) FROM unit
UNION ALL SELECT 'codebook', count(*) FROM codebook
UNION ALL SELECT 'concepts', count(*) FROM concept_cell
UNION ALL SELECT 'identities', count(*) FROM term
UNION ALL SELECT 'check_list', count(*) FROM check_list
UNION ALL SELECT 'coverage', count(*) FROM expected;

-- What is known to be wrong, doubtful or missing, as one row of counts.
SELECT *
FROM (SELECT count(*) FILTER (is_current) AS reports, count(*) FILTER (unit_id IS NULL) AS unconfirmed,
    count(*) FILTER (is_current AND verdict = 'partial') AS partly_read,
    count(*) FILTER (is_current AND contains(coalesce(method, ''), 'scan')) AS scanned,
    count(*) FILTER (is_current AND checks_failed > 0) AS not_adding_up, count(*) FILTER (is_current AND scope IS NULL) AS scopeless,
    count(*) FILTER (NOT is_current AND unit_id IS NOT NULL) AS other_versions FROM reports),
  (SELECT count(*) FILTER (verdict = 'pass') AS passed, count(*) FILTER (verdict = 'fail') AS failed,
    count(*) FILTER (verdict = 'not_assessable') AS not_assessable FROM checks),
  (SELECT count(*) AS facts, count(*) FILTER (state IN ('blank', 'dash')) AS blanks,
    count(*) FILTER (state IN ('text', 'unreadable')) AS no_numbers FROM facts),
  (SELECT count(*) AS documents, count(*) FILTER (verdict = 'refused') AS refused, count(*) FILTER (verdict = 'not_read') AS not_read FROM documents),
  (SELECT count(*) AS corrected FROM corrections);

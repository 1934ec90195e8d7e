-- Why a report has no such cell: the tables and forms of the cell, and those read from the report.
SELECT (SELECT string_agg("table" || ' ' || form, ', ' ORDER BY form) FROM codebook WHERE row_code = $row AND col_code = $col) AS of_cell,
  (SELECT string_agg(told, ', ' ORDER BY told)
    FROM (SELECT DISTINCT "table" || ' ' || form AS told FROM evidence WHERE unit_id = $unit AND year = $year)) AS of_report;

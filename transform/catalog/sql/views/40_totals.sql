-- Reports of a government may include its departments: add up within a level, not across levels.
CREATE OR REPLACE VIEW totals AS
SELECT year, level, row_code, col_code, sum(value) AS total, count(value) AS reports, count(*) - count(value) AS without_number
FROM facts JOIN units USING (unit_id) GROUP BY year, level, row_code, col_code;

-- Cells of which a correction (订正) applies on one side and not, or otherwise, on the other. A correction
-- applies where the report it was made for speaks.
CREATE TABLE diff.corrected AS
WITH old AS (
  SELECT c.* FROM diff.before_corrections c JOIN diff.before_reports r USING (unit_id, year, report_id) WHERE is_current
), new AS (
  SELECT c.* FROM diff.after_corrections c JOIN diff.after_reports r USING (unit_id, year, report_id) WHERE is_current
)
SELECT unit_id, year, row_code, col_code, coalesce(new.correction, old.correction) AS correction
FROM old FULL JOIN new USING (unit_id, year, row_code, col_code)
WHERE old.correction IS DISTINCT FROM new.correction OR old.value IS DISTINCT FROM new.value OR old.state IS DISTINCT FROM new.state;

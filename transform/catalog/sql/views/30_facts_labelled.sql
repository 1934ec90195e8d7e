-- A fact with the names of its organ and cell, as the form of its table words them, and whose figures
-- its report gives.
CREATE OR REPLACE VIEW facts_labelled AS
SELECT facts.unit_id, units.name, units.level, facts.year, coalesce(scope, 'unstated') AS scope, codebook."table", codebook.form, facts.row_code, facts.col_code,
  row_label_zh, col_label_zh, row_label_en, col_label_en, value, codebook.unit, state
FROM facts JOIN units USING (unit_id) JOIN reports ON reports.unit_id = facts.unit_id AND reports.year = facts.year AND is_current
JOIN codebook ON codebook.row_code = facts.row_code AND codebook.col_code = facts.col_code
  AND codebook.form = CASE codebook."table" WHEN 'proactive' THEN form_proactive WHEN 'requests' THEN form_requests
    WHEN 'remedies' THEN form_remedies ELSE form_statistics END;

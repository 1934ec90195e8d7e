-- The dataset as views with comments, over the Parquet files beside this one.
--
-- From this folder:   duckdb -init catalog.sql
-- From anywhere else: SET VARIABLE dataset = 'path/to/dataset'; then run this file.
-- In Python:          con = transform.catalog.opening.open_dataset(Path('path/to/dataset'))
--                     or the two statements with con.execute()

CREATE OR REPLACE VIEW facts AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/facts/*.parquet');
COMMENT ON VIEW facts IS 'The current value of one cell of one report. 一个数据单元格的现行值';
COMMENT ON COLUMN facts.unit_id IS 'The organ (units). 机关编号';
COMMENT ON COLUMN facts.year IS 'The year the report describes, not the year it was published. 报告年度';
COMMENT ON COLUMN facts.row_code IS 'Row of the form (codebook). 行代码';
COMMENT ON COLUMN facts.col_code IS 'Column of the form (codebook). 列代码';
COMMENT ON COLUMN facts.value IS 'In the unit of the code book; empty unless state is number. 数值';
COMMENT ON COLUMN facts.state IS 'number, blank, dash (/, -, 无), text, unreadable. A blank is no zero. 单元格状态';

CREATE OR REPLACE VIEW facts_by_unit AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/facts_by_unit/*.parquet');
COMMENT ON VIEW facts_by_unit IS 'The rows of facts, sorted by unit: faster for one organ over all years. 同 facts，按机关排序';
COMMENT ON COLUMN facts_by_unit.unit_id IS 'The organ (units). 机关编号';
COMMENT ON COLUMN facts_by_unit.year IS 'The year the report describes, not the year it was published. 报告年度';
COMMENT ON COLUMN facts_by_unit.row_code IS 'Row of the form (codebook). 行代码';
COMMENT ON COLUMN facts_by_unit.col_code IS 'Column of the form (codebook). 列代码';
COMMENT ON COLUMN facts_by_unit.value IS 'In the unit of the code book; empty unless state is number. 数值';
COMMENT ON COLUMN facts_by_unit.state IS 'number, blank, dash (/, -, 无), text, unreadable. A blank is no zero. 单元格状态';

CREATE OR REPLACE VIEW wide AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/wide/*.parquet');
COMMENT ON VIEW wide IS 'A report a row, a cell a column named row__column with dots as underscores; names and labels in codebook.wide_column. 一份报告一行';
COMMENT ON COLUMN wide.unit_id IS 'The organ. 机关编号';
COMMENT ON COLUMN wide.year IS 'The year the report describes. 报告年度';
COMMENT ON COLUMN wide.report_id IS 'The version (reports). 报告版本编号';

CREATE OR REPLACE VIEW reports AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/reports.parquet');
COMMENT ON VIEW reports IS 'A version of a report: a document in which statutory tables were found. 报告版本';
COMMENT ON COLUMN reports.report_id IS 'First 16 hex digits of sha256. 报告版本编号';
COMMENT ON COLUMN reports.unit_id IS 'The organ; empty when it could not be confirmed, see reason. 机关编号';
COMMENT ON COLUMN reports.year IS 'The year the document says it describes. 报告年度';
COMMENT ON COLUMN reports.sha256 IS 'SHA-256 of the bytes of the document. 文件散列';
COMMENT ON COLUMN reports.title IS 'Title as printed. 标题';
COMMENT ON COLUMN reports.issuer IS 'Organ as the title prints it. 发布机关';
COMMENT ON COLUMN reports.scope IS 'Whose figures the report gives, where its text says: own, government, area. 统计口径';
COMMENT ON COLUMN reports.period IS 'The period covered when it is not the calendar year, as printed. 统计期间';
COMMENT ON COLUMN reports.source_url IS 'Where it was harvested. 来源网址';
COMMENT ON COLUMN reports.page_url IS 'The page that links it, for an attachment. 所在页面';
COMMENT ON COLUMN reports.column_id IS 'The column that lists it. 栏目';
COMMENT ON COLUMN reports.archive IS 'WARC file and offset of the response, below raw/warc. 存档位置';
COMMENT ON COLUMN reports.first_seen IS 'First harvested, UTC. 首次采集时间';
COMMENT ON COLUMN reports.published IS 'Date in the listing. 发布日期';
COMMENT ON COLUMN reports.form_proactive IS 'Form of table 二: 2019 or 2021. 主动公开表版本';
COMMENT ON COLUMN reports.form_requests IS 'Form of table 三: 2019 or 2021. 依申请公开表版本';
COMMENT ON COLUMN reports.form_remedies IS 'Form of table 四: 2019 (unchanged since). 复议诉讼表版本';
COMMENT ON COLUMN reports.form_statistics IS 'Form of the statistics list: 2014. 统计表版本';
COMMENT ON COLUMN reports.reader IS 'Reader of the document: pdf, html … 读取器';
COMMENT ON COLUMN reports.method IS 'Methods by which cells were read, joined by +. 读取方法';
COMMENT ON COLUMN reports.extractor IS 'Version of the extractor. 提取器版本';
COMMENT ON COLUMN reports.verdict IS 'read (every table whole) or partial. 读取结论';
COMMENT ON COLUMN reports.reason IS 'Why it is partial, unconfirmed or doubtful; empty when nothing is to say. 说明';
COMMENT ON COLUMN reports.cells_expected IS 'Value cells its forms have. 应有单元格数';
COMMENT ON COLUMN reports.cells_found IS 'Value cells located. 实有单元格数';
COMMENT ON COLUMN reports.checks_passed IS 'Identities that hold. 通过的勾稽关系数';
COMMENT ON COLUMN reports.checks_failed IS 'Identities that do not. 未通过的勾稽关系数';
COMMENT ON COLUMN reports.checks_not_assessable IS 'Identities with an operand that is no number. 无法判定的勾稽关系数';
COMMENT ON COLUMN reports.is_current IS 'Whether this version speaks for its unit and year. 是否现行版本';
COMMENT ON COLUMN reports.current_rule IS 'What decided: most cells found, then text over scan, then newest first seen, then sha256. 版本取舍依据';

CREATE OR REPLACE VIEW documents AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/documents.parquet');
COMMENT ON VIEW documents IS 'A file as harvested, whatever it holds. 采集到的文件';
COMMENT ON COLUMN documents.sha256 IS 'SHA-256 of the bytes. 文件散列';
COMMENT ON COLUMN documents.media_type IS 'From the bytes. 文件类型';
COMMENT ON COLUMN documents.size IS 'Bytes. 字节数';
COMMENT ON COLUMN documents.archive_file IS 'WARC file, below raw/warc. 存档文件';
COMMENT ON COLUMN documents.archive_offset IS 'Offset of its record. 存档偏移';
COMMENT ON COLUMN documents.first_seen IS 'First harvested, UTC. 首次采集时间';
COMMENT ON COLUMN documents.sightings IS 'Every place it was seen: column_id, url, page_url, title, row_date, first_seen. 出现位置';
COMMENT ON COLUMN documents.verdict IS 'read, partial, refused (no statutory table), not_read. 读取结论';
COMMENT ON COLUMN documents.reason IS 'Why the verdict is not read. 说明';

CREATE OR REPLACE VIEW units AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/units.parquet');
COMMENT ON VIEW units IS 'An organ that owes a report. 机关';
COMMENT ON COLUMN units.unit_id IS 'Permanent number, never used again. 机关编号';
COMMENT ON COLUMN units.name IS 'Present name. 名称';
COMMENT ON COLUMN units.aliases IS 'Other names it publishes under. 别名';
COMMENT ON COLUMN units.names_before IS 'Former names. 曾用名';
COMMENT ON COLUMN units.level IS 'ministry, province, prefecture, county, zone, township, street, department. 级别';
COMMENT ON COLUMN units.division IS 'Division code (GB/T 2260); empty where the organ has none. 行政区划代码';
COMMENT ON COLUMN units.divisions_before IS 'Codes it had before, oldest first. 曾用行政区划代码';
COMMENT ON COLUMN units.parent_id IS 'The organ above it, at present or at its end. 上级机关';
COMMENT ON COLUMN units.valid_from IS 'Existed from; 1 January where only the year is known, 1981 where it is older. 起始日期';
COMMENT ON COLUMN units.valid_to IS 'Existed to; 31 December where only the year is known. 终止日期';
COMMENT ON COLUMN units.successors IS 'Units that it went into, with year and kind: merged (there before), founded (for it), ceded (a part, while it went on). 后继机关';

CREATE OR REPLACE VIEW codebook AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/codebook.parquet');
COMMENT ON VIEW codebook IS 'A value cell of a form. 表式单元格';
COMMENT ON COLUMN codebook.form IS '2014, 2019 or 2021. 表式版本';
COMMENT ON COLUMN codebook."table" IS 'proactive 二, requests 三, remedies 四, statistics. 表';
COMMENT ON COLUMN codebook.position IS 'Order in the table. 次序';
COMMENT ON COLUMN codebook.row_code IS 'Row. 行代码';
COMMENT ON COLUMN codebook.col_code IS 'Column. 列代码';
COMMENT ON COLUMN codebook.unit IS 'Unit of value. 计量单位';
COMMENT ON COLUMN codebook.row_label_zh IS 'Row label in Chinese. 行标题';
COMMENT ON COLUMN codebook.col_label_zh IS 'Column label in Chinese. 列标题';
COMMENT ON COLUMN codebook.row_label_en IS 'Row label in English. 行标题（英）';
COMMENT ON COLUMN codebook.col_label_en IS 'Column label in English. 列标题（英）';
COMMENT ON COLUMN codebook.wide_column IS 'Column of the table wide. 宽表列名';

CREATE OR REPLACE VIEW evidence AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/evidence/*.parquet');
COMMENT ON VIEW evidence IS 'Where a fact stands in its document. 数据出处';
COMMENT ON COLUMN evidence.unit_id IS 'The organ. 机关编号';
COMMENT ON COLUMN evidence.year IS 'The year the report describes. 报告年度';
COMMENT ON COLUMN evidence.row_code IS 'Row. 行代码';
COMMENT ON COLUMN evidence.col_code IS 'Column. 列代码';
COMMENT ON COLUMN evidence.report_id IS 'The version it was read from (reports). 报告版本编号';
COMMENT ON COLUMN evidence."table" IS 'Statutory table. 表';
COMMENT ON COLUMN evidence.form IS 'Form of that table. 表式版本';
COMMENT ON COLUMN evidence.grid IS 'Which table of the document, from 0. 文件中第几张表';
COMMENT ON COLUMN evidence.grid_row IS 'Row of that table, from 0. 行';
COMMENT ON COLUMN evidence.grid_col IS 'Column of that table, from 0. 列';
COMMENT ON COLUMN evidence.page IS 'Page, from 1; empty where there are no pages. 页码';
COMMENT ON COLUMN evidence.x0 IS 'Left edge in points from the left of the page. 左';
COMMENT ON COLUMN evidence.top IS 'Upper edge in points from the top of the page. 上';
COMMENT ON COLUMN evidence.x1 IS 'Right edge. 右';
COMMENT ON COLUMN evidence.bottom IS 'Lower edge. 下';
COMMENT ON COLUMN evidence.raw IS 'The cell as printed. 原文';
COMMENT ON COLUMN evidence.unit IS 'Unit of value. 计量单位';
COMMENT ON COLUMN evidence.method IS 'pdf, pdfplumber, html, word or scan. 读取方法';
COMMENT ON COLUMN evidence.confidence IS '0 to 1; 1 where the characters were in the file. 置信度';
COMMENT ON COLUMN evidence.second_method IS 'How the cell was read a second time; empty when once was enough. 二次读取方法';
COMMENT ON COLUMN evidence.second_raw IS 'What the second reading saw. 二次读取原文';
COMMENT ON COLUMN evidence.flag IS 'Why the cell is in doubt; empty when it is not. 存疑说明';

CREATE OR REPLACE VIEW identities AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/identities.parquet');
COMMENT ON VIEW identities IS 'A term of an identity: coefficient times cell, summed, is the same on both sides. 勾稽关系的项';
COMMENT ON COLUMN identities.identity IS 'Name. 勾稽关系';
COMMENT ON COLUMN identities.family IS 'Kind of identity. 类别';
COMMENT ON COLUMN identities.form IS 'Form it holds for. 表式版本';
COMMENT ON COLUMN identities.side IS 'lhs or rhs. 等式左右';
COMMENT ON COLUMN identities."table" IS 'Statutory table. 表';
COMMENT ON COLUMN identities.row_code IS 'Row. 行代码';
COMMENT ON COLUMN identities.col_code IS 'Column. 列代码';
COMMENT ON COLUMN identities.year_offset IS '-1: the report of the year before. 年度偏移';
COMMENT ON COLUMN identities.coefficient IS 'Factor. 系数';

CREATE OR REPLACE VIEW checks AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/checks/*.parquet');
COMMENT ON VIEW checks IS 'The result of an identity on a current report. 勾稽核对结果';
COMMENT ON COLUMN checks.unit_id IS 'The organ. 机关编号';
COMMENT ON COLUMN checks.year IS 'The year the report describes. 报告年度';
COMMENT ON COLUMN checks.report_id IS 'The version (reports). 报告版本编号';
COMMENT ON COLUMN checks.identity IS 'Which (identities). 勾稽关系';
COMMENT ON COLUMN checks.form IS 'Form of the table. 表式版本';
COMMENT ON COLUMN checks.lhs IS 'Left side. 左边合计';
COMMENT ON COLUMN checks.rhs IS 'Right side. 右边合计';
COMMENT ON COLUMN checks.delta IS 'lhs minus rhs. 差额';
COMMENT ON COLUMN checks.verdict IS 'pass, fail, or not_assessable: an operand is no number, or a blank whose zero is not confirmed. 结论';
COMMENT ON COLUMN checks.suspect_row IS 'Row of the one cell at which the failures point. 可疑单元格的行';
COMMENT ON COLUMN checks.suspect_col IS 'Column of that cell. 可疑单元格的列';

CREATE OR REPLACE VIEW coverage AS FROM read_parquet(coalesce(getvariable('dataset'), '.') || '/coverage.parquet');
COMMENT ON VIEW coverage IS 'A unit and year that should have a report, and why it has one or not. 应有报告及其状况';
COMMENT ON COLUMN coverage.unit_id IS 'The organ. 机关编号';
COMMENT ON COLUMN coverage.year IS 'The year to be described. 报告年度';
COMMENT ON COLUMN coverage.state IS 'held, held_variants, unconfirmed, absent, blocked, unreachable, js_only, not_due, column_unknown, not_yet_sought. 状况';
COMMENT ON COLUMN coverage.kind IS 'How it was blocked or unreachable: robots, waf_403, http_404 … 具体情形';
COMMENT ON COLUMN coverage.reason IS 'One sentence. 说明';
COMMENT ON COLUMN coverage.report_id IS 'The report held, or the one in doubt. 报告版本编号';
COMMENT ON COLUMN coverage.column_id IS 'The column looked at. 栏目';
COMMENT ON COLUMN coverage.since IS 'Since when it has been so, UTC. 自何时起';

-- A fact with the names of its organ and cell, as the form of its table words them.
CREATE OR REPLACE VIEW facts_labelled AS
SELECT facts.unit_id, units.name, units.level, facts.year, codebook."table", codebook.form, facts.row_code, facts.col_code,
  row_label_zh, col_label_zh, row_label_en, col_label_en, value, codebook.unit, state
FROM facts JOIN units USING (unit_id) JOIN reports ON reports.unit_id = facts.unit_id AND reports.year = facts.year AND is_current
JOIN codebook ON codebook.row_code = facts.row_code AND codebook.col_code = facts.col_code
  AND codebook.form = CASE codebook."table" WHEN 'proactive' THEN form_proactive WHEN 'requests' THEN form_requests
    WHEN 'remedies' THEN form_remedies ELSE form_statistics END;
COMMENT ON VIEW facts_labelled IS 'facts with names and labels. 带名称的数据';

-- Refused requests (不予公开) over all outcomes, where it can be said: each of the eight grounds is a
-- number, or empty with the column of outcomes adding up without it.
CREATE OR REPLACE VIEW refusal_rate AS
WITH ground AS (
  SELECT unit_id, year, coalesce(sum(value), 0) AS refused, count(value) AS numbers, count(*) FILTER (state IN ('blank', 'dash')) AS empties
  FROM facts WHERE starts_with(row_code, 'requests.outcome.refused.') AND col_code = 'applicant.total' GROUP BY unit_id, year
), outcome AS (
  SELECT unit_id, year, value AS outcomes FROM facts WHERE row_code = 'requests.outcome.total' AND col_code = 'applicant.total'
), adds_up AS (
  SELECT unit_id, year FROM checks WHERE identity = 'T3-OUT.total' AND verdict = 'pass'
)
SELECT unit_id, name, level, year, CASE WHEN known THEN refused END AS refused, outcomes,
  CASE WHEN known THEN refused / nullif(outcomes, 0) END AS rate,
  CASE WHEN outcomes IS NULL THEN 'the total of outcomes is no number' WHEN NOT known THEN 'a ground of refusal is no number'
    WHEN outcomes = 0 THEN 'no request had an outcome' ELSE '' END AS reason
FROM (
  SELECT ground.*, outcomes, numbers = 8 OR (numbers + empties = 8 AND adds_up.unit_id IS NOT NULL) AS known
  FROM ground LEFT JOIN outcome USING (unit_id, year) LEFT JOIN adds_up USING (unit_id, year)
) JOIN units USING (unit_id);
COMMENT ON VIEW refusal_rate IS 'Refused requests over outcomes, by unit and year, from table 三 of the forms since 2019. 不予公开率';

-- Reports of a government may include its departments: add up within a level, not across levels.
CREATE OR REPLACE VIEW totals AS
SELECT year, level, row_code, col_code, sum(value) AS total, count(value) AS reports, count(*) - count(value) AS without_number
FROM facts JOIN units USING (unit_id) GROUP BY year, level, row_code, col_code;
COMMENT ON VIEW totals IS 'Sums by year, level and cell. A report can include the organs below: never add levels together. 分级合计';

CREATE OR REPLACE VIEW sightings AS
SELECT sha256, unnest(sightings, recursive := true) FROM documents;
COMMENT ON VIEW sightings IS 'A place where a document was seen. 文件出现位置';

CREATE OR REPLACE VIEW not_read AS
SELECT sha256, media_type, verdict, reason, archive_file, archive_offset, sightings[1].title AS title, sightings[1].url AS url
FROM documents WHERE verdict <> 'read';
COMMENT ON VIEW not_read IS 'Documents that were not read whole, and why. 未完整读取的文件';

CREATE OR REPLACE VIEW failed_checks AS
SELECT checks.unit_id, name, checks.year, identity, lhs, rhs, delta, suspect_row, suspect_col, raw AS suspect_raw, page AS suspect_page, checks.report_id
FROM checks JOIN units USING (unit_id) LEFT JOIN evidence ON evidence.unit_id = checks.unit_id AND evidence.year = checks.year
  AND evidence.row_code = suspect_row AND evidence.col_code = suspect_col
WHERE verdict = 'fail';
COMMENT ON VIEW failed_checks IS 'Identities that do not hold, with the cell at which the failures point. 未通过的核对';

-- where_is(1, 2023, 'requests.carried_out', 'applicant.total'): the number, and where it is printed.
CREATE OR REPLACE MACRO where_is(unit, of_year, of_row, of_col) AS TABLE
SELECT value, state, raw, source_url, page_url, archive, page, x0, top, x1, bottom, evidence."table", evidence.form, grid, grid_row, grid_col,
  evidence.method, confidence, title, report_id
FROM facts_by_unit facts JOIN evidence USING (unit_id, year, row_code, col_code) JOIN reports USING (report_id)
WHERE facts.unit_id = unit AND facts.year = of_year AND facts.row_code = of_row AND facts.col_code = of_col;
COMMENT ON MACRO TABLE where_is IS 'The place of a fact: address, page, box, text as printed. 数据出处';

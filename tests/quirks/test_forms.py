"""What the national forms leave open and how offices fill them, quirk by quirk."""

from __future__ import annotations

import pytest

from extract.grid import Line
from extract.matcher.forms import forms
from extract.matcher.match import match
from extract.prose import heading
from extract.prose.figures import figures
from extract.read import read
from extract.records import Section
from extract.text import key
from tests import pages_as_html, printing, spoiled
from tests.quirks import APPLICANTS, matched, raw, states

HEADS_2021 = "信息内容|本年制发件数|本年废止件数|现行有效件数"


def values(two: str, three: str) -> printing.Values:
    return {
        (form.table, row, col): str(number)
        for table, wanted in (("proactive", two), ("requests", three), ("remedies", "2019"))
        for form in forms(table)
        if form.form == wanted
        for number, (row, col) in enumerate(form.units)
    }


# --- the form is a property of each table -------------------------------------------------------


def test_table_two_of_2021_above_table_three_of_2019() -> None:
    held = values("2021", "2019")
    sheets = [printing.proactive("2021", held), printing.requests("2019", held)]
    found = match([sheet.grid(i) for i, sheet in enumerate(sheets)], "html")
    assert [(t.table, t.form) for t in found.tables] == [
        ("proactive", "2021"),
        ("requests", "2019"),
    ]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_twenty_or_twenty_two_rows_of_outcomes_tell_the_form(form: str) -> None:
    held = values("2021", form)
    found = match([printing.requests(form, held).grid()], "html")
    assert (found.tables[0].form, found.tables[0].reason) == (form, "")


def test_the_year_is_the_one_described_and_not_the_one_published() -> None:
    lines = ["发布日期：2024-01-29", "望川区人民政府2023年政府信息公开工作年度报告"]
    assert heading.title([Line(text, None) for text in lines], "").year == 2023


# --- table 二 -----------------------------------------------------------------------------------


def test_a_merged_area_padded_with_empty_cells() -> None:
    found = matched("第二十条第（五）项*4\n信息内容|本年处理决定数量| | \n行政许可|7| | ")
    assert raw(found) == {"licences decisions": "7"}


def test_local_names_of_the_columns_of_table_two() -> None:
    found = matched("第二十条第（一）项*4\n信息内容|本年度制发数|本年废止数|现行有效数\n规章|1|2|3")
    assert raw(found) == {"rules issued": "1", "rules repealed": "2", "rules in_force": "3"}


def test_a_fee_column_without_its_unit() -> None:
    found = matched("第二十条第（八）项*2\n信息内容|本年收费金额\n行政事业性收费|59237.2449")
    (cell,) = found.cells
    assert (cell.col_code, cell.value, cell.unit) == ("measure.fee_amount", 59237.2449, "万元")


def test_fees_of_2019_are_items_and_never_money() -> None:
    found = matched("第二十条第（八）项*3\n信息内容|上一年项目数量|本年增/减\n行政事业性收费|4|-1")
    assert {(c.col_code, c.unit) for c in found.cells} == {
        ("measure.items_prev_year", "项"),
        ("measure.items_change", "项"),
    }


def test_documents_in_force_are_not_the_total_disclosed() -> None:
    for head, code in (("现行有效件数", "in_force"), ("对外公开总数量", "disclosed_total")):
        heads = (
            HEADS_2021 if code == "in_force" else "信息内容|本年新制作数量|本年新公开数量|" + head
        )
        found = matched(f"第二十条第（一）项*4\n{heads}\n规章|1|2|3")
        assert raw(found)[f"rules {code}"] == "3"


# --- table 三 -----------------------------------------------------------------------------------

OUTCOMES = {
    "other_law": (
        "2.其他法律行政法规禁止公开",
        ["2.其他法律法规规章禁止公开", "2.其他法律行政止公开"],
    ),
    "security_stability": (
        "3.危及“三安全一稳定”",
        ['3.危及"三安全一稳定"', "3.危及三安全一稳定", "3.危及‘三安全一稳定’"],
    ),
    "granted_part": (
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        ["（二）部分公开", "（二）部分公开（区分处理的，只计这一情 形，不计其他情形）"],
    ),
    "excessive": ("4.无正当理由大量反复申请", ["4.无正当理由大量反复 申请"]),
    "confirm_reissue": (
        "5.要求行政机关确认或重新出具已获取信息",
        ["5.要求行政机关确认或重 新出具已获取信息"],
    ),
    "no_correction": (
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ["1.逾期不补正", "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请"],
    ),
    "fee_unpaid": (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        [
            "2.逾期不缴费",
            "2.申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请",
        ],
    ),
    "total": ("（七）总计", ["（七）合计", "(七)总计", "七、总计"]),
}


@pytest.mark.parametrize(
    ("code", "variant"),
    [(code, variant) for code, (_, variants) in OUTCOMES.items() for variant in variants],
)
def test_variants_of_the_labels_of_table_three(code: str, variant: str) -> None:
    held = values("2021", "2021")
    sheet = printing.requests("2021", held)
    for row in sheet.rows:
        for i, (text, rowspan, colspan) in enumerate(row):
            if key(text) == key(OUTCOMES[code][0]):
                row[i] = (variant, rowspan, colspan)
    found = match([sheet.grid()], "html")
    assert {(c.table, c.row_code, c.col_code): c.raw for c in found.cells} == {
        at: text for at, text in held.items() if at[0] == "requests"
    }


def test_other_is_a_column_and_a_row_and_a_part_of_a_group() -> None:
    held = values("2021", "2021")
    found = match([printing.requests("2021", held).grid()], "html")
    at = {(c.row_code, c.col_code): c.raw for c in found.cells}
    row, column = "requests.outcome.other.other", "applicant.legal_person.other"
    assert at[row, column] == held["requests", row, column]
    assert at[row, "applicant.total"] == held["requests", row, "applicant.total"]
    assert at["requests.received_new", column] == held["requests", "requests.received_new", column]


def test_a_template_with_a_row_of_figures_for_each_group() -> None:
    """No such cell is in the form: they are kept as rows and take no row's place."""
    held = values("2021", "2021")
    grid = printing.requests("2021", held).grid()
    for group in ("（三）不予公开", "（六）其他处理"):
        label = next(c for c in grid.cells if key(c.text) == key(group))
        own = [c for c in grid.cells if c.row == label.row and c.text.isdigit()]
        sums = [type(c)(c.row, c.col, 1, 1, f"99{c.text}") for c in own]
        name = type(label)(label.row, label.col, 1, own[0].col - label.col, label.text)
        grid = spoiled.with_row(grid, label.row, [name, *sums])
    found = match([grid], "html")
    assert found.tables[0].form == "2021"
    assert {(c.table, c.row_code, c.col_code): c.raw for c in found.cells} == {
        at: text for at, text in held.items() if at[0] == "requests"
    }
    assert [len(row.values) for row in found.unmatched] == [7, 7]


def test_a_template_with_a_column_for_all_organisations() -> None:
    heads = APPLICANTS.replace("申请人情况*7", "申请人情况*8").replace("组织*5", "组织*6")
    heads = heads.replace("|其他|", "|其他|法人小计|")
    found = matched(heads + "一、本年新收政府信息公开申请数量*3|1|2|3|4|5|6|20|21")
    assert list(raw(found).values()) == ["1", "2", "3", "4", "5", "6", "21"]


def test_merged_cells_flattened_so_that_columns_shift() -> None:
    """A row of six figures under seven heads: nobody can tell which is missing."""
    found = matched(
        APPLICANTS + "一、本年新收政府信息公开申请数量*3|4|0|0|0|0|4\n"
        "二、上年结转政府信息公开申请数量*3|0|0|0|0|0|0|0"
    )
    assert {c.row_code for c in found.cells} == {"requests.carried_in"}
    assert "alignment unknown" in found.tables[0].reason


# --- table 四 -----------------------------------------------------------------------------------

LEAVES = "结果维持|结果纠正|其他结果|尚未审结|总计"
BLOCKS = "行政复议*5|未经复议直接起诉*5|复议后起诉*5"


def test_table_four_as_three_tables_of_five_columns() -> None:
    heads = ("行政复议", "未经复议直接起诉", "复议后起诉")
    found = matched(*(f"{head}*5\n{LEAVES}\n1|2|3|4|{i}" for i, head in enumerate(heads, 10)))
    totals = {c.row_code: c.raw for c in found.cells if c.col_code == "result.total"}
    assert list(totals.values()) == ["10", "11", "12"]


def test_table_four_without_its_last_total() -> None:
    found = matched(f"{BLOCKS}\n{LEAVES}|{LEAVES}|{LEAVES}\n" + "|".join("1" * 14))
    assert found.cells == []
    assert "alignment unknown" in found.tables[0].reason


def test_a_total_of_table_four_left_at_zero_is_the_sources_error() -> None:
    sums = "10|1|0|0|0|" + "|".join("0" * 10)
    page = pages_as_html.of_lines(f"{BLOCKS}\n{LEAVES}|{LEAVES}|{LEAVES}\n{sums}")
    record = read(f"<h1>望川区2023年政府信息公开工作年度报告</h1>{page}".encode())
    (failed,) = [check for check in record.checks if check.verdict == "fail"]
    assert (failed.suspect_row, failed.suspect_col) == ("remedies.review", "result.total")
    assert next(c for c in record.cells if c.col_code == "result.total").value == 0


# --- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["/", "-", "—", "空", "无"])
def test_a_mark_in_place_of_a_figure_is_neither_zero_nor_blank(mark: str) -> None:
    found = matched(f"第二十条第（一）项*4\n{HEADS_2021}\n规章|{mark}| |0")
    assert list(states(found).values()) == ["dash", "blank", "number"]


def test_digits_of_one_figure_printed_apart() -> None:
    found = matched(f"第二十条第（一）项*4\n{HEADS_2021}\n规章|1 0|2 3|0")
    assert [c.value for c in found.cells] == [10, 23, 0]


def test_radicals_in_place_of_characters() -> None:
    """⼈ is mended by Unicode's own rules, ⺠ ⻅ ⻓ ⻔ ⻛ ⻬ ⻥ are not."""
    assert key("⼈⺠⻅⻓⻔⻛⻬⻥") == "人民见长门风齐鱼"
    heads = APPLICANTS.replace("自然人", "⾃然⼈")
    found = matched(heads + "⼀、本年新收政府信息公开申请数量*3|1|2|3|4|5|6|21")
    assert raw(found)["received_new natural_person"] == "1"


def test_pinyin_printed_into_the_words() -> None:
    found = matched("第二十条第（五）项*2\n信息内容|本年处(chu)理决定数量\n行政许(xu)可|7")
    assert raw(found) == {"licences decisions": "7"}


# --- titles, sections, prose ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "关于澄湖市教育局2022年政府信息公开工作年度报告",
        "澄湖市教育局2022年政府信息公开工作年度报告（图片版）",
        "澄湖市教育局2022年政府信息公开工作年度报告（超链版）",
        "澄湖市教育局2022年政府信息公开的年度报告",
        "2022年澄湖市教育局政府信息公开工作年度报告",
    ],
)
def test_titles_with_a_prefix_a_suffix_or_the_year_first(title: str) -> None:
    found = heading.title([Line(title, None)], "")
    assert (found.issuer, found.year) == ("澄湖市教育局", 2022)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("五、政府信息公开工作存在的主要问题及改进情况", 5),
        ("五、存在问题及改进情况", 5),
    ],
)
def test_headings_in_other_words(text: str, number: int) -> None:
    assert [s.number for s in heading.sections([Line(text, None)])] == [number]


@pytest.mark.parametrize(
    ("text", "pattern", "value"),
    [
        ("收到、办理依申请公开 0件。", "received", 0),
        ("1件转结2021年办结。", "carried_out", 1),
        ("予以公开答复966件。", "granted", 966),
    ],
)
def test_sentences_that_simple_patterns_miss(text: str, pattern: str, value: float) -> None:
    told = {p.pattern: p.value for p in figures([Section(1, "", text)], [])}
    assert told == {pattern: value}


def test_fees_of_requesters_are_not_fees_of_the_organ() -> None:
    told = figures([Section(6, "", "全年收取信息处理费共计400元。")], [])
    assert [(p.pattern, p.value, p.table_value) for p in told] == [("fee.charged", 400, None)]


def test_a_report_without_any_table_is_refused_with_its_reason() -> None:
    """As many of 2014 to 2018: prose under headings of their own."""
    text = "<h1>某局2017年政府信息公开工作年度报告</h1><p>一、概述</p><p>主动公开信息12条。</p>"
    record = read(text.encode())
    assert record.verdict == "refused"
    assert "no statutory table" in record.reason


def test_the_year_of_the_last_report_left_in_the_period() -> None:
    told = heading.period(["统计期限为2022年1月1日至2022年12月31日。"])
    assert "2022" in heading.doubt(2023, told)

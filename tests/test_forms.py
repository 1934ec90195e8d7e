"""The 2014-2018 list, national and local, and tables that only look alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grid import Grid, GridCell
from extract.matcher.forms import CUMULATIVE, Form, forms
from extract.matcher.match import Matched, gaps, match
from extract.read import read as read_document
from tests import pages_as_html, printing

LISTS = forms("statistics")
NATIONAL = next(form for form in LISTS if not form.local)
LOCAL = [form for form in LISTS if form.local]


def figures(form: Form, seed: int = 0) -> printing.Values:
    drawn = random.Random(seed)
    return {("statistics", row, col): str(drawn.randrange(10**5)) for row, col in form.units}


def raw(matched: Matched) -> printing.Values:
    return {(cell.table, cell.row_code, cell.col_code): cell.raw for cell in matched.cells}


def of(text: str) -> Grid:
    """A grid of lines with cells divided by `|`, each cell in one column."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    cells = tuple(
        GridCell(r, c, 1, 1, cell.strip())
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    return Grid(0, len(rows), max(map(len, rows)), cells)


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=15, deadline=None)
def test_every_line_of_the_national_list_is_mapped_wherever_a_page_breaks_it(
    seed: int, data: st.DataObject
) -> None:
    values = figures(NATIONAL, seed)
    sheet = printing.statistics(NATIONAL, values, {"统计数": "value"})
    at = data.draw(st.integers(1, len(sheet.rows) - 1), label="break before row")
    matched = match(printing.broken(sheet, at), "pdf")
    assert raw(matched) == values
    (table,) = matched.tables
    assert (table.table, table.form, table.expected, table.reason) == ("statistics", "2014", 58, "")
    assert not any(cell.distance for cell in matched.cells)
    assert gaps(matched.tables) == []


@given(st.integers(1, 66), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_a_misprint_in_the_list_does_not_move_its_neighbours(row: int, lost: int) -> None:
    values = figures(NATIONAL)
    sheet = printing.statistics(NATIONAL, values, {"统计数": "value"})
    row = row % len(sheet.rows) or 1
    text = sheet.rows[row][0][0]
    at = lost % len(text)
    sheet.rows[row][0] = (text[:at] + text[at + 1 :], 1, 1)
    assert raw(match([sheet.grid()], "html")) == values


@given(st.sampled_from([form.rows[i].code for form in [NATIONAL] for i in range(1, 57)]))
@settings(max_examples=30, deadline=None)
def test_a_line_the_office_left_out_is_named_and_no_other_takes_its_place(code: str) -> None:
    values = figures(NATIONAL)
    sheet = printing.statistics(NATIONAL, values, {"统计数": "value"})
    gone = values.pop(("statistics", code, "value"))
    sheet.rows = [row for row in sheet.rows if row[-1][0] != gone or row[0][0] == "统计指标"]
    matched = match([sheet.grid()], "html")
    assert raw(matched) == values
    assert code in matched.tables[0].reason


@pytest.mark.parametrize("form", LOCAL, ids=lambda form: f"{form.local}-{len(form.columns)}")
def test_a_local_list_has_codes_of_its_own_and_keeps_cumulative_counts_apart(form: Form) -> None:
    values = figures(form)
    columns = {"2016年度": "value"} | ({"历年累计": CUMULATIVE} if len(form.columns) == 2 else {})
    matched = match([printing.statistics(form, values, columns, "计量单位").grid()], "html")
    assert raw(matched) == values
    (table,) = matched.tables
    assert (table.form, table.expected, table.found) == ("2014", len(form.units), len(form.units))


def test_a_cumulative_column_beside_the_national_list_is_not_its_value() -> None:
    values = figures(NATIONAL)
    sheet = printing.statistics(NATIONAL, values, {"统计数": "value", "历年累计": ""})
    assert raw(match([sheet.grid()], "html")) == values


def test_of_columns_by_level_only_the_total_is_taken_and_the_others_are_kept() -> None:
    values = figures(NATIONAL)
    columns = {"统计数": "value", "区直单位统计数": "", "乡镇街道统计数": " "}
    matched = match([printing.statistics(NATIONAL, values, columns).grid()], "html")
    assert raw(matched) == values
    named, *kept = matched.unmatched
    assert named.values == ["区直单位统计数", "乡镇街道统计数"]
    assert (
        "四、行政复议数量/（二）被依法纠错数".replace("（", "(")
        .replace("）", ")")
        .replace("、", ",")
    ) in {row.label for row in kept}


def test_columns_by_level_without_a_total_are_nobodys_guess() -> None:
    columns = {"区政府统计数": "", "区直单位统计数": " ", "乡镇街道统计数": "  "}
    matched = match([printing.statistics(NATIONAL, {}, columns).grid()], "html")
    assert matched.cells == []
    (table,) = matched.tables
    assert (table.expected, table.found) == (58, 0)
    assert "none of the columns 区政府统计数" in table.reason
    assert len(matched.unmatched) > 58


@pytest.mark.parametrize("head", ["第三季度", "本季度数", "本期实际", "1-3月"])
def test_a_list_for_a_part_of_the_year_is_not_taken(head: str) -> None:
    sheet = printing.statistics(NATIONAL, figures(NATIONAL), {head: "value", "统计数": ""})
    matched = match([sheet.grid()], "html")
    assert (matched.tables, matched.cells) == ([], [])
    assert head in matched.refused[0]


def test_a_blank_local_form_is_refused_with_its_reason() -> None:
    form = LOCAL[0]
    blank = dict.fromkeys(figures(form), "")
    sheet = printing.statistics(form, blank, {"年末统计": "value"}, "计量单位")
    record = read_document(pages_as_html.page("某县政府信息公开情况统计表", sheet))
    assert record.verdict == "refused"
    assert "is blank" in record.reason


def test_a_table_that_shares_a_few_labels_is_not_the_list() -> None:
    table = of("项目|单位|数量\n收到申请数|件|3\n申请办结数|件|3\n信访件|件|8\n来电|次|90")
    assert match([table], "html").tables == []


def test_a_row_the_office_added_to_the_list_is_kept_with_its_label() -> None:
    values = figures(NATIONAL)
    sheet = printing.statistics(NATIONAL, values, {"统计数": "value"})
    sheet.rows.insert(9, [("6.手机报公开政府信息数", 1, 1), ("条", 1, 1), ("31", 1, 1)])
    matched = match([sheet.grid()], "html")
    assert raw(matched) == values
    (kept,) = matched.unmatched
    assert kept.label.endswith("6.手机报公开政府信息数")
    assert "31" in kept.values


def test_a_line_in_another_unit_of_money_is_converted() -> None:
    sheet = printing.statistics(NATIONAL, figures(NATIONAL), {"统计数": "value"})
    for row in sheet.rows:
        if "收取的费用" in row[0][0]:
            row[1:] = [("元", 1, 1), ("12000", 1, 1)]
    at = {cell.row_code: cell for cell in match([sheet.grid()], "html").cells}
    fees = at["stat14.fees_collected"]
    assert (fees.raw, fees.value, fees.unit) == ("12000", 1.2, "万元")


CUT = """
指标名称|计量单位|年末统计
主动公开信息数|条|65
其中：1、网站公开|条|57
2、政府公报公开|条|0
受理依申请公开信息总数|条|0
其中：1、当面申请数|条|0
2、传真申请数|条|0
3、电子邮件申请数|条|0
"""


def test_a_list_that_ends_early_tells_what_it_lacks() -> None:
    """As one bureau's 2015 list, cut after seven lines."""
    matched = match([of(CUT)], "html")
    assert [cell.raw for cell in matched.cells] == ["65", "57", "0", "0", "0", "0", "0"]
    (table,) = matched.tables
    assert (table.expected, table.found) == (17, 7)
    assert "stat14.requests.channel.online" in table.reason


DROPPED = """
指标名称|计量单位|2017年度|历年累计
主动公开文件数|条|2122|10037
其中：1、政府网站公开数|条|2122|10037
2、政府公报公开数|条|0|0
受理政府信息依申请公开总数|条|0|0
其中：1、当面申请数|条|0|0
2、网上申请数|条|0|0
3、信函、传真申请数|条|0|0
对申请的答复总数|条|0|0
其中：1、同意公开答复数|条|0|0
2、同意部分公开答复数|条|0|0
3、不予公开答复数|条|0|0
4、其他类型答复数|条|0|0
接受行政诉讼、举报数|件|0|0
行政复议数|件|0|0
行政诉讼数|件|0|0
"""


def test_a_later_edition_without_a_line_is_whole_as_it_is() -> None:
    """The fees line was dropped in 2017, and a line renamed."""
    matched = match([of(DROPPED)], "html")
    assert (matched.tables[0].expected, matched.tables[0].reason) == (30, "")
    at = {(cell.row_code, cell.col_code): cell.value for cell in matched.cells}
    assert at["stat14.proactive.items", "value"] == 2122
    assert at["stat14.proactive.items", CUMULATIVE] == 10037
    assert at["stat14.local.requests.channel.mail_fax", "value"] == 0


NUMBERED = """
指 标 名 称|计量单位|代码|本期实际|本年累计
主动公开信息数|条|01|{0}|{0}
申请总数|条|10|{0}|{0}
1.当面申请数|条|11|{0}|{0}
2.传真申请数|条|12|{0}|{0}
3.电子邮件申请数|条|13|{0}|{0}
4.网上申请数|条|14|{0}|{0}
5.信函申请数|条|15|{0}|{0}
6.其他形式申请数|条|16|{0}|{0}
对申请的答复总数|条|17|{0}|{0}
1.同意公开答复数|条|18|{0}|{0}
2.同意部分公开答复数|条|19|{0}|{0}
3.否决公开答复总数|条|20|{0}|{0}
行政复议数|件|32|{0}|{0}
行政诉讼数|件|33|{0}|{0}
"""


@pytest.mark.parametrize(("figure", "reason"), [("", "is blank"), ("5", "part of the year")])
def test_a_form_with_numbered_lines_is_blank_whatever_its_codes_say(
    figure: str, reason: str
) -> None:
    """A city's form of 2008; filled in, its columns are of a period and not of the year."""
    matched = match([of(NUMBERED.format(figure))], "html")
    assert (matched.tables, matched.cells) == ([], [])
    assert reason in matched.refused[0]


@pytest.mark.parametrize(
    ("caption", "verdict"),
    [
        ("2024年第三季度政府信息公开情况统计表", "refused"),
        ("政府信息公开情况统计表（2024年1-6月）", "refused"),
        ("2017年政府信息公开情况统计表", "read"),
        ("建立了政府信息公开情况统计表按季度报送制度，落实到人。", "read"),
    ],
)
def test_the_caption_of_a_quarter_refuses_the_list(caption: str, verdict: str) -> None:
    sheet = printing.statistics(NATIONAL, figures(NATIONAL), {"统计数": "value"})
    record = read_document(pages_as_html.page(caption, sheet))
    assert record.verdict == verdict, record.reason

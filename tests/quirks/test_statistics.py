"""Lists 政府信息公开情况统计表 as one province printed them from 2009 to 2018, quirk by quirk."""

from __future__ import annotations

import pytest

from extract.grid import Line
from extract.matcher.forms import CUMULATIVE
from extract.matcher.match import Matched
from extract.prose import heading
from extract.prose.figures import figures
from extract.read import read
from extract.readers import html
from extract.records import Section
from tests import pages_as_html
from tests.quirks import matched

LIST_2014 = """
指标名称|计量单位|2014年度|历年累计
主动公开文件数|条|2543|78967
其中：1、政府网站公开数|条|2543|78967
2、政府公报公开数|条|0|0
受理依申请公开信息总数|条|1|1
其中：1、当面申请数|条|0|0
2、网上申请数|条|0|0
3、信函、传真申请数|条|1|1
对申请的答复总数|条|1|1
其中：1、同意公开答复数|条|1|1
2、同意部分公开答复数|条|0|0
3、不予公开答复数|条|0|0
4、其他类型答复数|条|0|0
政府信息公开收费减免金额|元|0|0
接受行政诉讼、举报数|件|0|0
行政复议数|件|0|0
行政诉讼数|件|0|0
"""

LIST_2009 = """
指标名称|计量单位|年末统计
主动公开信息数|条|15
其中：1．网站公开|条|15
2．政府公报公开|条|0
受理依申请公开信息总数|条|0
其中：1．当面申请数|条|0
2．传真申请数|条|0
3．电子邮件申请数|条|0
4. 网上申请数|条|4
5．信函申请数|条|0
6．其他形式申请数|条|0
对申请的答复总数|条|0
其中：1．同意公开答复数|条|0
2．同意部分公开答复数|条|0
3．否决公开答复总数|条|0
行政复议数|件|0
行政诉讼数|件|0
行政申诉数|件|7
"""


def values(found: Matched, column: str = "value") -> dict[str, float | None]:
    return {c.row_code: c.value for c in found.cells if c.col_code == column}


def test_a_cumulative_column_is_kept_apart_from_the_years_own() -> None:
    found = matched(LIST_2014)
    assert values(found)["stat14.proactive.items"] == 2543
    assert values(found, CUMULATIVE)["stat14.proactive.items"] == 78967
    assert (found.tables[0].expected, found.tables[0].reason) == (32, "")


def test_a_cumulative_series_that_was_begun_anew_is_no_error() -> None:
    """Less than the years before: nothing compares it, and nothing fails."""
    page = pages_as_html.of_lines(LIST_2014.replace("78967", "10037"))
    record = read(f"<h1>某区2017年政府信息公开工作年度报告</h1>{page}".encode())
    assert not [check for check in record.checks if check.verdict == "fail"]
    assert values(Matched([], record.cells, [], frozenset()), CUMULATIVE)[
        "stat14.proactive.items"
    ] == (10037)


def test_a_list_as_the_sixth_section_of_the_report() -> None:
    page = pages_as_html.of_lines(LIST_2014)
    text = "<h1>某区2014年政府信息公开工作年度报告</h1><p>一、概述</p><p>甲</p>"
    record = read(f"{text}<p>六、某区政府信息公开情况统计表</p>{page}".encode())
    assert (record.verdict, record.tables[0].table) == ("read", "statistics")
    assert record.sections[-1].number == 6


def test_conditional_comments_of_word_in_the_text() -> None:
    page = "<p>&lt;!--[if !supportLists]--&gt;7、&lt;!--[endif]--&gt;加强管理。</p>"
    assert [line.text for line in html.read(page.encode()).lines] == ["7、加强管理。"]


def test_the_coming_years_text_copied_does_not_change_the_year() -> None:
    lines = ["某区2016年政府信息公开工作年度报告", "2016年，我们将继续推进。", "2015年工作回顾"]
    assert heading.title([Line(text, None) for text in lines], "").year == 2016


def test_a_line_that_was_dropped_and_one_that_was_renamed() -> None:
    rows = LIST_2014.replace("政府信息公开收费减免金额|元|0|0\n", "")
    rows = rows.replace("受理依申请公开信息总数|条|1|1", "受理政府信息依申请公开总数|条|5|6")
    found = matched(rows)
    assert (found.tables[0].expected, found.tables[0].reason) == (30, "")
    assert values(found)["stat14.requests.received"] == 5


def test_a_bracket_doubled_in_the_text() -> None:
    text = "根据《《福建省政府信息公开办法》，本区2018年主动公开政府信息2069条。"
    (one,) = [p for p in figures([Section(1, "", text)], []) if p.pattern == "proactive.items"]
    assert one.value == 2069


@pytest.mark.parametrize("mark", ["、", ".", "．", ". "])
def test_ordinals_with_any_mark_behind_them(mark: str) -> None:
    rows = "\n".join(
        line.replace("、", mark, 1) if line[:1].isdigit() or line.startswith("其中") else line
        for line in LIST_2014.splitlines()
    )
    assert len(matched(rows).cells) == 32


def test_a_list_cut_after_seven_lines() -> None:
    cut = "\n".join(LIST_2009.strip().splitlines()[:8])
    (table,) = matched(cut).tables
    assert (table.found, table.expected) == (7, 17)
    assert "stat14.requests.channel.online" in table.reason


def test_parts_of_a_list_that_do_not_add_up_are_told_as_printed() -> None:
    """57 + 0 is not 65."""
    found = matched(
        LIST_2009.replace("网站公开|条|15", "网站公开|条|57").replace("数|条|15", "数|条|65")
    )
    got = values(found)
    assert got["stat14.proactive.items"] == 65
    assert got["stat14.proactive.channel.website"] == 57


def test_a_period_whose_month_was_lost() -> None:
    assert heading.period(["统计期限自2015月1日起至12月31日止。"]) == ("", None, False)


def test_a_word_misprinted_in_the_running_text() -> None:
    """主动公开的政府信条 for 信息: no figure is made of it."""
    text = "2015年主动公开的政府信条65条。"
    assert [p.pattern for p in figures([Section(1, "", text)], [])] == []


def test_a_single_column_counted_at_the_end_of_the_year() -> None:
    found = matched(LIST_2009)
    assert (found.tables[0].expected, found.tables[0].found) == (17, 17)
    assert values(found)["stat14.local.appeals"] == 7
    assert values(found)["stat14.requests.channel.online"] == 4


def test_a_title_without_the_organ() -> None:
    found = heading.title([Line("2009年政府信息公开工作年度报告", None)], "")
    assert (found.issuer, found.year) == ("", 2009)


def test_a_body_copied_from_another_organ_names_no_issuer() -> None:
    """The body tells of 经贸局's guide; the issuer is what the title names, nobody here."""
    lines = ["2009年政府信息公开工作年度报告", "《某县经贸局政府信息公开指南》由综合科编制。"]
    assert heading.title([Line(text, None) for text in lines], "").issuer == ""


def test_a_year_in_chinese_numerals() -> None:
    lines = [Line("某县公安局二○一○年政府信息公开工作年度报告", None)]
    assert heading.title(lines, "").year == 2010


def test_units_of_other_lines_printed_for_remedies() -> None:
    """条 for 行政复议 and 行政诉讼: a count is a count, its unit is the code book's."""
    found = matched(LIST_2014.replace("件|0|0", "条|3|4"))
    cells = [c for c in found.cells if c.row_code == "stat14.review.total"]
    assert [(c.value, c.unit) for c in cells] == [(3, "件"), (4, "件")]


def test_another_character_for_other() -> None:
    """其它形式 for 其他形式."""
    found = matched(LIST_2009.replace("其他形式", "其它形式"))
    assert len(found.cells) == 17


def test_categories_of_the_text_that_do_not_add_up_change_nothing() -> None:
    text = "主动公开政府信息425条，其中机构类100条、法规类50条。"
    (one,) = [p for p in figures([Section(2, "", text)], []) if p.pattern == "proactive.items"]
    assert (one.value, one.verdict) == (425, "prose_only")

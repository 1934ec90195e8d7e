"""HTML as offices really write it: each quirk in a small table, the expected rows beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.matcher.forms import forms
from extract.matcher.match import Matched, match
from extract.readers import html
from tests import pages_as_html, printing
from tests.pages_as_html import of_lines as table

VALUES = {
    (form.table, row, col): str(100 + i)
    for table, wanted in (("proactive", "2021"), ("requests", "2021"), ("remedies", "2019"))
    for form in forms(table)
    if form.form == wanted
    for i, (row, col) in enumerate(form.units)
}
REVIEW = ["1", "2", "3", "4", "10"]
FOUR = {("remedies", row, col): "3" for form in forms("remedies") for row, col in form.units}


def read(page: str | bytes) -> Matched:
    layout = html.read(page if isinstance(page, bytes) else page.encode())
    return match(layout.grids, layout.method)


def two(matched: Matched) -> dict[str, str]:
    """The cells of table 二 by the last parts of their codes."""
    return {
        f"{c.row_code.removeprefix('proactive.')} {c.col_code.removeprefix('measure.')}": c.raw
        for c in matched.cells
        if c.table == "proactive"
    }


def raw(matched: Matched) -> printing.Values:
    return {(cell.table, cell.row_code, cell.col_code): cell.raw for cell in matched.cells}


# --- labels as offices print them ------------------------------------------------------------

BLOCK = """
第二十条第（一）项*4
信息内容|{heads}
规章|0|1|2
规范性文件|3|4|5
"""
READ_2019 = {
    "art20_1.rules made": "0",
    "art20_1.rules newly_disclosed": "1",
    "art20_1.rules disclosed_total": "2",
    "art20_1.normative_documents made": "3",
    "art20_1.normative_documents newly_disclosed": "4",
    "art20_1.normative_documents disclosed_total": "5",
}


@pytest.mark.parametrize(
    "heads",
    [
        "本年新制作数量|本年新公开数量|对外公开总数量",
        "本年新<br>制作数量|本年新<br/>公开数量|对外公开<p>总数量</p>",
        "本年新|本年新|对外公开总数量",  # the rest of the head was lost
        "本年新制作数量|本年新制作数量|对外公开总数量",  # one head copied over another
        "本年新制作数量|本年新公开数量|对外公开数量",
        "本年新制作数量（指2019年）|本年新公开数量|对外公开总数量（历史累计）",
        "本年新製作數量|本年新公開數量|對外公開總數量",
        "<span><span>本年</span>&nbsp;&nbsp;新制作</span>数&nbsp;量|本年新公开数量|对外公开总数量",
    ],
)
def test_heads_of_columns(heads: str) -> None:
    assert two(read(table(BLOCK.format(heads=heads)))) == READ_2019


@pytest.mark.parametrize(
    "banner", ["第二十条第(一项)", "第二十条 第(一)项", "第二十條第（一）項", "第二十条第一项"]
)
def test_banners(banner: str) -> None:
    page = BLOCK.replace("第二十条第（一）项", banner)
    assert two(read(table(page.format(heads="本年新制作数量|本年新公开数量|对外公开总数量")))) == (
        READ_2019
    )


TRADITIONAL = """
第二十條第（一）項*4
信息內容|本年新製作數量|本年新公開數量|對外公開總數量
規章（設區的市、自治州人民政府應提供相關數據）|0|1|2
規範性檔案（行政機關制定發布的決定、公告、通告、意見、通知）|3|4|5
其他主動公開檔案（含以本單位名義簽發的、除規範性檔案以外的檔案）|186|86|255
第二十條第（六）項*4
信息內容|上一年項目數量（指2019年事項數）|本年增/減（減用負值表示,如-8）|處理決定數量
行政處罰|90|-1|22
行政強制|4|+4|-
"""


def test_traditional_script_with_remarks_and_a_row_the_office_added() -> None:
    matched = read(table(TRADITIONAL))
    assert two(matched) == READ_2019 | {
        "art20_6.penalties items_prev_year": "90",
        "art20_6.penalties items_change": "-1",
        "art20_6.penalties decisions": "22",
        "art20_6.coercion items_prev_year": "4",
        "art20_6.coercion items_change": "+4",
        "art20_6.coercion decisions": "-",
    }
    (kept,) = matched.unmatched
    assert kept.values == ["186", "86", "255"]
    assert "其他主动公开档案" in kept.label
    assert {cell.state for cell in matched.cells if cell.raw == "-"} == {"dash"}


def test_the_distance_tells_how_far_a_label_is_from_the_forms() -> None:
    heads = "本年新|本年新公开数量|对外公开总数量"
    distances = {c.col_code: c.distance for c in read(table(BLOCK.format(heads=heads))).cells}
    assert distances["measure.newly_disclosed"] == 0
    assert 0.5 < distances["measure.made"] < 0.6


def test_only_the_last_block_was_filled_in() -> None:
    page = "第二十条第（九）项*3\n信息内容|采购项目数量|采购总金额\n政府集中采购| 53|6944.93"
    assert two(read(table(page))) == {
        "art20_9.procurement procurement_projects": "53",
        "art20_9.procurement procurement_amount": "6944.93",
    }


def test_a_column_in_another_unit_of_money_is_converted() -> None:
    page = "第二十条第（八）项*2\n信息内容|本年收费金额（单位：元）\n行政事业性收费|316441"
    assert [(c.raw, c.value, c.unit) for c in read(table(page)).cells] == [
        ("316441", 31.6441, "万元")
    ]


@pytest.mark.parametrize(
    ("head", "amount", "flagged"),
    [
        ("采购总金额", "152790元", False),
        ("采购总金额", "160.5964万元", False),
        ("采购总金额（万元）", "53", False),
        ("采购总金额", "0", False),
        ("采购总金额", "6944.93", True),
    ],
)
def test_an_amount_without_a_unit_is_flagged(head: str, amount: str, flagged: bool) -> None:
    page = f"第二十条第（九）项*3\n信息内容|采购项目数量|{head}\n政府集中采购|6|{amount}"
    assert [bool(cell.flag) for cell in read(table(page)).cells] == [False, flagged]


# --- columns that shift ----------------------------------------------------------------------


def three(values: printing.Values = VALUES) -> printing.Sheet:
    return printing.requests("2021", values)


def requests_of(values: printing.Values) -> printing.Values:
    return {at: text for at, text in values.items() if at[0] == "requests"}


def test_a_row_without_its_total_is_marked_and_not_aligned_to_the_left() -> None:
    sheet = three()
    sheet.rows[3].pop()
    matched = read(pages_as_html.table(sheet))
    wanted = {at: v for at, v in requests_of(VALUES).items() if at[1] != "requests.received_new"}
    assert raw(matched) == wanted
    (reading,) = matched.tables
    assert "7 of 175 cells not found, in requests.received_new" in reading.reason
    assert "alignment unknown" in reading.reason
    (kept,) = matched.unmatched
    assert len(kept.values) == 6


def test_a_column_the_office_added_is_left_out() -> None:
    sheet = three()
    sheet.rows[0][1] = ("申请人情况", 1, 8)
    sheet.rows[1][1] = ("法人或其他组织", 1, 6)
    sheet.rows[2].append(("小计", 1, 1))
    for row in sheet.rows[3:]:
        row.insert(-1, ("5555", 1, 1))
    assert raw(read(pages_as_html.table(sheet))) == requests_of(VALUES)


def test_phantom_columns_do_not_count_and_columns_keep_their_numbers() -> None:
    """Every row ends in an empty cell, and the heads span two columns where the values do not."""
    sheet = three()
    for row in sheet.rows[3:]:
        row.insert(len(row) - 7, ("", 1, 1))
        row.append(("", 1, 1))
    sheet.rows[0] = [(sheet.rows[0][0][0], 3, 4), ("申请人情况", 1, 8)]
    sheet.rows[2].append(("", 1, 1))
    matched = read(pages_as_html.table(sheet))
    assert raw(matched) == requests_of(VALUES)
    assert {cell.grid_col for cell in matched.cells} == set(range(4, 11))


def four(*rows: str) -> str:
    leaves = "结果维持|结果纠正|其他结果|尚未审结|总计"
    return table("\n".join(row.replace("LEAVES", leaves) for row in rows))


HEADS = ("行政复议*5|未经复议直接起诉*5|复议后起诉*5", "LEAVES|LEAVES|LEAVES")
FIFTEEN = "|".join(map(str, range(1, 16)))


def test_table_four_whole_with_a_row_of_empty_cells_in_its_header() -> None:
    blank = "|".join([" "] * 15)
    for rows in (
        (HEADS[0], HEADS[1], FIFTEEN),
        (HEADS[0], blank, HEADS[1], FIFTEEN),
        (HEADS[0], HEADS[1], blank, FIFTEEN),
    ):
        assert [cell.raw for cell in read(four(*rows)).cells] == FIFTEEN.split("|")


def test_table_four_with_fourteen_values_is_not_guessed() -> None:
    matched = read(four(*HEADS, FIFTEEN.rpartition("|")[0]))
    assert matched.cells == []
    (reading,) = matched.tables
    assert (reading.found, reading.expected) == (0, 15)
    assert "alignment unknown" in reading.reason
    assert len(matched.unmatched[0].values) == 14


def test_table_four_split_into_three_tables() -> None:
    fives = ["1|2|3|4|10", "5|6|7|8|26", "9|10|11|12|42"]
    told = ["行政复议*5", "行政诉讼：未经复议直接起诉*5", "行政诉讼：复议后起诉*5"]
    wanted = "|".join(fives).split("|")
    page = "".join(four(t, "LEAVES", f) for t, f in zip(told, fives, strict=True))
    assert [cell.raw for cell in read(page).cells] == wanted
    untold = "".join(four("LEAVES", five) for five in fives)
    assert [cell.raw for cell in read(untold).cells] == wanted


def test_two_of_three_untold_blocks_are_nobodys() -> None:
    matched = read(four("LEAVES", "1|2|3|4|10") + four("LEAVES", "5|6|7|8|26"))
    assert matched.cells == []


# --- copies ----------------------------------------------------------------------------------


def test_of_two_copies_the_whole_one_is_taken_and_a_difference_is_flagged() -> None:
    changed = dict(VALUES)
    changed["requests", "requests.carried_out", "applicant.total"] = "999"
    part = three(changed)
    del part.rows[10:14]
    for pages in ([part, three()], [three(), part]):
        matched = read("".join(map(pages_as_html.table, pages)))
        assert raw(matched) == requests_of(VALUES)
        assert matched.tables[0].reason == ""
        (flagged,) = [cell for cell in matched.cells if cell.flag]
        assert (flagged.row_code, flagged.col_code) == ("requests.carried_out", "applicant.total")
        assert "'999'" in flagged.flag


def test_the_same_copy_again_is_no_news() -> None:
    once = "".join(
        map(
            pages_as_html.table,
            [printing.proactive("2021", VALUES), three(), printing.remedies(VALUES)],
        )
    )
    assert raw(read(once + once)) == VALUES
    assert not any(cell.flag for cell in read(once + once).cells)


# --- where the body is, and what is displayed --------------------------------------------------

BODY = pages_as_html.table(printing.remedies(FOUR))


@pytest.mark.parametrize(
    "page",
    [
        f"<script>var content = {json.dumps(BODY)};</script>",
        f"<script>show({{'body': '{BODY.replace(chr(39), '')}'}})</script>".replace(
            "</td>", "<\\/td>"
        ),
        f"<script type=application/json>{json.dumps({'data': {'a': escape(BODY)}})}</script>",
        f"<textarea id=content>{escape(BODY)}</textarea>",
        f'<input type="hidden" value="{escape(BODY)}">',
        f'<iframe srcdoc="{escape(BODY)}"></iframe>',
        f"<noscript>{BODY}</noscript>",
        "<script>x = " + json.dumps(BODY).replace("<", "\\u003c") + "</script>",
    ],
    ids=["js", "js-single", "json-entities", "textarea", "input", "srcdoc", "noscript", "escaped"],
)
def test_the_body_is_carried_inside_something_else(page: str) -> None:
    assert raw(read(f"<title>t</title><body><p>正文</p>{page}</body>")) == FOUR


def test_what_is_shown_is_read_and_not_what_scripts_carry() -> None:
    other = json.dumps(BODY.replace(">3<", ">4<"))
    assert raw(read(f"{BODY}<script>var draft = {other};</script>")) == FOUR


def test_a_picture_of_a_number_is_unreadable_and_not_blank() -> None:
    page = BODY.replace("<p>3</p>", "<p><img src='a.png'></p>", 1)
    page = page.replace("<p>3</p>", "<p><img src='s.gif' width=1 height=1></p>", 1)
    states = [cell.state for cell in read(page).cells]
    assert states == ["unreadable", "blank", *["number"] * 13]


def test_rows_and_cells_that_are_not_displayed_are_not_read() -> None:
    hidden = BODY.replace("<tr>", "<tr style='DISPLAY : none'>").replace(">3<", ">8<")
    rows = hidden[hidden.index("<tr") : hidden.rindex("</tr>") + 5]
    assert raw(read(BODY.replace("<tbody>", f"<tbody>{rows}"))) == FOUR
    twice = BODY.replace("<p>3</p>", "<p>3<span style='display:none'>8</span></p>")
    assert raw(read(twice)) == FOUR


def test_a_hidden_table_is_read_only_where_nothing_displayed_shows_its_kind() -> None:
    hidden = f"<div style='display:none'>{BODY.replace('>3<', '>8<')}</div>"
    assert raw(read(hidden + BODY)) == raw(read(BODY + hidden)) == FOUR
    tab = f"<div hidden>{pages_as_html.table(three())}</div>"
    assert raw(read(tab + BODY)) == FOUR | requests_of(VALUES)


def test_figures_in_fields_and_in_tables_of_their_own() -> None:
    for cell in ("<input type=text value='3' disabled>", "<table><tr><td>3</td></tr></table>"):
        assert raw(read(BODY.replace("<p>3</p>", cell))) == FOUR


def test_rows_without_cells_that_no_span_counts() -> None:
    page = pages_as_html.table(three()).replace("<tr>", "<tr></tr><tr>")
    assert raw(read(page)) == requests_of(VALUES)


def test_head_and_foot_stand_where_they_are_displayed() -> None:
    one = [
        line.split("|")
        for line in ("行政许可|7", "信息内容|本年处理决定数量", "第二十条第（五）项")
    ]
    foot, head, banner = ("".join(f"<td>{text}</td>" for text in row) for row in one)
    page = f"<table><tfoot><tr>{foot}</tr></tfoot><tbody><tr>{head}</tr></tbody>"
    page += f"<thead><tr>{banner}</tr></thead></table>"
    assert two(read(page)) == {"art20_5.licences decisions": "7"}


def test_cells_and_rows_that_are_never_closed() -> None:
    assert raw(read(BODY.replace("</td>", "").replace("</tr>", ""))) == FOUR


def test_a_table_inside_tables_for_layout() -> None:
    inside = (
        f"<table><tr><td>导航</td><td><table><tr><td>{BODY}</td></tr></table></td></tr></table>"
    )
    assert raw(read(inside)) == FOUR


def test_a_table_of_one_cell_left_inside_a_cell() -> None:
    sheet = printing.requests("2021", VALUES)
    text = VALUES["requests", "requests.carried_out", "applicant.total"]
    page = pages_as_html.table(sheet)
    at = page.rindex(f"<p>{text}</p>")
    page = page[:at] + page[at:].replace(
        f"<p>{text}</p>", f"<table><tr><td>{text}</td></tr></table>", 1
    )
    assert raw(read(page)) == requests_of(VALUES)


def test_leftovers_of_word_are_no_text() -> None:
    page = "<p>&lt;!--[if !supportLists]--&gt;7、&lt;!--[endif]--&gt;其他</p>"
    page += "<p><!--[if !supportLists]-->8、<!--[endif]-->事项<o:p></o:p></p>"
    assert [line.text for line in html.read(page.encode()).lines] == ["7、其他", "8、事项"]


def test_gb2312_is_declared_and_gb18030_used() -> None:
    page = f"<meta charset=gb2312><p>㐂镕</p>{BODY}".encode("gb18030")
    assert raw(read(page)) == FOUR
    assert html.read(page).lines[0].text == "㐂镕"


def test_pasted_from_word_with_nested_spans_and_empty_paragraphs() -> None:
    pasted = BODY.replace(
        "<p>3</p>", "<p>&nbsp;</p><p><b><span><font>3</font></span></b></p><p></p>"
    )
    assert raw(read(pasted)) == FOUR


# --- all at once -------------------------------------------------------------------------------

HABITS: dict[str, Callable[[str], str]] = {
    "nested spans": lambda p: re.sub(r"<p>(.*?)</p>", r"<p><span><b>\1</b></span></p>", p),
    "blanks": lambda p: p.replace("<p>", "<p>&nbsp;\u3000").replace("</p>", "&nbsp;</p>"),
    "empty paragraphs": lambda p: p.replace("<p>", "<p><o:p>&nbsp;</o:p></p><p>"),
    "breaks": lambda p: re.sub(r"<p>([^\d<&]{2})", r"<p>\1<br>", p),
    "never closed": lambda p: re.sub(r"</(?:td|tr|p)>", "", p),
    "head cells": lambda p: re.sub(
        r"<td(.{1,40}?)><p>信息内容</p></td>", r"<th\1>信息内容</th>", p
    ),
    "layout": lambda p: f"<table><tr><td>{p}</td><td><ul><li>导航</ul></td></tr></table>",
    "full width": lambda p: re.sub(r">(\d+)<", lambda m: f">{m[1].translate(WIDE)}<", p),
    "leftovers": lambda p: p.replace("<p>", "<p><!--[if !supportLists]--><!--[endif]-->"),
    "hidden rows": lambda p: p.replace("<tr>", "<tr style='display:none'><td>8</td></tr><tr>"),
    "in a script": lambda p: f"<div id=a></div><script>put('a', {json.dumps(p)})</script>",
    "phantom column": lambda p: p.replace("</tr>", "<td rowspan='1' colspan='1'></td></tr>"),
}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(st.lists(st.sampled_from(sorted(HABITS)), unique=True, max_size=5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_habits_together_change_no_cell(habits: list[str], gb: bool) -> None:
    page = "".join(
        map(
            pages_as_html.table,
            [printing.proactive("2021", VALUES), three(), printing.remedies(VALUES)],
        )
    )
    for habit in sorted(habits, key=lambda one: one in {"never closed", "layout", "in a script"}):
        page = HABITS[habit](page)
    matched = read(page.encode("gb18030" if gb else "utf-8"))
    assert {at: text.translate(NARROW) for at, text in raw(matched).items()} == VALUES


NARROW = str.maketrans("０１２３４５６７８９", "0123456789")

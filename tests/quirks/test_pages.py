"""Pages as offices published them: what is peculiar to each, in rows of the project's own."""

from __future__ import annotations

import pytest

from extract.grid import Line
from extract.prose import heading
from extract.read import read
from tests import pages_as_html
from tests.quirks import APPLICANTS, FLOW, matched, raw, states

HEADS_2021 = "信息内容|本年制发件数|本年废止件数|现行有效件数"
HEADS_2019 = "信息内容|本年新制作数量|本年新公开数量|对外公开总数量"
ITEMS = "信息内容|上一年项目数量|本年增/减|处理决定数量"


def test_a_head_with_a_remark_and_a_figure_left_blank() -> None:
    """现行有效件数 (历史累计), and no figure for rules in force."""
    found = matched(
        """
        第二十条第(一)项*4
        信息内容|本年制发件数|本年废止件数|现行有效件数 (历史累计)
        规章|0|0|
        行政规范性文件|5|12|8
        """
    )
    assert raw(found) == {
        "rules issued": "0",
        "rules repealed": "0",
        "rules in_force": "",
        "normative_documents issued": "5",
        "normative_documents repealed": "12",
        "normative_documents in_force": "8",
    }
    assert states(found)["rules in_force"] == "blank"


def test_columns_nobody_sees_behind_each_row() -> None:
    found = matched(APPLICANTS + "一、本年新收政府信息公开申请数量*3|8|0|0|0|0|0|8| | ")
    assert list(raw(found).values()) == ["8", "0", "0", "0", "0", "0", "8"]


def test_heads_broken_between_their_words() -> None:
    heads = APPLICANTS.replace("商业企业", "商业<br>企业").replace("科研机构", "科研 机构")
    found = matched(heads + "一、本年新收政府信息公开申请数量*3|1|2|3|4|5|6|21")
    assert raw(found)["received_new commercial"] == "2"
    assert raw(found)["received_new research"] == "3"


def test_merged_banners_and_single_figures_of_the_2021_form() -> None:
    found = matched(
        """
        第二十条第(五)项*4
        信息内容|本年处理决定数量*3
        行政许可|7*3
        第二十条第(六)项*4
        信息内容|本年处理决定数量*3
        行政处罚|8*3
        行政强制|9*3
        第二十条第(八)项*4
        信息内容|本年收费金额(单位:万元)*3
        行政事业性收费|10.5*3
        """
    )
    assert raw(found) == {
        "licences decisions": "7",
        "penalties decisions": "8",
        "coercion decisions": "9",
        "fees fee_amount": "10.5",
    }


def test_a_banner_broken_before_its_item() -> None:
    """第二十条 / 第(一)项 on two lines."""
    found = matched(f"第二十条<br>第(一)项*4\n{HEADS_2021}\n规章|0|0|0\n行政规范性文件|1|2|3")
    assert raw(found)["normative_documents in_force"] == "3"


BLANKS = """
一、本年新收政府信息公开申请数量*3|56| | | | | |56
二、上年结转政府信息公开申请数量*3|0| | | | | |0
三、本年度办理结果|（一）予以公开*2|18| | | | | |
|（二）部分公开（区分处理的,只计这一情况,不计其他情形）*2| | | | | | |
|（三）不予公开|1.属于国家秘密| | | | | | |
| |5.属于三类内容事务信息|3| | | | | |3
"""


def test_zeros_left_blank_and_totals_too() -> None:
    found = matched(APPLICANTS + BLANKS)
    got = raw(found)
    assert got["received_new natural_person"] == got["received_new total"] == "56"
    assert (got["granted natural_person"], got["granted total"]) == ("18", "")
    assert {v for k, v in got.items() if k.startswith("state_secret")} == {""}
    assert states(found)["received_new commercial"] == "blank"


def test_a_misprint_inside_a_label_of_table_three() -> None:
    """三类内容事务 for 三类内部事务, 只计这一情况 for 只计这一情形."""
    found = matched(APPLICANTS + BLANKS)
    distances = {c.row_code.rpartition(".")[2]: c.distance for c in found.cells}
    assert raw(found)["internal_affairs total"] == "3"
    assert distances["internal_affairs"] > 0
    assert "granted_part total" in raw(found)


def test_every_label_once_and_hardly_a_figure() -> None:
    found = matched(f"第二十条第(一)项*4\n{HEADS_2019}\n规章|0| | \n规范性文件| | | ")
    assert list(states(found).values()) == ["number", *["blank"] * 5]


def test_instructions_of_the_form_left_in_its_labels() -> None:
    found = matched(
        f"""
        第二十条第(一)项*4
        {HEADS_2019}
        规章（设区的市、自治州人民政府应提供相关数据）|0|0|0
        规范性文件（行政机关制定发布的决定、公告、通告、意见、通知，以及标题采用“规定”字样的公文）|2|3|19
        第二十条第(六)项*4
        信息内容|上一年项目数量(指2019年事项数)|本年增/减(减用负值表示,如-8)|处理决定数量(指2020年办件量)
        行政处罚|90|-1|22
        行政强制|4|4|-
        """
    )
    got = raw(found)
    assert [got[f"normative_documents {c}"] for c in ("made", "newly_disclosed")] == ["2", "3"]
    assert [got[f"penalties {c}"] for c in ("items_prev_year", "items_change")] == ["90", "-1"]
    assert states(found)["coercion decisions"] == "dash"


def test_a_row_the_office_added_to_table_two() -> None:
    found = matched(
        f"第二十条第(一)项*4\n{HEADS_2019}\n规章|0|0|0\n规范性文件|2|2|19\n"
        "其他主动公开文件（含以本单位名义签发的文件）|186|86|255"
    )
    (kept,) = found.unmatched
    assert (kept.values, "其他主动公开文件" in kept.label) == (["186", "86", "255"], True)
    assert "186" not in raw(found).values()


def test_traditional_script() -> None:
    found = matched(
        "第二十條第（一）項*4\n信息內容|本年新製作數量|本年新公開數量|對外公開總數量\n"
        "規章|0|0|0\n規範性檔案|4|4|130"
    )
    assert raw(found)["normative_documents disclosed_total"] == "130"


def test_rows_that_end_after_their_label() -> None:
    """行政许可 and nothing beside it: blank, and no other row's figures."""
    found = matched(f"第二十条第（五）项*4\n{ITEMS}\n行政许可| | | \n其他对外管理服务事项|1|2|3")
    got = raw(found)
    assert {got[f"licences {c}"] for c in ("items_prev_year", "items_change", "decisions")} == {""}
    assert got["other_services decisions"] == "3"


def test_only_the_ninth_item_on_the_page() -> None:
    found = matched(
        "第二十条第(九)项*3\n信息内容|采购项目数量|采购总金额\n政府集中采购|&nbsp;53|6944.93"
    )
    assert raw(found) == {
        "procurement procurement_projects": "53",
        "procurement procurement_amount": "6944.93",
    }


def test_a_period_with_its_year_and_month_run_together() -> None:
    text = "统计数据时间段:202011日至20201231日。"
    assert heading.period([text]) == ("", None, False)


def test_heads_cut_after_their_first_words() -> None:
    found = matched("第二十条第(一)项*4\n信息内容|本年新|本年新|对外公开总数量\n规章|1|2|3")
    assert list(raw(found).items()) == [
        ("rules made", "1"),
        ("rules newly_disclosed", "2"),
        ("rules disclosed_total", "3"),
    ]


def test_signed_changes_of_items() -> None:
    found = matched(f"第二十条第(六)项*5\n{ITEMS}|\n行政处罚|25|-1|0|\n行政强制|2|+2|114|")
    values = {c.raw: c.value for c in found.cells if c.col_code == "measure.items_change"}
    assert values == {"-1": -1, "+2": 2}


def test_a_bracket_that_closes_after_the_item() -> None:
    found = matched(f"第二十条第(一项)*4\n{HEADS_2019}\n规章|1|2|3\n规范性文件|4|5|6")
    assert len(found.cells) == 6


def test_a_head_without_a_word() -> None:
    """对外公开数量 for 对外公开总数量; 自 然 人 with blanks; the first bracket of the note lost."""
    found = matched(
        "第二十条第(一)项*4\n信息内容|本年新制作数量|本年新公开数量|对外公开数量\n规章|1|2|3"
    )
    assert raw(found)["rules disclosed_total"] == "3"
    heads = APPLICANTS.replace("自然人", "自 然 人").replace(FLOW, FLOW[1:])
    found = matched(heads + "一、本年新收政府信息公开申请数量*3|1|2|3|4|5|6|21")
    assert raw(found)["received_new natural_person"] == "1"


@pytest.mark.parametrize(("amount", "value"), [("160.5964万元", 1605964), ("152790元", 152790)])
def test_an_amount_with_its_unit_in_the_cell(amount: str, value: float) -> None:
    found = matched(
        f"第二十条第(九)项*3\n信息内容|采购项目数量|采购总金额\n政府集中采购|8|{amount}"
    )
    (cell,) = [c for c in found.cells if c.col_code == "measure.procurement_amount"]
    assert (cell.raw, cell.value, cell.unit, cell.flag) == (amount, value, "元", "")


def test_one_head_printed_over_two_columns() -> None:
    """本年新制作数量 twice; the second is where 本年新公开数量 belongs."""
    found = matched(
        "第二十条第(一)项*4\n信息内容|本年新制作数量|本年新制作数量|对外公开总数量\n规章|1|2|3"
    )
    assert raw(found)["rules newly_disclosed"] == "2"


def test_a_title_that_says_yearly_twice() -> None:
    line = Line("上湾乡人民政府2019年度政府信息公开年度工作报告", None)
    found = heading.title([line], "")
    assert (found.issuer, found.year) == ("上湾乡人民政府", 2019)


def test_a_numbered_form_of_2008_left_blank() -> None:
    lines = "\n".join(
        f"{label}|条|{code:02}| |"
        for code, label in enumerate(
            ("主动公开信息数", "申请总数", "1.当面申请数", "2.传真申请数", "3.电子邮件申请数",
             "4.网上申请数", "5.信函申请数", "6.其他形式申请数", "对申请的答复总数",
             "1.同意公开答复数", "2.同意部分公开答复数", "3.否决公开答复总数", "行政复议数"), 1
        )
    )  # fmt: skip
    page = pages_as_html.of_lines("指 标 名 称|计量单位|代码|本期实际|本年累计\n" + lines)
    record = read(f"<h1>某市政府信息公开情况统计报表</h1>{page}".encode())
    assert (record.verdict, record.cells) == ("refused", [])
    assert "is blank" in record.reason

"""Title, issuer, year and sections from a report's running text."""

from __future__ import annotations

import pytest

from extract.grid import Line
from extract.prose.heading import doubt, period, scope, sections, title

TITLES = [
    (["望川区人民政府", "2023 年政府信息公开工作年度报告"], "望川区人民政府", 2023),
    (["2019年澄湖市人民政府办公室政府信息公开工作年度报告"], "澄湖市人民政府办公室", 2019),
    (["澄湖市教育局2022年度政府信息公开工作年度报告"], "澄湖市教育局", 2022),
    (["关于澄湖市教育局2020年政府信息公开年度报告"], "澄湖市教育局", 2020),
    (["望川区卫生健康局", "2021年", "政府信息公开工作年度报告"], "望川区卫生健康局", 2021),
    (["澄湖市教育局2018年政府信息公开工作年报"], "澄湖市教育局", 2018),
    (["望川区柳湾镇人民政府2019年度政府信息公开年度工作报告"], "望川区柳湾镇人民政府", 2019),
    (["澄湖市教育局二○一六年政府信息公开年度报告"], "澄湖市教育局", 2016),
    (["澄湖市國資委2020年政府信息公開工作年度報告"], "澄湖市國資委", 2020),
    (["关于2022年度政府信息公开情况的报告"], "", 2022),
    (["澄湖市教育局2021年政府信息公开工作年度报告（图片版）"], "澄湖市教育局", 2021),
]


def lines(texts: list[str]) -> list[Line]:
    return [Line(text, None) for text in texts]


@pytest.mark.parametrize(("texts", "issuer", "year"), TITLES)
def test_the_title_names_the_organ_and_the_year_described(
    texts: list[str], issuer: str, year: int
) -> None:
    found = title(lines([*texts, "发布日期：2024-01-31", "一、总体情况"]), "")
    assert (found.issuer, found.year) == (issuer, year)


def test_the_title_is_kept_as_printed() -> None:
    texts = ["望川区人民政府办公室 2020 年政府信息公开工作年度报告本报告依据《条例》编制"]
    assert title(lines(texts), "").text == "望川区人民政府办公室 2020 年政府信息公开工作年度报告"


def test_metadata_helps_where_the_text_has_no_title() -> None:
    found = title(lines(["一、总体情况"]), "澄湖市教育局2022年政府信息公开工作年度报告")
    assert (found.issuer, found.year) == ("澄湖市教育局", 2022)


def test_what_is_no_title_gives_nothing() -> None:
    texts = ["本报告中所列数据统计期限从2019年1月1日到12月31日止。", "一、总体情况"]
    assert title(lines(texts), "网站首页") == ("", "", None)


def test_sections_are_cut_at_the_six_headings() -> None:
    texts = [
        "引言",
        "一、总体情况",
        "甲",
        "- 2 -",
        "乙",
        "二、主动公开政府信息情况",
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在问题及改进情况",
        "一是公开不够。",
        "六、其他需要报告的事项",
        "无。",
    ]
    assert [(s.number, s.text) for s in sections(lines(texts))] == [
        (1, "甲\n乙"),
        (2, ""),
        (4, ""),
        (5, "一是公开不够。"),
        (6, "无。"),
    ]


OFFICIAL = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def told(texts: list[str]) -> list[tuple[int, str]]:
    return [(s.number, s.text) for s in sections(lines(texts))]


def test_sections_are_known_by_their_names_where_the_ordinal_was_lost() -> None:
    texts = [heading.partition("、")[2] for heading in OFFICIAL]
    assert [number for number, _ in told(texts)] == [1, 2, 3, 4, 5, 6]


def test_sections_are_known_by_their_names_where_the_ordinals_are_others() -> None:
    texts = [
        "一、总体情况",
        "甲",
        "二、存在的主要问题及改进情况",
        "乙",
        "三、其他需要报告的事项",
        "丙",
    ]
    assert told(texts) == [(1, "甲"), (5, "乙"), (6, "丙")]


def test_nested_headings_and_points_of_a_list_are_no_sections() -> None:
    texts = [
        "一、总体情况",
        "（一）主动公开情况",
        "甲",
        "（二）依申请公开情况",
        "乙",
        "五、存在的主要问题及改进情况",
        "一、进一步加强组织领导",
        "丙",
        "二、健全工作机制",
    ]
    assert told(texts) == [
        (1, "（一）主动公开情况\n甲\n（二）依申请公开情况\n乙"),
        (5, "一、进一步加强组织领导\n丙\n二、健全工作机制"),
    ]


def test_tables_numbered_anew_after_six_sections_of_prose() -> None:
    texts = [part for i, heading in enumerate(OFFICIAL) for part in (heading, f"文{i + 1}")]
    texts += ["附表", "一、主动公开政府信息情况", "二、收到和处理政府信息公开申请情况", "注"]
    texts += ["三、政府信息公开行政复议、行政诉讼情况"]
    assert told(texts) == [
        (1, "文1"),
        (2, "文2"),
        (3, "文3\n注"),
        (4, "文4"),
        (5, "文5"),
        (6, "文6"),
    ]


def test_an_outline_of_before_2019_keeps_its_ordinals_where_names_are_unknown() -> None:
    texts = [
        "一、概述",
        "甲",
        "二、主动公开政府信息的情况",
        "三、依申请公开政府信息的情况",
        "四、因政府信息公开申请行政复议、提起行政诉讼的情况",
        "五、政府信息公开的收费及减免情况",
        "乙",
        "六、其他需要说明的事项",
    ]
    found = sections(lines(texts))
    assert [s.number for s in found] == [1, 2, 3, 4, 5, 6]
    assert (found[4].heading, found[4].text) == ("五、政府信息公开的收费及减免情况", "乙")


def test_the_calendar_year_is_the_period_of_its_year() -> None:
    texts = ["本报告中所列数据统计期限从2019年1月1日", "到12月31日止。"]
    found = period(texts)
    assert (found.year, found.whole_year) == (2019, True)
    assert doubt(2019, found) == ""


def test_a_period_that_is_no_calendar_year_is_kept_as_printed() -> None:
    found = period(["报告中所列数据的统计期限自2018年11月1日起至2019年10月31日止。"])
    assert found == ("2018年11月1日起至2019年10月31日", None, False)
    part = period(["数据统计期限为2021年１月1日至11月30日。"])
    assert part == ("2021年１月1日至11月30日", 2021, False)


@pytest.mark.parametrize(
    "text",
    ["统计数据时间段:202011日至20201231日。", "统计期限自2015月1日起", "无。", "2019年1月1日"],
)
def test_a_garbled_period_is_none(text: str) -> None:
    assert period([text]) == ("", None, False)


def test_a_year_copied_from_the_last_report_is_said_and_the_titles_is_kept() -> None:
    found = period(["本报告统计期限为2019年1月1日至2019年12月31日。"])
    assert "the title is of 2020" in doubt(2020, found)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("2023年全区受理政府信息公开申请21件。", "area"),
        ("2025年，全市各级行政机关扎实推进政务公开工作。", "area"),
        ("本报告对本行政区域内所有编制主体的数据进行汇总。", "area"),
        ("市政府办公厅代表市政府共受理政府信息公开申请859件。", "government"),
        ("本机关共收到政府信息公开申请3件。", "own"),
        ("2022年，我局新收到政府信息公开申请31件。", "own"),
        ("围绕全区中心工作，我局收到政府信息公开申请3件。", "own"),
        ("按照全市各级行政机关的部署开展工作。", ""),
        ("我镇认真落实条例要求。", ""),
        ("全区开展了两次培训。", ""),
    ],
)
def test_whose_figures_the_report_tells_where_its_text_says(text: str, whose: str) -> None:
    assert scope([text]) == whose

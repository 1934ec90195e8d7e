"""Title, issuer, year and sections from a report's running text."""

from __future__ import annotations

import pytest

from extract.grid import Line
from extract.heading import sections, title

TITLES = [
    (["望川区人民政府", "2023 年政府信息公开工作年度报告"], "望川区人民政府", 2023),
    (["2019年澄湖市人民政府办公室政府信息公开工作年度报告"], "澄湖市人民政府办公室", 2019),
    (["澄湖市教育局2022年度政府信息公开工作年度报告"], "澄湖市教育局", 2022),
    (["关于澄湖市教育局2020年政府信息公开年度报告"], "澄湖市教育局", 2020),
    (["望川区卫生健康局", "2021年", "政府信息公开工作年度报告"], "望川区卫生健康局", 2021),
    (["澄湖市教育局2018年政府信息公开工作年报"], "澄湖市教育局", 2018),
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

"""What a row of a column is, by its title; what a page is, by its title and its chapters."""

from __future__ import annotations

import pytest

from crawler.findings import chapters, titles
from crawler.findings.looks import Look, look
from crawler.platforms import Page

REPORTS = {
    "关于澄湖市教育局2023年政府信息公开工作年度报告": ("澄湖市教育局", (2023,)),
    "2022年上海市政府信息公开年度报告": ("上海市", (2022,)),
    "二〇二〇年宿州市政府信息公开工作年度报告（图片版）": ("宿州市", (2020,)),
    "黄浦区2022年政府信息公开工作年度报告（超链版）.pdf": ("黄浦区", (2022,)),
    "望川区人民政府2018年政府信息公开年报": ("望川区人民政府", (2018,)),
    "澄湖市卫健委2020年度政府信息公开情况报告": ("澄湖市卫健委", (2020,)),
    "２０２１年政府信息公开工作年度报告": ("", (2021,)),
    "《望川区政务公开 2016 年度报告》": ("望川区", (2016,)),
    "国家税务总局2023年政府信息公开工作年度报告的公告": ("国家税务总局", (2023,)),
}
PARTLY = [
    "2019年年报",
    "望川区教育局年度工作报告",
    "望川区人民政府政府信息公开年…",
    "2020年度报告",
    "2024年",
]
OTHERS = [
    "澄湖市人民政府办公室关于做好2023年政府信息公开工作年度报告编制和发布工作的通知",
    "澄湖市教育局关于2021年政府信息公开工作自查情况的报告",
    "关于报送2020年政府信息公开工作年度报告的函",
    "一图读懂望川区2023年政府信息公开工作年度报告",
    "澄湖市法治政府建设2022年度报告",
    "望川区2022年国民经济和社会发展年度报告",
    "望川区政府信息公开指南",
    "望川区2023年政府网站工作年度报表",
    "2021年望川区信息公开工作总结",
    "望川区政府信息公开目录",
]


@pytest.mark.parametrize("title", REPORTS)
def test_a_report_is_titled_with_its_organ_and_year(title: str) -> None:
    assert titles.read(title) == ("report", *REPORTS[title])
    assert titles.may_be_report(title)


@pytest.mark.parametrize("title", PARTLY)
def test_a_short_title_is_worth_a_look_and_decides_nothing(title: str) -> None:
    assert titles.read(title).kind == "partly"
    assert titles.may_be_report(title)


@pytest.mark.parametrize("title", OTHERS)
def test_what_is_about_reports_or_about_something_else_is_none(title: str) -> None:
    assert titles.read(title).kind in {"about", "other"}


@pytest.mark.parametrize(
    "title",
    ["澄湖市教育局2021年政府信息公开工作年度报告自查情况", "2020年政府信息公开工作年度报告的函"],
)
def test_what_is_titled_about_a_report_is_fetched_to_be_kept_unconfirmed(title: str) -> None:
    assert titles.may_be_report(title)
    assert titles.read(title).kind in {"about", "other"}


SIX = """<p>一、总体情况</p><p>…</p><h3>二、主动公开政府信息情况</h3>
<p>三、收到和处理政府信息<br>公开申请情况</p><p><b>四、政府信息公开行政复议、行政诉讼情况</b></p>
<div>五、存在的主要问题及改进情况</div><p>六、其他需要报告的事项</p>"""
OLD = """<p>一、概述</p><p>二、主动公开政府信息情况</p><p>三、依申请公开政府信息办理情况</p>
<p>四、政府信息公开的收费及减免情况</p><p>五、行政复议、提起行政诉讼的情况</p>"""
SELF_INSPECTION = """<p>一、基本情况</p><p>我局主动公开政府信息120条，依申请公开3件。</p>
<p>二、存在问题</p><p>三、下一步工作</p>"""


def page(body: str, title: str = "望川区教育局2023年政府信息公开工作年度报告") -> Page:
    html = f"<html><head><title>门户网站</title></head><body><h1>{title}</h1>{body}</body></html>"
    return Page("http://www.wangchuan.test/a.html", html.encode())


def test_the_fixed_outline_tells_a_report() -> None:
    seen = look(page(SIX))
    assert seen == Look(
        "望川区教育局2023年政府信息公开工作年度报告", "望川区教育局", 2023, chapters=6
    )
    assert chapters.enough(seen.chapters, 2023)


def test_the_old_outline_is_enough_before_2019_only() -> None:
    seen = look(page(OLD, "望川区教育局2015年政府信息公开工作年度报告"))
    assert seen.chapters >= chapters.ENOUGH_OLD
    assert chapters.enough(seen.chapters, 2015)


def test_a_self_inspection_has_too_few_chapters() -> None:
    seen = look(page(SELF_INSPECTION))
    assert seen.chapters == 2
    assert not chapters.enough(seen.chapters, 2023)
    assert not chapters.enough(seen.chapters, 2015)


def test_a_sentence_that_names_a_chapter_is_no_heading() -> None:
    said = (
        "主动公开政府信息方面，我区通过门户网站和新闻发布会等公开各类信息共计一千余条，群众满意。"
    )
    assert look(page(f"<p>{said}</p>")).chapters == 0

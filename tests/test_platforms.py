"""Every adapter reads its saved pages as the JSON beside them says; none is without pages.

A case is `tests/pages/<platform>/<case>.json`: the page's file, its address, which function reads
it, and either what that function must give (`expect`) or a part of its refusal (`refused`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.findings.titles import may_be_report
from crawler.platforms import NotAListingError, Page, adapters, choose

PAGES = Path(__file__).parent / "pages"
CASES = sorted(PAGES.glob("*/*.json"))


def load(path: Path) -> tuple[dict[str, Any], Page]:
    case = json.loads(path.read_text(encoding="utf-8"))
    return case, Page(case["url"], (path.parent / case["page"]).read_bytes())


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_an_adapter_reads_a_saved_page_as_expected(path: Path) -> None:
    case, page = load(path)
    adapter = adapters()[path.parent.name]
    if "refused" in case:
        with pytest.raises(NotAListingError, match=case["refused"]):
            adapter.listing(page)
    elif case["reads"] == "listing":
        listing = adapter.listing(page)
        assert {
            "rows": [[row.url, row.title, row.date] for row in listing.rows],
            "next": [ask.url for ask in listing.next],
            "total": listing.total,
            "complete": listing.complete,
        } == case["expect"]
    else:
        document = adapter.document(page)
        assert {
            "title": document.title,
            "date": document.date,
            "attachments": [[a.url, a.name] for a in document.attachments],
        } == case["expect"]


@pytest.mark.parametrize("name", adapters())
def test_every_adapter_has_saved_listings_documents_and_a_refusal(name: str) -> None:
    cases = [load(path)[0] for path in CASES if path.parent.name == name]
    kinds = {"refused" if "refused" in case else case["reads"] for case in cases}
    assert kinds == {"listing", "document", "refused"}, f"add pages to tests/pages/{name}/"
    assert len(cases) >= 5


@pytest.mark.parametrize("path", CASES, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_platform_is_told_from_the_page_alone(path: Path) -> None:
    page = load(path)[1]
    adapter = choose("", page)
    if path.stem == "not-a-listing":
        assert adapter is None
    else:
        assert adapter is adapters()[path.parent.name]


@pytest.mark.parametrize(
    "title",
    [
        "望川区人民政府2024年政府信息公开工作年度报告",
        "2019年政府信息公开年报",
        "望川区卫健局2016年度信息公开工作报告",
        "二〇一八年政务公开年度报告",
        "2020年年报",
        "望川区人民政府办公室2022年政府信息公开…",
    ],
)
def test_a_title_that_may_be_a_report_is_worth_fetching(title: str) -> None:
    assert may_be_report(title)


@pytest.mark.parametrize(
    "title",
    [
        "望川区政府信息公开指南",
        "望川区2024年政务公开工作要点",
        "望川区政府信息公开申请表（样表）",
        "望川区法治政府建设2022年度报告",
        "望川区2023年部门决算",
    ],
)
def test_a_title_of_something_else_is_not(title: str) -> None:
    assert not may_be_report(title)

"""Every adapter reads its saved pages as the JSON beside them says; none is without pages.

A case is `tests/pages/<platform>/<case>.json`: the page's file, its address, which function reads
it, and either what that function must give (`expect`) or a part of its refusal (`refused`). The
pages of the folder `lookalikes` are `not` of the platforms that they name, but look like them.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from crawler.findings.titles import may_be_report
from crawler.ledger.asks import Ask
from crawler.platforms import SURE, NotAListingError, Page, adapters, told

PAGES = Path(__file__).parent / "pages"
EVERY = sorted(PAGES.glob("*/*.json"))
CASES = [path for path in EVERY if path.parent.name != "lookalikes"]
LOOKALIKES = [path for path in EVERY if path.parent.name == "lookalikes"]


def load(path: Path) -> tuple[dict[str, Any], Page]:
    case = json.loads(path.read_text(encoding="utf-8"))
    return case, Page(case["url"], (path.parent / case["page"]).read_bytes())


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def asked(ask: Ask) -> str | list[str]:
    """An address; with method and form where it is no GET."""
    return ask.url if ask.method == "GET" else [ask.method, ask.url, ask.body]


@pytest.mark.parametrize("path", CASES, ids=named)
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
            "next": [asked(ask) for ask in listing.next],
            "total": listing.total,
            "complete": listing.complete,
        } == case["expect"]
    elif case["reads"] == "columns":
        leads = [[lead.url, lead.label] for lead in adapter.columns(page)]
        assert {"columns": leads} == case["expect"]
    else:
        document = adapter.document(page)
        assert {
            "title": document.title,
            "date": document.date,
            "attachments": [[a.url, a.name] for a in document.attachments],
        } == case["expect"]


@pytest.mark.parametrize("path", CASES, ids=named)
def test_an_address_it_asks_for_has_a_key(path: Path) -> None:
    case, page = load(path)
    if case["reads"] != "listing" or "refused" in case:
        return
    listing = adapters()[path.parent.name].listing(page)
    asks = [*listing.next, *(Ask(row.url, "document") for row in listing.rows)]
    assert len({ask.key for ask in asks}) == len(asks)


@pytest.mark.parametrize("name", adapters())
def test_every_adapter_has_saved_pages_of_every_kind(name: str) -> None:
    cases = [load(path)[0] for path in CASES if path.parent.name == name]
    kinds = {"refused" if "refused" in case else case["reads"] for case in cases}
    wanted = {"listing", "columns", "document", "refused"}
    assert kinds == wanted, f"add pages to tests/pages/{name}/"
    assert len({case["page"] for case in cases}) >= 5


@pytest.mark.parametrize("path", CASES, ids=named)
def test_the_platform_is_told_from_the_page_alone(path: Path) -> None:
    case, page = load(path)
    own = None if path.stem == "not-a-listing" else path.parent.name
    expected = case.get("detected", own)
    adapter = adapters().get(told(page))
    assert adapter is (adapters()[expected] if expected else None)


@pytest.mark.parametrize("path", LOOKALIKES, ids=named)
def test_a_page_that_only_looks_like_a_platform_is_not_taken_for_one(path: Path) -> None:
    case, page = load(path)
    scores = {name: adapters()[name].detect(page) for name in case["not"]}
    assert max(scores.values()) < SURE, scores


@pytest.mark.parametrize("path", CASES, ids=named)
def test_no_adapter_takes_the_page_of_another(path: Path) -> None:
    page = load(path)[1]
    scores = {name: adapter.detect(page) for name, adapter in adapters().items()}
    others = {n: s for n, s in scores.items() if n != path.parent.name and s >= SURE}
    assert not others


def spoiled(chance: random.Random, pages: list[Page]) -> Page:
    """A saved page with parts cut out, put in from another, or replaced by what breaks parsers."""
    body = bytearray(chance.choice(pages).body)
    for _ in range(chance.choice([1, 3, 10])):
        start = chance.randrange(len(body) + 1)
        end = start + chance.randrange(200)
        other = chance.choice(pages).body
        body[start:end] = chance.choice([b"", b"\0<", b"{[", b"<!--", b"http://[x", other[:300]])
        if chance.random() < 0.2:
            del body[start:]
    return Page(chance.choice(pages).url, bytes(body))


@pytest.mark.parametrize("name", adapters())
def test_a_spoiled_page_is_read_or_refused_and_never_an_accident(name: str) -> None:
    chance = random.Random(20261124)
    pages = [load(path)[1] for path in CASES if path.parent.name == name]
    adapter = adapters()[name]
    refused = 0
    for _ in range(150):
        page = spoiled(chance, pages)
        assert 0 <= adapter.detect(page) <= 1
        adapter.columns(page)
        adapter.document(page)
        try:
            adapter.listing(page)
        except NotAListingError:
            refused += 1
    assert 0 < refused < 150


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

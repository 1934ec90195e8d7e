"""What discovery and the platform marks owe to portals that they have never seen.

The frames, lists and pages of `tests/portal/unseen` were written without sight of the code that
walks and reads them. At first contact 76.2 % of the portals were found, and 96.2 % of the pages
were named rightly and 3.8 % wrongly; the floors below hold since their general causes were mended,
so they guard what was won and no longer measure a first contact.
"""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.discovery.walk import Walk
from crawler.platforms import Page
from tests.bench.detection import verdicts
from tests.bench.discovery import Outcome, outcomes


@pytest.fixture(scope="module")
def walks() -> list[Outcome]:
    return outcomes()


def test_nine_of_ten_unseen_portals_are_found(walks: list[Outcome]) -> None:
    missed = [one.name for one in walks if not one.found]
    assert len(walks) >= 30
    assert len(missed) <= 0.1 * len(walks), missed


def test_no_unseen_portal_takes_more_than_forty_requests(walks: list[Outcome]) -> None:
    assert [one.name for one in walks if one.requests > 40] == []


def test_unseen_pages_are_named_rightly_and_hardly_ever_wrongly() -> None:
    results = verdicts()
    counts = Counter(outcome for _, outcome, _ in results)
    failed = [(truth.name, name) for truth, outcome, name in results if outcome != "right"]
    assert len(results) >= 190
    assert counts["right"] >= 0.98 * len(results), failed
    assert counts["wrong"] <= 0.005 * len(results), failed


@pytest.mark.parametrize(
    "entry",
    [
        "<a href='/nb/'><img src='a.png' alt='政府信息公开年报'></a>",
        "<map name='m'><area href='/nb/' alt='政府信息公开年报'></map>",
        "<map name='m'><area href='/nb/' title='政府信息公开年报'></map>",
        "<iframe src='/nb/' title='政府信息公开年报'></iframe>",
    ],
)
def test_an_entry_without_words_is_called_what_its_picture_says(entry: str) -> None:
    home = "http://www.example.gov.cn/"
    walk = Walk(home)
    walk.next()
    walk.heard(Page(home, f"<html><body>{entry}</body></html>".encode()))
    ask = walk.next()
    assert ask is not None
    assert ask.url == f"{home}nb/"


def test_a_picture_that_leads_to_a_file_leads_nowhere() -> None:
    home = "http://www.example.gov.cn/"
    walk = Walk(home)
    walk.next()
    entry = "<a href='/nb.pdf'><img src='a.png' alt='政府信息公开年报'></a>"
    walk.heard(Page(home, f"<html><body>{entry}</body></html>".encode()))
    assert walk.next() is None

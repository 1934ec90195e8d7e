"""The spider reads whole columns of UCAP, 龙讯 and of the families that the static pager reads.

The sample country is moved to each; every list fills several pages. The registry does not name the
platform: the pages have to tell it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from crawler.platforms import Page, adapters
from tests.portal import serve
from tests.portal.country import Column, Country, Other, Report, key_of
from tests.portal.moved import ADDRESSES, moved, registry
from tests.portal.platforms import pages_of
from tests.portal.server import Sample
from tests.test_platform_crawls import ask, crawl, run

Crawled = tuple[Country, Path, Sample]


def adapter_of(platform: str) -> str:
    return platform if platform in adapters() else "static"


@pytest.fixture(scope="module", params=sorted(ADDRESSES))
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    there, folder = moved(request.param), tmp_path_factory.mktemp(request.param)
    with serve(of=there) as sample:
        done = crawl(sample, folder / "data", registry(there, folder))
    assert done.returncode == 0, done.stderr
    return there, folder / "data", sample


def test_every_column_is_read_whole_page_by_page(crawled: Crawled) -> None:
    there, data, _ = crawled
    visits = ask(data, "SELECT column_id, outcome, kind, complete FROM visit ORDER BY column_id")
    assert visits == sorted((c.column_id, "ok", "", 1) for c in there.columns)
    assert min(pages for (pages,) in ask(data, "SELECT pages FROM visit")) >= 4


def test_every_row_is_listed_with_its_whole_title_and_date(crawled: Crawled) -> None:
    there, data, _ = crawled

    def row(column: Column, listed: Report | Other) -> tuple[str, str, str]:
        return column.column_id, listed.title, listed.published

    truth = {row(column, listed) for column in there.columns for listed in there.listed(column)}
    assert set(ask(data, "SELECT column_id, title, row_date FROM listed")) == truth


def test_every_report_is_held_page_and_file(crawled: Crawled) -> None:
    there, data, _ = crawled
    held = dict(ask(data, "SELECT url, sha256 FROM sighting"))
    assert {r.url for r in there.reports if r.url} <= set(held)
    for report in there.reports:
        if report.attachment:
            printed = hashlib.sha256(report.document.read_bytes()).hexdigest()
            assert held[report.attachment] == printed


def test_nothing_is_asked_twice_or_of_what_is_not_there(crawled: Crawled) -> None:
    requests = crawled[2].requests
    assert len({r.path for r in requests}) == len(requests)
    missing = [(r.host, r.path) for r in requests if r.status != 200 and r.path != "/robots.txt"]
    assert all(path.startswith("/gongkai-") for _, path in missing), "but for one that cannot be"
    assert len({host for host, _ in missing}) == len(missing), "one a host"


def test_the_run_can_be_replayed(crawled: Crawled) -> None:
    done = run("replay", "--data", crawled[1])
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("platform", sorted(ADDRESSES))
def test_the_home_page_leads_to_the_columns(platform: str) -> None:
    there = moved(platform)
    host = next(iter(there.platforms))
    home = Page(f"http://{host}/", pages_of(there, host)["/"]().body)
    leads = {lead.url: lead.label for lead in adapters()[adapter_of(platform)].columns(home)}
    for column in there.columns:
        assert leads[column.url].endswith("政府信息公开年报")


def test_a_county_s_list_of_units_leads_to_each_unit_s_list() -> None:
    there = moved("longxun")
    first = there.columns[0].url
    url = first.partition("?")[0] + "?type=4&action=rel"
    page = pages_of(there, there.columns[0].host)[key_of(url)]()
    listing = adapters()["longxun"].listing(Page(url, page.body))
    assert [ask.url for ask in listing.next] == [column.url for column in there.columns]
    assert listing.complete

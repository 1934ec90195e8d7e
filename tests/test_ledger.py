"""The ledger: an ask, its outcome and what it led to are written together or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ConfigError
from crawler.ledger.asks import Ask
from crawler.ledger.facts import Fetch, Offer, Result
from crawler.ledger.ledger import Ledger
from crawler.platforms import Row
from crawler.store.archive import Payload, Place

ROOT = Ask("http://www.wangchuan.test/zwgk/zfxxgknb/", "listing")
PAGE = Ask("http://www.wangchuan.test/zwgk/zfxxgknb/index_1.html", "listing")
REPORT = Ask("http://www.wangchuan.test/zwgk/zfxxgknb/202503/t20250320_1.html", "document")
FILE = Ask("http://www.wangchuan.test/zwgk/zfxxgknb/202503/P02025.pdf", "attachment")
ROW = Row(REPORT.url, "望川区人民政府2024年政府信息公开工作年度报告", "2025-03-20")
STARTED = "2026-11-22T02:00:00.000000Z"
RUN = "20261122T020000Z"
LATER = ("20261223T020000Z", "2026-12-23T02:00:00.000000Z")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger(tmp_path / "ledger.sqlite")
    made.begin(RUN, STARTED, [ROOT])
    return made


def fetched(ask: Ask, run: str = RUN, second: int = 1, **changes: Any) -> Fetch:
    time = f"{run[:4]}-{run[4:6]}-{run[6:8]}T02:00:{second:02}.000000Z"
    facts = {"attempt": 1, "status": 200, "outcome": "ok", "kind": "", "evidence": "", **changes}
    return Fetch(run=run, ask=ask.key, url=ask.url, time=time, **facts)


def document(ask: Ask, sha256: str, second: int = 5, run: str = RUN) -> Fetch:
    facts = {"media_type": "text/html", "sha256": sha256, "size": 9}
    return fetched(ask, run, second, **facts, warc_file="x", warc_offset=second)


def read_listing(ledger: Ledger, run: str = RUN, started: str = STARTED, **changes: Any) -> None:
    facts = {"rows": (ROW,), "wanted": frozenset({REPORT.key}), "columns": ("wangchuan-gov",)}
    ledger.lease(ROOT.key, run)
    ledger.record(fetched(ROOT, run), Result("done", **{**facts, **changes}), started)


def rows(ledger: Ledger, query: str) -> list[tuple[Any, ...]]:
    return ledger._db.execute(query).fetchall()


def waiting(ledger: Ledger) -> list[str]:
    return [queued.ask.url for queued in ledger.queued()]


def test_an_ask_s_key_is_of_method_canonical_address_and_body() -> None:
    assert (
        Ask("http://a.gov.cn/x?b=2&a=1", "document").key
        == Ask("http://a.gov.cn/x?a=1&b=2", "document").key
    )
    assert (
        Ask("http://a.gov.cn/gkmlpt/index#1", "listing").key
        != Ask("http://a.gov.cn/gkmlpt/index#2", "listing").key
    )


def test_a_listing_queues_its_pages_and_the_rows_that_may_be_reports(ledger: Ledger) -> None:
    guide = Row(f"{ROOT.url}202501/t20250101_2.html", "望川区政府信息公开指南", "2025-01-01")
    read_listing(ledger, rows=(ROW, guide), pages=(PAGE,))
    assert waiting(ledger) == [PAGE.url, REPORT.url]
    assert len(rows(ledger, "SELECT * FROM listed")) == 2, "every row is listed, wanted or not"


def test_what_fails_half_way_is_not_written_at_all(ledger: Ledger) -> None:
    read_listing(ledger)
    before = rows(ledger, "SELECT * FROM ask ORDER BY ask")
    with pytest.raises(sqlite3.IntegrityError):
        ledger.record(
            fetched(REPORT, outcome="nothing the schema knows"),
            Result("done", attachments=(Offer(FILE, "附件"),)),
            STARTED,
        )
    assert rows(ledger, "SELECT * FROM ask ORDER BY ask") == before


def test_a_lease_that_was_lost_returns_as_if_it_had_never_been(ledger: Ledger) -> None:
    before = rows(ledger, "SELECT * FROM ask")
    ledger.lease(ROOT.key, RUN)
    assert waiting(ledger) == []
    ledger.release()
    assert rows(ledger, "SELECT * FROM ask") == before


def test_a_run_that_is_recovered_does_not_begin_its_columns_again(ledger: Ledger) -> None:
    read_listing(ledger)
    ledger.begin(RUN, STARTED, [ROOT])
    assert waiting(ledger) == [REPORT.url]


def test_a_half_read_listing_is_continued_and_not_begun_again(ledger: Ledger) -> None:
    read_listing(ledger, pages=(PAGE,))
    ledger.begin("20261122T030000Z", "2026-11-22T03:00:00.000000Z", [ROOT])
    assert ROOT.url not in waiting(ledger)
    ledger.begin(*LATER, [ROOT])
    assert ROOT.url in waiting(ledger), "a month later its rows have moved"


def test_a_visit_is_complete_when_every_page_was_read(ledger: Ledger) -> None:
    read_listing(ledger, pages=(PAGE,))
    query = "SELECT outcome, complete, pages, rows FROM visit"
    assert rows(ledger, query) == [("ok", 0, 1, 1)]
    ledger.lease(PAGE.key, RUN)
    ledger.record(fetched(PAGE, second=2), Result("done", columns=("wangchuan-gov",)), STARTED)
    assert rows(ledger, query) == [("ok", 1, 2, 1)]


def test_a_visit_is_not_complete_with_fewer_rows_than_the_portal_says(ledger: Ledger) -> None:
    read_listing(ledger, total=3)
    assert rows(ledger, "SELECT complete, rows, total FROM visit") == [(0, 1, 3)]


def test_a_page_that_fails_leaves_the_visit_incomplete_and_says_why(ledger: Ledger) -> None:
    read_listing(ledger, pages=(PAGE,))
    gone = fetched(PAGE, second=2, status=404, outcome="gone", kind="http_404")
    ledger.record(gone, Result("failed", columns=("wangchuan-gov",)), STARTED)
    [(outcome, complete, evidence)] = rows(ledger, "SELECT outcome, complete, evidence FROM visit")
    assert (outcome, complete) == ("ok", 0)
    assert PAGE.url in evidence


def test_a_first_page_that_is_refused_is_the_column_s_outcome(ledger: Ledger) -> None:
    refused = fetched(ROOT, status=None, outcome="blocked", kind="robots", evidence="Disallow: /")
    ledger.record(refused, Result("failed", columns=("wangchuan-gov",)), STARTED)
    assert rows(ledger, "SELECT outcome, kind, evidence, complete FROM visit") == [
        ("blocked", "robots", "Disallow: /", 0)
    ]


def test_a_document_is_sighted_in_every_column_that_lists_it(ledger: Ledger) -> None:
    read_listing(ledger)
    ledger.record(document(REPORT, "aa"), Result("done", is_document=True), STARTED)
    read_listing(ledger, run="20261122T030000Z", columns=("another-column",))
    assert rows(ledger, "SELECT sha256, column_id, title FROM sighting ORDER BY 2") == [
        ("aa", "another-column", ROW.title),
        ("aa", "wangchuan-gov", ROW.title),
    ]


def test_an_attachment_is_sighted_under_its_row_s_title_with_its_page(ledger: Ledger) -> None:
    read_listing(ledger)
    found = Result("done", is_document=True, attachments=(Offer(FILE, "附件"),))
    ledger.record(document(REPORT, "aa"), found, STARTED)
    ledger.record(document(FILE, "bb", 6), Result("done", is_document=True), STARTED)
    assert rows(ledger, "SELECT url, page_url, title FROM sighting WHERE sha256 = 'bb'") == [
        (FILE.url, REPORT.url, ROW.title)
    ]


def test_another_body_at_the_same_address_is_another_document_and_both_stay(
    ledger: Ledger,
) -> None:
    read_listing(ledger)
    ledger.record(document(REPORT, "aa"), Result("done", is_document=True), STARTED)
    ledger.record(document(REPORT, "bb", 9, LATER[0]), Result("done", is_document=True), LATER[1])
    assert rows(ledger, "SELECT sha256 FROM document ORDER BY 1") == [("aa",), ("bb",)]
    assert rows(ledger, "SELECT sha256, url FROM sighting ORDER BY 1") == [
        ("aa", REPORT.url),
        ("bb", REPORT.url),
    ]


def test_a_document_is_asked_for_again_after_the_recheck_period_with_its_validators(
    ledger: Ledger,
) -> None:
    read_listing(ledger)
    found = Result("done", is_document=True, etag='"1"', last_modified="Thu, 20 Mar 2025")
    ledger.record(document(REPORT, "aa"), found, STARTED)
    soon = ("20261130T020000Z", "2026-11-30T02:00:00.000000Z")
    read_listing(ledger, *soon)
    assert waiting(ledger) == []
    read_listing(ledger, *LATER)
    [queued] = ledger.queued()
    assert (queued.ask, queued.etag) == (REPORT, '"1"')


def test_the_order_of_two_hosts_does_not_matter_to_what_is_first(ledger: Ledger) -> None:
    read_listing(ledger)
    ledger.record(document(REPORT, "aa", 9), Result("done", is_document=True), STARTED)
    twin = Ask("http://www.chenghu.test/a.html", "document")
    ledger.record(document(twin, "aa", 3), Result("done", is_document=True), STARTED)
    assert rows(ledger, "SELECT first_seen, warc_offset FROM document") == [
        ("2026-11-22T02:00:03.000000Z", 3)
    ]


def test_a_finished_run_says_when_its_last_exchange_was(ledger: Ledger) -> None:
    read_listing(ledger)
    assert ledger.unfinished() == RUN
    ledger.finish(RUN, "finished", [])
    assert ledger.unfinished() is None
    assert rows(ledger, "SELECT finished, outcome FROM run") == [
        ("2026-11-22T02:00:01.000000Z", "finished")
    ]


# -- versions and payloads


def versions(ledger: Ledger) -> list[tuple[Any, ...]]:
    query = (
        "SELECT number, sha256, substr(first_seen, 6, 14), substr(last_seen, 6, 14), differs_from"
        " FROM version ORDER BY number"
    )
    return rows(ledger, query)


def seen(ledger: Ledger, sha256: str, day: int) -> None:
    run = f"202612{day:02}T020000Z"
    ledger.record(document(REPORT, sha256, 0, run), Result("done", is_document=True), STARTED)


def confirmed(ledger: Ledger, day: int) -> None:
    run = f"202612{day:02}T020000Z"
    same = fetched(REPORT, run, 0, status=304, kind="not_modified")
    ledger.record(same, Result("done"), STARTED)


def test_another_body_at_an_address_is_its_next_version(ledger: Ledger) -> None:
    read_listing(ledger)
    seen(ledger, "aa", 1)
    seen(ledger, "aa", 2)
    seen(ledger, "bb", 3)
    assert versions(ledger) == [
        (1, "aa", "12-01T02:00:00", "12-02T02:00:00", None),
        (2, "bb", "12-03T02:00:00", "12-03T02:00:00", "aa"),
    ]


def test_a_304_says_that_the_version_that_stood_there_last_still_does(ledger: Ledger) -> None:
    read_listing(ledger)
    seen(ledger, "aa", 1)
    seen(ledger, "bb", 2)
    confirmed(ledger, 5)
    assert [row[3] for row in versions(ledger)] == ["12-01T02:00:00", "12-05T02:00:00"]


def test_a_body_that_comes_back_is_the_version_it_was(ledger: Ledger) -> None:
    read_listing(ledger)
    for day, sha256 in enumerate(["aa", "bb", "aa", "cc"], 1):
        seen(ledger, sha256, day)
    assert versions(ledger) == [
        (1, "aa", "12-01T02:00:00", "12-03T02:00:00", None),
        (2, "bb", "12-02T02:00:00", "12-02T02:00:00", "aa"),
        (3, "cc", "12-04T02:00:00", "12-04T02:00:00", "aa"),
    ]


def test_a_payload_is_where_it_was_first_written_whatever_came_to_be_known_first(
    ledger: Ledger,
) -> None:
    def lying(offset: int) -> Payload:
        return Payload("sha256:A", ROOT.url, Place("x-0001.warc.gz", offset, STARTED))

    for offset in (500, 300, 400):
        ledger.remember(lying(offset))
        assert ledger.stored("sha256:A") is not None, "also before it is entered"
        ledger.flush()
    assert ledger.stored("sha256:A") == lying(300)
    assert ledger.stored("sha256:B") is None


def test_a_row_of_another_column_is_a_sighting_whatever_it_is_called_there(ledger: Ledger) -> None:
    read_listing(ledger)
    ledger.record(document(REPORT, "aa"), Result("done", is_document=True), STARTED)
    notice = Row(REPORT.url, "通知", None)
    read_listing(
        ledger, "20261122T030000Z", rows=(notice,), wanted=frozenset(), columns=("another",)
    )
    assert rows(ledger, "SELECT column_id, title FROM sighting WHERE column_id = 'another'") == [
        ("another", "通知")
    ]


# -- cost


def steps(ledger: Ledger, work: Callable[[], object]) -> int:
    """Count what SQLite does, in hundreds of its instructions: the same on every machine."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    ledger._db.set_progress_handler(step, 100)
    work()
    ledger._db.set_progress_handler(None, 0)
    return count


def test_a_page_of_a_column_of_5000_rows_costs_no_more_than_one_of_a_short_column(
    tmp_path: Path,
) -> None:
    def last_page(pages: int) -> int:
        ledger = Ledger(tmp_path / f"{pages}.sqlite")
        ledger.begin(RUN, STARTED, [ROOT])
        asks = [Ask(f"{ROOT.url}index_{n}.html", "listing") for n in range(1, pages)]
        read_listing(ledger, pages=tuple(asks))
        cost = 0
        for number, ask in enumerate(asks):
            listed = tuple(Row(f"{ROOT.url}{number}_{n}.html", ROW.title, None) for n in range(15))
            result = Result("done", rows=listed, columns=("wangchuan-gov",))
            ledger.lease(ask.key, RUN)
            cost = steps(ledger, partial(ledger.record, fetched(ask), result, STARTED))
        assert rows(ledger, "SELECT complete, pages FROM visit") == [(1, pages)]
        return cost

    assert last_page(334) <= 1.5 * last_page(10)


def test_discovery_and_probes_go_through_the_same_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    home = Ask("http://www.wangchuan.test/", "menu")
    ledger.begin(RUN, STARTED, [home], spider="discover", vantage="home")
    ledger.lease(home.key, RUN)
    menu = document(home, "aa")
    ledger.record(menu, Result("done"), STARTED)
    assert rows(ledger, "SELECT spider, vantage FROM run") == [("discover", "home")]
    assert rows(ledger, "SELECT purpose, state, root = ask FROM ask") == [("menu", "done", 1)]
    assert rows(ledger, "SELECT * FROM document") == [], "a menu is no document"


# -- older ledgers


def test_a_ledger_of_a_later_version_is_refused(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger._db.execute("PRAGMA user_version = 99")
    ledger.close()
    with pytest.raises(ConfigError, match="of version 99"):
        Ledger(tmp_path / "ledger.sqlite")

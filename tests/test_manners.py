"""What portals do to a crawler, and what it does then: each fault against the real spider.

Every crawl here is audited from its archive and replayed from it.
"""

from __future__ import annotations

import csv
import subprocess
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.manners.audit import audit
from tests.portal import Sample, serve
from tests.portal.faults import (
    Challenge,
    Fault,
    HttpOnly,
    Leads,
    RateLimited,
    Slow,
    SoftMissing,
    Status,
    Tls,
    Truncated,
)
from tests.test_crawl import CHENGHU, FRESH, REGISTRY, ROOT, WANGCHUAN, ask, command, visits

LISTING = "/zwgk/zfxxgk/zfxxgknb/"
DOCUMENT = LISTING + "202304/t20230414_424871.html"
SHORT = "/nb/"
"""An address of a column that the portal's fault makes lead to `LISTING`."""


def registry(folder: Path, **changes: str) -> Path:
    """The sample registry with the first column of 望川 at another address, and marks of hosts."""
    folder.mkdir()
    for path in REGISTRY.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if path.name == "portals.csv":
                row["tls"] = "lax" if row["host"] == changes.get("lax") else ""
                row["tls_reason"] = "its certificate ran out" if row["tls"] else ""
            if row.get("column_id") == "wangchuan-gov":
                row["url"] = changes.get("url", row["url"])
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    return folder


def crawl(
    sample: Sample, data: Path, *more: str, registry: Path = REGISTRY, pins: Any = None, **env: str
) -> str:
    """Crawl, audit and replay; gives what the crawl printed."""
    words = [word for pin in pins or sample.resolve for word in ("--resolve", pin)]
    arguments = command("crawl", "--data", data, "--registry", registry, *words, *more)
    printed = _run(arguments, **env)
    assert audit(data).violations == []
    _run(command("replay", "--data", data))
    return printed


def _run(arguments: list[str], **env: str) -> str:
    done = subprocess.run(
        arguments, check=False, capture_output=True, text=True, cwd=ROOT, env={**FRESH, **env}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def paths(sample: Sample, host: str) -> list[str]:
    return [r.path for r in sample.requests if r.host == host]


def fetched(data: Path, path: str, columns: str = "outcome, kind") -> list[tuple[Any, ...]]:
    asks = f"SELECT ask FROM ask WHERE url LIKE '%{path}'"
    return ask(data, f"SELECT {columns} FROM fetch WHERE ask IN ({asks}) ORDER BY time")


@pytest.mark.parametrize("status", [412, 521, 512, 202, 200])
def test_each_kind_of_challenge_stops_the_host_at_once(status: int, tmp_path: Path) -> None:
    with serve(Challenge(WANGCHUAN, DOCUMENT, status)) as sample:
        crawl(sample, tmp_path)
    kind = f"challenge_{status}" if status != 200 else "challenge_shell"
    assert fetched(tmp_path, DOCUMENT) == [("blocked", kind)]
    assert paths(sample, WANGCHUAN)[-1] == DOCUMENT, "nothing is asked after it"
    assert visits(tmp_path)["chenghu-gov"] == ("ok", "", 1)
    [(evidence,)] = fetched(tmp_path, DOCUMENT, "evidence")
    assert "bytes" in evidence
    assert "contains" in evidence


def test_a_challenge_instead_of_robots_txt_is_all_that_is_asked_for(tmp_path: Path) -> None:
    with serve(Challenge(WANGCHUAN, "/robots.txt", 521)) as sample:
        crawl(sample, tmp_path)
    assert paths(sample, WANGCHUAN) == ["/robots.txt"]
    assert visits(tmp_path)["wangchuan-gov"] == ("blocked", "challenge_521", 0)


def test_a_section_that_is_refused_does_not_speak_for_the_host(tmp_path: Path) -> None:
    with serve(Status(CHENGHU, "/jyj/", 493)) as sample:
        crawl(sample, tmp_path)
    found = visits(tmp_path)
    assert found["chenghu-jyj"] == ("blocked", "waf_493", 0)
    assert found["chenghu-gov"] == ("ok", "", 1)


def test_a_soft_404_is_known_by_one_impossible_address(tmp_path: Path) -> None:
    gone = Status(WANGCHUAN, DOCUMENT, 404)
    with serve(gone, SoftMissing(WANGCHUAN, title="望川区人民政府")) as sample:
        crawl(sample, tmp_path)
    assert fetched(tmp_path, DOCUMENT) == [("gone", "soft404")]
    assert [p for p in paths(sample, WANGCHUAN) if "gongkai-" in p][1:] == []
    others = fetched(tmp_path, ".html", "DISTINCT outcome, kind")
    assert set(others) == {("ok", ""), ("gone", "soft404")}


def test_a_page_that_only_says_that_it_is_missing_is_no_soft_404(tmp_path: Path) -> None:
    gone = Status(WANGCHUAN, DOCUMENT, 404)
    with serve(gone, SoftMissing(WANGCHUAN, DOCUMENT)) as sample:
        crawl(sample, tmp_path)
    assert fetched(tmp_path, DOCUMENT) == [("nonsense", "says_missing")]
    assert len([p for p in paths(sample, WANGCHUAN) if "gongkai-" in p]) == 1


def test_a_column_that_went_to_another_host_has_moved(tmp_path: Path) -> None:
    to = "http://www.chenghu.test/gkmlpt/index"
    with serve(Leads(WANGCHUAN, LISTING, to)) as sample:
        printed = crawl(sample, tmp_path)
    assert visits(tmp_path)["wangchuan-gov"] == ("gone", "moved", 0)
    [(evidence,)] = fetched(tmp_path, LISTING, "evidence")
    assert evidence == f"HTTP 301, Location: {to}"
    assert "moved: www.wangchuan.test now answers at www.chenghu.test" in printed


def test_a_redirect_to_the_home_page_is_a_404(tmp_path: Path) -> None:
    with serve(Leads(WANGCHUAN, DOCUMENT, "/index.html", status=302)) as sample:
        crawl(sample, tmp_path)
    assert fetched(tmp_path, DOCUMENT) == [("gone", "redirected_home")]
    assert not {"/", "/index.html"} & set(paths(sample, WANGCHUAN))


def test_a_document_on_another_host_is_fetched_once_and_marked(tmp_path: Path) -> None:
    target = "/gkmlpt/content/3/3934/post_3934086.html"
    with serve(
        Leads(WANGCHUAN, DOCUMENT, f"http://www.chenghu.test{target}", status=302)
    ) as sample:
        crawl(sample, tmp_path)
    assert fetched(tmp_path, DOCUMENT, "outcome, offsite") == [("ok", 1)]
    assert ask(tmp_path, "SELECT count(*) FROM fetch WHERE offsite = 1") == [(1,)]


@pytest.mark.parametrize("how", ["script", "refresh", "redirect"])
def test_a_literal_address_of_the_same_host_is_followed(how: str, tmp_path: Path) -> None:
    rows = registry(tmp_path / "r", url=f"http://{WANGCHUAN}{SHORT}")
    with serve(Leads(WANGCHUAN, SHORT, LISTING, how)) as sample:
        crawl(sample, tmp_path / "d", registry=rows)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("ok", "", 1)
    assert Counter(paths(sample, WANGCHUAN))[LISTING] == 1


def test_a_literal_address_is_followed_once(tmp_path: Path) -> None:
    rows = registry(tmp_path / "r", url=f"http://{WANGCHUAN}{SHORT}")
    there = Leads(WANGCHUAN, SHORT, "/nb/2.html", "script")
    back = Leads(WANGCHUAN, "/nb/2.html", SHORT, "script")
    with serve(there, back) as sample:
        crawl(sample, tmp_path / "d", registry=rows)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("nonsense", "js_only", 0)
    assert Counter(paths(sample, WANGCHUAN))[SHORT] == 1


@pytest.mark.parametrize(
    ("how", "to"), [("computed", LISTING), ("script", f"http://{CHENGHU}/gkmlpt/index")]
)
def test_an_address_that_is_computed_or_elsewhere_is_not_followed(
    how: str, to: str, tmp_path: Path
) -> None:
    rows = registry(tmp_path / "r", url=f"http://{WANGCHUAN}{SHORT}")
    with serve(Leads(WANGCHUAN, SHORT, to, how)) as sample:
        crawl(sample, tmp_path / "d", registry=rows)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("nonsense", "js_only", 0)
    assert LISTING not in paths(sample, WANGCHUAN)


@pytest.mark.parametrize("certificate", ["self_signed", "expired", "other_name"])
def test_a_certificate_that_fails_is_a_fault_and_is_not_overlooked(
    certificate: str, tmp_path: Path
) -> None:
    rows = registry(tmp_path / "r", url=f"https://{WANGCHUAN}{LISTING}")
    with serve(Tls(WANGCHUAN, certificate=certificate)) as sample:
        secure = [pin for pin in sample.resolve if f"{WANGCHUAN}:80=" not in pin]
        trust = {"SSL_CERT_FILE": str(sample.authority)}
        crawl(sample, tmp_path / "d", registry=rows, pins=secure, **trust)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("unreachable", "tls", 0)
    assert paths(sample, WANGCHUAN) == []
    [(evidence,)] = fetched(tmp_path / "d", LISTING, "evidence")
    assert "certificate verify failed" in evidence or "DNSMismatch" in evidence


@pytest.mark.parametrize(
    ("certificate", "lax", "verified"),
    [("self_signed", True, 0), ("trusted", True, 1), ("trusted", False, 1)],
)
def test_a_host_whose_row_says_lax_is_read_and_every_record_says_so(
    certificate: str, lax: bool, verified: int, tmp_path: Path
) -> None:
    lax_host = WANGCHUAN if lax else ""
    rows = registry(tmp_path / "r", url=f"https://{WANGCHUAN}{LISTING}", lax=lax_host)
    with serve(Tls(WANGCHUAN, certificate=certificate)) as sample:
        trust = {"SSL_CERT_FILE": str(sample.authority)}
        crawl(sample, tmp_path / "d", registry=rows, **trust)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("ok", "", 1)
    query = "SELECT tls_verified, count(*) FROM fetch WHERE url LIKE 'https:%' GROUP BY 1"
    found = dict(ask(tmp_path / "d", query))
    assert set(found) == {verified}
    assert found[verified] >= 10


@pytest.mark.parametrize("fault", [HttpOnly(WANGCHUAN), Tls(WANGCHUAN)], ids=["silent", "tls"])
def test_the_other_scheme_is_tried_once_where_the_registered_one_fails(
    fault: Fault, tmp_path: Path
) -> None:
    rows = registry(tmp_path / "r", url=f"https://{WANGCHUAN}{LISTING}")
    with serve(fault) as sample:
        crawl(sample, tmp_path / "d", registry=rows)
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("ok", "", 1)
    [(evidence,)] = fetched(tmp_path / "d", LISTING, "evidence")
    assert evidence.startswith("https: ")
    assert evidence.endswith("asked over http")
    assert Counter(paths(sample, WANGCHUAN))["/robots.txt"] == 1


def test_a_retry_after_is_waited_for(tmp_path: Path) -> None:
    with serve(RateLimited(WANGCHUAN, DOCUMENT, retry_after="1")) as sample:
        crawl(sample, tmp_path)
    times = [r.time for r in sample.requests if r.path == DOCUMENT]
    assert len(times) == 3, "it is tried three times in a run"
    assert min(later - sooner for sooner, later in pairwise(times)) >= 1
    assert fetched(tmp_path, DOCUMENT) == [("blocked", "rate_limited")] * 3


def test_a_long_retry_after_ends_the_run_for_the_host_also_in_a_replay(tmp_path: Path) -> None:
    wait = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    with serve(RateLimited(WANGCHUAN, LISTING, retry_after=wait)) as sample:
        crawl(sample, tmp_path)
    assert paths(sample, WANGCHUAN) == ["/robots.txt", LISTING]
    assert visits(tmp_path)["wangchuan-wsjkj"] == ("blocked", "rate_limited", 0)


def test_a_slow_body_is_waited_for_and_a_cut_one_is_not_believed(tmp_path: Path) -> None:
    other = LISTING + "202303/t20230324_420655.html"
    with serve(Slow(WANGCHUAN, DOCUMENT, 0.5), Truncated(WANGCHUAN, other)) as sample:
        crawl(sample, tmp_path)
    assert fetched(tmp_path, DOCUMENT) == [("ok", "")]
    assert fetched(tmp_path, other) == [("error", "truncated")] * 3


def test_the_delay_is_kept_on_the_wire_and_hosts_on_one_address_share_it(tmp_path: Path) -> None:
    with serve() as sample:
        pins = [pin + "@203.0.113.7" for pin in sample.resolve]
        crawl(sample, tmp_path, "--loopback-delay", "0.05", pins=pins)
    times = [r.time for r in sample.requests]
    assert {r.host for r in sample.requests} == {CHENGHU, WANGCHUAN}
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.05


def test_a_host_that_asked_to_be_left_alone_is_sent_nothing(tmp_path: Path) -> None:
    rows = registry(tmp_path / "r")
    (rows / "optout.csv").write_text("host,date,evidence\nwangchuan.test,2026-11-22,by letter\n")
    with serve() as sample:
        crawl(sample, tmp_path / "d", registry=rows)
    assert paths(sample, WANGCHUAN) == []
    assert visits(tmp_path / "d")["wangchuan-gov"] == ("blocked", "optout", 0)
    assert visits(tmp_path / "d")["wangchuan-wsjkj"] == ("blocked", "optout", 0)
    assert visits(tmp_path / "d")["chenghu-gov"] == ("ok", "", 1)


def test_the_budget_of_a_day_counts_over_runs(tmp_path: Path) -> None:
    with serve() as sample:
        crawl(sample, tmp_path, "--budget", "5")
        assert Counter(r.host for r in sample.requests) == {CHENGHU: 5, WANGCHUAN: 5}
        assert visits(tmp_path)["wangchuan-wsjkj"] == ("blocked", "robots", 0)
        kinds = ask(tmp_path, "SELECT DISTINCT outcome, kind FROM fetch WHERE kind <> ''")
        assert ("blocked", "budget") in kinds
        crawl(sample, tmp_path, "--budget", "5")
        assert len(sample.requests) == 10, "the day's budget was spent"
        crawl(sample, tmp_path)
    assert ask(tmp_path, "SELECT count(*) FROM ask WHERE state = 'queued'") == [(0,)]
    assert ask(tmp_path, "SELECT count(*) FROM document") == [(26,)]

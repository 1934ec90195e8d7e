"""The audit: whatever is impolite in an archive is found in it, and nothing else is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.errors import ArchiveError, ConfigError
from crawler.manners.audit import Audit, audit
from crawler.runs.plan import Plan
from crawler.store import archive
from crawler.store.archive import Place, Wire
from crawler.store.writer import Got, Sent, Writer

RUN = "20261122T150000Z"
START = datetime(2026, 11, 22, 15, tzinfo=UTC)
"""23:00 in China."""
HOST, OTHER = "www.a.gov.cn", "www.b.gov.cn"
PLAN = Plan(
    run=RUN,
    started="2026-11-22T15:00:00.000000Z",
    columns=(),
    due=(),
    only=False,
    cautious=True,
    hosts=("listed.example.org",),
    pinned=(),
    user_agent="Gongkai/0.1.0 (+mail@example.org)",
    kept={},
    delay=3.0,
    nights=True,
    budget=10,
    optout=("asked.gov.cn",),
    lax=("www.lax.gov.cn",),
)
FORBIDDING = b"User-agent: *\nDisallow: /private/\n"


@dataclass(frozen=True)
class Step:
    """A request of the run: `at` seconds after its start, for `takes` seconds."""

    url: str
    at: float
    takes: float = 0.5
    status: int = 200
    body: bytes = b"<html><body><p>a page</p></body></html>"
    headers: Mapping[str, str] = field(default_factory=dict)
    address: str = "203.0.113.7"
    verified: bool = True
    agent: str = PLAN.user_agent
    cookie: str = ""
    fails: str = ""


def robots(
    host: str, at: float, body: bytes = FORBIDDING, scheme: str = "http", **more: object
) -> Step:
    return replace(Step(f"{scheme}://{host}/robots.txt", at, body=body), **more)


def page(path: str, at: float, host: str = HOST, **more: object) -> Step:
    return replace(Step(f"http://{host}{path}", at), **more)


def stamp(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def write(data: Path, *steps: Step, plan: Plan = PLAN) -> list[Place]:
    """Archive a run that did these steps."""
    writer = Writer(data / "raw", plan.run, {})
    writer.facts(archive.PLAN, plan.run, plan.facts())
    places = []
    for number, step in enumerate(steps):
        is_robots = step.url.endswith("/robots.txt")
        name = f"robots:{step.url}/1/0" if is_robots else f"{number:032}/1/0"
        wire = Wire(stamp(step.at), stamp(step.at + step.takes), step.address, step.verified)
        if step.fails:
            facts = {"outcome": "unreachable", "kind": step.fails, "evidence": "", "retry": True}
            facts["wire"] = {"began": wire.began, "ended": wire.ended}
            places.append(writer.facts(step.url, name, facts))
            continue
        sent = [("User-Agent", step.agent)] + ([("Cookie", step.cookie)] if step.cookie else [])
        got = Got(step.status, tuple(step.headers.items()), step.body, cut=False, wire=wire)
        places.append(writer.exchange(name, Sent(step.url, "GET", tuple(sent), b""), got))
    writer.facts(archive.END, plan.run, {"outcome": "finished"})
    writer.close()
    return places


def kinds(data: Path, run: str = "") -> list[tuple[str, str]]:
    return [(v.kind, v.url) for v in audit(data, run).violations]


POLITE = (
    robots(HOST, 0),
    page("/nb/", 3.5),
    robots(OTHER, 7, b"", address="203.0.113.8"),
    page("/1.html", 7.2),
    page("/nb/", 10.5, OTHER, address="203.0.113.8"),
    page("/2.html", 11),
)


def test_a_polite_run_has_no_violation_and_is_counted(tmp_path: Path) -> None:
    write(tmp_path, *POLITE)
    found = audit(tmp_path)
    assert found.violations == []
    assert (found.runs, found.requests) == (1, 6)
    assert (found.hosts, found.addresses) == ({HOST, OTHER}, {"203.0.113.7", "203.0.113.8"})
    assert found.shortest == pytest.approx(3.0)


CHALLENGE = b"<script>$_ts={};</script>"
INJECTED = {
    "forbidden": (page("/private/1.html", 20),),
    "before_robots": (page("/nb/", 20, "www.c.gov.cn", address=""),),
    "interval": (page("/3.html", 14.3),),
    "address_interval": (
        robots("www.c.gov.cn", 13.5, b""),
    ),
    "after_challenge": (page("/3.html", 20, status=412, body=CHALLENGE), page("/4.html", 30)),
    "retry_after": (
        page("/3.html", 20, status=503, headers={"Retry-After": "60"}),
        page("/4.html", 60),
    ),
    "daytime": (page("/3.html", 9 * 3600),),
    "offsite": (robots("www.elsewhere.com", 20, b"", address="198.51.100.1"),),
    "optout": (robots("www.asked.gov.cn", 20, b"", address="198.51.100.1"),),
    "user_agent": (page("/3.html", 20, agent="Mozilla/5.0"),),
    "cookie": (page("/3.html", 20, cookie="a=b"),),
    "certificate": (
        robots(HOST, 20, url=f"https://{HOST}/robots.txt"),
        replace(page("/3.html", 30), url=f"https://{HOST}/3.html", verified=False),
    ),
    "budget": tuple(page(f"/{n}.html", 20 + 4 * n) for n in range(7)),
}  # fmt: skip


@pytest.mark.parametrize("kind", INJECTED)
def test_each_violation_is_found_once_and_nothing_besides(kind: str, tmp_path: Path) -> None:
    steps = INJECTED[kind]
    write(tmp_path, *POLITE, *steps)
    assert kinds(tmp_path) == [(kind, steps[-1].url)]


def test_a_request_on_the_way_when_the_challenge_came_is_no_violation(tmp_path: Path) -> None:
    challenged = page("/3.html", 20, takes=9, status=412, body=CHALLENGE)
    write(tmp_path, *POLITE, challenged, page("/4.html", 25))
    assert kinds(tmp_path) == [("interval", f"http://{HOST}/4.html")]


def test_a_shell_answered_with_200_is_a_challenge_to_the_audit_too(tmp_path: Path) -> None:
    write(tmp_path, *POLITE, page("/3.html", 20, body=CHALLENGE), page("/4.html", 30))
    assert kinds(tmp_path) == [("after_challenge", f"http://{HOST}/4.html")]


def test_a_rest_is_counted_from_the_end_of_an_exchange(tmp_path: Path) -> None:
    write(tmp_path, *POLITE, page("/3.html", 20, takes=8), page("/4.html", 30))
    assert kinds(tmp_path) == [("interval", f"http://{HOST}/4.html")]


def test_a_crawl_delay_as_archived_lengthens_the_interval(tmp_path: Path) -> None:
    slow = robots(HOST, 0, b"User-agent: Gongkai\nCrawl-delay: 9\nDisallow:\n")
    write(tmp_path, slow, page("/1.html", 10), page("/2.html", 15))
    assert kinds(tmp_path) == [("interval", f"http://{HOST}/2.html")]


def test_silence_or_an_error_in_place_of_robots_txt_forbids_everything(tmp_path: Path) -> None:
    silent = robots(HOST, 0, fails="timeout")
    ill = robots(OTHER, 0, b"", status=503, address="203.0.113.8")
    write(
        tmp_path, silent, ill, page("/1.html", 9), page("/2.html", 9, OTHER, address="203.0.113.8")
    )
    assert {kind for kind, _ in kinds(tmp_path)} == {"forbidden"}
    assert len(kinds(tmp_path)) == 2


def test_a_failure_whose_address_is_not_known_counts_at_its_host_s_address(tmp_path: Path) -> None:
    lost = page("/nb/", 14, OTHER, fails="timeout")
    write(tmp_path, *POLITE, lost, page("/2.html", 15, OTHER, address="203.0.113.8"))
    assert kinds(tmp_path) == [("interval", f"http://{OTHER}/2.html")]


def test_declared_addresses_and_the_run_s_own_delay_hold_for_pinned_hosts(tmp_path: Path) -> None:
    pinned = replace(
        PLAN,
        pinned=("a.test:80", "b.test:80", "c.test:80"),
        delay=0.5,
        nights=False,
        addresses={"a.test": "203.0.113.7", "b.test": "203.0.113.7"},
    )
    at = "127.0.0.1"
    steps = [robots(f"{n}.test", i * 0.3, b"", takes=0.1, address=at) for i, n in enumerate("abc")]
    write(tmp_path, *steps, plan=pinned)
    assert kinds(tmp_path) == [("address_interval", "http://b.test/robots.txt")]


def test_robots_txt_that_an_earlier_run_read_serves_a_day(tmp_path: Path) -> None:
    place, *_ = write(tmp_path, *POLITE)
    kept = {f"robots:http://{HOST}/robots.txt/1/0": place}
    later = replace(PLAN, run="20261122T160000Z", kept=kept)
    write(tmp_path, page("/5.html", 3600), page("/private/", 3610), plan=later)
    assert kinds(tmp_path) == [("forbidden", f"http://{HOST}/private/")]


def test_the_budget_counts_over_the_runs_of_a_day(tmp_path: Path) -> None:
    write(tmp_path, *POLITE)
    tight = replace(PLAN, run="20261122T153000Z", budget=5)
    write(tmp_path, robots(HOST, 1800), page("/5.html", 1810), plan=tight)
    assert kinds(tmp_path) == [("budget", f"http://{HOST}/5.html")]
    assert kinds(tmp_path, RUN) == []
    midnight = replace(PLAN, run="20261122T161000Z", budget=5)
    write(tmp_path, robots(HOST, 4200), page("/6.html", 4210), plan=midnight)
    assert kinds(tmp_path, midnight.run) == [], "a new day of China"


def test_an_archive_that_does_not_say_when_is_refused(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "raw", RUN, {})
    writer.facts(archive.PLAN, RUN, PLAN.facts())
    writer.exchange("x/1/0", Sent(f"http://{HOST}/", "GET", (), b""), Got(200, (), b"", cut=False))
    writer.close()
    with pytest.raises(ArchiveError, match="does not say when"):
        audit(tmp_path)


def test_no_archive_and_no_such_run_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no archive"):
        audit(tmp_path)
    write(tmp_path, *POLITE)
    with pytest.raises(ConfigError, match="no such run"):
        audit(tmp_path, "20200101T000000Z")


def test_a_person_sees_the_numbers_and_the_exit_status(tmp_path: Path) -> None:
    write(tmp_path, *POLITE, *INJECTED["interval"])
    done = subprocess.run(
        [sys.executable, "-m", "crawler", "audit", "--data", tmp_path],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 65
    assert "requests: 7" in done.stdout
    assert f"violation interval: {RUN} http://{HOST}/3.html" in done.stdout
    assert done.stderr.strip() == "audit: 7 requests, 1 violations"


def test_the_docstring_names_every_kind() -> None:
    from crawler.manners.audit import Violation  # noqa: PLC0415

    path = Path(__file__).parents[1] / "crawler" / "manners" / "audit.py"
    source = path.read_text(encoding="utf-8")
    assert isinstance(Audit(), Audit)
    assert Violation.__dataclass_fields__.keys() == {"kind", "run", "url", "evidence"}
    for kind in INJECTED:
        assert f"{kind}" in source.partition("class Exchange")[0]

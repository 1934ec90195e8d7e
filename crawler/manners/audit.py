"""`audit`: politeness, recomputed from the archive alone.

Receives the WARC files of DATA and nothing else: no ledger, no setting, no intention. For every
request that was sent it says whether robots.txt, as archived, allowed it; whether host and address
had their rest; whether the host had answered with a challenge before; whether the budget of the
day, the hours, the name and the opt-out list were kept. Refuses a damaged archive.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import ArchiveError, ConfigError
from crawler.manners import hours, outcomes, robots
from crawler.manners.downloader import FLOOR, LONGEST_CRAWL_DELAY
from crawler.manners.outcomes import Verdict
from crawler.manners.pace import LONGEST_WAIT, retry_after
from crawler.manners.robots import AGENT, Rules
from crawler.pages.decoding import DamagedBodyError, decompress
from crawler.runs.plan import Plan
from crawler.store import archive
from crawler.store.archive import Record

TOLERANCE = 0.01
"""Share of an interval that may be missing: the crawl counts by one clock and writes by another."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that should not have been made, or not then."""

    kind: str
    """forbidden, before_robots, interval, address_interval, after_challenge, retry_after, budget,
    daytime, offsite, optout, user_agent, cookie, certificate."""
    run: str
    url: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was sent. Times are seconds since the epoch."""

    url: str
    host: str
    is_robots: bool
    began: float
    ended: float
    day: str
    night: bool
    address: str
    verified: bool
    challenge: str
    """Kind of the challenge that answered; empty when none did."""
    wait: float
    """Seconds the answer asked to be left alone for."""


@dataclass
class Audit:
    """What was found."""

    runs: int = 0
    requests: int = 0
    hosts: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    challenges: int = 0
    shortest: float | None = None
    """Seconds between the end of an exchange and the next of its host, at least."""
    violations: list[Violation] = field(default_factory=list)

    def counts(self) -> Iterator[tuple[str, str]]:
        """Give what is printed: name and number."""
        yield "runs", str(self.runs)
        yield "requests", str(self.requests)
        yield "hosts", str(len(self.hosts))
        yield "addresses", str(len(self.addresses))
        yield "challenges", str(self.challenges)
        if self.shortest is not None:
            yield "shortest rest of a host", f"{self.shortest:.3f} s"
        for kind, number in sorted(Counter(v.kind for v in self.violations).items()):
            yield f"violations {kind}", str(number)


def audit(data: Path, run: str = "") -> Audit:
    """Audit every run, or one; raises ConfigError without an archive, ArchiveError for a bad one.

    With `run`, earlier runs count towards the budget of the day only.
    """
    raw = data / "raw"
    names = archive.runs(raw)
    if not names:
        raise ConfigError(f"{raw}: holds no archive; name the folder of a crawl with --data")
    if run and run not in names:
        raise ConfigError(f"--run {run!r}: no such run; the last is {names[-1]}")
    found = Audit()
    spent: Counter[tuple[str, str]] = Counter()
    for name in names:
        if run and name > run:
            break
        read = _Run(raw, name)
        wanted = not run or name == run
        violations = [*read.violations(), *read.overspent(spent)]
        spent.update((e.host, e.day) for e in read.exchanges)
        if wanted:
            found.runs += 1
            found.requests += len(read.exchanges)
            found.hosts.update(e.host for e in read.exchanges)
            found.addresses.update(read.slot(e) for e in read.exchanges)
            found.challenges += len({e.host for e in read.exchanges if e.challenge})
            rests = [later.began - sooner.ended for sooner, later in read.neighbours("host")]
            found.shortest = min([*rests, *filter(None, [found.shortest])], default=None)
            found.violations += violations
    return found


_NO_PLAN = Plan("", "", (), (), False, False, (), (), "", {})


class _Run:
    """One run as its file tells it."""

    def __init__(self, raw: Path, name: str) -> None:
        self.name = name
        self.exchanges: list[Exchange] = []
        self._rules: dict[str, tuple[float, Rules]] = {}
        """By origin: when its robots.txt was known, and what it says."""
        self._named: list[Violation] = []
        self.plan = _NO_PLAN  # of a run that was killed before it had one, and so did nothing
        for record in archive.history(raw, name):
            if record.url == archive.PLAN:
                self.plan = Plan.of(record.facts())
                for exchange, place in self.plan.kept.items():
                    if exchange.startswith("robots:"):
                        kept = archive.read_record(raw, place.warc_file, place.warc_offset)
                        self._robots(archive.answer(raw, kept), 0.0)
            elif record.kind == "request":
                self._named += self._headers(record)
            elif record.wire:
                self._exchange(archive.answer(raw, record))
            elif record.status:
                raise ArchiveError(f"{name}: {record.url} does not say when it was asked for")
        self.exchanges.sort(key=lambda e: e.began)
        self._located = {e.host: e.address for e in self.exchanges if e.address}

    # -- reading

    def _exchange(self, record: Record) -> None:
        assert record.wire is not None  # noqa: S101  # the caller asked
        wire = record.wire
        is_robots = record.exchange.startswith("robots:")
        ended = _seconds(wire.ended)
        verdict = _verdict(record)
        asked = retry_after(record.header("retry-after"), wire.ended) if verdict.retry else None
        if is_robots:
            self._robots(record, ended)
        self.exchanges.append(
            Exchange(
                url=record.url,
                host=_host(record.url),
                is_robots=is_robots,
                began=_seconds(wire.began),
                ended=ended,
                day=hours.day(wire.began),
                night=hours.is_night(wire.began),
                address=wire.address,
                verified=wire.verified,
                challenge=verdict.kind if record.status and verdict.stop else "",
                wait=max(asked or 0.0, 0.0),
            )
        )

    def _robots(self, record: Record, known: float) -> None:
        origin = _origin(record.exchange.removeprefix("robots:"))
        if record.status is None:
            silence = Verdict("blocked", "robots_unavailable", "robots.txt: no answer")
            rules = Rules(silence.kind, refusal=silence)
        else:
            headers = {name.lower(): value for name, value in record.headers}
            rules = robots.read(record.status, headers, record.body)
        self._rules[origin] = (known, rules)  # of several hops the last one counts

    def _headers(self, record: Record) -> Iterator[Violation]:
        name = record.header("user-agent")
        if name != self.plan.user_agent or not name.startswith(f"{AGENT}/"):
            yield Violation("user_agent", self.name, record.url, f"it came as {name!r}")
        if record.header("cookie"):
            yield Violation("cookie", self.name, record.url, "it carried a cookie")

    # -- judging

    def violations(self) -> Iterator[Violation]:
        """Give what this run should not have done, besides spending too much."""
        yield from self._named
        for exchange in self.exchanges:
            for kind, evidence in self._of_one(exchange):
                yield Violation(kind, self.name, exchange.url, evidence)
        for kind in ("host", "slot"):
            for sooner, later in self.neighbours(kind):
                yield from self._interval(kind, sooner, later)
        yield from self._afterwards()

    def overspent(self, spent: Counter[tuple[str, str]]) -> Iterator[Violation]:
        """Give the first request to each host that its budget of the day did not cover."""
        count = Counter(spent)
        for exchange in self.exchanges:
            key = (exchange.host, exchange.day)
            count[key] += 1
            if self.plan.budget and count[key] == max(self.plan.budget, spent[key]) + 1:
                evidence = f"{self.plan.budget} requests on {exchange.day} were spent"
                yield Violation("budget", self.name, exchange.url, evidence)

    def slot(self, exchange: Exchange) -> str:
        """Give what a host shares its pace with: its address, where the archive tells it."""
        declared = self.plan.addresses.get(exchange.host)
        if declared or self.plan.pinned:
            return declared or exchange.host
        return exchange.address or self._located.get(exchange.host, exchange.host)

    def neighbours(self, kind: str) -> Iterator[tuple[Exchange, Exchange]]:
        """Give each pair of exchanges that follow each other at a `host` or a `slot`."""
        groups: dict[str, list[Exchange]] = {}
        for exchange in self.exchanges:
            key = exchange.host if kind == "host" else self.slot(exchange)
            groups.setdefault(key, []).append(exchange)
        for group in groups.values():
            yield from pairwise(group)

    def _of_one(self, exchange: Exchange) -> Iterator[tuple[str, str]]:
        if not self.plan.may_contact(exchange.url):
            yield "offsite", "its host is neither under gov.cn nor in the registry"
        if self.plan.opted_out(exchange.host):
            yield "optout", "its host asked to be left alone"
        if self.plan.nights and not exchange.night:
            yield "daytime", "it was day in China"
        if not exchange.verified and exchange.host not in self.plan.lax:
            yield "certificate", "its certificate was not checked, and the registry does not say so"
        if exchange.is_robots:
            return
        known, rules = self._rules.get(_origin(exchange.url), (float("inf"), Rules("unread")))
        if exchange.began < known:
            yield "before_robots", "robots.txt had not been read"
        elif verdict := rules.check(exchange.url):
            yield "forbidden", verdict.evidence

    def _interval(self, kind: str, sooner: Exchange, later: Exchange) -> Iterator[Violation]:
        due = self.plan.delay if self.plan.pinned else max(self.plan.delay, FLOOR)
        known, rules = self._rules.get(_origin(later.url), (0.0, Rules("unread")))
        if later.began > known and not later.is_robots:
            due = max(due, min(rules.crawl_delay or 0.0, LONGEST_CRAWL_DELAY))
        if kind == "slot" and sooner.host == later.host:
            return  # judged as a pair of the host
        rest = later.began - sooner.ended
        if rest < due * (1 - TOLERANCE):
            name = "interval" if kind == "host" else "address_interval"
            evidence = f"{rest:.3f} s after {sooner.url}, {due:g} s were due"
            yield Violation(name, self.name, later.url, evidence)

    def _afterwards(self) -> Iterator[Violation]:
        """Give what was sent to a host that had asked for no more, for a while or for the run."""
        challenged: dict[str, Exchange] = {}
        for exchange in sorted(self.exchanges, key=lambda e: e.ended):
            if exchange.challenge:
                challenged.setdefault(exchange.host, exchange)
        waiting: dict[str, tuple[float, str]] = {}
        for exchange in self.exchanges:
            first = challenged.get(exchange.host)
            if first and exchange.began > first.ended:
                evidence = f"{first.url}: {first.challenge}"
                yield Violation("after_challenge", self.name, exchange.url, evidence)
            until, asked = waiting.get(exchange.host, (0.0, ""))
            if exchange.began < until - TOLERANCE:
                yield Violation("retry_after", self.name, exchange.url, asked)
            if exchange.wait:
                until = exchange.ended + exchange.wait
                long = exchange.wait > LONGEST_WAIT  # then the host is left alone for the run
                evidence = f"{exchange.url}: {exchange.wait:g} s"
                waiting[exchange.host] = (float("inf") if long else until, evidence)


def _verdict(record: Record) -> Verdict:
    if record.status is None:
        facts = record.facts()
        return Verdict(facts["outcome"], facts["kind"])
    headers = {name.lower(): value for name, value in record.headers}
    try:
        body = decompress(record.body, headers.get("content-encoding", ""))
    except DamagedBodyError:
        return Verdict("error", "damaged_body")
    return outcomes.of_answer(record.status, headers, body, cut=record.cut)


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"

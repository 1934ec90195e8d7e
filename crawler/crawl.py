"""`crawl`: recover what a killed run left, then read the columns that are due.

A run that was killed may have archived answers that its ledger did not get to write. They are
played into the ledger before anything is asked, so that no answer is ever asked for twice.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler import archive, driver, registry, session
from crawler.errors import ConfigError
from crawler.ledger import Ledger
from crawler.outcomes import Verdict
from crawler.plan import Plan, PlannedColumn
from crawler.platforms import adapters
from crawler.progress import Progress
from crawler.registry import Registry
from crawler.resolver import Pins, endpoint, parse_pins
from crawler.session import Session
from crawler.settings import GONGKAI_DUE_DAYS


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asked for."""

    data: Path
    registry: Path
    resolve: Sequence[str] = ()
    every: bool = False
    """Read every column, due or not."""
    columns: Sequence[str] = ()
    """Read these columns and no others, due or not."""
    contact: str = ""
    loopback_delay: float = 0.02
    """Seconds between requests to a pinned host."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a crawl came to."""

    run: str
    outcome: str
    due: int
    read: int
    """Columns whose listing was read, whole or not."""
    fresh: int
    """Columns that had been read whole shortly before, and so were not due."""
    requests: int
    documents: int
    """Documents that were fetched and are not in the archive twice."""


def crawl(options: Options, progress: Progress) -> Summary:
    """Run one crawl; raises ConfigError, RegistryError, LockedError or ArchiveError."""
    pins = parse_pins(options.resolve)
    if not pins and not options.contact:
        raise ConfigError(
            "no contact is given: portals must know whom to ask; give --contact or set"
            " GONGKAI_CONTACT to a mail address or a page"
        )
    if options.loopback_delay < 0:
        raise ConfigError("--loopback-delay: must not be negative")
    rows = registry.load(options.registry, frozenset(adapters()))
    unknown = [c for c in options.columns if c not in rows.columns]
    if unknown:
        raise ConfigError(f"--column {unknown[0]!r}: no such column_id in {options.registry}")
    raw = options.data / "raw"
    with session.lock(raw):
        ledger = Ledger(raw / "ledger.sqlite")
        try:
            made = driver.settings(
                GONGKAI_RESOLVE=list(options.resolve),
                GONGKAI_LOOPBACK_DELAY=options.loopback_delay,
                USER_AGENT=session.user_agent(options.contact),
            )
            steps = [
                lambda: recovery(raw, ledger),
                lambda: _begin(raw, ledger, options, rows, pins, progress),
            ]
            with progress:
                sessions = driver.drive(steps, made)
            return _summary(ledger, sessions[-1])
        finally:
            ledger.close()


def recovery(raw: Path, ledger: Ledger) -> Session | None:
    """Prepare to play the last run into its own ledger when it was killed; None when it was not."""
    run = ledger.unfinished()
    ledger.release()
    return session.played(raw, run, ledger) if run else None


def _begin(  # noqa: PLR0913, PLR0917  # a crawl stands on all of these
    raw: Path,
    ledger: Ledger,
    options: Options,
    rows: Registry,
    pins: Pins,
    progress: Progress,
) -> Session:
    ledger.release()
    started = _started(raw)
    plan = _plan(ledger, options, rows, pins, started)
    begun = session.live(raw, plan, ledger)
    for url in [] if options.every or options.columns else ledger.challenged(started):
        rest = Verdict("blocked", "challenge_cooldown", f"{url} answered with a challenge")
        begun.stopped[endpoint(url)[0]] = (started, rest)
    begun.heard = progress.heard
    return begun


def _plan(ledger: Ledger, options: Options, rows: Registry, pins: Pins, started: str) -> Plan:
    columns = [
        column
        for column in rows.columns.values()
        if column.confirmed
        and (endpoint(column.url) in pins if pins else rows.portals[column.host].status != "sample")
    ]
    if options.columns:
        due = list(options.columns)
    elif options.every:
        due = [column.column_id for column in columns]
    else:
        fresh = ledger.visited(started, GONGKAI_DUE_DAYS)
        resting = {endpoint(url)[0] for url in ledger.challenged(started)}
        due = [
            column.column_id
            for column in columns
            if column.column_id not in fresh and column.host not in resting
        ]
    return Plan(
        run=_run_of(started),
        started=started,
        columns=tuple(PlannedColumn(c.column_id, c.url, rows.platform(c.host)) for c in columns),
        due=tuple(due),
        only=bool(options.columns),
        hosts=tuple(sorted(rows.portals)),
        pinned=tuple(sorted(f"{host}:{port}" for host, port in pins)),
        user_agent=session.user_agent(options.contact),
    )


def _started(raw: Path) -> str:
    """Give a start whose second no other run began in: the second names the run."""
    while True:
        started = archive.now()
        if not (raw / "warc" / f"{_run_of(started)}.warc.gz").exists():
            return started
        time.sleep(0.1)


def _run_of(started: str) -> str:
    return started[:19].replace("-", "").replace(":", "") + "Z"


def _summary(ledger: Ledger, ran: Session) -> Summary:
    run = ran.plan.run
    return Summary(
        run=run,
        outcome=ran.outcome,
        due=len(ran.plan.due),
        read=ledger.count("SELECT count(*) FROM visit WHERE run = ? AND outcome = 'ok'", run),
        fresh=len(ledger.visited(ran.plan.started, GONGKAI_DUE_DAYS)),
        requests=ledger.count("SELECT count(*) FROM fetch WHERE run = ? AND status > 0", run),
        documents=ledger.count(
            "SELECT count(*) FROM document WHERE warc_file = ?", f"{run}.warc.gz"
        ),
    )

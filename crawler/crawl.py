"""`crawl`: recover what a killed run left, then read the columns that are due.

A run that was killed may have archived answers that its ledger did not get to write. They are
played into the ledger before anything is asked, so that no answer is ever asked for twice.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from crawler import archive, driver, hours, planning, registry, session
from crawler.archive import Place
from crawler.errors import ConfigError, DaytimeError
from crawler.ledger import Ledger, before
from crawler.planning import Options
from crawler.platforms import adapters
from crawler.progress import Progress
from crawler.resolver import endpoint, parse_pins
from crawler.session import Session
from crawler.settings import GONGKAI_DUE_DAYS
from crawler.tape import Player

ROBOTS_KEPT = timedelta(days=1)
"""How long a killed run's robots.txt serves the next run; RFC 9309 allows a day."""


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
    moved: tuple[tuple[str, str], ...]
    """(host, other host) for columns that were redirected; a person is to look at both."""


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
    if options.timeout <= 0:
        raise ConfigError("--timeout: must be more than 0")
    if options.budget is not None and options.budget < 0:
        raise ConfigError("--budget: must not be negative; 0 sets no limit")
    rows = registry.load(options.registry, frozenset(adapters()))
    if not (pins or options.any_hour):
        must_be_night(archive.now())
    raw = options.data / "raw"
    with session.lock(raw):
        ledger = Ledger(raw / "ledger.sqlite")
        try:
            made = driver.settings(
                GONGKAI_RESOLVE=list(options.resolve),
                GONGKAI_LOOPBACK_DELAY=options.loopback_delay,
                DOWNLOAD_TIMEOUT=options.timeout,
                USER_AGENT=session.user_agent(options.contact),
            )
            killed = recovery(raw, ledger)

            def begin() -> Session:
                ledger.release()
                started = _started(raw)
                robots = _robots(killed, started)
                plan = planning.plan(options, rows, pins, ledger, started=started, robots=robots)
                begun = session.live(raw, plan, ledger)
                begun.heard = progress.heard
                if plan.cautious:
                    begun.stopped.update(planning.resting(ledger, started))
                return begun

            steps = [lambda: killed, begin]
            with progress:
                sessions = driver.drive(steps, made)
            return _summary(ledger, sessions[-1])
        finally:
            ledger.close()


def must_be_night(now: str) -> None:
    """Raise DaytimeError when it is day in China."""
    if not hours.is_night(now):
        raise DaytimeError(
            f"it is {hours.clock(now)} in China, where portals are asked from {hours.EVENING}:00"
            f" to {hours.MORNING:02}:00; run it then, or give --any-hour"
        )


def recovery(raw: Path, ledger: Ledger) -> Session | None:
    """Prepare to play the last run into its own ledger when it was killed; None when it was not."""
    run = ledger.unfinished()
    ledger.release()
    return session.played(raw, run, ledger) if run else None


def _robots(killed: Session | None, started: str) -> dict[str, Place]:
    """Give robots.txt as the killed run read it: to ask again within the day says nothing new."""
    if killed is None or not isinstance(killed.reel, Player):
        return {}
    return killed.reel.robots(since=before(started, ROBOTS_KEPT))


def _started(raw: Path) -> str:
    """Give a start whose second no other run began in: the second names the run."""
    while True:
        started = archive.now()
        if not (raw / "warc" / f"{planning.run_of(started)}.warc.gz").exists():
            return started
        time.sleep(0.1)


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
        moved=tuple(sorted({(endpoint(url)[0], endpoint(to)[0]) for url, to in ledger.moved(run)})),
    )

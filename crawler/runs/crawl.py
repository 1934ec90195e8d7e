"""`crawl`: recover what a killed run left, then read the columns that are due.

A run that was killed may have archived answers that its ledger did not get to write. They are
played into the ledger before anything is asked, so that no answer is ever asked for twice.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, Settings

from crawler import registry
from crawler.errors import ConfigError, DaytimeError
from crawler.ledger.ledger import Ledger, before
from crawler.manners import hours
from crawler.manners.resolver import endpoint, parse_pins
from crawler.platforms import adapters
from crawler.runs import driver, planning, session
from crawler.runs.planning import Options
from crawler.runs.progress import Progress
from crawler.runs.session import Session
from crawler.settings import GONGKAI_DUE_DAYS
from crawler.store import archive
from crawler.store.archive import Place
from crawler.store.tape import Player

KEPT = timedelta(days=1)
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
    alarms: int
    """What the run found amiss on portals."""
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
            info = provenance(made, options.registry)
            killed = recovery(raw, ledger)

            def begin() -> Session:
                ledger.release()
                started = _started(raw)
                kept = _kept(killed, started, ledger)
                plan = planning.plan(options, rows, pins, ledger, started=started, kept=kept)
                begun = session.live(raw, plan, ledger, info, options.warc_size)
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
    """Prepare to play the last run into its own ledger when it was killed; None when it was not.

    The last run is that of the archive: it may have been killed before the ledger knew of it.
    """
    ledger.release()
    known = ledger.runs()
    last = archive.runs(raw)[-1:]
    if last and last[0] not in known and (killed := session.played(raw, last[0], ledger)):
        return killed
    run = ledger.unfinished()
    return session.played(raw, run, ledger) if run else None


def provenance(made: Settings, registry: Path) -> dict[str, str]:
    """Give fingerprints of the settings and of the registry's files, for `warcinfo`.

    Pins are left out: they say where the sample portals happened to be.
    """
    project = SETTINGS_PRIORITIES["project"]
    own = {
        name: value
        for name, value in made.copy_to_dict().items()
        if (made.getpriority(name) or 0) >= project and name != "GONGKAI_RESOLVE"
    }
    settings = json.dumps(own, sort_keys=True, default=str).encode()
    rows = hashlib.sha256()
    for path in sorted(registry.glob("*.csv")):
        rows.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return {
        "settings": f"sha256:{hashlib.sha256(settings).hexdigest()}",
        "registry": f"sha256:{rows.hexdigest()}",
    }


def _kept(killed: Session | None, started: str, ledger: Ledger) -> dict[str, Place]:
    """Give what the killed run read and need not be asked again, within the day."""
    if killed is None or not isinstance(killed.reel, Player):
        return {}
    return killed.reel.kept(before(started, KEPT), ledger)


def _started(raw: Path) -> str:
    """Give a start whose second no other run began in: the second names the run."""
    while True:
        started = archive.now()
        if not archive.files(raw, planning.run_of(started)):
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
        documents=ledger.count("SELECT count(*) FROM document WHERE warc_file GLOB ?", f"{run}-*"),
        alarms=ledger.count("SELECT count(*) FROM alarm WHERE run = ?", run),
        moved=tuple(sorted({(endpoint(url)[0], endpoint(to)[0]) for url, to in ledger.moved(run)})),
    )

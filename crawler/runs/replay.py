"""`replay`: repeat runs from the archive, with sockets forbidden, and compare every row.

Receives DATA. The same spider plays each run, in order, into a fresh ledger in another folder,
which works as DATA for the stages that follow. Gives the differences to the ledger as it stands.

What a run asks depends on what the runs before it found, so a replay of one plays all up to it,
from the archive alone: nothing but the comparison reads a row of DATA's ledger.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from crawler.errors import ConfigError, NetworkForbiddenError
from crawler.ledger.ledger import Ledger
from crawler.runs import driver, session
from crawler.runs.crawl import recovery
from crawler.runs.driver import Step
from crawler.runs.session import Session
from crawler.store import archive

_NETWORK = {
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendmsg",
    "socket.sendto",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that stands on one side only."""

    table: str
    side: str
    """`ledger` or `replay`."""
    row: tuple[object, ...]


def replay(data: Path, into: Path, run: str = "") -> tuple[int, list[Difference]]:
    """Replay every run, or all up to `run`; gives how many and the differences.

    With `run`, the rows of that run are compared; when it is the last, also what all runs together
    have come to, such as documents and sightings. A last run
    that was killed is recovered in `data` first, as the next crawl would do. Raises ConfigError,
    LockedError, ArchiveError, and NetworkForbiddenError when anything reached for the network.
    """
    raw, target = data / "raw", into / "raw"
    if not (raw / "ledger.sqlite").is_file():
        raise ConfigError(f"{raw}: holds no ledger.sqlite; name the folder of a crawl with --data")
    if (target / "ledger.sqlite").exists():
        raise ConfigError(f"{target}: holds a ledger already; name an empty folder with --into")
    with session.lock(raw):
        forbid_sockets()
        ledger = Ledger(raw / "ledger.sqlite")
        (target / "warc").mkdir(parents=True, exist_ok=True)
        fresh = Ledger(target / "ledger.sqlite")
        try:
            known = ledger.runs()
            runs = sorted({*archive.runs(raw), *known})
            if run and run not in runs:
                raise ConfigError(
                    f"run {run!r}: there is none of that name; the last is {(runs or ['none'])[-1]}"
                )
            runs = [name for name in runs if not run or name <= run]
            steps: list[Step] = [lambda: recovery(raw, ledger)]
            for name in runs:
                for file in archive.files(raw, name):
                    _link(raw / "warc" / file, target / "warc" / file)
                steps.append(partial(_play, target, name, fresh))
            driver.drive(steps, driver.settings())
            last = not run or run == max(ledger.runs())
        finally:
            ledger.close()
            fresh.close()
        names = raw / "ledger.sqlite", target / "ledger.sqlite"
        return len(runs), list(_compare(*names, run, last=last))


def _play(raw: Path, run: str, ledger: Ledger) -> Session | None:
    ledger.release()
    return session.played(raw, run, ledger)


def forbid_sockets() -> None:
    """Make every use of the network in this process, from now on, raise NetworkForbiddenError."""

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NETWORK:
            raise NetworkForbiddenError(f"{event} {arguments[1:]}: a replay uses no network")

    sys.addaudithook(audit)


def _link(source: Path, target: Path) -> None:
    """Make the archive's file appear in the other folder, without a copy where that works."""
    if target.exists():
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _compare(ledger: Path, fresh: Path, run: str, *, last: bool) -> Iterator[Difference]:
    """Give the rows of one side only: of every table, or of a run as far as they can be told."""
    with closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as db:
        db.execute("ATTACH ? AS fresh", (f"file:{fresh}?mode=ro",))
        for table, of_a_run in _tables(db):
            if run and not of_a_run and not last:
                continue
            where = " WHERE run = ?1" if run and of_a_run else " WHERE ?1 = ?1"
            for side, one, other in (("ledger", "main", "fresh"), ("replay", "fresh", "main")):
                query = (
                    f"SELECT * FROM {one}.{table}{where}"  # noqa: S608  # names of the schema
                    f" EXCEPT SELECT * FROM {other}.{table}"
                )
                for row in db.execute(query, (run,)):
                    yield Difference(table, side, row)


def _tables(db: sqlite3.Connection) -> list[tuple[str, bool]]:
    """Give every table, and whether its rows belong to a run for good."""
    names = db.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name")
    return [
        (name, any(row[1] == "run" and row[5] for row in db.execute(f"PRAGMA table_info({name})")))
        for (name,) in names.fetchall()
    ]

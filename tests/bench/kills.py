"""A crawl that is killed again and again: `python -m tests.bench.kills --kills 200 [--seed N]`.

A crowd of loopback hosts is crawled into a folder. Every run is ended by SIGKILL, at a moment that
the seed chooses, and begun again; after some kills one is left to finish. Then nothing may be lost,
nothing may be held twice, no host may have been asked for more than one thing again after any kill,
and a replay must give the same rows. The next folder follows, until the kills are used up.

Where a kill falls (`WHERES`): after some requests and a few milliseconds; within a moment of the
start; when the archive begins a file; when a recovery reads the archive. The last two are dealt by
the process to itself, by an audit hook that knows what it opens; all are SIGKILL.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.__main__ import main as crawler
from crawler.store import archive
from tests.bench.hosts import Crowd

WHERES = ("running", "starting", "rotating", "recovering")
A_CRAWL = 16
"""Kills before a crawl is left to finish."""
MOST_FILES = 4
"""Of the files of the archive that a run or a recovery opens, at which it may be killed."""
WARC_SIZE = 200_000
"""Bytes: a file is full after a dozen answers."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["crawler.__main__", "crawler.spiders.reports", __name__])


@dataclass
class Report:
    """What was done and what was found wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    """By where they fell."""
    crawls: int = 0
    requests: int = 0
    again: Counter[int] = field(default_factory=Counter)
    """Hosts by how many things they were asked for again after a kill."""
    faults: list[str] = field(default_factory=list)


def torment(folder: Path, kills: int, seed: int, *, hosts: int = 40, documents: int = 16) -> Report:
    """Crawl with so many kills; gives what was found."""
    chance = random.Random(seed)
    report = Report()
    while report.kills.total() < kills:
        report.crawls += 1
        left = min(A_CRAWL, kills - report.kills.total())
        work = folder / str(report.crawls)
        work.mkdir()
        with Crowd(hosts, documents, work / "log") as crowd:
            _crawl(crowd, work, chance, left, report)
        if report.faults:
            break  # the folder stays as it is, to be looked into
    return report


def _crawl(crowd: Crowd, work: Path, chance: random.Random, kills: int, report: Report) -> None:
    """Begin a crawl, kill it so often, let it finish, check it."""
    data = work / "data"
    arguments = ["crawl", "--data", str(data), "--registry", str(crowd.registry(work / "rows"))]
    arguments += [word for pin in crowd.resolve for word in ("--resolve", pin)]
    arguments += ["--loopback-delay", "0", "--warc-size", str(WARC_SIZE)]
    asked: Counter[tuple[str, str]] = Counter()
    step = 2 * len(crowd.hosts) * (crowd.documents + 3) // A_CRAWL
    for number in range(kills + 1):
        where = WHERES[number % len(WHERES)] if number < kills else ""
        count = 1 + number // len(WHERES) % MOST_FILES
        process, goal = _start(arguments, where, count), crowd.answers() + chance.randint(1, step)
        status, where = _kill(process, crowd, where, goal, chance)
        if status == -signal.SIGKILL:
            report.kills[where] += 1
        elif status:
            report.faults.append(f"a crawl ended with {status}")
        now = crowd.asked()
        again = Counter(
            host for (host, path), n in now.items() for _ in range(n - max(1, asked[host, path]))
        )
        report.again.update(again[host] for host in crowd.hosts)
        report.faults += [
            f"{host} was asked {n} things again" for host, n in again.items() if n > 1
        ]
        asked = now
        if status == 0:
            break
    report.requests += asked.total()
    report.faults += _wrong(crowd, data)
    replay = _start(["replay", "--data", str(data)])
    replay.join()
    if replay.exitcode:
        report.faults.append(f"the replay ended with {replay.exitcode}")


# -- one run


def _start(arguments: list[str], where: str = "", count: int = 0) -> Any:
    """Start the crawler in a process that is forked from one that has imported it."""
    process = _processes.Process(target=_child, args=(arguments, where, count))
    process.start()
    return process


def _kill(
    process: Any, crowd: Crowd, where: str, goal: int, chance: random.Random
) -> tuple[int, str]:
    """Kill a run, or wait for its end; gives how it ended, and where it was killed."""
    if where == "starting":
        process.join(chance.uniform(0, 0.6))
    elif where:
        while process.is_alive() and crowd.answers() < goal:
            time.sleep(0.001)
        if process.is_alive():  # what opens no file so often is killed from outside
            where = "running"
            time.sleep(chance.uniform(0, 0.02))
    if where:
        process.kill()
    process.join()
    return process.exitcode, where


def _child(arguments: list[str], where: str, count: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.dup2(2, 1)
    modes = {"rotating": "x", "recovering": "r"}
    if where in modes:
        _kill_at(modes[where], count)
    sys.exit(crawler(arguments))


def _kill_at(mode: str, count: int) -> None:
    """Kill this process when it opens a file of the archive in this mode for the n-th time."""
    left = iter(range(count - 1, -1, -1))

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        ours = event == "open" and str(arguments[0]).endswith(".warc.gz") and arguments[1] == mode
        if ours and next(left, 1) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(audit)


# -- what is checked


def _wrong(crowd: Crowd, data: Path) -> Iterator[str]:
    """Name what a whole crawl should hold and does not, or holds twice."""
    raw = data / "raw"
    with closing(sqlite3.connect(raw / "ledger.sqlite")) as db:
        held = set(db.execute("SELECT sha256, url FROM sighting"))
        yield from (f"lost: {row}" for row in crowd.sought() - held)
        yield from (f"not of this country: {row}" for row in held - crowd.sought())
        for ask, count in db.execute(
            "SELECT url, count(*) FROM fetch GROUP BY url HAVING count(*) > 1"
        ):
            yield f"{ask} is entered {count} times"
        for column, complete in db.execute(
            "SELECT column_id, max(complete) FROM visit GROUP BY column_id"
        ):
            if not complete:
                yield f"column {column} was not read whole"
        for waiting in db.execute("SELECT url FROM ask WHERE state <> 'done'"):
            yield f"{waiting} was not asked"
        for sha256, file, offset in db.execute(
            "SELECT sha256, warc_file, warc_offset FROM fetch WHERE sha256 IS NOT NULL"
        ):
            if hashlib.sha256(archive.read_body(raw, file, offset)).hexdigest() != sha256:
                yield f"{file}:{offset} is not {sha256}"
    answers = Counter(
        record.url
        for run in archive.runs(raw)
        for record in archive.history(raw, run)
        if record.kind in {"response", "revisit"}
    )
    yield from (f"{url} lies {n} times in the archive" for url, n in answers.items() if n > 1)


def main(arguments: list[str] | None = None) -> int:
    """Do the kills, print what came of them; gives 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--keep", type=Path, help="a folder that stays, for what went wrong")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="gongkai-kills-") as made:
        folder = options.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        report = torment(folder, options.kills, options.seed)
    table = Table(title=f"{report.kills.total()} kills, {report.crawls} crawls")
    for name in ("killed while", "times"):
        table.add_column(name)
    for where, count in sorted(report.kills.items()):
        table.add_row(where, str(count))
    console = Console()
    console.print(table)
    most = max(report.again, default=0)
    console.print(f"{report.requests} requests; most asked again of a host after a kill: {most}")
    for fault in report.faults[:20]:
        console.print(fault, markup=False)
    console.print(f"{len(report.faults)} faults")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())

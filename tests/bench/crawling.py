"""What archive and ledger cost a crawl: `python -m tests.bench.crawling [--hosts N] [--rounds N]`.

The same spider, on one core, reads a crowd of loopback hosts that another core serves: once as it
is, once with an archive that writes nothing and a ledger that is a dictionary. Both ways take
turns, each in a process of its own, so that the ratio holds on a machine that is busy with other
things; seconds do not. Then one long run, whose memory is watched.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tests.bench.hosts import Crowd

WAYS = ("on", "off")
SAMPLES = 0.5
"""Seconds between two looks at the memory."""
CLIENT, SERVER = 0, 1
"""Cores of the crawler and of the portals."""


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--documents", type=int, default=5, help="a host, in the rounds")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--long", type=int, default=60, help="documents a host in the long run")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.way:
        run(options.way, json.loads(options.job))
        return
    console = Console()
    console.print(rounds(options.hosts, options.documents, options.rounds))
    console.print(memory(options.hosts, options.long))


def rounds(hosts: int, documents: int, count: int) -> Table:
    """Pages a second with archive and ledger, and without, in turns."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    with Crowd(hosts, documents, core=SERVER) as crowd:
        for number in range(count):
            for way in WAYS if number % 2 else reversed(WAYS):
                found[way].append(alone(way, crowd))
    table = Table(title=f"{hosts} hosts, {found['on'][0]['pages']:.0f} pages, {count} rounds")
    for name in ("archive and ledger", "pages a second", "pages a CPU second", "CPU ms a page"):
        table.add_column(name, justify="right")
    for way in WAYS:
        rate, spent = (median(r[name] for r in found[way]) for name in ("rate", "per_cpu"))
        table.add_row(way, f"{rate:.0f}", f"{spent:.0f}", f"{1000 / spent:.2f}")
    ratios = [
        f"{100 * median(on[name] / off[name] for on, off in zip(found['on'], found['off'], strict=True)):.0f} %"  # noqa: E501
        for name in ("rate", "per_cpu")
    ]
    table.add_section()
    table.add_row("on ÷ off, median of the rounds", *ratios, "")
    return table


def memory(hosts: int, documents: int) -> Table:
    """Resident memory of one long run, over its pages."""
    with Crowd(hosts, documents, core=SERVER) as crowd:
        ran = alone("on", crowd)
    table = Table(title=f"One run of {ran['pages']:.0f} pages")
    for name in ("pages a second", "peak, MB", "after a third, MB", "at the end, MB", "slope"):
        table.add_column(name, justify="right")
    table.add_row(
        f"{ran['rate']:.0f}",
        f"{ran['peak']:.0f}",
        f"{ran['third']:.0f}",
        f"{ran['last']:.0f}",
        f"{1000 * ran['slope']:.2f} MB a 1,000 pages",
    )
    return table


def alone(way: str, crowd: Crowd) -> dict[str, float]:
    """Crawl in a process of its own; give what it measured."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        registry = crowd.registry(Path(folder) / "registry")
        job = {"folder": folder, "registry": str(registry), "resolve": crowd.resolve}
        command = [sys.executable, "-m", "tests.bench.crawling", "--way", way]
        done = subprocess.run(
            [*command, "--job", json.dumps(job)], check=True, stdout=subprocess.PIPE, text=True
        )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


# -- the process that crawls


def run(way: str, job: dict[str, object]) -> None:
    """Crawl, watch the memory, print what came of it as JSON."""
    os.sched_setaffinity(0, {CLIENT})
    from crawler.runs.crawl import crawl  # noqa: PLC0415  # its imports belong to no measurement
    from crawler.runs.planning import Options  # noqa: PLC0415
    from tests.bench.nothing import crawl_without  # noqa: PLC0415

    options = Options(
        data=Path(str(job["folder"])) / "data",
        registry=Path(str(job["registry"])),
        resolve=job["resolve"],  # type: ignore[arg-type]
        loopback_delay=0,
    )
    watch = Watch()
    wall, spent = time.perf_counter(), time.process_time()
    pages = (crawl if way == "on" else crawl_without)(options, watch).requests  # type: ignore[arg-type]
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    print(
        json.dumps(
            {"pages": pages, "rate": pages / wall, "per_cpu": pages / spent, **watch.facts()}
        )
    )


class Watch:
    """Counts pages as `crawler.runs.progress` does, and looks at the memory from time to time."""

    def __init__(self) -> None:
        self._pages = 0
        self._seen: list[tuple[int, float]] = []
        self._next = 0.0

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._look()

    def heard(self, fetch: object) -> None:
        """Count an attempt."""
        self._pages += 1
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SAMPLES
            self._look()

    def _look(self) -> None:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        self._seen.append((self._pages, pages * os.sysconf("SC_PAGE_SIZE") / 1e6))

    def facts(self) -> dict[str, float]:
        """Give peak, memory after a third and at the end in MB, and MB a page over the rest."""
        rest = [seen for seen in self._seen if seen[0] >= self._pages / 3]
        xs, ys = [n for n, _ in rest], [mb for _, mb in rest]
        mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
        spread = sum((x - mean_x) ** 2 for x in xs)
        slope = sum((x - mean_x) * (y - mean_y) for x, y in rest) / spread if spread else 0.0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        return {"peak": peak, "third": ys[0], "last": ys[-1], "slope": slope}


if __name__ == "__main__":
    main()

"""Whether a country's dataset is true: `python -m tests.bench.truth [--hosts N] [--seed S]`.

An invented country whose reports carry every figure is served on loopback with every ill, crawled,
read and built; then reports are corrected in every way, added and withdrawn, and all is done again;
then the portals are redesigned, which may change no value. Every statement of the datasets is
compared with the country's own truth. Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.portal.nation import found
from tests.portal.nation.amended import KINDS, Amended, amend, kinds
from tests.portal.nation.compared import Compared, compare, publish
from tests.portal.nation.figures import FIRST, WHOLE, figured
from tests.portal.nation.ills import ILLS
from tests.portal.nation.redesigns import stage

SHOWN = 12
"""Differences that are printed of each kind."""


def main(arguments: list[str] | None = None) -> int:
    """Build the datasets, print what differs; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=60)
    parser.add_argument("--ill", type=float, default=0.5, help="share of the hosts that are ill")
    parser.add_argument("--first", type=int, default=FIRST, help="the first year of reports")
    parser.add_argument("--keep", type=Path, help="a folder for the datasets")
    options = parser.parse_args(arguments)
    console, started = Console(), time.monotonic()

    def say(step: str) -> None:
        sys.stderr.write(f"{time.monotonic() - started:6.0f} s  {step}\n")

    nation = figured(
        found(options.seed, options.hosts, ill=options.ill, first=options.first, forms=WHOLE)
    )
    amended = amend(nation, max(2, options.hosts // 10))
    try:
        staged = stage(amended.after)
    except ValueError as few:  # every redesign befalls a host of its own
        staged = []
        say(f"no redesigns: {few}")
    with tempfile.TemporaryDirectory(prefix="gongkai-truth-") as scratch:
        days = publish(amended, options.keep or Path(scratch), say, staged)
        say("comparing")
        results = compare(days)
    console.print(described(amended, len(staged), results))
    for one in results:
        for line in one.differences[:SHOWN]:
            console.print(line, highlight=False, soft_wrap=True, markup=False)
    return 1 if any(one.differences for one in results) else 0


def described(amended: Amended, redesigned: int, results: list[Compared]) -> Table:
    """The counts, kind by kind."""
    nation, made = amended.after, kinds(amended.corrected)
    corrections = ", ".join(f"{kind} {made[kind]}" for kind in KINDS)
    table = Table(
        "",
        *("compared", "wrong", "missing", "extra"),
        title=f"{len(nation.effects)} hosts, {len(nation.organs)} organs, "
        f"{len(nation.country.reports)} rows that are reports; corrected: {corrections}; "
        f"{len(amended.added)} added, {len(amended.withdrawn)} withdrawn; "
        f"{len(set(nation.ills.values()))} of {len(ILLS)} ills, {redesigned} redesigns",
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for one in results:
        counts = (one.should, len(one.wrong), len(one.missing), len(one.extra))
        table.add_row(one.kind, *(f"{count:,}" for count in counts))
    return table


if __name__ == "__main__":
    sys.exit(main())

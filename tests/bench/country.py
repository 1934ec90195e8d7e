"""How well a country is crawled: `python -m tests.bench.country [--seed S] [--hosts N]`.

An invented country is served on loopback with every ill, crawled, changed and crawled again. What
the crawls found is compared with the country's own truth, politeness is recomputed from the archive
and both runs are replayed without a socket. Every difference is named; exit status 1 when one of
the figures is short of what it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.portal.nation import found
from tests.portal.nation.ills import ILLS
from tests.portal.nation.trial import Crawl, Trial, differing, hold, violations
from tests.portal.nation.world import FIRST

FOUND, RIGHT = 0.995, 0.99
"""Shares that recall and precision, and the states of the grid, must reach."""
SHOWN = 40
"""Differences that are printed of a crawl."""


def main(arguments: list[str] | None = None) -> int:
    """Hold the trial, print what came of it; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=520)
    parser.add_argument("--ill", type=float, default=0.5, help="share of the hosts that are ill")
    parser.add_argument("--first", type=int, default=FIRST, help="the first year of reports")
    options = parser.parse_args(arguments)
    console = Console()
    nation = found(options.seed, options.hosts, ill=options.ill, first=options.first)
    with tempfile.TemporaryDirectory(prefix="gongkai-country-") as folder:
        trial = hold(nation, Path(folder))
        console.print(described(trial))
        wrong = [*verdicts(trial)]
        for crawl in (trial.first, trial.second):
            for line in crawl.score.differences()[:SHOWN]:
                console.print(line, highlight=False, soft_wrap=True, markup=False)
        for line in wrong:
            console.print(f"short: {line}", highlight=False, soft_wrap=True, markup=False)
    return 1 if wrong else 0


def described(trial: Trial) -> Table:
    """The figures of both crawls."""
    nation = trial.nation
    ills = Counter(nation.ills.values())
    table = Table(
        title=f"{len(nation.effects)} hosts, {len(nation.organs)} organs, "
        f"{len(nation.country.reports)} rows that are reports, {len(nation.country.others)} that "
        f"are none; {ills.total()} hosts ill of {len(ills)} of {len(ILLS)} ills",
    )
    table.add_column("")
    for name in ("first crawl", "after the changes"):
        table.add_column(name, justify="right")
    crawls = (trial.first, trial.second)
    rows: dict[str, list[str]] = {
        "requests": [f"{crawl.requests}" for crawl in crawls],
        "not modified (304)": [f"{crawl.confirmed}" for crawl in crawls],
        "requests a second": [f"{crawl.requests / crawl.seconds:.0f}" for crawl in crawls],
        "reports that could be had": [f"{len(crawl.score.wanted)}" for crawl in crawls],
        "recall": [f"{crawl.score.recall:.4%}" for crawl in crawls],
        "precision": [f"{crawl.score.precision:.4%}" for crawl in crawls],
        "states of organ and year": [f"{len(crawl.score.should)}" for crawl in crawls],
        "states right": [f"{crawl.score.right:.4%}" for crawl in crawls],
        "states blank": [f"{crawl.score.blank}" for crawl in crawls],
    }
    for name, values in rows.items():
        table.add_row(name, *values)
    table.add_section()
    for state, number in sorted(trial.first.score.states().items()):
        table.add_row(state, str(number), str(trial.second.score.states()[state]))
    return table


def verdicts(trial: Trial) -> Iterator[str]:
    """Name what is short of what it should be."""
    for name, crawl in (("first", trial.first), ("second", trial.second)):
        yield from _short(name, crawl)
    missing = [one.name for one in ILLS if one.name not in trial.nation.ills.values()]
    if missing:
        yield f"no host is ill of {', '.join(missing)}: take more hosts"
    changes = trial.changes
    print(
        f"{len(changes.corrected)} addresses corrected, {len(changes.added)} reports added, "
        f"{len(changes.withdrawn)} withdrawn; {len(trial.lost)} corrections lost"
    )
    yield from (f"correction lost: {line}" for line in trial.lost)
    for count, said in (violations(trial), differing(trial)):
        print(said.splitlines()[-1])
        if count:
            yield said


def _short(name: str, crawl: Crawl) -> Iterator[str]:
    score = crawl.score
    if score.recall < FOUND:
        yield f"{name}: recall {score.recall:.4%}"
    if score.precision < FOUND:
        yield f"{name}: precision {score.precision:.4%}"
    if score.right < RIGHT:
        yield f"{name}: states right {score.right:.4%}"
    if score.blank:
        yield f"{name}: {score.blank} states are blank"


if __name__ == "__main__":
    sys.exit(main())

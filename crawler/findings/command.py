"""The commands on what was found: status, alarms.

Receives the sub-parsers of the crawler's command line and adds itself to them. Facts go to standard
output, the sum of it to standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from crawler import words
from crawler.errors import ConfigError
from crawler.findings import engine, page, tables
from crawler.findings.coverage import changed, coverage, runs
from crawler.registry.loading import Unit, unit_of
from crawler.registry.show import find
from crawler.registry.tables import rows
from crawler.words import say

if TYPE_CHECKING:
    from crawler.words import Commands

MOST = 100
"""Changes that are printed."""

STANDING = 1
"""Exit status of `alarms` while there are any."""


def add(commands: Commands) -> None:
    """Add `status` and `alarms` to the crawler's commands."""
    showing = commands.add_parser(
        "status",
        parents=[words.data(), words.registry()],
        help="show how the last visit found each column; of an organ, the grid of all units below"
        " it and all years, and what the last run changed",
    )
    showing.add_argument("unit", nargs="?", metavar="NAME|ID|CODE", help="a province, say")
    showing.add_argument(
        "--years", metavar="FIRST-LAST", help="years of the grid (default: all that are due)"
    )
    showing.add_argument("--page", type=Path, metavar="FILE", help="write it all as a page, too")
    showing.set_defaults(command=_status)

    standing = commands.add_parser(
        "alarms",
        parents=[words.data(), words.registry()],
        help="show what the last run found amiss; exit status 1 while there is anything",
    )
    standing.set_defaults(command=_alarms)


def _status(options: argparse.Namespace, err: Console) -> int:
    out = Console()
    years = _years(options.years)
    if options.page:
        options.page.parent.mkdir(parents=True, exist_ok=True)
        options.page.write_text(page.made(options.data, options.registry, years), encoding="utf-8")
        say(err, f"status: written to {options.page}")
    if not options.unit:
        if not options.page:
            table, totals = tables.columns(options.data)
            out.print(table)
            out.print(totals, highlight=False)
        return 0
    raw = options.data / "raw"
    ended = runs(raw)
    known = {unit.unit_id: unit for unit in map(unit_of, rows(options.registry, "units"))}
    wanted = set(_below(known, find(options.registry, options.unit)))
    if not wanted:
        raise ConfigError(f"{options.unit!r}: no organ of that name, number or division code")
    names = {number: unit.name for number, unit in known.items()}
    now = [c for c in coverage(raw, options.registry, years) if c.unit_id in wanted]
    out.print(tables.grid(now, names))
    out.print(tables.legend(now))
    if len(ended) > 1:
        before = coverage(raw, options.registry, years, ended[-2])
        pairs = changed([c for c in before if c.unit_id in wanted], now)
        out.print(f"\nchanged by run {ended[-1]}: {len(pairs)}", highlight=False)
        if pairs:
            out.print(tables.changes(pairs[:MOST], names))
    return 0


def _alarms(options: argparse.Namespace, err: Console) -> int:
    ended = runs(options.data / "raw")
    found = standing(options.data / "raw", ended[-1]) if ended else []
    if found:
        Console().print(tables.alarms(found))
    say(err, f"alarms: {len(found)} in run {ended[-1] if ended else 'none'}")
    return STANDING if found else 0


def standing(raw: Path, run: str) -> list[tuple[str, str, str, str]]:
    """Give the alarms of a run: name, subject, evidence, since when."""
    with engine.opened(raw) as db:
        found = db.execute(
            "SELECT alarm, subject, evidence, since FROM alarm WHERE run = ?"
            " ORDER BY alarm, subject",
            (run,),
        )
        return found.fetchall()


def _below(known: dict[int, Unit], tops: list[int]) -> Iterator[int]:
    """Give units and all that are below them."""
    children: dict[int | None, list[int]] = {}
    for number, unit in known.items():
        children.setdefault(unit.parent_id, []).append(number)
    waiting = list(tops)
    while waiting:
        number = waiting.pop()
        yield number
        waiting += children.get(number, [])


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise ConfigError(f"--years {text!r}: write it as 2019-2024")
    return int(first), int(last or first)

"""The commands on the registry: check, show, grow, adopt.

Receives the sub-parsers of the crawler's command line and adds itself to them. Facts go to standard
output, one line each; the sum of it to standard error.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from crawler import words
from crawler.errors import ConfigError
from crawler.platforms import adapters
from crawler.registry import areas
from crawler.registry.adoption import adopt
from crawler.registry.check import check
from crawler.registry.grow import grow
from crawler.registry.show import described, find
from crawler.words import say

if TYPE_CHECKING:
    from crawler.words import Commands

_WRITE = "write it into the registry; without this it is only shown"


def add(commands: Commands) -> None:
    """Add `registry` and its commands to the crawler's."""
    registry = commands.add_parser("registry", help="check, show and grow the registry of organs")
    of = registry.add_subparsers(required=True, metavar="COMMAND")
    folder = words.registry()

    checking = of.add_parser(
        "check",
        parents=[folder],
        help="name every inconsistency, a line each with its file and line; 65 when there are any",
    )
    checking.set_defaults(command=_check)

    showing = of.add_parser(
        "show", parents=[folder], help="show an organ by its name, number or division code"
    )
    showing.add_argument("what", metavar="NAME|ID|CODE")
    showing.set_defaults(command=_show)

    growing = of.add_parser(
        "grow", parents=[folder], help="carry over what is new in a table of division codes"
    )
    growing.add_argument("table", type=Path, metavar="AREACODES.csv")
    growing.add_argument("--write", action="store_true", help=_WRITE)
    growing.set_defaults(command=_grow)

    adopting = of.add_parser(
        "adopt", parents=[folder], help="make units of issuers that the crawl met"
    )
    adopting.add_argument(
        "met", type=Path, metavar="MET.csv", help="issuer,column_id; docs/registry.md says how"
    )
    adopting.add_argument("--write", action="store_true", help=_WRITE)
    adopting.set_defaults(command=_adopt)


def _check(options: argparse.Namespace, err: Console) -> int:
    _there(options.registry)
    faults = check(options.registry, frozenset(adapters()))
    _print(map(str, faults))
    say(err, f"registry: inconsistencies in {options.registry}: {len(faults)}")
    return 65 if faults else 0


def _show(options: argparse.Namespace, err: Console) -> int:
    _there(options.registry)
    found = find(options.registry, options.what)
    for number in found:
        _print(described(options.registry, number))
    say(err, f"registry: organs called {options.what}: {len(found)}")
    return 0 if found else 65


def _grow(options: argparse.Namespace, err: Console) -> int:
    _there(options.registry)
    growth = grow(options.registry, areas.read(options.table), _today(), write=options.write)
    _print(f"added {line}" for line in growth.added)
    _print(f"changed {line}" for line in growth.changed)
    _print(f"left out {line}" for line in growth.left_out)
    say(
        err,
        f"registry: {len(growth.added)} added, {len(growth.changed)} changed,"
        f" {len(growth.left_out)} left out{_done(options)}",
    )
    return 0


def _adopt(options: argparse.Namespace, err: Console) -> int:
    _there(options.registry)
    proposals = adopt(options.registry, options.met, _today(), write=options.write)
    _print(f"unit {u.name} ({u.level} of {u.parent_id})" for u in proposals.units)
    _print(f"alias {alias.printed} of {alias.unit_id}" for alias in proposals.aliases)
    _print(
        f"refused {no.printed}, in a column of {no.unit_id}: {no.reason}"
        for no in proposals.refused
    )
    say(
        err,
        f"registry: {len(proposals.units)} units, {len(proposals.aliases)} aliases,"
        f" {len(proposals.refused)} refused{_done(options)}",
    )
    return 0


def _there(folder: Path) -> None:
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder; name the registry with --registry")


def _done(options: argparse.Namespace) -> str:
    return "" if options.write else "; nothing written, --write does"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)

"""`python -m transform build`."""

from __future__ import annotations

import argparse
import re
import sys

from transform import words
from transform.dataset.build import Built, build


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("build", help="build DATA/dataset and publish it")
    words.data(parser)
    words.registry(parser)
    parser.add_argument("--years", type=_years, metavar="FIRST-LAST", help="bounds of the coverage")
    parser.add_argument("--again", action="store_true", help="build even if no input changed")
    words.engine(parser)
    parser.set_defaults(run=_build)


def _build(options: argparse.Namespace) -> None:
    with words.progress() as say:
        built = build(
            options.data,
            options.registry,
            years=options.years,
            memory=options.memory,
            threads=options.threads,
            skip=not options.again,
            say=say,
        )
    for note in built.notes:
        print(f"transform: {note}", file=sys.stderr)
    print(_summary(built))


def _summary(built: Built) -> str:
    verb = "published" if built.changed else "unchanged"
    rows = built.rows
    return (
        f"{verb} {built.folder.name}: {rows['wide']:,} reports, {rows['facts']:,} facts, "
        f"{rows['checks']:,} checks, {rows['coverage']:,} units and years, {built.size:,} bytes"
    )


def _years(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(20\d\d)(?:-(20\d\d))?", text)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise argparse.ArgumentTypeError(f"{text!r} is no year or range of years, as in 2019-2024")
    return int(match[1]), int(match[2] or match[1])

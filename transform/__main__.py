"""The command line: `python -m transform build` and `python -m transform show`.

Exit status: 0 published, or `unchanged`; 2 usage; 65 an input or the dataset is missing, damaged
or contradicts another, nothing was published; 69 memory or disk ran out; 70 a fault of this
program; 75 another build is at work.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from rich.console import Console

from transform.dataset.build import Built, build
from transform.errors import ResourcesExhaustedError, TransformError
from transform.show.show import SHOWN, show

_WIDTH = 160
"""Columns where there is no terminal: a log or a file."""


def main(argv: list[str] | None = None) -> int:
    """Run one command; give its exit status."""
    options = _parser().parse_args(argv)
    try:
        if options.command == "build":
            _build(options)
        else:
            console = Console()
            if not console.is_terminal:
                console.width = _WIDTH
            show(options.data / "dataset", options.what, console)
    except TransformError as refused:
        print(f"transform: {refused}", file=sys.stderr)
        return refused.status
    except OSError as problem:
        print(f"transform: {problem}; make room or give leave, and build again", file=sys.stderr)
        return ResourcesExhaustedError.status
    return 0


def _build(options: argparse.Namespace) -> None:
    console = Console(stderr=True)
    with console.status("starting") as status:

        def say(step: str) -> None:
            if console.is_terminal:
                status.update(step)
            else:
                print(f"transform: {step}", file=sys.stderr)

        built = build(
            options.data,
            options.registry,
            years=options.years,
            memory=options.memory,
            threads=options.threads,
            say=say,
        )
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


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(MB|GB)", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory, as in 1500MB or 2GB")
    return text


def _threads(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of threads, as in 2")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m transform", description="Make the dataset, and look at it."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="build DATA/dataset and publish it")
    look = commands.add_parser("show", help="print what the dataset says")
    for command in (make, look):
        command.add_argument("--data", type=Path, default=Path("data"), metavar="DATA")
    make.add_argument("--registry", type=Path, default=Path("data/reference"), metavar="DIR")
    make.add_argument("--years", type=_years, metavar="FIRST-LAST", help="bounds of the coverage")
    make.add_argument("--memory", type=_memory, default="1500MB", help="for DuckDB (1500MB)")
    make.add_argument("--threads", type=_threads, default=2, help="for DuckDB (2)")
    look.add_argument("what", nargs="?", choices=(*SHOWN, "all"), default="all")
    return parser


if __name__ == "__main__":
    sys.exit(main())

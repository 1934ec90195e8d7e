"""`python -m transform release`."""

from __future__ import annotations

import argparse

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from transform import words
from transform.errors import InputRefusedError
from transform.release import shelf
from transform.release.cut import Cut, release
from transform.release.gating import SHOWN, Found, GateFailedError

_WIDTH = 160
"""Columns where there is no terminal: a log or a file."""


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("release", help="cut DATA/releases/VERSION of the dataset")
    words.data(parser)
    parser.add_argument(
        "--version", type=_version, metavar="YYYY.MM.DD[.N]", help="today's, the next free one"
    )
    words.engine(parser)
    parser.set_defaults(run=_release)


def _release(options: argparse.Namespace) -> int:
    try:
        with words.progress() as say:
            cut = release(
                options.data,
                version=options.version,
                memory=options.memory,
                threads=options.threads,
                say=say,
            )
    except GateFailedError as stopped:
        _tell(stopped.found)
        raise
    if cut.changed:
        _tell([one for one in cut.found if one.result == "warned"])
    print(_summary(cut))
    return 0


def _tell(found: list[Found]) -> None:
    """Print what gates found, with the first rows, to standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.width = _WIDTH
    for one in found:
        rows = f"{one.rows:,} row{'s' * (one.rows != 1)}"
        verb = "failed" if one.result == "failed" else "warns"
        console.print(f"[bold]gate {one.gate.name} {verb}[/bold]: {rows}. {escape(one.gate.en)}")
        table = Table(*one.columns, box=box.SIMPLE_HEAD)
        for row in one.first:
            table.add_row(*(escape("" if value is None else str(value)) for value in row))
        console.print(table)
        if one.rows > SHOWN:
            console.print(f"the first {SHOWN} of {one.rows:,} rows")


def _summary(cut: Cut) -> str:
    if not cut.changed:
        return f"unchanged since {cut.folder.name}: no release was cut"
    paths = [path for path in cut.folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    warned = sum(one.result == "warned" for one in cut.found)
    return (
        f"released {cut.folder.name}: {len(paths)} files, {size:,} bytes; "
        f"{len(cut.found)} gates, none failed, {warned} warned"
    )


def _version(text: str) -> str:
    try:
        shelf.key(text)
    except InputRefusedError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem
    return text

"""`python -m transform diff A B`: every value in which two datasets differ, with its cause.

Exit status 0 whether or not they differ; 65 when A or B is no dataset, damaged, or of another
schema so that they cannot be compared; 69 when memory or disk ran out.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import tempfile
from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from transform import words
from transform.diff.compare import compare
from transform.diff.summary import parts
from transform.engine import connected
from transform.tables import literal

_WIDTH = 160
"""Columns where there is no terminal: a log or a file."""

_BATCH = 10_000
"""Rows held at a time when they are printed."""


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser(
        "diff",
        help="every value in which two datasets differ, with its cause",
        epilog=(__doc__ or "").partition("\n\n")[2],
    )
    parser.add_argument("before", type=Path, metavar="A", help="a dataset or release")
    parser.add_argument("after", type=Path, metavar="B", help="the one that came after it")
    parser.add_argument("--out", type=_parquet, metavar="FILE.parquet", help="keep the table")
    parser.add_argument("--csv", action="store_true", help="print every row instead of counts")
    words.engine(parser)
    parser.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> None:
    out: Path | None = options.out
    with (
        tempfile.TemporaryDirectory(prefix=".diff-", dir=out.parent if out else None) as work,
        connected(Path(work), options.memory, options.threads, database="work.duckdb") as con,
    ):
        changes = Path(work) / "changes.parquet"
        before: Path = options.before
        found = compare(con, before, options.after, changes, before.resolve().name)
        if options.csv:
            _print_rows(con, changes)
        else:
            _print_parts(con, changes, options.after, found)
        if out:
            changes.replace(out)


def _print_parts(con: duckdb.DuckDBPyConnection, changes: Path, dataset: Path, found: int) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    for part in parts(con, changes, dataset):
        console.print(f"\n[bold]{escape(part.title)}[/bold]")
        table = Table(*part.head, box=box.SIMPLE_HEAD)
        for row in part.rows:
            table.add_row(*map(escape, row))
        console.print(table if part.rows else "none")
    console.print(f"{found:,} values differ")


def _print_rows(con: duckdb.DuckDBPyConnection, changes: Path) -> None:
    """Print the table as CSV: a number without needless decimals, what is empty as nothing."""
    answer = con.execute(f"FROM read_parquet({literal(changes)})")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    try:
        writer.writerow(column[0] for column in answer.description or ())
        while rows := answer.fetchmany(_BATCH):
            writer.writerows(map(_cells, rows))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone (| head); nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _cells(row: tuple[object, ...]) -> list[object]:
    return [f"{cell:.15g}" if isinstance(cell, float) else cell for cell in row]


def _parquet(text: str) -> Path:
    path = Path(text)
    if path.suffix != ".parquet" or not path.parent.is_dir() or path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no name for a Parquet file in a folder")
    return path

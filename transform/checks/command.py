"""`python -m transform check`."""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table

from transform import words
from transform.catalog.opening import open_dataset
from transform.checks.page import page
from transform.checks.queries import COLUMNS, keep_shared, queries
from transform.errors import InputRefusedError

_HELP = """\
Runs the queries of the checks over a dataset or a release, and tells of each how many rows fail and
how many seconds it took. A check that fails is a finding, not a fault: the exit status is 0 when
all ran. 2: no such check; 65: no dataset, or a damaged one."""


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser(
        "check", help="run the checks over a dataset", description=_HELP.replace("\n", " ")
    )
    parser.add_argument(
        "what",
        nargs="*",
        metavar="[DATASET] [NAME ...]",
        help="a folder (data/dataset), then names of checks (all), as in t3_flow",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--csv", action="store_true", help="print the rows that fail")
    kind.add_argument(
        "--page", action="store_true", help="print how many reports add up, as a page"
    )
    parser.add_argument("--of", default="", metavar="TEXT", help="what data the page is of")
    parser.set_defaults(run=lambda options: _check(parser, options))


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    folder, names = Path("data/dataset"), list(options.what)
    if names and (os.sep in names[0] or Path(names[0]).is_dir()):
        folder = Path(names.pop(0))
    if options.page and names:
        parser.error("--page counts all checks: it goes without NAME")
    asked = queries(*names)
    with open_dataset(folder) as con:
        try:
            if options.page:
                print(page(con, options.of), end="")
            elif options.csv:
                _rows(con, asked)
            else:
                _summary(con, asked)
        except duckdb.Error as problem:
            raise InputRefusedError(f"{folder}: damaged ({problem}); build it again") from problem


def _rows(con: duckdb.DuckDBPyConnection, asked: dict[str, str]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("check", *COLUMNS))
    for name, query in asked.items():
        keep_shared(con, name, asked)
        out.writerows((name, *row) for row in con.execute(query).fetchall())


def _summary(con: duckdb.DuckDBPyConnection, asked: dict[str, str]) -> None:
    kinds = dict(con.execute("SELECT family, kind FROM check_list").fetchall())
    table = Table("check", "kind", box=box.SIMPLE_HEAD)
    table.add_column("rows failing", justify="right")
    table.add_column("seconds", justify="right")
    for name, query in asked.items():
        start = time.monotonic()
        keep_shared(con, name, asked)
        failing = len(con.execute(query).fetchall())
        seconds = time.monotonic() - start
        family = name.upper().replace("_", "-")
        table.add_row(name, kinds.get(family, ""), f"{failing:,}", f"{seconds:.2f}")
    Console().print(table)

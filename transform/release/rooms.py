"""Where the other rooms of `transform` have their say in a release, one function each."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import duckdb

from transform.checks.page import page as page_of_checks
from transform.diff.compare import compare, with_nothing
from transform.diff.summary import summary as of_changes
from transform.exports import write as write_exports
from transform.metadata import write as write_metadata
from transform.release.info import ReleaseInfo


def changes(con: duckdb.DuckDBPyConnection, before: Path, now: Path, since: str) -> None:
    """Write the table `changes` of a release to be: what differs from the release before."""
    compare(con, before, now, now / "changes.parquet", since)


def no_changes(con: duckdb.DuckDBPyConnection, now: Path) -> None:
    """Write the table `changes` of a release to be that compares with none: without a row."""
    with_nothing(con, now)


def summary(con: duckdb.DuckDBPyConnection, folder: Path) -> str:
    """Give the changes of a release in Markdown, counted by cause, table and unit."""
    return of_changes(con, folder / "changes.parquet", folder)


def adding_up(con: duckdb.DuckDBPyConnection) -> str:
    """Give how many reports of a release add up, in Markdown."""
    return page_of_checks(con)


def checks_sql(folder: Path) -> None:
    """Lay the queries of the checks into `checks_sql/`."""
    there = files("transform") / "checks" / "sql"
    if not there.is_dir():
        return
    (folder / "checks_sql").mkdir()
    for query in sorted(there.iterdir(), key=lambda path: path.name):
        if query.name.endswith(".sql"):
            text = query.read_text(encoding="utf-8")
            (folder / "checks_sql" / query.name).write_text(text, encoding="utf-8")


def exports(folder: Path) -> None:
    """Write the tables in the forms of other programs, into `exports/`."""
    write_exports(folder)


def metadata(folder: Path, release: ReleaseInfo) -> None:
    """Write what archives and search engines read; every other file is there."""
    write_metadata(folder, release)

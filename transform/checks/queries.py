"""The queries of the checks (勾稽核对): one a check, each over the published tables alone.

`sql/NAME.sql` is the query of the check whose family is NAME in capitals, with `-` for `_`
(`t2_stock_19` is `T2-STOCK-19`). Each gives what fails, as the columns `COLUMNS`, in the order of
identity, form, unit and year. What each check says and where its bounds lie are the rows of
`data/reference/check_list.csv`, which is published as the table `check_list`.
"""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import duckdb

from crawler.reference import REFERENCE
from transform.errors import TransformError

COLUMNS = (
    "unit_id",
    "year",
    "report_id",
    "identity",
    "form",
    "lhs",
    "rhs",
    "delta",
    "suspect_row",
    "suspect_col",
)
"""Columns of the answer of every query."""

_SHARED = "requests_out_of_balance"
"""The view that the three families of table 三 read, each for its suspects whole."""


class UnknownCheckError(TransformError):
    """A check was asked for that there is not."""

    status = 2


def queries(*names: str, reference: Path = REFERENCE) -> dict[str, str]:
    """Give the SQL of the named checks, or of all, in the order of the list of checks.

    Raises `UnknownCheckError` on a name that there is not.
    """
    known = [_name(family) for family, _ in _listed(reference)]
    for name in names:
        if name not in known:
            raise UnknownCheckError(f"{name}: no such check; there are {', '.join(known)}")
    folder = files("transform") / "checks" / "sql"
    return {
        name: (folder / f"{name}.sql").read_text(encoding="utf-8")
        for name in known
        if not names or name in names
    }


def soft(reference: Path = REFERENCE) -> dict[str, str]:
    """Give the SQL of the soft bounds, whose failures are warnings in the table `checks`."""
    names = [_name(family) for family, kind in _listed(reference) if kind == "soft"]
    return queries(*names, reference=reference)


def keep_shared(con: duckdb.DuckDBPyConnection, name: str, asked: dict[str, str]) -> None:
    """Keep what the query NAME reads, when it is the first of several asked that read the same.

    A temporary table of the view's name then answers the others; the queries stay as they are.
    """
    readers = [one for one, query in asked.items() if _SHARED in query]
    if len(readers) > 1 and name == readers[0]:
        con.execute(f"CREATE TEMP TABLE {_SHARED} AS FROM {_SHARED}")


def _listed(reference: Path) -> list[tuple[str, str]]:
    with (reference / "check_list.csv").open(encoding="utf-8", newline="") as lines:
        return [(row["family"], row["kind"]) for row in csv.DictReader(lines)]


def _name(family: str) -> str:
    return family.lower().replace("-", "_")

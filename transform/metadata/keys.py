"""Keys of the tables: rows `table, columns, of_table, of_columns` of `data/reference/keys.csv`.

A row without `of_table` is what tells the rows of a table apart; one with it says that the columns,
where they are filled, name a row of another table. Columns are separated by spaces.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from crawler.reference import REFERENCE

PATH = REFERENCE / "keys.csv"


@dataclass(frozen=True, slots=True)
class Foreign:
    """Columns of a table that name a row of another."""

    columns: tuple[str, ...]
    of_table: str
    of_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one table."""

    primary: tuple[str, ...] = ()
    foreign: tuple[Foreign, ...] = ()


def keys(path: Path = PATH) -> dict[str, Keys]:
    """Give the keys of each table by its name."""
    found: dict[str, Keys] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            table, columns = row["table"], tuple(row["columns"].split())
            known = found.get(table, Keys())
            if not row["of_table"]:
                found[table] = Keys(columns, known.foreign)
            else:
                foreign = Foreign(columns, row["of_table"], tuple(row["of_columns"].split()))
                found[table] = Keys(known.primary, (*known.foreign, foreign))
    return found

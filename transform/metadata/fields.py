"""What is known of each column that a release may hold, from the data dictionary and the code book.

The exports are tables too: `exports/codebook`, and `exports/wide` that begins with columns of other
tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transform.catalog.dictionary import Column, Described
from transform.exports.columns import FOLDER as EXPORTS
from transform.exports.columns import FRONT, STATA_NAME
from transform.tables import literal, statement


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table."""

    name: str
    type: str
    """As DuckDB names it."""
    unit: str
    en: str
    zh: str
    cell: bool = False
    """Whether it is a cell of a form: the Chinese text is then the label as printed."""


@dataclass(frozen=True, slots=True)
class Known:
    """A table and its columns by name."""

    en: str
    zh: str
    fields: dict[str, Field]


def cells(con: duckdb.DuckDBPyConnection, codebook: Path) -> list[Field]:
    """Describe the columns of `wide` that are cells."""
    con.execute(f"SET VARIABLE codebook = {literal(codebook)}")
    rows = con.execute(statement("metadata", "cells")).fetchall()
    return [Field(name, "DOUBLE", unit, en, zh, True) for name, unit, en, zh in rows]


def known(dictionary: dict[str, Described], of_forms: Iterable[Field]) -> dict[str, Known]:
    """Give every table that the data dictionary describes, and the exports."""
    found = {
        name: Known(what.en, what.zh, _fields(what.columns))
        for name, what in dictionary.items()
        if what.kind == "table"
    }
    of_cells = {field.name: field for field in of_forms}
    front = {column: found[table].fields[column] for table, column in FRONT}
    wide, codebook = found["wide"], found["codebook"]
    found[f"{EXPORTS}/wide"] = Known(wide.en, wide.zh, front | of_cells)
    found[f"{EXPORTS}/codebook"] = Known(
        codebook.en, codebook.zh, _fields([STATA_NAME]) | codebook.fields
    )
    found["wide"] = Known(wide.en, wide.zh, wide.fields | of_cells)
    return found


def _fields(columns: Iterable[Column]) -> dict[str, Field]:
    return {one.name: Field(one.name, one.type, one.unit, one.en, one.zh) for one in columns}

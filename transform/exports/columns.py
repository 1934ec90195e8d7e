"""The columns of the exports: where each comes from, its name in Stata and its label.

Both exports of `wide` begin with the columns of `FRONT`; the cells follow under the names they have
in `wide`, in Stata under their `stata_name`.
"""

from __future__ import annotations

import hashlib

import pyarrow as pa

from transform.catalog.dictionary import Column

FOLDER = "exports"

FRONT = (
    ("wide", "unit_id"),
    ("units", "name"),
    ("units", "level"),
    ("units", "division"),
    ("units", "province"),
    ("units", "province_name"),
    ("wide", "year"),
    ("wide", "report_id"),
    ("reports", "scope"),
    ("reports", "checks_failed"),
)
"""Table and column of what stands before the cells."""

STATA_NAME = Column(
    "stata_name", "VARCHAR", "code", "Name of the cell in the Stata files.", "Stata 变量名"
)
"""Column of the code book with the name of a cell in Stata."""

_LONGEST = 32
"""Characters that Stata allows in the name of a variable."""

LABEL = 80
"""Characters that Stata allows in a label."""


def stata_name(wide_column: str) -> str:
    """Give a name of at most 32 characters for a column of `wide`; one that is short stays.

    A longer one keeps its beginning and takes seven digits of its own hash, so that it depends on
    nothing else and stays the same in every release.
    """
    if len(wide_column) <= _LONGEST:
        return wide_column
    digits = hashlib.sha256(wide_column.encode()).hexdigest()[:7]
    return f"{wide_column[: _LONGEST - 8].rstrip('_')}_{digits}"


def with_stata_names(codebook: pa.Table) -> pa.Table:
    """Give the code book with its column `stata_name`, added where the table has none."""
    if STATA_NAME.name in codebook.column_names:
        return codebook
    names = [stata_name(column) for column in codebook["wide_column"].to_pylist()]
    return codebook.append_column(STATA_NAME.name, pa.array(names, pa.string()))


def label(row: str, column: str) -> str:
    """Give `row: column` within 80 characters; the row gives way, for columns differ at the end."""
    room = LABEL - len(f": {column}")
    return f"{short(row, room)}: {column}"


def short(text: str, room: int = LABEL) -> str:
    """Cut a text to so many characters, with an ellipsis where it was cut."""
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"

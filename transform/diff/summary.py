"""Tells what a file of changes says: counts by cause, table, year, province and level, the largest.

Receives a `changes` file and the dataset it leads to, whose units and code book give the names.
Gives `Part`s, tables of text, or the same as Markdown. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import duckdb

from transform.diff.sides import workspace
from transform.errors import InputRefusedError
from transform.tables import literal, statement

_KINDS = ("cause", "table", "year", "province", "level")
"""What changes are counted by, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the summary."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def summary(con: duckdb.DuckDBPyConnection, changes: Path, dataset: Path) -> str:
    """Give the parts as Markdown: a sentence, then a section with a table for each.

    Raises InputRefusedError when a file is missing or damaged.
    """
    found = parts(con, changes, dataset)
    text = [_sentence(found)]
    for part in found:
        text += [f"## {part.title}", _markdown(part)]
    return "\n\n".join(text) + "\n"


def parts(con: duckdb.DuckDBPyConnection, changes: Path, dataset: Path) -> list[Part]:
    """Give the tables of the summary; none where nothing differs. Raises InputRefusedError."""
    with workspace(con):
        for name, path in (
            ("changes", changes),
            ("units", dataset / "units.parquet"),
            ("codebook", dataset / "codebook.parquet"),
        ):
            if not path.is_file():
                raise InputRefusedError(f"{path}: no such file")
            con.execute(f"CREATE VIEW diff.{name} AS FROM read_parquet({literal(path)})")
        con.execute(statement("diff", "summary/told"))
        counts = con.execute(statement("diff", "summary/counts")).fetchall()
        largest = con.execute(statement("diff", "summary/largest")).fetchall()
    if not counts:
        return []
    by_kind = {kind: tuple(rows) for kind, rows in groupby(counts, key=lambda row: row[0])}
    out = [
        Part(
            f"By {kind}",
            (kind, "added", "changed", "removed", "values", "reports"),
            tuple((row[1], *(f"{number:,}" for number in row[2:])) for row in by_kind[kind]),
        )
        for kind in _KINDS
    ]
    lines = tuple(
        (
            f"{name} ({unit_id})",
            str(year),
            label,
            _printed(old_value, old_state),
            _printed(new_value, new_state),
            unit,
            cause,
        )
        for (
            unit_id, name, year, label, old_value, old_state, new_value, new_state, unit, cause
        ) in largest
    )  # fmt: skip
    head = ("organ", "year", "cell", "before", "now", "unit", "cause")
    return [*out, Part("The largest changes", head, lines)]


def _sentence(found: list[Part]) -> str:
    if not found:
        return "No value differs from the release before."
    total = sum(int(row[4].replace(",", "")) for row in found[0].rows)
    return f"Values that differ from the release before: {total:,}."


def _printed(value: float | None, state: str) -> str:
    return state if value is None else f"{value:,.15g}"


def _markdown(part: Part) -> str:
    if not part.rows:
        return "None."
    lines = [_line(part.head), _line("---" for _ in part.head), *map(_line, part.rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    """Give a row of a Markdown table; what a cell holds cannot end it."""
    safe = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"

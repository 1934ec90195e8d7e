"""From a number to the place where it is printed: address, archived response, page and box.

Receives an opened dataset, an organ, a year and a cell. Gives the place, as `Place`, and the lines
that tell it. An organ may be named by its number or a name that it alone has or had; a cell by its
two codes, by its column in `wide` or by its name in Stata. Refuses what the dataset does not have,
and says why: the state of the report that is missing, or the codes that are alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb

from transform.errors import InputRefusedError
from transform.tables import statement


@dataclass(frozen=True, slots=True)
class Place:
    """Where one number is printed."""

    of: dict[str, Any]
    """What `sql/where.sql` gives, by the names of the dataset's columns."""
    failing: tuple[tuple[str, str, float, float, bool], ...]
    """Identities that fail with this cell: name, what it says, left, right, and whether the
    cell is suspected."""

    @property
    def key(self) -> dict[str, Any]:
        """Give the cell as the parameters `unit`, `year`, `row` and `col` of a query."""
        names = {"unit": "unit_id", "year": "year", "row": "row_code", "col": "col_code"}
        return {name: self.of[column] for name, column in names.items()}

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """Give left, top, right and bottom in points; None where the document has no pages."""
        sides = [self.of[side] for side in ("x0", "top", "x1", "bottom")]
        if self.of["page"] is None or None in sides:
            return None
        return (sides[0], sides[1], sides[2], sides[3])


def find(con: duckdb.DuckDBPyConnection, unit: str, year: int, cell: Sequence[str]) -> Place:
    """Give the place of a number.

    `unit` is a number or a name; `cell` a row and a column code, or one name of the cell. Raises
    `InputRefusedError` when the organ, the cell or the number is not there.
    """
    number, name = _unit(con, unit)
    row, col = _cell(con, cell)
    asked = {"unit": number, "year": year, "row": row, "col": col}
    found = _rows(con, "where", asked)
    if not found:
        raise InputRefusedError(_why_not(con, name, asked))
    failing = con.execute(statement("show", "where_failing"), asked).fetchall()
    return Place(found[0], tuple(failing))


def lines(place: Place) -> Iterator[tuple[str, str]]:
    """Give what is to be known of the place: a heading, empty where the line goes on, and a text.

    The text of a cell is given as it is printed, between «».
    """
    of = place.of
    yield "organ", f"{of['name']} ({of['unit_id']}), {of['year']}"
    yield "cell", f"{of['row_label_zh']} × {of['col_label_zh']}"
    yield "", f"{of['row_label_en']}: {of['col_label_en']}"
    yield "value", f"{_amount(of['value'], of['state'], of['unit'])}, printed «{of['raw']}»"
    if of["correction"]:
        was = _amount(of["printed_value"], of["printed_state"], of["unit"])
        yield "corrected", f"from {was} by {of['correction']}: {of['corrected_because']}"
    yield "report", f"{of['title']} ({of['report_id']})"
    seen = f"first harvested {of['first_seen']:%Y-%m-%d}"
    yield "", f"listed as of {of['published']}, {seen}" if of["published"] else seen
    yield (
        "version",
        f"{of['current_rule']}; {of['versions']} held, scope {of['scope'] or 'unstated'}",
    )
    yield "address", of["source_url"]
    if of["page_url"]:
        yield "linked on", of["page_url"]
    yield "archive", of["archive"]
    if place.box:
        box = " ".join(f"{side:.1f}" for side in place.box)
        yield "page", f"{of['page']}, box {box} (left, top, right, bottom in points)"
    at = f"table {of['grid'] + 1} of the document, row {of['grid_row'] + 1}"
    yield "table", f"{of['table']}, form of {of['form']}; {at}, column {of['grid_col'] + 1}"
    yield "read by", f"{of['method']}, confidence {of['confidence']:g}"
    if of["second_method"]:
        yield "", f"a second time by {of['second_method']}: «{of['second_raw']}»"
    if of["flag"]:
        yield "doubt", of["flag"]
    for identity, says, left, right, suspected in place.failing:
        suspect = "; this cell is suspected" if suspected else ""
        yield "fails", f"{identity}, {says}: {left:g} is not {right:g}{suspect}"


def _amount(value: float | None, state: str, unit: str) -> str:
    return state if value is None else f"{value:.15g} {unit}"


def _rows(con: duckdb.DuckDBPyConnection, name: str, of: dict[str, Any]) -> list[dict[str, Any]]:
    answer = con.execute(statement("show", name), of)
    names = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _unit(con: duckdb.DuckDBPyConnection, unit: str) -> tuple[int, str]:
    """Give the number and the name of an organ."""
    found = con.execute(statement("show", "where_unit"), {"unit": unit}).fetchall()
    exact = [(number, name) for number, name, same in found if same]
    if len(exact) == 1:
        return int(exact[0][0]), str(exact[0][1])
    if exact:
        raise InputRefusedError(f"{unit}: a name of several organs; say which: {_listed(exact)}")
    alike = [(number, name) for number, name, _ in found]
    known = f"there are {_listed(alike)}" if alike else "look in the table units"
    raise InputRefusedError(f"{unit}: no organ has this number or name; {known}")


def _listed(units: list[tuple[Any, ...]]) -> str:
    return ", ".join(f"{number} {name}" for number, name in units)


def _cell(con: duckdb.DuckDBPyConnection, cell: Sequence[str]) -> tuple[str, str]:
    """Give the row and column code of a cell of the code book."""
    book = con.execute(
        "SELECT row_code, col_code, wide_column, stata_name FROM codebook"
    ).fetchall()
    codes = {(row, col) for row, col, _, _ in book}
    if len(cell) == 2:
        row, col = cell
        if (row, col) in codes:
            return row, col
        columns = sorted(col for of, col in codes if of == row)
        if columns:
            raise InputRefusedError(f"{col}: {row} has no such column; it has {', '.join(columns)}")
        raise _unknown(row, {row for row, _ in codes})
    names = {name: (row, col) for row, col, *both in book for name in both}
    if cell[0] in names:
        return names[cell[0]]
    raise _unknown(cell[0], set(names))


def _unknown(name: str, names: set[str]) -> InputRefusedError:
    alike = get_close_matches(name, sorted(names), 3, 0.5)
    known = f"do you mean {' or '.join(alike)}?" if alike else "look in the table codebook"
    return InputRefusedError(f"{name}: not in the code book; {known}")


def _why_not(con: duckdb.DuckDBPyConnection, name: str, asked: dict[str, Any]) -> str:
    """Say why a number is not there: no report, or a report of a form without that cell."""
    known = con.execute(
        "SELECT state, reason FROM coverage WHERE unit_id = ? AND year = ?",
        [asked["unit"], asked["year"]],
    ).fetchone()
    if known is None:
        return f"{name}, {asked['year']}: not a year of the dataset; look in the table coverage"
    state, reason = known
    if not state.startswith("held"):
        return f"{name}, {asked['year']}: no report, {state}: {reason}"
    [forms] = _rows(con, "where_forms", asked)
    return (
        f"{name}, {asked['year']}: the report has no such cell; it is of {forms['of_cell']}, and "
        f"the tables read from the report are {forms['of_report']}"
    )

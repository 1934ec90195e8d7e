"""Where the columns of a table stand and which cells of a row are their values. Pure functions.

Columns are intervals: of points on a page where cells have boxes, of column numbers elsewhere.
So a header on one page serves the rows on the next, though a page break may have lost grid
columns there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.grid import GridCell
from extract.matcher.segment import Row
from extract.text import key
from extract.values import understand

MOST_CUT = 2
"""Figures of one row that a page break may cut; more are figures of another row."""


class Column(NamedTuple):
    """A column of a table: its interval and its label path, outermost group first."""

    start: float
    end: float
    path: tuple[str, ...]

    @property
    def centre(self) -> float:
        """Give the middle of the interval."""
        return (self.start + self.end) / 2


def interval(cell: GridCell) -> tuple[float, float]:
    """Give the horizontal extent of a cell, in points or in columns."""
    if cell.box is not None:
        return cell.box.x0, cell.box.x1
    return float(cell.col), float(cell.col + cell.colspan)


def _middle(cell: GridCell) -> float:
    if cell.box is not None:
        return (cell.box.x0 + cell.box.x1) / 2
    return cell.col + cell.colspan / 2


def header_columns(rows: Sequence[Row]) -> list[Column]:
    """Give the columns that header rows define: those of the row with the most cells.

    A column's path is the texts above it, from the top, without repetitions and blanks.
    """
    if not rows:
        return []
    finest = max(rows, key=lambda row: len(row.cells))
    columns = []
    for cell in finest.cells:
        start, end = interval(cell)
        centre = (start + end) / 2
        path: list[str] = []
        for row in rows:
            text = key(_covering(row.cells, centre))
            if text and (not path or path[-1] != text):
                path.append(text)
        columns.append(Column(start, end, tuple(path)))
    return columns


def _covering(cells: Sequence[GridCell], x: float) -> str:
    for cell in cells:
        start, end = interval(cell)
        if start <= x < end:
            return cell.text
    return ""


def usual_end(rows: Iterable[Row]) -> float:
    """Give where the rows of a table end on the right, most of them."""
    ends = Counter(interval(row.cells[-1])[1] for row in rows if row.cells)
    return max(ends, key=lambda end: (ends[end], end), default=0.0)


def place(
    cells: Sequence[GridCell], columns: Sequence[Column], end: float = float("inf")
) -> tuple[Sequence[GridCell], Sequence[GridCell], list[GridCell | None] | None]:
    """Split a row into label cells and value cells, and give each column its value.

    By the place of the header. Where that leaves figures over (spans that do not add up), the
    last cells of the row are the values, if a label stands before them. The values are None as a
    whole where nobody can tell which belongs to which column. `end` is where the table's rows
    end (`usual_end`).
    """
    if not columns:
        return cells, (), []
    start = columns[0].start
    labels = [cell for cell in cells if _middle(cell) < start]
    values = cells[len(labels) :]
    if len(values) == len(columns):
        return labels, values, list(values)
    taken = assign(values, columns)
    if _put_in(values, columns, end):
        return labels, values, None
    if taken is not None and not _astray(values, taken, columns) and None not in taken:
        return labels, values, taken
    n = len(columns)
    if len(cells) > n and is_text(cells[-n - 1]) and not any(map(is_text, cells[-n:])):
        return cells[:-n], cells[-n:], list(cells[-n:])
    if taken is not None and values and values[0].box is None and _astray(values, taken, columns):
        return labels, values, None
    return labels, values, taken


def assign(cells: Sequence[GridCell], columns: Sequence[Column]) -> list[GridCell | None] | None:
    """Give for each column its cell among `cells`, None where it cannot be told.

    As many cells as columns stand in order. Otherwise a cell belongs to the columns whose
    centres it covers; one that covers several is their value only when it is blank, for nobody
    can tell whose figure it prints. Cells without a place on a page (HTML, Word) that end before
    the last column are not aligned at all: a cell is missing, and nobody can tell which.
    """
    if len(cells) == len(columns):
        return list(cells)
    if not cells or not columns:
        return [None] * len(columns)
    boxless = cells[0].box is None
    if boxless and len(cells) < len(columns) and interval(cells[-1])[1] <= columns[-1].centre:
        return None
    out = [_cell_of(column, cells, boxless) for column in columns]
    shared = {id(cell) for i, cell in enumerate(out) if cell is not None and cell in out[:i]}
    return [
        None if cell is not None and id(cell) in shared and key(cell.text) else cell for cell in out
    ]


def _cell_of(column: Column, cells: Sequence[GridCell], boxless: bool) -> GridCell | None:
    """Give the cell of one column; where an editor split it in several, the one that is filled."""
    if boxless:
        inside = [c for c in cells if column.start <= sum(interval(c)) / 2 < column.end]
        filled = [c for c in inside if key(c.text) or not c.readable]
        if len(inside) > 1:
            return filled[0] if len(filled) == 1 else None if filled else inside[0]
    return next((c for c in cells if interval(c)[0] <= column.centre < interval(c)[1]), None)


def _astray(
    values: Sequence[GridCell], taken: Sequence[GridCell | None], columns: Sequence[Column]
) -> bool:
    """Whether a filled cell is left over that does not just span several columns."""
    used = {id(cell) for cell in taken if cell is not None}
    return any(
        id(cell) not in used
        and key(cell.text)
        and sum(interval(cell)[0] <= column.centre < interval(cell)[1] for column in columns) < 2
        for cell in values
    )


def _put_in(values: Sequence[GridCell], columns: Sequence[Column], end: float) -> bool:
    """Whether a row without places is longer than the others, and one of its blanks is too many."""
    return (
        len(values) > len(columns)
        and values[0].box is None
        and interval(values[-1])[1] > end
        and any(cell.readable and not key(cell.text) for cell in values[: len(columns)])
    )


def rejoined(
    upper: Sequence[GridCell | None], lower: Sequence[GridCell | None]
) -> list[GridCell | None] | None:
    """Join the values of a row that a page break cut, a figure's last digits perhaps below it.

    None where the lower ones are rather a row of their own: as many as the upper ones.
    """
    if len(upper) != len(lower):
        return None
    printed = [bool(cell and key(cell.text)) for cell in lower]
    cut = [at for at, cell in enumerate(upper) if cell and key(cell.text) and printed[at]]
    if len(cut) > MOST_CUT or sum(printed) >= max(
        sum(bool(cell and key(cell.text)) for cell in upper), MOST_CUT
    ):
        return None
    out = [low if full else up for up, low, full in zip(upper, lower, printed, strict=True)]
    for at in cut:
        up, low = upper[at], lower[at]
        if up is not None and low is not None:
            out[at] = replace(up, text=up.text + low.text)
    return out


def is_text(cell: GridCell) -> bool:
    """Whether a cell prints words: neither a figure nor a mark, and not blank."""
    return understand(cell.text, "").state == "text"

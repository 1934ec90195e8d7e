"""Where the columns of a table stand and which cells of a row are their values. Pure functions.

Columns are intervals: of points on a page where cells have boxes, of column numbers elsewhere.
So a header on one page serves the rows on the next, though a page break may have lost grid
columns there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.grid import GridCell
from extract.segment import Row
from extract.text import key


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


def assign(cells: Sequence[GridCell], columns: Sequence[Column]) -> list[GridCell | None]:
    """Give for each column its cell among `cells`, or None where it cannot be told.

    As many cells as columns stand in order. Otherwise a cell belongs to the columns whose
    centres it covers; one that covers several is their value only when it is blank, for nobody
    can tell whose figure it prints.
    """
    if len(cells) == len(columns):
        return list(cells)
    out = [
        next((c for c in cells if interval(c)[0] <= column.centre < interval(c)[1]), None)
        for column in columns
    ]
    shared = {id(cell) for i, cell in enumerate(out) if cell is not None and cell in out[:i]}
    return [
        None if cell is not None and id(cell) in shared and key(cell.text) else cell for cell in out
    ]

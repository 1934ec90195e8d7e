"""The grid: what every reader makes of a table, whatever the format. Pure values.

A grid has rows and columns from 0; a cell that spans several is one `GridCell`. A cell
of a PDF or an image has its `Box`; a cell of HTML or Word has none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import NamedTuple, TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True)
def plain_value(cls: type[_T]) -> type[_T]:
    """Make a dataclass of which a document has hundreds: frozen for the type checker alone.

    A frozen one takes four times as long to make, and to hand over to another process.
    """
    made = dataclass(slots=True)(cls)
    values = attrgetter(*(field.name for field in fields(made)))  # type: ignore[arg-type]
    made.__reduce__ = lambda self: (made, values(self))  # type: ignore[method-assign]
    return made


class Box(NamedTuple):
    """A place on a page: points from the upper left of the page as it is shown, page from 1."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@plain_value
class GridCell:
    """One cell: its upper left row and column, its spans, its text as printed."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    box: Box | None = None
    confidence: float = 1.0
    """Of the recognition, 0 to 1; 1 where the characters were in the file."""
    readable: bool = True
    """False where something is printed that the reader cannot tell; `text` is its best guess."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a document. `index` counts the document's tables from 0."""

    index: int
    n_rows: int
    n_cols: int
    cells: tuple[GridCell, ...]

    def rows(self) -> list[list[GridCell]]:
        """Give for each row the cells that cover it, left to right; a spanning cell recurs."""
        rows: list[list[GridCell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.rowspan, self.n_rows)):
                rows[row].append(cell)
        for row_cells in rows:
            row_cells.sort(key=lambda cell: cell.col)
        return rows


class Line(NamedTuple):
    """A line of text. `box` is None where there are no pages.

    `at` is the grid and the row it is printed in, where the reader took it from one.
    """

    text: str
    box: Box | None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What a reader makes of a document: grids, and all its text as lines in reading order.

    `after` gives for each line how many grids begin before it, so that text and tables keep
    their order; lines inside the grids are among them. `pages` is None where there are none.
    """

    reader: str
    method: str
    pages: int | None
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]
    after: tuple[int, ...]
    title: str = ""
    """The document's own metadata title (HTML title, ArticleTitle); may be empty or junk."""


def lattice(index: int, boxes: Sequence[Box], texts: Sequence[str], snap: float = 3.0) -> Grid:
    """Make a grid of cell boxes on one page: rows and columns from their edges.

    Edges within `snap` points of each other are one ruling line. A box that spans several rows
    or columns becomes one spanning cell.
    """
    xs, column = _numbered([edge for box in boxes for edge in (box.x0, box.x1)], snap)
    ys, line = _numbered([edge for box in boxes for edge in (box.top, box.bottom)], snap)
    cells = []
    for box, text in zip(boxes, texts, strict=True):
        _, x0, top, x1, bottom = box
        col, row = column[x0], line[top]
        height, width = line[bottom] - row, column[x1] - col
        cells.append(GridCell(row, col, height or 1, width or 1, text, box))
    cells.sort(key=_PLACE)
    return Grid(index, max(len(ys) - 1, 0), max(len(xs) - 1, 0), tuple(cells))


_PLACE = attrgetter("row", "col")


def _numbered(edges: Sequence[float], snap: float) -> tuple[list[float], dict[float, int]]:
    """Give the ruling lines, and for each edge which of them it is."""
    rulings = _rulings(edges, snap)
    return rulings, {edge: _nearest(rulings, edge) for edge in set(edges)}


def _rulings(edges: Iterable[float], snap: float) -> list[float]:
    """Cluster sorted edges; each cluster is represented by its mean."""
    clusters: list[list[float]] = []
    for edge in sorted(edges):
        if clusters and edge - clusters[-1][-1] <= snap:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def _nearest(rulings: Sequence[float], edge: float) -> int:
    at = bisect_left(rulings, edge)
    if at == len(rulings):
        return at - 1
    if at > 0 and edge - rulings[at - 1] < rulings[at] - edge:
        return at - 1
    return at

"""The statutory tables as an office draws them: figures to rows of boxes with spans.

Receives the figures of a report, the code book's labels and the report's own variants of them.
Gives, for each of the three tables, rows of `Box`; `padded`, `unspanned` and `phantom` spoil
them the way editors and converters do. Pure functions; markup is the templates' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from math import lcm

from tests.portal.country import REFERENCE, Figure, rows

FLOW = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(frozen=True, slots=True)
class Box:
    """A drawn cell: `head` and `stub` hold labels, `value` holds a figure, `void` nothing."""

    text: str
    kind: str = "head"
    colspan: int = 1
    rowspan: int = 1


Grid = list[list[Box]]
Path = tuple[str, ...]


@cache
def _paths() -> Mapping[tuple[str, str, str], tuple[Path, Path]]:
    """(form, row, column) → the label paths of the row and of the column."""
    return {
        (row["form"], row["row_code"], row["col_code"]): (
            tuple(row["row_label_zh"].split("/")),
            # only table 三 has levels of columns; in 本年增/减 the stroke is part of the label
            tuple(row["col_label_zh"].split("/"))
            if row["table"] == "requests"
            else (row["col_label_zh"],),
        )
        for row in rows(REFERENCE / "codebook.csv")
    }


def _row_path(figure: Figure) -> Path:
    return _paths()[figure.form, figure.row_code, figure.col_code][0]


def _column_path(figure: Figure) -> Path:
    return _paths()[figure.form, figure.row_code, figure.col_code][1]


def _by_row(figures: Iterable[Figure]) -> list[list[Figure]]:
    return [list(group) for _, group in groupby(figures, key=lambda f: f.row_code)]


def proactive(figures: Sequence[Figure]) -> Grid:
    """Table 二: a banner, a header and rows for each 项 of article 20."""
    lines = _by_row(figures)
    width = lcm(*(len(line) for line in lines))
    grid: Grid = []
    for banner, block in groupby(lines, key=lambda line: _row_path(line[0])[0]):
        for number, line in enumerate(block):
            span = width // len(line)
            if not number:
                heads = [Box(_column_path(f)[0], colspan=span) for f in line]
                grid += [[Box(banner, colspan=width + 1)], [Box("信息内容"), *heads]]
            values = [Box(f.raw, "value", colspan=span) for f in line]
            grid.append([Box(_row_path(line[0])[1], "stub"), *values])
    return grid


def requests(figures: Sequence[Figure]) -> Grid:
    """Table 三: three header rows, then a stub of up to three levels and seven values."""
    lines = _by_row(figures)
    leaves = [_column_path(f) for f in lines[0]]
    grid: Grid = [[Box(FLOW, colspan=3, rowspan=3), Box(leaves[0][0], colspan=len(leaves))], [], []]
    for group, paths in groupby(leaves, key=lambda path: path[1]):
        members = list(paths)
        deep = len(members[0]) > 2
        grid[1].append(Box(group, colspan=len(members), rowspan=1 if deep else 2))
        grid[2] += [Box(path[2]) for path in members if deep]
    stubs = [_row_path(line[0]) for line in lines]
    for number, (line, stub) in enumerate(zip(lines, stubs, strict=True)):
        row = []
        for level, label in enumerate(stub, 1):
            if number and stubs[number - 1][:level] == stub[:level]:
                continue  # drawn already, with a span over this row
            height = sum(other[:level] == stub[:level] for other in stubs)
            row.append(Box(label, "stub", 4 - level if level == len(stub) else 1, height))
        grid.append(row + [Box(f.raw, "value") for f in line])
    return grid


def remedies(figures: Sequence[Figure]) -> Grid:
    """Table 四: one row of fifteen values under three header rows."""
    lines = _by_row(figures)
    grid: Grid = [[], [], [], [Box(f.raw, "value") for f in figures]]
    for group, members in groupby(lines, key=lambda line: _row_path(line[0])[0]):
        blocks = list(members)
        grid[0].append(Box(group, colspan=sum(len(line) for line in blocks)))
        for line in blocks:
            path = _row_path(line[0])
            leaves = [Box(_column_path(f)[0]) for f in line]
            if len(path) == 1:
                grid[1] += [replace(leaf, rowspan=2) for leaf in leaves]
            else:
                grid[1].append(Box(path[1], colspan=len(line)))
                grid[2] += leaves
    return grid


TABLES: Mapping[str, Callable[[Sequence[Figure]], Grid]] = {
    "proactive": proactive,
    "requests": requests,
    "remedies": remedies,
}


def draw(table: str, figures: Iterable[Figure], variants: Mapping[str, str]) -> Grid:
    """Draw one table of a report from all its figures, with the labels as it prints them."""
    grid = TABLES[table]([f for f in figures if f.table == table])
    return [
        [b if b.kind == "value" else replace(b, text=variants.get(b.text, b.text)) for b in row]
        for row in grid
    ]


def places(grid: Grid) -> Iterator[tuple[int, int, Box]]:
    """Each box with its row and column, spans counted as a browser does."""
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            yield y, x, box
            taken |= {(y + i, x + j) for i in range(box.rowspan) for j in range(box.colspan)}
            x += box.colspan


def _rebuilt(height: int, placed: Iterable[tuple[int, int, Box]]) -> Grid:
    grid: Grid = [[] for _ in range(height)]
    for y, _, box in sorted(placed, key=lambda place: place[:2]):
        grid[y].append(box)
    return grid


def padded(grid: Grid) -> Grid:
    """Merged values of table 二 fall apart: the value first, then empty cells."""
    placed = []
    for y, x, box in places(grid):
        loose = box.colspan > 1 and x > 0 and grid[y][0].colspan == 1 and grid[y][0].rowspan == 1
        placed.append((y, x, replace(box, colspan=1) if loose else box))
        if loose:
            placed += [(y, x + i, Box("", "void")) for i in range(1, box.colspan)]
    return _rebuilt(len(grid), placed)


def unspanned(grid: Grid) -> Grid:
    """Narrow headers lose their height: empty cells stand below them, as converters leave them."""
    placed = []
    for y, x, box in places(grid):
        tall = box.kind == "head" and box.colspan == 1 and box.rowspan > 1
        placed.append((y, x, replace(box, rowspan=1) if tall else box))
        if tall:
            placed += [(y + i, x, Box("", "void")) for i in range(1, box.rowspan)]
    return _rebuilt(len(grid), placed)


def phantom(grid: Grid) -> Grid:
    """A column no one sees: whatever covers the first value column is one column wider."""
    first = min(x for _, x, box in places(grid) if box.kind == "value")
    return _rebuilt(
        len(grid),
        [
            (y, x, replace(box, colspan=box.colspan + (x <= first < x + box.colspan)))
            for y, x, box in places(grid)
        ],
    )

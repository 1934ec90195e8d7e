"""Ruling lines → the cells they enclose. Pure functions, for every reader that sees a page.

Receives horizontal and vertical segments of one page, in points from its upper left. Gives the
boxes of the cells, a list a table. Lines that nearly meet meet; an open side (a page break cuts
a table without a line, an office draws none left and right) is closed where the other lines end
together; what is not enclosed even so is no cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extract.grid import Box

SNAP = 5.0
"""Lines this near to each other are one: double borders, thin rectangles drawn by their sides."""

JOIN = 5.0
"""A gap within a line, or between a line's end and the one it meets, up to this is none."""

EXACT = 0.4
"""Dots and dashes of one line stand this exactly in line."""

SHORTEST = 5.0
"""A shorter line is a stroke of a character or a dot; no row is lower than that."""

MAX_CELLS = 20_000
"""Elementary cells of one table; a page that asks for more is a drawing or an attack."""


class Segment(NamedTuple):
    """A straight line along an axis: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


Span = tuple[float, float, float]
"""A segment as a plain tuple: a page may have ten thousand dots."""

Component = tuple[list[Segment], list[Segment]]
"""Rows and columns that hang together."""

_START = itemgetter(1)


def cells(
    page: int,
    horizontal: Iterable[Span],
    vertical: Iterable[Span],
    before: tuple[float, float] | None = None,
) -> list[list[Box]]:
    """Give the cells of each table on a page, tables from the top, cells in reading order.

    `before` is the left and right side of the table that the page before ended with: where it is
    open all round and leaves one row for this page, only lines between cells tell of it.
    """
    tables = []
    met, alone = _components(merged(horizontal), merged(vertical))
    if before is not None and alone:
        floor = min((row.at for rows, _ in met for row in rows), default=float("inf"))
        met += _row_alone([column for column in alone if column.end <= floor], *before)
    for component in met:
        boxes = _enclosed(page, *_closed(*component))
        if boxes:
            tables.append(boxes)
    return sorted(tables, key=lambda boxes: (boxes[0].top, boxes[0].x0))


def merged(segments: Iterable[Span]) -> list[Segment]:
    """Join segments that stand on one line, and drop what stays too short to rule anything.

    Dots and dashes are joined first, and only where they stand exactly in line, so that the dots
    of a vertical line are not taken for many short horizontal ones.
    """
    pieces: list[Span] = []
    whole: list[Span] = []
    for span in segments:
        (pieces if span[2] - span[1] < SHORTEST else whole).append(span)
    whole += [line for line in _joined(pieces, EXACT) if line[2] - line[1] >= SHORTEST]
    return [Segment(*line) for line in _joined(whole, SNAP)]


def _joined(spans: Iterable[Span], tolerance: float) -> list[Span]:
    """Join spans within `tolerance` of one line where their ends nearly meet."""
    lines: list[list[Span]] = []
    line: list[Span] = []
    first = float("-inf")
    for span in sorted(spans):
        if span[0] - first <= tolerance:
            line.append(span)
        else:
            line = [span]
            lines.append(line)
            first = span[0]
    out: list[Span] = []
    for line in lines:
        at = sum([span[0] for span in line]) / len(line)
        if line[0][0] != line[-1][0]:  # else they are in order of their beginnings already
            line.sort(key=_START)
        _, begin, finish = line[0]
        for _, start, end in line:
            if start - finish > JOIN:
                out.append((at, begin, finish))
                begin, finish = start, end
            elif end > finish:
                finish = end
        out.append((at, begin, finish))
    return out


def _components(
    rows: Sequence[Segment], columns: Sequence[Segment]
) -> tuple[list[Component], list[Segment]]:
    """Part the lines into sets that hang together; a row that meets none is an underline.

    The columns that meet no row are given apart.
    """
    parent = list(range(len(rows) + len(columns)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    apart = len(columns)
    for i, (y, left, right) in enumerate(rows):
        for j, (x, top, bottom) in enumerate(columns, start=len(rows)):
            if left - JOIN <= x <= right + JOIN and top - JOIN <= y <= bottom + JOIN:
                one, other = root(i), root(j)
                apart -= one not in {i, other}
                parent[one] = other
                if apart == 1:
                    break  # all columns hang together: the row's first is as good as any
    sets: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, row in enumerate(rows):
        sets.setdefault(root(i), ([], []))[0].append(row)
    for j, column in enumerate(columns, start=len(rows)):
        sets.setdefault(root(j), ([], []))[1].append(column)
    alone = [column for found in sets.values() if not found[0] for column in found[1]]
    met = [found for found in sets.values() if found[0] and found[1]]
    return met, alone


def _row_alone(columns: list[Segment], left: float, right: float) -> list[Component]:
    """Close the row of which only lines between cells are left, to the sides given."""
    if not columns:
        return []
    top = min(column.start for column in columns)
    row = [column for column in columns if abs(column.start - top) <= JOIN]
    foot = max(column.end for column in row)
    if any(column.end < foot - JOIN or not left < column.at < right for column in row):
        return []
    sides = [Segment(x, top, foot) for x in (left, right)]
    return [([Segment(y, left, right) for y in (top, foot)], [*row, *sides])]


def _closed(rows: list[Segment], columns: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Add the outer lines that are missing: where lines across end together, or alone.

    A missing side runs from corner to corner, for the sides beside it may be missing too.
    """
    left, right = min(row.start for row in rows), max(row.end for row in rows)
    top, bottom = min(column.start for column in columns), max(column.end for column in columns)
    sides = [Segment(x, top, bottom) for x in (left, right) if _open(x, rows, columns)]
    ends = [Segment(y, left, right) for y in (top, bottom) if _open(y, columns, rows)]
    return (merged([*rows, *ends]) if ends else rows), (
        merged([*columns, *sides]) if sides else columns
    )


def _open(edge: float, across: Sequence[Segment], along: Sequence[Segment]) -> bool:
    """Whether the lines `across` end at an edge where no line runs along all of them."""
    if not any(abs(s.at - edge) <= JOIN for s in along):
        return True
    ending = [s.at for s in across if abs(s.start - edge) <= JOIN or abs(s.end - edge) <= JOIN]
    if len(ending) < 2 or max(ending) - min(ending) < SHORTEST:
        return False
    first, last = min(ending), max(ending)
    return not any(
        s.start - JOIN <= first and s.end + JOIN >= last for s in along if abs(s.at - edge) <= JOIN
    )


def _enclosed(page: int, rows: Sequence[Segment], columns: Sequence[Segment]) -> list[Box]:
    """Give the rectangles that lines enclose on all sides."""
    xs = _positions(columns)
    ys = _positions(rows)
    n_rows, n_cols = len(ys) - 1, len(xs) - 1
    if n_rows < 1 or n_cols < 1 or n_rows * n_cols > MAX_CELLS:
        return []
    left = [list(column) for column in zip(*_past(columns, xs, ys), strict=True)]
    walls = _Walls(_past(rows, ys, xs), left)
    xs, ys = [round(x, 2) for x in xs], [round(y, 2) for y in ys]
    region = [[_UNKNOWN] * n_cols for _ in range(n_rows)]
    boxes: list[Box] = []
    for r, numbers in enumerate(region):
        for c in range(n_cols):
            if numbers[c] == _DONE:
                continue
            if numbers[c] == _UNKNOWN:
                right, foot = _rectangle(walls, r, c)
                if not right and not _flow(walls, region, r, c, 1 + len(boxes)):
                    continue
            if numbers[c] > _UNKNOWN:
                right, foot = _extent(region, r, c)
            for i in range(r, foot):
                region[i][c:right] = [_DONE] * (right - c)
            boxes.append(Box(page, xs[c], ys[r], xs[right], ys[foot]))
    return boxes


_UNKNOWN, _DONE = 0, -1
"""Marks of an elementary cell in place of its region's number."""


class _Walls(NamedTuple):
    """Whether a line runs above each elementary cell, and left of it."""

    above: list[list[bool]]
    left: list[list[bool]]


def _rectangle(walls: _Walls, r: int, c: int) -> tuple[int, int]:
    """Give right and lower end of the region from its corner, as most are: a closed rectangle.

    Zeros where it is another shape, or open.
    """
    above, left = walls
    beside, n_rows, n_cols = left[r], len(left), len(above[0])
    right = c + 1
    while right < n_cols and not beside[right]:
        right += 1
    foot = r + 1
    while foot < n_rows and True not in above[foot][c:right]:
        foot += 1
    closed = (
        False not in above[r][c:right]
        and False not in above[foot][c:right]
        and all(row[c] and row[right] for row in left[r:foot])
    )
    return (right, foot) if closed else (0, 0)


def _positions(lines: Sequence[Segment]) -> list[float]:
    """Give the distinct places at which lines stand."""
    out: list[float] = []
    for line in sorted(lines):
        if not out or line.at - out[-1] > SNAP:
            out.append(line.at)
    return out


def _past(
    lines: Sequence[Segment], places: Sequence[float], edges: Sequence[float]
) -> list[list[bool]]:
    """Tell for each place, and each gap between two edges, whether a line runs past its middle."""
    middles = [(start + end) / 2 for start, end in pairwise(edges)]
    out = [[False] * len(middles) for _ in places]
    for at, start, end in lines:
        first, last = bisect_left(middles, start), bisect_right(middles, end)
        for row in range(bisect_left(places, at - SNAP), bisect_right(places, at + SNAP)):
            out[row][first:last] = [True] * (last - first)
    return out


def _flow(walls: _Walls, region: list[list[int]], r: int, c: int, number: int) -> bool:
    """Give the region of an elementary cell its number, or mark it as done where it is open.

    Tell whether it is closed.
    """
    above, left = walls
    n_rows, n_cols = len(region), len(region[0])
    flow, stack, closed = [(r, c)], [(r, c)], True
    region[r][c] = number
    while stack:
        i, j = stack.pop()
        for wall, y, x in (
            (above[i][j], i - 1, j),
            (above[i + 1][j], i + 1, j),
            (left[i][j], i, j - 1),
            (left[i][j + 1], i, j + 1),
        ):
            if wall:
                continue
            if not (0 <= y < n_rows and 0 <= x < n_cols):
                closed = False
            elif region[y][x] == _UNKNOWN:
                region[y][x] = number
                flow.append((y, x))
                stack.append((y, x))
    if not closed:
        for i, j in flow:
            region[i][j] = _DONE
    return closed


def _extent(region: Sequence[Sequence[int]], r: int, c: int) -> tuple[int, int]:
    """Give the right and lower end of the greatest rectangle of one region from its corner."""
    number = region[r][c]
    right = c
    while right < len(region[r]) and region[r][right] == number:
        right += 1
    foot = r + 1
    while foot < len(region) and all(region[foot][j] == number for j in range(c, right)):
        foot += 1
    return right, foot

"""Characters on a page → the texts of cells and lines. Pure, for every reader with characters.

A character belongs to the cell that holds the centre of its box. Characters keep the order of the
file, which is right for vertical text too. The same character again in the same place is bold made
by printing twice, and read once.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extract.grid import Box
from extract.text import repair, squeeze

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left of the page as shown."""

SAME_PLACE = 1.0
"""Points: the same character again this near is bold."""

BREAKS = frozenset(" \r\n\0")
"""What stands between characters and has no place of its own."""

_GAPS = re.compile(r"([ \r\n\0]+)")
_LINE = re.compile(r"[^\r\n]+")


class Glyphs(NamedTuple):
    """The characters of a page, and the sides of those that are no breaks, in the same order."""

    text: str
    left: Sequence[float]
    top: Sequence[float]
    right: Sequence[float]
    bottom: Sequence[float]

    @classmethod
    def of(cls, glyphs: Iterable[tuple[str, Sides | None]]) -> Glyphs:
        """Take over characters one by one; a break has no box."""
        glyphs = list(glyphs)
        boxes = [box for _, box in glyphs if box is not None]
        left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((),) * 4
        return cls("".join([char for char, _ in glyphs]), left, top, right, bottom)


_Part = tuple[str, int, str]
"""The first three of a run: what of it stands in a cell."""


class _Run(NamedTuple):
    """Characters without a break between them, and the extent of their centres."""

    text: str
    first: int
    """Which of the page's characters with a place the first is."""
    gap: str
    """The break after them."""
    left: float
    top: float
    right: float
    bottom: float


def texts(tables: Sequence[Sequence[Box]], glyphs: Glyphs) -> list[list[str]]:
    """Give for each box the characters in it, with the blanks and breaks between them.

    The boxes are those of a page, table by table; those of one table do not overlap. Characters
    without a break between them are looked up together: mostly they stand in one cell.
    """
    across = [(a + b) / 2 for a, b in zip(glyphs.left, glyphs.right, strict=True)]
    down = [(a + b) / 2 for a, b in zip(glyphs.top, glyphs.bottom, strict=True)]
    runs = _runs(glyphs.text, across, down)
    return [_of_table(boxes, runs, across, down) for boxes in tables]


def _runs(text: str, across: Sequence[float], down: Sequence[float]) -> list[_Run]:
    out = []
    at = 0
    parts = iter((*_GAPS.split(text), ""))
    for run, gap in zip(parts, parts, strict=True):
        first, at = at, at + len(run)
        if at - first == 1:
            x, y = across[first], down[first]
            out.append(_Run(run, first, gap, x, y, x, y))
        elif run:
            xs, ys = across[first:at], down[first:at]
            out.append(_Run(run, first, gap, min(xs), min(ys), max(xs), max(ys)))
    return out


def _of_table(
    boxes: Sequence[Box], runs: Sequence[_Run], across: Sequence[float], down: Sequence[float]
) -> list[str]:
    xs, ys, owner = _owners(boxes)
    upper, lower = ys[0], ys[-1]
    cells: list[list[_Part]] = [[] for _ in boxes]
    for run, first, gap, left, top, right, bottom in runs:
        if bottom < upper or top >= lower:
            continue
        index = owner.get((bisect_right(ys, top), bisect_right(xs, left)))
        if index is not None and right < boxes[index].x1 and bottom < boxes[index].bottom:
            cells[index].append((run, first, gap))
            continue
        last = first + len(run) - 1
        for i, char in enumerate(run, start=first):
            index = owner.get((bisect_right(ys, down[i]), bisect_right(xs, across[i])))
            if index is not None:
                cells[index].append((char, i, gap if i == last else ""))
    return [_text(cell, across, down) if cell else "" for cell in cells]


def _text(cell: Sequence[_Part], across: Sequence[float], down: Sequence[float]) -> str:
    """Give the text of a cell, what is printed twice once."""
    text = "".join([run + gap for run, _, gap in cell]) if len(cell) > 1 else cell[0][0]
    if len(set(text)) < len(text):
        text = "".join(_once(cell, across, down))
    return squeeze(repair(text))


def _once(cell: Sequence[_Part], across: Sequence[float], down: Sequence[float]) -> Iterator[str]:
    """Give the characters without those that stand in the same place again."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for run, first, gap in cell:
        for i, char in enumerate(run, start=first):
            x, y = across[i], down[i]
            before = seen.setdefault(char, [])
            if not before or not _again(x, y, before):
                before.append((x, y))
                yield char
        yield gap


def _owners(
    boxes: Sequence[Box],
) -> tuple[list[float], list[float], dict[tuple[int, int], int]]:
    """Give the edges of the boxes, and the box of each gap (row, column) between them."""
    xs = sorted({x for box in boxes for x in (box.x0, box.x1)})
    ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
    column = {x: i for i, x in enumerate(xs, 1)}
    row = {y: i for i, y in enumerate(ys, 1)}
    owner = {
        (r, c): index
        for index, box in enumerate(boxes)
        for r in range(row[box.top], row[box.bottom])
        for c in range(column[box.x0], column[box.x1])
    }
    return xs, ys, owner


def _again(x: float, y: float, before: Sequence[tuple[float, float]]) -> bool:
    # By centres: the second print may be in another font, whose boxes are higher.
    return any(abs(x - a) <= SAME_PLACE and abs(y - b) <= SAME_PLACE for a, b in before)


def lines(glyphs: Glyphs, page: int) -> Iterator[tuple[str, Box]]:
    """Part the characters into lines at the line ends between them; give text and extent."""
    at = 0
    for line in _LINE.findall(glyphs.text):
        first, at = at, at + len(line) - line.count(" ") - line.count("\0")
        if first < at:
            yield (
                line,
                Box(
                    page,
                    min(glyphs.left[first:at]),
                    min(glyphs.top[first:at]),
                    max(glyphs.right[first:at]),
                    max(glyphs.bottom[first:at]),
                ),
            )

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

    def across(self) -> list[float]:
        """Give how far from the left the centre of each stands."""
        return [(a + b) / 2 for a, b in zip(self.left, self.right, strict=True)]

    def down(self) -> list[float]:
        """Give how far from the top the centre of each stands."""
        return [(a + b) / 2 for a, b in zip(self.top, self.bottom, strict=True)]


_Part = tuple[str, int, str]
"""Characters of a cell without a break, which of the page's the first is, the break after them."""


def texts(boxes: Sequence[Box], glyphs: Glyphs) -> list[str]:
    """Give for each box the characters in it, with the blanks and breaks between them.

    The boxes are those of one table and do not overlap. Characters without a break between them
    are looked up together: mostly they stand in one cell.
    """
    xs, ys, owner = _owners(boxes)
    across, down = glyphs.across(), glyphs.down()
    upper, lower = ys[0], ys[-1]
    cells: list[list[_Part]] = [[] for _ in boxes]
    at = 0
    parts = iter((*_GAPS.split(glyphs.text), ""))
    for run, gap in zip(parts, parts, strict=True):
        first, at = at, at + len(run)
        if at - first == 1:
            left = right = across[first]
            top = foot = down[first]
        elif run:
            left, right = min(across[first:at]), max(across[first:at])
            top, foot = min(down[first:at]), max(down[first:at])
        if not run or foot < upper or top >= lower:
            continue
        index = owner.get((bisect_right(ys, top), bisect_right(xs, left)))
        if index is not None and right < boxes[index].x1 and foot < boxes[index].bottom:
            cells[index].append((run, first, gap))
            continue
        for i, char in enumerate(run, start=first):
            index = owner.get((bisect_right(ys, down[i]), bisect_right(xs, across[i])))
            if index is not None:
                cells[index].append((char, i, gap if i == at - 1 else ""))
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

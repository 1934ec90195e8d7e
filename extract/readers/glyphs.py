"""Characters on a page → the texts of cells and lines. Pure, for every reader with characters.

A character belongs to the cell that holds the centre of its box. Characters keep the order of the
file, which is right for vertical text too. The same character again in the same place is bold made
by printing twice, and read once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.grid import Box
from extract.text import repair, squeeze

Sides = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left of the page as shown."""

Glyph = tuple[str, Sides | None]
"""A character and its box; a blank or a line end between characters has none."""

SAME_PLACE = 1.0
"""Points: the same character again this near is bold."""


def texts(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> list[str]:
    """Give for each box the characters in it, with the blanks and breaks between them.

    The boxes are those of one table and do not overlap.
    """
    xs, ys, owner = _owners(boxes)
    upper, lower = ys[0], ys[-1]
    cells: list[list[Glyph]] = [[] for _ in boxes]
    nowhere: list[Glyph] = []
    here = nowhere
    left = top = right = foot = 0.0  # of the gap that holds the character before
    for glyph in glyphs:
        sides = glyph[1]
        if sides is None:
            here.append(glyph)
            continue
        x, y = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
        if left <= x < right and top <= y < foot:
            here.append(glyph)
            continue
        row, column = bisect_right(ys, y), bisect_right(xs, x)
        index = owner.get((row, column))
        if index is None:
            here, right = nowhere, left
            continue
        box = boxes[index]
        left, top, right, foot = box.x0, box.top, box.x1, box.bottom
        here = cells[index]
        here.append(glyph)
    return [_text(cell) if cell else "" for cell in cells]


def _text(cell: Sequence[Glyph]) -> str:
    """Give the text of a cell, what is printed twice once."""
    text = "".join([char for char, _ in cell])
    if len(set(text)) < len(text):
        text = "".join(_once(cell))
    return squeeze(repair(text))


def _once(cell: Sequence[Glyph]) -> Iterator[str]:
    """Give the characters without those that stand in the same place again."""
    seen: dict[str, list[tuple[float, float]]] = {}
    for char, sides in cell:
        if sides is not None:
            x, y = (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2
            before = seen.setdefault(char, [])
            if _again(x, y, before):
                continue
            before.append((x, y))
        yield char


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


def lines(glyphs: Sequence[Glyph], page: int) -> Iterator[tuple[str, Box]]:
    """Part the characters into lines at the line ends between them; give text and extent."""
    ends = [i for i, (char, box) in enumerate(glyphs) if box is None and char in "\r\n"]
    start = 0
    for end in (*ends, len(glyphs)):
        line = glyphs[start:end]
        start = end + 1
        sides = [box for _, box in line if box is not None]
        if sides:
            x0, top, x1, bottom = zip(*sides, strict=True)
            text = "".join([char for char, _ in line])
            yield text, Box(page, min(x0), min(top), max(x1), max(bottom))

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
    chars: list[list[str]] = [[] for _ in boxes]
    centres: list[dict[str, list[tuple[float, float]]]] = [{} for _ in boxes]
    last = -1
    for char, sides in glyphs:
        if sides is None:
            if last >= 0:
                chars[last].append(char)
            continue
        x0, top, x1, bottom = sides
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if not upper <= y < lower:
            last = -1
            continue
        last = owner.get((bisect_right(ys, y), bisect_right(xs, x)), -1)
        if last < 0:
            continue
        before = centres[last].setdefault(char, [])
        if not (before and _again(x, y, before)):
            before.append((x, y))
            chars[last].append(char)
    return [squeeze(repair("".join(cell))) if cell else "" for cell in chars]


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
    text: list[str] = []
    sides: list[Sides] = []
    for char, box in (*glyphs, ("\n", None)):
        if char in "\r\n" and box is None:
            if sides:
                x0, top, x1, bottom = zip(*sides, strict=True)
                yield "".join(text), Box(page, min(x0), min(top), max(x1), max(bottom))
            text, sides = [], []
        else:
            text.append(char)
            if box is not None:
                sides.append(box)

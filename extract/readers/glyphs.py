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
    """Give for each box the characters in it, with the blanks and breaks between them."""
    owner = _Owner(boxes)
    inside: list[list[Glyph]] = [[] for _ in boxes]
    last = -1
    for glyph in glyphs:
        char, sides = glyph
        if sides is None:
            if last >= 0:
                inside[last].append(glyph)
            continue
        x0, top, x1, bottom = sides
        last = owner.at((x0 + x1) / 2, (top + bottom) / 2)
        if last >= 0 and not _again(char, x0, top, inside[last]):
            inside[last].append(glyph)
    return [squeeze(repair("".join([char for char, _ in cell]))) for cell in inside]


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


def _again(char: str, x0: float, top: float, held: Sequence[Glyph]) -> bool:
    return any(
        char == other
        and sides is not None
        and abs(x0 - sides[0]) <= SAME_PLACE
        and abs(top - sides[1]) <= SAME_PLACE
        for other, sides in held
    )


class _Owner:
    """Finds the box that holds a point: boxes of one table, which do not overlap."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._xs = sorted({x for box in boxes for x in (box.x0, box.x1)})
        self._ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
        column = {x: i for i, x in enumerate(self._xs)}
        row = {y: i for i, y in enumerate(self._ys)}
        self._of: dict[tuple[int, int], int] = {}
        for index, box in enumerate(boxes):
            for r in range(row[box.top], row[box.bottom]):
                for c in range(column[box.x0], column[box.x1]):
                    self._of[r, c] = index

    def at(self, x: float, y: float) -> int:
        """Give the index of the box that holds a point, or −1."""
        place = bisect_right(self._ys, y) - 1, bisect_right(self._xs, x) - 1
        return self._of.get(place, -1)

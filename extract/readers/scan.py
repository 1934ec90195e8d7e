"""Scan → `Layout`: PDFs whose pages are images, and pages published as PNG or JPEG.

Receives bytes. Gives grids built from the ruling lines of the picture (`ruled`, the same
`extract.rulings` as for text PDFs) with each cell's lines recognised on their own
(`extract.recognise`), and the running text between the tables. Each cell has its confidence; a
cell in which something is printed that cannot be told is not `readable`. A blank is told from
print by its ink and not by what is recognised in it. Refuses what is no page or too large.

Slow beside the other readers (about a second a page) and large: call it in a worker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from extract import recognise, rulings
from extract.errors import UnreadableError
from extract.grid import Box, Grid, GridCell, Layout, Line, lattice
from extract.readers import ink, picture, ruled, writing
from extract.readers.ink import Sheet
from extract.readers.writing import Area
from extract.recognise import Reading
from extract.rulings import Segment
from extract.text import repair, squeeze

METHOD = "scan"

AGAIN_DPI = 250
"""Dots an inch of a second reading."""

AGAIN_MARGIN = 0.3
"""Margin of a second reading, of a line's height."""

FIGURE = 0.3
"""Least chance from which print is taken for a figure."""

LEGIBLE = 0.5
"""Least chance from which print that is no figure is taken for what it reads as."""

UNDER_SEAL = 0.6
"""What the confidence of a cell is worth when a seal lies over its print."""

Place = tuple[int, int, int]
"""Grid, row and column of a cell's upper left corner."""


def read(data: bytes) -> Layout:
    """Read a scan.

    Raises:
        UnreadableError: damaged, too large, no picture of a page, or the recogniser is missing.
    """
    cv2.setNumThreads(1)  # workers run side by side, one a core
    recognise.require()
    reading = _Reading()
    for page in picture.pictures(data):
        reading.add(ink.sheet(page))
    if not reading.lines and not reading.grids:
        raise UnreadableError("nothing is printed on the scan")
    return Layout(
        METHOD,
        METHOD,
        reading.pages,
        tuple(reading.grids),
        tuple(reading.lines),
        tuple(reading.after),
    )


@dataclass(slots=True)
class _Reading:
    """One pass over a scan's pages."""

    pages: int = 0
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    after: list[int] = field(default_factory=list)

    def add(self, sheet: Sheet) -> None:
        """Read one page."""
        self.pages += 1
        rules = ruled.rules(sheet)
        tables = rulings.cells(sheet.page, *rules)
        sheet = ruled.erased(sheet, *rules)
        inked, letter = writing.dark(sheet.ink, sheet.scale)
        boxes = [box for table in tables for box in table]
        cells = _cells(sheet, inked, letter, boxes)
        prose = _between(inked, letter, tables, sheet.scale)
        pictures = [writing.picture(sheet.ink, area, letter) for area in prose]
        told = recognise.read_lines(pictures)
        ordered: list[tuple[float, Area | list[Box], str]] = sorted(
            [
                *((table[0].top, table, "") for table in tables),
                *((_box(sheet, at).top, at, one.text) for at, one in zip(prose, told, strict=True)),
            ],
            key=lambda entry: entry[0],
        )
        for _, what, text in ordered:
            if isinstance(what, Area):
                self._line(text, sheet.shown(_box(sheet, what)), len(self.grids), None)
            else:
                self._table(sheet, what, cells)

    def _table(self, sheet: Sheet, boxes: list[Box], cells: Mapping[Box, _Print]) -> None:
        index = len(self.grids)
        grid = lattice(index, boxes, [cells[box].text for box in boxes])
        placed = tuple(
            replace(
                cell,
                box=sheet.shown(cell.box),
                confidence=cells[cell.box].confidence,
                readable=cells[cell.box].readable,
            )
            for cell in grid.cells
            if cell.box is not None
        )
        self.grids.append(replace(grid, cells=placed))
        for cell in placed:
            self._line(cell.text, cell.box, index + 1, (index, cell.row))

    def _line(self, text: str, box: Box | None, after: int, at: tuple[int, int] | None) -> None:
        text = squeeze(repair(text))
        if text:
            self.lines.append(Line(text, box, at))
            self.after.append(after)


def again(data: bytes, layout: Layout, places: Sequence[Place]) -> dict[Place, GridCell]:
    """Read cells of a scan a second time another way: finer, wider cut, less of a seal lifted.

    Receives what `read` received and gave, and the places in doubt. Gives each cell as the second
    reading sees it, in the same place; leaves out places that the layout does not have.

    Raises:
        UnreadableError: as `read` does.
    """
    held = {(grid.index, cell.row, cell.col): cell for grid in layout.grids for cell in grid.cells}
    asked = {at: cell for at in places if (cell := held.get(at)) is not None and cell.box}
    pages = frozenset(cell.box.page for cell in asked.values() if cell.box)
    out: dict[Place, GridCell] = {}
    for page in picture.pictures(data, AGAIN_DPI, pages):
        sheet = ink.sheet(page, gently=True)
        laid = {
            at: sheet.laid(cell.box)
            for at, cell in held.items()
            if cell.box and cell.box.page == sheet.page
        }
        sheet = ruled.erased(sheet, *_edges(laid.values()))
        inked, letter = writing.dark(sheet.ink, sheet.scale)
        here = {at: box for at, box in laid.items() if at in asked}
        found = _cells(sheet, inked, letter, list(here.values()), AGAIN_MARGIN)
        for at, box in here.items():
            one = found[box]
            out[at] = replace(
                asked[at], text=one.text, confidence=one.confidence, readable=one.readable
            )
    return out


def _edges(boxes: Iterable[Box]) -> tuple[list[Segment], list[Segment]]:
    """Give the sides of cells as the rules that they are."""
    across, down = [], []
    for box in boxes:
        across += [Segment(at, box.x0, box.x1) for at in (box.top, box.bottom)]
        down += [Segment(at, box.top, box.bottom) for at in (box.x0, box.x1)]
    return across, down


# --- cells ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Print:
    """What is printed in a cell."""

    text: str
    confidence: float
    readable: bool


def _cells(
    sheet: Sheet,
    inked: picture.Pixels,
    letter: float,
    boxes: Sequence[Box],
    margin: float = writing.MARGIN,
) -> dict[Box, _Print]:
    """Read the cells of a page, each line cut out with a margin (of its height)."""
    areas = {box: writing.inside(inked, _area(sheet, box), sheet.scale) for box in boxes}
    lines = [(box, line) for box in boxes for line in writing.lines(inked, areas[box], letter)]
    readings: dict[Box, list[Reading]] = defaultdict(list)
    covered: dict[Box, bool] = defaultdict(bool)
    told = recognise.read_lines(
        [writing.picture(sheet.ink, line, letter, margin) for _, line in lines]
    )
    for (box, line), one in zip(lines, told, strict=True):
        readings[box].append(one)
        part = sheet.sealed[line.top : line.bottom, line.left : line.right]
        covered[box] |= bool(part.any())
    out = {}
    for box in boxes:
        if readings[box]:
            found = _understood(readings[box])
            if covered[box]:
                found = replace(found, confidence=round(found.confidence * UNDER_SEAL, 4))
        else:
            found = _blank(sheet, areas[box])
        out[box] = found
    return out


def _understood(readings: Sequence[Reading]) -> _Print:
    """Take a cell's lines for a figure where every one of them is, else for text."""
    figure = min(one.figure_confidence for one in readings)
    if figure >= FIGURE:
        text = "".join(one.figure for one in readings)
        return _Print(text, round(figure, 4), True)
    text = squeeze(repair("".join(one.text for one in readings)))
    chance = min(one.confidence for one in readings)
    return _Print(text, round(chance, 4), bool(text) and chance >= LEGIBLE)


def _blank(sheet: Sheet, area: Area) -> _Print:
    """Give an empty cell: surely empty where not even faint ink is in it."""
    traces = writing.faint(sheet.ink, area)
    sealed = sheet.sealed[area.top : area.bottom, area.left : area.right]
    sure = traces <= (3 * sheet.scale / 2.78) ** 2 and not sealed.any()
    return _Print("", 1.0 if sure else 0.5, True)


def _area(sheet: Sheet, box: Box) -> Area:
    return Area(*(round(v * sheet.scale) for v in (box.x0, box.top, box.x1, box.bottom)))


def _box(sheet: Sheet, area: Area) -> Box:
    return Box(sheet.page, *(v / sheet.scale for v in area))


# --- running text -----------------------------------------------------------------------------


def _between(
    inked: picture.Pixels, letter: float, tables: Sequence[Sequence[Box]], scale: float
) -> list[Area]:
    """Give the lines of text outside the tables."""
    rest = inked.copy()
    for table in tables:
        left = round((min(box.x0 for box in table) - 3) * scale)
        right = round((max(box.x1 for box in table) + 3) * scale)
        top = round((min(box.top for box in table) - 1) * scale)
        bottom = round((max(box.bottom for box in table) + 1) * scale)
        rest[max(top, 0) : bottom, max(left, 0) : right] = 0
    whole = Area(0, 0, rest.shape[1], rest.shape[0])
    return [
        line
        for line in writing.lines(rest, whole, letter * 1.3)
        if letter * 0.4 <= line.bottom - line.top <= letter * 4
        and line.right - line.left >= letter * 0.4
        and _is_text(rest, line)
    ]


def _is_text(inked: picture.Pixels, line: Area) -> bool:
    """Whether an area is as full of ink as print is: not a few specks, not a picture."""
    share = float(np.mean(inked[line.top : line.bottom, line.left : line.right]))
    return 0.02 <= share <= 0.6

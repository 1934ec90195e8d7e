"""Scan → `Layout`: PDFs whose pages are images, and pages published as PNG or JPEG.

Receives bytes. Gives grids built from the ruling lines of the picture (`ruled`, the same `rulings`
as for text PDFs) with each cell's lines recognised on their own (`printed`, `recognise`), and the
running text between the tables. Refuses what is no page or is too large.

A table goes on from page to page, and pages lie on the scanner each in its own way. So the boxes
of this layout are those of upright pages, shifted so that tables stand in line; `shown` puts the
cells that were matched back where they are on the page as it is shown.

Slow beside the other readers (over a second a page) and large: call it in a worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from extract.errors import UnreadableError
from extract.grid import Box, Grid, GridCell, Layout, Line, lattice
from extract.readers import rulings
from extract.readers.rulings import Segment
from extract.readers.scans import digits, ink, picture, printed, recognise, ruled, writing
from extract.readers.scans.ink import Sheet, Turn
from extract.readers.scans.picture import Pixels
from extract.readers.scans.writing import Area
from extract.records import Cell
from extract.text import repair, squeeze

METHOD = "scan"

AGAIN_DPI = 250
"""Dots an inch of a second reading."""

AGAIN_MARGIN = 0.3
"""Margin of a second reading, of a line's height."""

WAYS = (ink.GENTLY, False), (ink.THOROUGHLY, False), (ink.USUALLY, True)
"""How a seal is lifted for the readings after the first, and whether specks of it are cleared."""

EXAMPLE = 0.95
"""Confidence from which a figure shows what the document's digits look like."""

MARKED = re.compile(r"^[-+]\d|\d\.\d")
"""A figure that is more than digits: a seal may hide the sign or the point."""

SAME_WIDTH = 6.0
"""Points by which the parts of one table may differ in width."""

FURTHEST = 60.0
"""Points by which pages may lie apart on the scanner."""

Place = tuple[int, int, int]
"""Grid, row and column of a cell's upper left corner."""


@dataclass(frozen=True, slots=True)
class Scan(Layout):
    """What is on a scan, on upright pages, and how each lies on the page as it is shown."""

    turns: tuple[Turn, ...] = ()
    """One a page."""


def read(data: bytes) -> Scan:
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
    return Scan(
        METHOD,
        METHOD,
        len(reading.turns),
        tuple(reading.grids),
        tuple(reading.lines),
        tuple(reading.after),
        turns=tuple(reading.turns),
    )


def shown(scan: Scan, cells: Iterable[Cell]) -> list[Cell]:
    """Put cells matched on upright pages back where they stand on the pages as shown."""
    return [
        replace(cell, x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom)
        if (box := _shown(scan, _box_of(cell)))
        else cell
        for cell in cells
    ]


def _box_of(cell: Cell) -> Box | None:
    if None in {cell.page, cell.x0, cell.top, cell.x1, cell.bottom}:
        return None
    return Box(cell.page, cell.x0, cell.top, cell.x1, cell.bottom)  # type: ignore[arg-type]


def _shown(scan: Scan, box: Box | None) -> Box | None:
    return scan.turns[box.page - 1].shown(box) if box else None


def again(data: bytes, scan: Scan, places: Sequence[Place]) -> dict[Place, list[GridCell]]:
    """Read cells of a scan once more another way: on a finer picture, cut out wider.

    Where a seal lies over a cell it is read in several `WAYS`: lifted gently it leaves traces,
    lifted thoroughly it takes some of the print. And it is compared with the document's own
    `digits`.

    Receives what `read` received and gave, and the places in doubt. Gives each cell as the other
    readings see it, in the same place; leaves out places that the scan does not have.

    Raises:
        UnreadableError: as `read` does.
    """
    held = {(grid.index, cell.row, cell.col): cell for grid in scan.grids for cell in grid.cells}
    asked = {at: cell for at in places if (cell := held.get(at)) is not None and cell.box}
    pages = frozenset(cell.box.page for cell in asked.values() if cell.box)
    out: dict[Place, list[GridCell]] = {at: [] for at in asked}
    samples, stamped = digits.Samples(), dict[Place, digits.Patch]()
    for page in picture.pictures(data, AGAIN_DPI, pages):
        turn = scan.turns[page.page - 1]
        shown = {
            at: turn.shown(cell.box)
            for at, cell in held.items()
            if cell.box and cell.box.page == page.page
        }
        here = [at for at in shown if at in asked]
        for eager, clear in WAYS:
            sheet = ink.sheet(page, eager)
            laid = {at: sheet.turn.laid(box) for at, box in shown.items()}
            here = [at for at in here if not out[at] or _stamped(sheet, laid[at])]
            if not here:
                break
            sheet = ruled.erased(sheet, *_edges(laid.values()))
            if clear:
                sheet = writing.cleared(sheet)
            inked, letter = writing.dark(sheet)
            if eager == ink.GENTLY:
                areas = {at: writing.area(box, sheet.scale) for at, box in laid.items()}
                figures = [(areas[at], held[at].text) for at in areas if _example(held[at])]
                samples.add(sheet, inked, letter, figures)
                stamped |= {
                    at: digits.Patch.of(sheet, inked, areas[at])
                    for at in here
                    if _stamped(sheet, laid[at])
                }
            found = printed.read(sheet, inked, letter, [laid[at] for at in here], AGAIN_MARGIN)
            for at in here:
                one = found[laid[at]]
                out[at].append(
                    replace(
                        asked[at], text=one.text, confidence=one.confidence, readable=one.readable
                    )
                )
    font = samples.font() if stamped else None
    if font is not None:
        for at, patch in stamped.items():
            out[at] += _by_shape(patch, font, asked[at], out[at])
    return out


def _by_shape(
    patch: digits.Patch, font: digits.Font, asked: GridCell, others: Sequence[GridCell]
) -> list[GridCell]:
    """Give a stamped cell as the document's own digits tell it.

    What they do not tell clearly, or with some of the ten digits missing, is no vote: it is only
    added to what the sums choose from, with no confidence.
    """
    said = {one.text for one in (asked, *others)}
    told = digits.read(patch, font)
    if told is None or any(MARKED.search(text) for text in said):
        return []
    if digits.clear(told) and font.whole:
        confidence = round((1 + told.margin) / 2, 4)
        return [replace(asked, text=told.text, confidence=confidence, readable=True)]
    return [
        replace(asked, text=text, confidence=0.0, readable=True)
        for text in ((told.text,) if digits.clear(told) else (told.text, told.next_best))
        if text not in said
    ]


def _example(cell: GridCell) -> bool:
    """Whether a cell prints digits and nothing else, surely."""
    return cell.confidence >= EXAMPLE and cell.text.isascii() and cell.text.isdigit()


def _stamped(sheet: Sheet, box: Box) -> bool:
    """Whether a seal lies on a cell."""
    area = writing.area(box, sheet.scale)
    return bool(sheet.sealed[area.top : area.bottom, area.left : area.right].any())


def _edges(boxes: Iterable[Box]) -> tuple[list[Segment], list[Segment]]:
    """Give the sides of cells as the rules that they are."""
    across, down = [], []
    for box in boxes:
        across += [Segment(at, box.x0, box.x1) for at in (box.top, box.bottom)]
        down += [Segment(at, box.top, box.bottom) for at in (box.x0, box.x1)]
    return across, down


@dataclass(slots=True)
class _Reading:
    """One pass over a scan's pages."""

    turns: list[Turn] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    sides: tuple[float, float] | None = None
    """Where the last table of the page before stands."""

    def add(self, sheet: Sheet) -> None:
        """Read one page."""
        rules = ruled.rules(sheet)
        tables = rulings.cells(sheet.page, *rules)
        sheet = ruled.erased(sheet, *rules)
        inked, letter = writing.dark(sheet)
        cells = printed.read(sheet, inked, letter, [box for table in tables for box in table])
        between = _between(inked, letter, tables, sheet.scale)
        told = recognise.read_lines([writing.picture(sheet.ink, at, letter) for at in between])
        shift = self._in_line(tables)
        self.turns.append(sheet.turn.shifted(shift))
        ordered: list[tuple[float, Sequence[Box], str]] = [
            (table[0].top, table, "") for table in tables
        ]
        for area, one in zip(between, told, strict=True):
            box = writing.box(area, sheet)
            ordered.append((box.top, [box], one.text))
        for _, boxes, text in sorted(ordered, key=lambda entry: entry[0]):
            if text:
                self._line(text, _moved(boxes[0], shift), len(self.grids), None)
            elif boxes[0] in cells:
                self._table(boxes, [cells[box] for box in boxes], shift)

    def _in_line(self, tables: Sequence[Sequence[Box]]) -> float:
        """Give how far to move a page for its first table to go on from the page before's last."""
        if not tables:
            self.sides = None
            return 0.0
        first, last = (
            (min(box.x0 for box in table), max(box.x1 for box in table))
            for table in (tables[0], tables[-1])
        )
        shift = 0.0
        if self.sides is not None:
            wider = (first[1] - first[0]) - (self.sides[1] - self.sides[0])
            shift = (sum(self.sides) - sum(first)) / 2
            if abs(wider) > SAME_WIDTH or abs(shift) > FURTHEST:
                shift = 0.0
        self.sides = last[0] + shift, last[1] + shift
        return shift

    def _table(self, boxes: Sequence[Box], prints: Sequence[printed.Print], shift: float) -> None:
        index = len(self.grids)
        moved = [_moved(box, shift) for box in boxes]
        of = dict(zip(moved, prints, strict=True))
        grid = lattice(index, moved, [one.text for one in prints])
        cells = tuple(
            replace(cell, confidence=of[cell.box].confidence, readable=of[cell.box].readable)
            for cell in grid.cells
            if cell.box is not None
        )
        self.grids.append(replace(grid, cells=cells))
        for cell in cells:
            self._line(cell.text, cell.box, index + 1, (index, cell.row))

    def _line(self, text: str, box: Box | None, after: int, at: tuple[int, int] | None) -> None:
        text = squeeze(repair(text))
        if text:
            self.lines.append(Line(text, box, at))
            self.after.append(after)


def _moved(box: Box, shift: float) -> Box:
    return box._replace(x0=box.x0 + shift, x1=box.x1 + shift)


# --- running text -----------------------------------------------------------------------------


def _between(
    inked: Pixels, letter: float, tables: Sequence[Sequence[Box]], scale: float
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


def _is_text(inked: Pixels, line: Area) -> bool:
    """Whether an area is as full of ink as print is: not a few specks, not a picture."""
    share = float(np.mean(inked[line.top : line.bottom, line.left : line.right]))
    return 0.02 <= share <= 0.6

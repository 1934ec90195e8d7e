"""The cells of a sheet → what is printed in them.

Receives the boxes of cells. Gives each its text, how sure that is, and whether it can be told at
all. A blank is told from print by its ink and not by what is recognised in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract import recognise
from extract.grid import Box
from extract.readers import writing
from extract.readers.ink import Sheet
from extract.readers.picture import Pixels
from extract.readers.writing import Area
from extract.recognise import Reading
from extract.text import repair, squeeze

FIGURE = 0.3
"""Least chance from which print is taken for a figure."""

LEGIBLE = 0.5
"""Least chance from which print that is no figure is taken for what it reads as."""

UNDER_SEAL = 0.6
"""What the confidence of a cell is worth when a seal lies over its print."""

TRACES = 9.0
"""Pixels at 200 dpi that may be ink in a cell that is surely blank."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is printed in a cell."""

    text: str
    confidence: float
    readable: bool


def read(
    sheet: Sheet,
    inked: Pixels,
    letter: float,
    boxes: Sequence[Box],
    margin: float = writing.MARGIN,
) -> dict[Box, Print]:
    """Read the cells of a page, each line cut out with a margin (of its height)."""
    areas = {
        box: writing.inside(inked, writing.area(box, sheet.scale), sheet.scale) for box in boxes
    }
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


def _understood(readings: Sequence[Reading]) -> Print:
    """Take a cell's lines for a figure where every one of them is, else for text."""
    figure = min(one.figure_confidence for one in readings)
    if figure >= FIGURE:
        text = "".join(one.figure for one in readings)
        return Print(text, round(figure, 4), True)
    text = squeeze(repair("".join(one.text for one in readings)))
    chance = min(one.confidence for one in readings)
    return Print(text, round(chance, 4), bool(text) and chance >= LEGIBLE)


def _blank(sheet: Sheet, area: Area) -> Print:
    """Give an empty cell: surely empty where not even faint ink is in it."""
    traces = writing.faint(sheet.ink, area)
    sealed = sheet.sealed[area.top : area.bottom, area.left : area.right]
    sure = traces <= TRACES * (sheet.scale / 2.78) ** 2 and not sealed.any()
    return Print("", 1.0 if sure else 0.5, True)

"""The cells of a sheet → what is printed in them.

Receives the boxes of cells. Gives each its text, how sure that is, and whether it can be told at
all. A blank is told from print by its ink and not by what is recognised in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.grid import Box
from extract.readers.scans import recognise, writing
from extract.readers.scans.ink import Sheet
from extract.readers.scans.picture import Pixels
from extract.readers.scans.recognise import Reading
from extract.readers.scans.writing import Area
from extract.text import repair, squeeze

FIGURE = 0.3
"""Least chance from which print is taken for a figure."""

LEGIBLE = 0.5
"""Least chance from which print that is no figure is taken for what it reads as."""

STRANGE = 0.9
"""The same where there is no Chinese character in it: a figure that was not made out."""

UNDER_SEAL = 0.6
"""What the confidence of a cell is worth when a seal lies over its print."""

MARKED = 0.95
"""Confidence of a mark told by its shape."""

RUN_TOGETHER = 0.6
"""What a figure's confidence is worth when more pieces are printed than digits were read."""

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
    lines: list[tuple[Box, Area]] = []
    marks: dict[Box, str] = {}
    covered: dict[Box, bool] = {}
    for box in boxes:
        found = writing.lines(inked, areas[box], letter)
        covered[box] = any(
            sheet.sealed[line.top : line.bottom, line.left : line.right].any() for line in found
        )
        if len(found) == 1 and (mark := writing.mark(inked, found[0], letter)):
            marks[box] = mark
        else:
            lines += [(box, line) for line in found]
    readings: dict[Box, list[Reading]] = defaultdict(list)
    told = recognise.read_lines(
        [writing.picture(sheet.ink, line, letter, margin) for _, line in lines]
    )
    # Narrowed, the digits of a long figure run together.
    wide = [
        i
        for i, (_, line) in enumerate(lines)
        if writing.is_long(line) and any(map(str.isdigit, told[i].text))
    ]
    shown = [writing.picture(sheet.ink, lines[i][1], letter, margin, narrow=False) for i in wide]
    for i, one in zip(wide, recognise.read_lines(shown), strict=True):
        told[i] = one
    for (box, line), one in zip(lines, told, strict=True):
        short = writing.pieces(inked, line) > sum(map(str.isalnum, one.figure))
        doubt = RUN_TOGETHER if one.figure_confidence >= FIGURE and short else 1.0
        readings[box].append(one._replace(figure_confidence=one.figure_confidence * doubt))
    out = {}
    for box in boxes:
        if box in marks:
            out[box] = Print(marks[box], MARKED, True)
        elif readings[box]:
            out[box] = _understood(readings[box])
        else:
            out[box] = _blank(sheet, areas[box])
        if covered[box]:
            seen = round(out[box].confidence * UNDER_SEAL, 4)
            out[box] = replace(out[box], confidence=seen)
    return out


def _understood(readings: Sequence[Reading]) -> Print:
    """Take a cell's lines for a figure where every one of them is, else for text."""
    figure = min(one.figure_confidence for one in readings)
    if figure >= FIGURE:
        text = "".join(one.figure for one in readings)
        return Print(text, round(figure, 4), True)
    text = squeeze(repair("".join(one.text for one in readings)))
    chance = min(one.confidence for one in readings)
    least = LEGIBLE if any("\u4e00" <= character <= "\u9fff" for character in text) else STRANGE
    return Print(text, round(chance, 4), bool(text) and chance >= least)


def _blank(sheet: Sheet, area: Area) -> Print:
    """Give an empty cell: surely empty where not even faint ink is in it."""
    traces = writing.faint(sheet.ink, area)
    sealed = sheet.sealed[area.top : area.bottom, area.left : area.right]
    sure = traces <= TRACES * (sheet.scale / 2.78) ** 2 and not sealed.any()
    return Print("", 1.0 if sure else 0.5, True)

"""A sheet → where its lines of print are, and each as the recogniser takes it.

A cell's lines are told apart by the white between them; so are the lines of running text between
the tables. Specks and the remains of rules along a cell's edge are no ink.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.grid import Box
from extract.readers.scans.ink import Sheet
from extract.readers.scans.picture import Pixels
from extract.readers.scans.recognise import HEIGHT

DARK = 165
"""Level below which ink is certain."""

PALE = 180
"""Level below which there is ink beside certain ink."""

FAINT = 215
"""Level below which there may be ink."""

WORDS = 6.0
"""Width for height from which a line holds words, if it is no amount of money."""

NARROWED = 0.55
"""What words are narrowed to: half the work, and hardly a character is lost."""

MARGIN = 0.16
"""White round a line, of its height."""

LEAN = 0.19
"""Columns a row by which a slash leans at least; a slanted 1 leans by 0.14 at most."""

PITCH = 1.15
"""Letters from one line to the next where lines are as close as can be."""

TOUCHING = 0.25
"""Ink between two lines at most, of a row's ink on average."""

LEFT = 3.0
"""Points a side: a piece as small may be what is left of a seal."""

COVERED = 0.5
"""Share of it that a seal lies on then."""

SPECK = 2.4
"""Pixels a point of side: a piece as small in area as its square is noise, no decimal point."""


class Area(NamedTuple):
    """A rectangle of a sheet in pixels; `right` and `bottom` are outside it."""

    left: int
    top: int
    right: int
    bottom: int


def area(box: Box, scale: float) -> Area:
    """Give the pixels of a box in points."""
    return Area(*(round(v * scale) for v in (box.x0, box.top, box.x1, box.bottom)))


def box(area: Area, sheet: Sheet) -> Box:
    """Give the points of an area of pixels."""
    return Box(sheet.page, *(v / sheet.scale for v in area))


def dark(sheet: Sheet) -> tuple[Pixels, float]:
    """Give 1 where there is ink, specks left out, else 0; and the height of the letters in it.

    Thin strokes are pale: what hangs together with certain ink is ink, but where a seal was
    lifted, only what is certain.
    """
    scale = sheet.scale
    level = cv2.GaussianBlur(sheet.ink, (3, 3), 0)
    certain = np.asarray(level < DARK)
    found = (certain | ((level < PALE) & (sheet.sealed == 0))).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    if count < 2:
        return found, 7.5 * scale
    big = np.zeros(count, bool)
    big[labels[certain]] = True
    big &= stats[:, cv2.CC_STAT_AREA] > (SPECK * scale / 2.78) ** 2
    big[0] = False
    high = stats[1:, cv2.CC_STAT_HEIGHT]
    high = high[(high > 2.5 * scale) & (high < 22 * scale)]
    usual = float(np.percentile(high, 80)) * 1.15 if len(high) else 0.0
    return np.asarray(big.astype(np.uint8)[labels]), min(max(usual, 7.5 * scale), 20 * scale)


def cleared(sheet: Sheet) -> Sheet:
    """Give a sheet without what is small, by itself and under a seal: the seal's remains.

    A decimal point under a seal goes the same way, so this is one way to read a cell among others.
    """
    left, top, width, height = cv2.boundingRect(sheet.sealed)
    there = slice(top, top + height), slice(left, left + width)
    found = np.asarray(sheet.ink[there] < PALE, np.uint8)
    # What a seal parted hangs together all the same.
    near = cv2.dilate(found, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    # Between a seal's strokes, and in them where compression lost their colour, it lies as well.
    seal = cv2.morphologyEx(sheet.sealed[there], cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    inked, stamped = found.ravel(), found.ravel() * (seal.ravel() > 0)
    area = np.bincount(labels.ravel(), inked, count)
    share = np.bincount(labels.ravel(), stamped, count) / np.maximum(area, 1)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    remains = (share > COVERED) & (size < LEFT * sheet.scale)
    remains[0] = False
    ink = sheet.ink.copy()
    ink[there][remains[labels]] = 255
    return replace(sheet, ink=ink)


def inside(inked: Pixels, area: Area, scale: float) -> Area:
    """Give a cell's area without the rules along its edges."""
    height, width = inked.shape
    left, top = max(area.left, 0), max(area.top, 0)
    right, bottom = min(area.right, width), min(area.bottom, height)
    part = inked[top:bottom, left:right]
    if part.size == 0:
        return Area(left, top, left, top)
    reach = round(2.5 * scale)
    deep, wide = min(reach, part.shape[0] // 4), min(reach, part.shape[1] // 4)
    by_row, by_column = part.mean(axis=1) > 0.6, part.mean(axis=0) > 0.6
    top += _edge(by_row, deep)
    bottom -= _edge(by_row[::-1], deep)
    left += _edge(by_column, wide)
    right -= _edge(by_column[::-1], wide)
    return Area(left, top, right, bottom)


def _edge(covered: NDArray[np.bool_], deep: int) -> int:
    """Give how many pixels from the edge the rule reaches, looking no deeper than `deep`."""
    hits = np.flatnonzero(covered[:deep])
    return int(hits[-1]) + 2 if len(hits) else 1


def lines(inked: Pixels, area: Area, letter: float) -> list[Area]:
    """Give the lines of print in an area from the top; `letter` is the usual height in pixels."""
    part = inked[area.top : area.bottom, area.left : area.right]
    if not part.any():
        return []
    out = []
    runs = _joined(_runs(np.asarray(part.any(axis=1))), letter)
    for top, bottom in [one for run in runs for one in _parted(part, run, letter)]:
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        out.append(Area(area.left + left, area.top + top, area.left + right, area.top + bottom))
    return out


def _runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _joined(runs: list[tuple[int, int]], letter: float) -> list[tuple[int, int]]:
    """Join what belongs to one line: 二 and 三 have white within, and so has i."""
    out: list[tuple[int, int]] = []
    for top, bottom in runs:
        if out and bottom - out[-1][0] <= letter * 1.2 and top - out[-1][1] <= letter * 0.5:
            out[-1] = out[-1][0], bottom
        else:
            out.append((top, bottom))
    return out


def _parted(part: Pixels, run: tuple[int, int], letter: float) -> list[tuple[int, int]]:
    """Part lines so close that a letter here and there touches one below: where ink is least."""
    top, bottom = run
    count = round((bottom - top) / (letter * PITCH))
    if count < 2:
        return [run]
    ink = part[top:bottom].sum(axis=1, dtype=np.int64)
    high = (bottom - top) / count
    cuts = []
    for i in range(1, count):
        start, end = round((i - 0.25) * high), round((i + 0.25) * high)
        least = start + int(ink[start:end].argmin())
        if ink[least] > TOUCHING * ink.mean():
            return [run]
        cuts.append(top + least)
    return list(pairwise([top, *cuts, bottom]))


def mark(inked: Pixels, line: Area, letter: float) -> str:
    """Give the mark that is all a line prints: `—`, `-`, `/`; else an empty string.

    By its shape, for the recogniser takes a stroke by itself for 1 or 一: a dash is flat, a
    slash leans and is straight. A 1 stands upright, or leans by half as much.
    """
    part = inked[line.top : line.bottom, line.left : line.right]
    high, wide = part.shape
    if cv2.connectedComponents(part, connectivity=8)[0] != 2:
        return ""
    if high <= letter * 0.3 and wide >= 1.6 * high and wide >= letter * 0.2:
        return "—" if wide >= letter * 0.6 else "-"
    if high < letter * 0.5 or wide < high * 0.2:
        return ""
    rows, columns = np.nonzero(part)
    lean, middle = np.polyfit(rows, columns, 1)
    spread = float(np.std(columns - (lean * rows + middle)))
    return "/" if lean <= -LEAN and spread <= high * 0.1 else ""


def pieces(inked: Pixels, line: Area) -> int:
    """Count the pieces of ink as high as a digit: the digits of a figure, where none touch."""
    part = inked[line.top : line.bottom, line.left : line.right]
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    return int((stats[1:, cv2.CC_STAT_HEIGHT] > 0.7 * part.shape[0]).sum())


def faint(ink: Pixels, area: Area) -> int:
    """Count the pixels of an area that may be ink."""
    part = ink[area.top : area.bottom, area.left : area.right]
    if part.size == 0:
        return 0
    return int((cv2.GaussianBlur(part, (3, 3), 0) < FAINT).sum())


def is_long(area: Area) -> bool:
    """Whether a line is so long that it holds words."""
    return area.right - area.left > WORDS * (area.bottom - area.top)


def picture(
    ink: Pixels, area: Area, letter: float, margin: float = MARGIN, narrow: bool = True
) -> Pixels:
    """Give a line as the recogniser takes it: 48 pixels high, white paper, a margin all round.

    A dash keeps its size: a flat line is shown with the height its letters would have.
    """
    high = area.bottom - area.top
    pad = max(round(high * margin), 2)
    if high < letter * 0.55:
        pad = round((letter * 0.9 - high) / 2)
    height, width = ink.shape
    side = max(round(high * margin), 2, round(letter * 0.1))
    top, bottom = max(area.top - pad, 0), min(area.bottom + pad, height)
    left, right = max(area.left - side, 0), min(area.right + side, width)
    part = ink[top:bottom, left:right]
    white = float(np.percentile(part, 90))
    level = cv2.convertScaleAbs(part, alpha=255 / max(white, 1.0))
    wide = max(
        round(
            (right - left)
            / (bottom - top)
            * HEIGHT
            * (NARROWED if narrow and is_long(area) else 1.0)
        ),
        8,
    )
    how = cv2.INTER_AREA if bottom - top > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(level, (wide, HEIGHT), interpolation=how))

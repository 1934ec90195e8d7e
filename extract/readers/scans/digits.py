"""A document's own digits → what a stamped cell prints, told by their shapes alone.

A table is printed in one font and size. So the figures that were read surely, where no seal lies,
show what each digit looks like on these very pages, and a figure under a seal is the row of them
that explains its ink best. What a seal lies on counts little. This errs otherwise than the
recogniser does, which has never seen a figure crossed by the remains of a seal.

Receives sheets without rules. Refuses (gives None) where a cell prints anything but these digits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scans import writing
from extract.readers.scans.ink import Sheet
from extract.readers.scans.picture import Pixels
from extract.readers.scans.writing import Area

Plane = NDArray[np.float32]

DIGITS = "0123456789"

AROUND = 2
"""Pixels of paper round a digit's shape."""

ALIKE = 0.12
"""Share by which the digits of one font and size differ in height at most."""

FEWEST, MOST = 2, 12
"""Examples of a digit: one may have been misread; more than so many change nothing."""

STAMPED = 0.3
"""What a pixel counts on which a seal lies."""

LONGEST = 7
"""Digits of a figure at most."""

SLACK = 2
"""Pixels by which a digit may stand off its place."""

FITS = 0.2
"""What a digit must explain to be there: 1 is all of its ink and no other, 0 half of it."""

BESIDE = 0.5
"""What a digit explains that stands beside the others and was no part of them."""

CLEAR = 0.25
"""Margin from which no other digit would do nearly as well."""

LEFT = 12
"""Pixels of ink that may be left beside the digits where no seal lies: a sign has more."""

STROKE = 0.1
"""Darkness from which a pixel is a digit's own."""

NEAR = 15
"""Pixels between strokes of a seal where it lies as well, though compression lost its colour."""

PITCH = 0.76
"""From one digit to the next, of their height, where no figure of two digits tells."""


class Example(NamedTuple):
    """A digit as printed."""

    shape: Plane
    """Darkness, 0 to 1, with `AROUND` above and below."""
    high: int
    """Pixels of its line."""


class Patch(NamedTuple):
    """A cell, cut out."""

    ink: Pixels
    sealed: Pixels
    inked: Pixels

    @staticmethod
    def of(sheet: Sheet, inked: Pixels, area: Area) -> Patch:
        """Cut a cell out of a sheet without rules."""
        inner = writing.inside(inked, area, sheet.scale)
        return Patch(*(_part(plane, inner).copy() for plane in (sheet.ink, sheet.sealed, inked)))


class Told(NamedTuple):
    """What a cell prints, by its shapes."""

    text: str
    margin: float
    """How clearly each digit is itself and no other: the least of them.

    1 where what is printed is wholly the one and not the next best, of what they do not share; 0
    where it is half way between them.
    """
    next_best: str
    """The same figure with the least clear of its digits taken for the next best."""


@dataclass(frozen=True, slots=True)
class Font:
    """The digits of a document."""

    shapes: Mapping[str, Plane]
    """Darkness of each digit that is surely printed somewhere, 0 to 1, all of one size."""
    pitch: float
    """Pixels from one digit to the next."""

    @property
    def whole(self) -> bool:
        """Whether it has all ten: what was never seen is taken for what is most like it."""
        return len(self.shapes) == len(DIGITS)


class Samples:
    """Gathers digits, page by page."""

    def __init__(self) -> None:
        self.found: dict[str, list[Example]] = defaultdict(list)
        self.pitches: list[float] = []

    def add(
        self, sheet: Sheet, inked: Pixels, letter: float, cells: Iterable[tuple[Area, str]]
    ) -> None:
        """Take the digits of cells that surely print the figures given; skips what is stamped."""
        for area, text in cells:
            if all(len(self.found[digit]) >= MOST for digit in text):
                continue
            inner = writing.inside(inked, area, sheet.scale)
            lines = writing.lines(inked, inner, letter)
            if len(lines) == 1 and not _part(sheet.sealed, lines[0]).any():
                self._line(sheet, inked, lines[0], text)

    def _line(self, sheet: Sheet, inked: Pixels, line: Area, text: str) -> None:
        high = line.bottom - line.top
        # A digit's strokes may be parted by paleness, but not from side to side.
        marked = _part(inked, line).any(axis=0).astype(np.int8)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], marked, [0]))))
        pieces = [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if len(pieces) != len(text) or max(wide for _, wide in pieces) > high:
            return
        middles = [line.left + left + wide / 2 for left, wide in pieces]
        if len(text) > 1:
            self.pitches.append((middles[-1] - middles[0]) / (len(text) - 1))
        for digit, middle in zip(text, middles, strict=True):
            # Taken between the pixels, where the digit's own middle is.
            centre = middle - 0.5, line.top + (high - 1) / 2
            shape = cv2.getRectSubPix(sheet.ink, _size(high), centre).astype(np.float32)
            self.found[digit].append(Example(np.float32(1) - shape / np.float32(255), high))

    def font(self) -> Font | None:
        """Give the digits gathered; None where there are not two to tell apart."""
        every = [one for found in self.found.values() for one in found]
        if not every:
            return None
        high = int(np.median([one.high for one in every]))
        shapes: dict[str, Plane] = {}
        for digit in DIGITS:
            usual = [
                cv2.resize(one.shape, _size(high))
                for one in self.found[digit]
                if abs(one.high - high) <= max(ALIKE * high, 1)
            ]
            if len(usual) >= FEWEST:
                shapes[digit] = np.median(usual[:MOST], axis=0).astype(np.float32)
        if len(shapes) < 2:
            return None
        white = min(float(np.percentile(shape, 10)) for shape in shapes.values())
        pitch = float(np.median(self.pitches)) if self.pitches else PITCH * high
        return Font({digit: np.clip(one - white, 0, 1) for digit, one in shapes.items()}, pitch)


def _size(high: int) -> tuple[int, int]:
    """Give the width and height of the shape of a digit so high."""
    return 2 * round(high * PITCH / 2) + 3, high + 2 * AROUND


def _part(plane: Pixels, area: Area) -> Pixels:
    return plane[area.top : area.bottom, area.left : area.right]


def read(patch: Patch, font: Font) -> Told | None:
    """Give the figure that a cell prints, in a document's digits; None where it cannot be told."""
    shapes = np.array(list(font.shapes.values()))
    _, deep, wide = shapes.shape
    if patch.ink.shape[0] < deep or patch.ink.shape[1] < wide:
        return None
    darkness = 1 - patch.ink.astype(np.float32) / 255
    darkness = np.clip(darkness - float(np.percentile(darkness, 10)), 0, 1)
    weight = np.where(patch.sealed > 0, STAMPED, 1.0).astype(np.float32)
    energy = np.array([cv2.matchTemplate(weight, one * one, cv2.TM_CCORR) for one in shapes])
    common = [cv2.matchTemplate(darkness * weight, one, cv2.TM_CCORR) for one in shapes]
    # By how much less is left unexplained with the digit there than with white paper.
    gain = 2 * np.array(common) - energy
    places = _chain(np.where(gain >= FITS * energy, gain, -1.0).max(axis=0), font.pitch)
    if not places:
        return None
    row = slice(max(places[0][0] - SLACK, 0), places[0][0] + SLACK + 1)
    beside = np.asarray((gain >= BESIDE * energy).any(axis=0))[row]
    near = cv2.morphologyEx(patch.sealed, cv2.MORPH_CLOSE, np.ones((NEAR, NEAR), np.uint8))
    rest = patch.inked * (near == 0)
    found = []
    for place in places:
        one, (top, left) = _best(gain, weight, font, place)
        found.append(one)
        strokes = cv2.dilate(font.shapes[one.digit], np.ones((3, 3), np.uint8)) > STROKE
        rest[top : top + deep, left : left + wide][strokes] = 0
        beside[:, max(left - wide // 2, 0) : left + wide // 2 + 1] = False
    if int(rest[row.start : row.stop + deep].sum()) > LEFT or beside.any():
        return None
    least = min(found, key=lambda one: one.margin)
    return Told(
        "".join(one.digit for one in found),
        round(least.margin, 4),
        "".join(one.next_best if one is least else one.digit for one in found),
    )


class _Digit(NamedTuple):
    digit: str
    margin: float
    next_best: str


def _best(
    gain: Plane, weight: Plane, font: Font, place: tuple[int, int]
) -> tuple[_Digit, tuple[int, int]]:
    """Give the digit that explains a place best, and its upper left corner."""
    names, shapes = list(font.shapes), list(font.shapes.values())
    deep, wide = shapes[0].shape
    top, left = (max(at - SLACK, 0) for at in place)
    near = gain[:, top : place[0] + SLACK + 1, left : place[1] + SLACK + 1]
    most = near.reshape(len(gain), -1).max(axis=1)
    ats = [np.argwhere(one == one.max())[0] for one in near]
    best = int(most.argmax())
    y, x = top + int(ats[best][0]), left + int(ats[best][1])
    seen, margins = weight[y : y + deep, x : x + wide], np.full(len(shapes), np.inf)
    for i, other in enumerate(shapes):
        if i != best:
            moved = np.roll(other, tuple(ats[i] - ats[best]), (0, 1))
            apart = float((seen * np.square(shapes[best] - moved)).sum())
            margins[i] = float(most[best] - most[i]) / max(apart, 1e-6)
    least = int(margins.argmin())
    return _Digit(names[best], min(float(margins[least]), 1.0), names[least]), (y, x)


def _chain(gain: Plane, pitch: float) -> list[tuple[int, int]]:
    """Give the places of the row of digits, one pitch apart, that together gain most."""
    step = round(pitch)
    around = np.ones((2 * SLACK + 1, 2 * SLACK + 1), np.uint8)
    total = gain.copy()
    for _ in range(LONGEST - 1):
        after = np.zeros_like(total)
        after[:, :-step] = np.maximum(cv2.dilate(total, around), 0)[:, step:]
        total = np.where(gain > 0, gain + after, -1.0)
    out: list[tuple[int, int]] = []
    top, left, near = 0, 0, total
    while near.size and len(out) < LONGEST and float(near.max()) > 0:
        y, x = np.unravel_index(int(near.argmax()), near.shape)
        out.append((top + int(y), left + int(x)))
        top, left = max(out[-1][0] - SLACK, 0), out[-1][1] + step - SLACK
        near = total[top : out[-1][0] + SLACK + 1, left : left + 2 * SLACK + 1]
    return out


def clear(told: Told) -> bool:
    """Whether no other digit of the font would do nearly as well."""
    return told.margin >= CLEAR

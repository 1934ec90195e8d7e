"""A page's picture → a sheet: dark ink on white, upright. What looks at a scan looks at this.

Receives a colour picture. Gives one channel in which paper (and any light fill) is 255, black
ink is near 0 and a red seal is gone as far as the ink under it allows; turned so that its ruling
lines are level. Places on the sheet map back to the page as it is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from extract.grid import Box
from extract.readers.picture import Picture, Pixels

RED = 18
"""How far the red of a pixel stands out (Cr over grey and over Cb) where there is seal ink."""

SEAL_SHARE = 0.0002
"""Share of a page that is red where a seal is on it; less is noise of the compression."""

STEEPEST = math.tan(math.radians(6.0))
"""Slope up to which a page counts as laid askew."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turn:
    """How an upright page lies on the page as it is shown."""

    back: Matrix
    """2×3: pixels of the upright page → pixels of the page as shown."""
    scale: float
    """Pixels a point."""
    shift: float = 0.0
    """Points by which the upright page was moved to the right."""

    def shown(self, box: Box) -> Box:
        """Map a box of the upright page to the page as shown: its middle moves, its size not."""
        return self._moved(box, self.back, -self.shift, 0.0)

    def laid(self, box: Box) -> Box:
        """Map a box of the page as shown to the upright page: what `shown` does, undone."""
        return self._moved(box, _undone(self.back), 0.0, self.shift)

    def shifted(self, shift: float) -> Turn:
        """Give the turn of the same page moved to the right by so many points."""
        return replace(self, shift=self.shift + shift)

    def _moved(self, box: Box, way: Matrix, before: float, after: float) -> Box:
        middle = np.array([(box.x0 + box.x1) / 2 + before, (box.top + box.bottom) / 2, 0.0])
        x, y = (float(v) / self.scale for v in way @ (middle * self.scale + (0.0, 0.0, 1.0)))
        wide, high = (box.x1 - box.x0) / 2, (box.bottom - box.top) / 2
        x += after
        return Box(box.page, *(round(v, 2) for v in (x - wide, y - high, x + wide, y + high)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright page: its ink and how it lies on the page as shown."""

    page: int
    ink: Pixels
    """0 black to 255 paper."""
    turn: Turn
    sealed: Pixels
    """Non-zero where a seal was lifted."""

    @property
    def scale(self) -> float:
        """Pixels a point."""
        return self.turn.scale


def _undone(way: Matrix) -> Matrix:
    return np.asarray(cv2.invertAffineTransform(way), np.float64)


def _pixels(image: MatLike) -> Pixels:
    return np.asarray(image, np.uint8)


def sheet(picture: Picture) -> Sheet:
    """Make the sheet of a page."""
    level, sealed = _without_seal(picture.pixels)
    ink = _on_white(level)
    turn = _turn(slope(ink, picture.scale), ink.shape[1], ink.shape[0])
    if turn is None:
        return Sheet(picture.page, ink, Turn(np.eye(2, 3), picture.scale), sealed)
    size = ink.shape[1], ink.shape[0]
    return Sheet(
        picture.page,
        _pixels(cv2.warpAffine(ink, turn, size, flags=cv2.INTER_CUBIC, borderValue=255)),
        Turn(_undone(turn), picture.scale),
        _pixels(cv2.warpAffine(sealed, turn, size, flags=cv2.INTER_NEAREST, borderValue=0)),
    )


def _without_seal(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Give the lightness of a page with red ink lifted to paper by its own level, and where.

    A seal over a figure darkens it in the same proportion as it darkens paper, so dividing by the
    seal's own level leaves the figure. Whitening the seal would cut figures and rules under it.
    """
    ycc = _pixels(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb))
    lightness, redness, blueness = (ycc[:, :, channel] for channel in range(3))
    sharp = _pixels(cv2.subtract(redness, np.maximum(blueness, 128)))
    red = _pixels(cv2.blur(sharp, (3, 3)))
    seal = (red > RED).astype(np.uint8)
    if seal.mean() < SEAL_SHARE:
        return lightness, np.zeros_like(lightness)
    strength = float(np.percentile(red[seal > 0], 75))
    level = float(np.percentile(lightness[red >= strength], 50))
    paper = float(np.percentile(lightness[::8, ::8], 75))
    if level >= paper - RED:
        return lightness, np.zeros_like(lightness)  # tinted paper, not a seal on it
    sealed = _pixels(cv2.dilate(seal, np.ones((5, 5), np.uint8)))
    left, top, width, height = cv2.boundingRect(sealed)
    there = slice(top, top + height), slice(left, left + width)
    share = cv2.dilate(red[there], np.ones((3, 3), np.uint8)).astype(np.float32) / strength
    expected = np.maximum(paper - (paper - level) * share, level * 0.9)
    lifted = np.clip(lightness[there] * (paper / expected), 0, paper)
    fine = _unmixed(lightness[there], sharp[there], strength / (paper - level), paper)
    solid = cv2.morphologyEx(
        (red[there] > strength * 0.6).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)
    )
    solid = cv2.dilate(solid, np.ones((5, 5), np.uint8))
    clear = np.where(solid > 0, lifted, np.maximum(lifted, fine)).astype(np.uint8)
    out = lightness.copy()
    out[there] = np.where(sealed[there] > 0, clear, out[there])
    return out, sealed


def _unmixed(lightness: Pixels, red: Pixels, hue: float, paper: float) -> NDArray[np.float32]:
    """Take out the darkness that is red: for thin strokes.

    JPEG keeps colour at half the detail of lightness, so a thin stroke is less red than it is
    dark. Around it, redness for darkness is the seal's `hue` all the same.
    """
    darkness = np.clip(paper - lightness.astype(np.float32), 0, 255)
    around = (3, 3)
    share = cv2.blur(red.astype(np.float32), around) / np.maximum(cv2.blur(darkness, around), 8)
    return np.asarray(paper - darkness * (1 - np.clip(share / hue, 0, 1)), np.float32)


def _on_white(light: Pixels) -> Pixels:
    """Divide by the paper's own lightness, so that shade and light fills become white."""
    height, width = light.shape
    small = cv2.resize(
        light, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA
    )
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (13, 13))
    paper = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, around), 9)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _pixels(cv2.divide(light, np.maximum(paper, 60), scale=250))


# --- tilt -------------------------------------------------------------------------------------


def slope(ink: Pixels, scale: float) -> float:
    """Give the slope of a page's level lines: of its long rules, else of its lines of text."""
    found = _rules(ink, round(56 * scale))
    if sum(length for length, _ in found) < ink.shape[1]:
        found = _lines(ink, scale)
    if not found:
        return 0.0
    found.sort(key=lambda one: one[1])
    half, run = sum(length for length, _ in found) / 2, 0.0
    for length, at in found:
        run += length
        if run >= half:
            return at
    return 0.0


def _rules(ink: Pixels, shortest: int) -> list[tuple[float, float]]:
    """Give length and slope of each ruling line."""
    dark: MatLike = np.asarray(cv2.blur(ink, (5, 1)) < 170, np.uint8)
    # A line as thin as a pixel, 2° askew, steps every 30 pixels: two rows hold a longer run.
    dark = cv2.dilate(dark, np.ones((2, 1), np.uint8))
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, 25), np.uint8))
    return _flat(_pixels(dark), shortest, 8)


def _lines(ink: Pixels, scale: float) -> list[tuple[float, float]]:
    """Give length and slope of each line of text, its letters run together."""
    small = cv2.resize(ink, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    dark: MatLike = np.asarray(small < 215, np.uint8)
    letter = round(5 * scale)
    dark = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, letter), np.uint8))
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, letter), np.uint8))
    return _flat(_pixels(dark), 8 * letter, letter)


def _flat(dark: Pixels, shortest: int, thick: int) -> list[tuple[float, float]]:
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    out = []
    for outline in outlines:
        _, _, width, height = cv2.boundingRect(outline)
        if width < shortest or height > width * STEEPEST + thick:
            continue
        columns, rows = outline[:, 0, 0], outline[:, 0, 1]
        step = max(len(rows) // 4000, 1)
        at = float(np.polyfit(columns[::step], rows[::step], 1)[0])
        if abs(at) <= STEEPEST:
            out.append((float(width), at))
    return out


def _turn(at: float, width: int, height: int) -> Matrix | None:
    """Give the turn that levels a slope; None where that would move nothing by a pixel."""
    if abs(at) * width < 1.5:
        return None
    middle = width / 2, height / 2
    return np.asarray(cv2.getRotationMatrix2D(middle, math.degrees(math.atan(at)), 1.0))

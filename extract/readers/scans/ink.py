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
from extract.readers.scans.picture import Picture, Pixels

RED = 18
"""How far the red of a pixel stands out (Cr over grey and over Cb) where there is seal ink."""

SEAL_SHARE = 0.0002
"""Share of a page that is red where a seal is on it; less is noise of the compression."""

COLOUR_BLUR = 1.7
"""Pixels at 200 dpi over which compression spreads colour."""

ROUNDS = 2
"""Of telling seal from print; more of them sharpen noise."""

GENTLY, USUALLY, THOROUGHLY = 1.0, 1.25, 1.6
"""How much of a seal is lifted, of what is told to be one."""

REMAINS = 0.15
"""Darkness that may remain of a lifted seal."""

THIN = 25
"""How much darker than what is above and below it ink is that tells how a page lies, of 255."""

STEEPEST = math.tan(math.radians(6.0))
"""Slope up to which a page counts as laid askew."""

Matrix = NDArray[np.float64]

Share = NDArray[np.float32]
"""0 to 1 a pixel."""


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


def sheet(picture: Picture, eager: float = USUALLY) -> Sheet:
    """Make the sheet of a page, its seal lifted more or less eagerly."""
    level, sealed = _without_seal(picture.pixels, eager)
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


def _without_seal(pixels: Pixels, eager: float = USUALLY) -> tuple[Pixels, Pixels]:
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
    level = float(np.median(lightness[red >= float(np.percentile(red[seal > 0], 75))]))
    paper = float(np.percentile(lightness[::8, ::8], 75))
    if level >= paper - RED:
        return lightness, np.zeros_like(lightness)  # tinted paper, not a seal on it
    sealed = _pixels(cv2.dilate(seal, np.ones((5, 5), np.uint8)))
    left, top, width, height = cv2.boundingRect(sealed)
    there = slice(top, top + height), slice(left, left + width)
    under = _lifted(
        lightness[there] / paper, sharp[there], seal[there] > 0, 1 - level / paper, eager
    )
    out = lightness.copy()
    out[there] = np.where(sealed[there] > 0, _pixels(under * paper), out[there])
    return out, sealed


def _lifted(
    light: NDArray[np.floating], red: Pixels, seal: NDArray[np.bool_], full: float, eager: float
) -> Share:
    """Give the light of a stamped part of a page without the seal.

    Receives its light as a share of the paper's, how red it is, where that is a seal, and the
    darkness of seal ink where it covers the paper wholly, and how much of it to lift.

    JPEG keeps colour at half the detail of lightness, so a thin stroke is less red than it is
    dark. How much of each pixel seal ink covers is therefore sought as what is no darker than the
    pixel and, blurred as colour is, as red as the page (Richardson-Lucy, from all darkness being
    seal). A little more than that is lifted, and what is pale even then is the seal's remains.
    """
    light = np.asarray(light, np.float32)
    darkness = np.clip(1 - light, 0, 1)
    around = (7, 7)
    redness = red.astype(np.float32)
    hue = np.median(cv2.blur(darkness, around)[seal] / cv2.blur(redness, around)[seal])
    seen = np.clip(redness * (hue / full), 0, 1)
    most = np.minimum(darkness / full, 1)
    cover = most
    for _ in range(ROUNDS):
        as_blurred = np.maximum(cv2.GaussianBlur(cover, (0, 0), COLOUR_BLUR), 0.02)
        told = cv2.GaussianBlur(seen / as_blurred, (0, 0), COLOUR_BLUR)
        cover = np.minimum(most, cover * told)
    cover = np.minimum(most, cover * eager)
    dark = 1 - np.minimum(light / (1 - full * cover), 1)
    return np.asarray(1 - np.maximum(dark - REMAINS * cover, 0) / (1 - REMAINS * cover))


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
    """Give the slope of a page's level lines: the one along which thin ink lies in fewest rows.

    Rules tell it best, be they pale, dotted or dashed; without them lines of text do.
    """
    even = cv2.blur(ink, (9, 1))
    thick = cv2.morphologyEx(even, cv2.MORPH_CLOSE, np.ones((round(3.2 * scale), 1), np.uint8))
    rows, columns = (at.astype(np.float32) for at in np.nonzero(cv2.subtract(thick, even) > THIN))
    if not len(rows):
        return 0.0
    found = 0.0
    for reach, step, bin_, most in (
        (STEEPEST, 4e-3, 4.0, 20_000),
        (4e-3, 5e-4, 1.0, 60_000),
        (5e-4, 1e-4, 1.0, 200_000),
    ):
        every = len(rows) // most + 1
        some = rows[::every] / bin_, columns[::every] / bin_
        slopes = found + np.arange(-reach, reach + step / 2, step)
        found = float(max(slopes, key=lambda at: _levelness(*some, float(at))))
    return found


def _levelness(rows: Share, columns: Share, at: float) -> float:
    """Give how much points lie in common rows when a slope is taken from them."""
    level = (rows - np.float32(at) * columns).astype(np.int32)
    counts = np.bincount(level - level.min())
    return float(np.square(counts, dtype=np.float64).sum())


def _turn(at: float, width: int, height: int) -> Matrix | None:
    """Give the turn that levels a slope; None where that would move nothing by a pixel."""
    if abs(at) * width < 1.5:
        return None
    middle = width / 2, height / 2
    return np.asarray(cv2.getRotationMatrix2D(middle, math.degrees(math.atan(at)), 1.0))

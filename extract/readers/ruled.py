"""A sheet → its ruling lines as segments in points, for `extract.rulings`.

Rules are thin, dark and long in one direction; so are strokes of letters and of seals. A long
line is a rule by itself. A short one is where it runs from one crossing rule to another without
a gap: a stroke of a letter that fills its row stops short of one of them. Dots and dashes have
gaps of their own; on a page that is ruled with them it is the white on both sides that tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from extract.readers.ink import Sheet
from extract.readers.picture import Pixels
from extract.rulings import Segment

THICKEST = 9
"""Pixels at 200 dpi: what is thicker is no ruling line."""

FAINTEST = 30
"""How much darker than what is beside it a line is, of 255."""

SMEAR = 15
"""Pixels along a line over which dots, dashes and noise even out."""

SHORTEST = 24
"""Pixels: the height of the lowest row."""

JOINED = 120
"""Pixels that a row of letters does not cover without a gap."""

LONG = 150.0
"""Points from which a line is a rule by itself: no row of letters joins up for so long."""

MIDDLING = 54.0
"""Points from which a line may end free on one side, as where a page breaks a table."""

MEET = 4.0
"""Points by which a line may miss the one it meets."""

DRAWN_OUT = 30.0
"""Points by which letters that touch its end may lengthen a line."""

LOWEST = 7.0
"""Points between rules: no row is lower."""

TALL = 26.0
"""Points: strokes of letters are shorter, so a shorter rule must have white on both sides."""

GAP = 3
"""Pixels of white in a solid rule that scanning may leave."""

PALER = 30
"""How much paler than the page's other rules a rule under a seal may be, of 255."""

LEVEL = 1.0
"""Points by which two pieces of one line may stand apart."""

SEALED = 0.5
"""Share of a line that lies in a seal from which it is the seal's own stroke."""


def rules(sheet: Sheet) -> tuple[list[Segment], list[Segment]]:
    """Give the horizontal and the vertical ruling lines of a sheet, in its points."""
    across = _Direction(sheet.ink, sheet.sealed, sheet.scale)
    down = _Direction(
        np.ascontiguousarray(sheet.ink.T), np.ascontiguousarray(sheet.sealed.T), sheet.scale
    )
    dotted = _dotted([*across.kept, *down.kept], across, down)
    while True:
        more = across.resting(down.kept, dotted)
        more_down = down.resting([*across.kept, *more], dotted)
        if not more and not more_down:
            return across.trimmed(down.kept, dotted), down.trimmed(across.kept, dotted)
        across.kept += more
        down.kept += more_down


def _dotted(long: Sequence[Segment], *directions: _Direction) -> bool:
    """Whether the page is ruled with dots or dashes."""
    shares = sorted(share for one in directions for share in one.shares)
    return bool(long) and shares[len(shares) // 2] < 0.8


class _Direction:
    """The lines along the rows of `ink`: those kept as rules, those not yet."""

    def __init__(self, ink: Pixels, sealed: Pixels, scale: float) -> None:
        self.scale = scale
        self.ink = np.asarray(cv2.blur(ink, (3, 1)), np.uint8)
        self.sealed = sealed
        clear, doubtful = _found(ink, sealed, scale)
        usual = float(np.median([self._level(line) for line in clear if _long(line)] or [0]))
        # A seal's own strokes are lifted to grey; a rule under it stays as dark as the others.
        clear += [line for line in doubtful if self._level(line) <= usual + PALER]
        found = _across_seals(clear, sealed, scale)
        self.kept = [line for line in found if _long(line)]
        self.open = [line for line in found if not _long(line)]
        self.shares = [float(self._dark(line).mean()) for line in self.kept]
        widths = sorted(self._width(line) for line in self.kept)
        self.width = widths[len(widths) // 2] if widths else 3.0

    def resting(self, crossing: Sequence[Segment], dotted: bool) -> list[Segment]:
        """Take the lines that run from one crossing line to another out of those not yet kept."""
        more, rest = [], []
        for line in self.open:
            start, end = (_met(line, crossing, self.kept, far) for far in (False, True))
            free = (start is None) + (end is None)
            reach = Segment(
                line.at,
                line.start if start is None else start,
                line.end if end is None else end,
            )
            length = reach.end - reach.start
            if free <= (length >= MIDDLING) and self._rules(reach, crossing, dotted):
                more.append(reach)
            else:
                rest.append(line)
        self.open = rest
        return more

    def _rules(self, line: Segment, crossing: Sequence[Segment], dotted: bool) -> bool:
        """Whether a short line is a rule and no stroke of a letter."""
        length = line.end - line.start
        if length < LOWEST:
            return False
        short = length < TALL
        sides = 2 if dotted or short else 1 if length < MIDDLING else 0
        if self._white_sides(line, crossing) < sides or (
            short and self._width(line) > self.width + 1.5
        ):
            return False
        return dotted or self._gap(line) <= (1 if short else GAP)

    def _strip(self, line: Segment, ink: Pixels, beside: int) -> Pixels:
        row = int(line.at * self.scale)
        left, right = max(int(line.start * self.scale), 0), int(line.end * self.scale) + 1
        return ink[max(row - beside, 0) : row + beside + 1, left:right]

    def _dark(self, line: Segment) -> NDArray[np.bool_]:
        """Tell for each pixel along a line whether there is ink, by the line's own darkness.

        What a seal lies on is not known to be white.
        """
        strip = self._strip(line, self.ink, 2)
        if strip.size == 0:
            return np.zeros(1, bool)
        darkest = strip.min(axis=0)
        level = (float(np.percentile(darkest, 25)) + 255) / 2
        covered = (self._strip(line, self.sealed, 1) > 0).any(axis=0)
        return np.asarray((darkest < min(level, 235)) | covered)

    def _gap(self, line: Segment) -> int:
        white, longest = 0, 0
        for dark in self._dark(line):
            white = 0 if dark else white + 1
            longest = max(longest, white)
        return longest

    def _level(self, line: Segment) -> float:
        """Give how dark a line is: 0 black to 255 paper."""
        strip = self._strip(line, self.ink, 2)
        return float(np.percentile(strip.min(axis=0), 75)) if strip.size else 255.0

    def _width(self, line: Segment) -> float:
        """Give the rows that a line's ink lies in where it is at its most crooked."""
        strip = self._strip(line, self.ink, 7)
        if strip.size == 0:
            return 0.0
        level = (float(np.percentile(strip.min(axis=0), 25)) + 255) / 2
        return float(((strip < level).mean(axis=1) > 0.2).sum())

    def _white_sides(self, line: Segment, crossing: Sequence[Segment]) -> int:
        """Count the sides of a line on which there is white between the lines that cross it."""
        row = int(line.at * self.scale)
        left, right = max(int(line.start * self.scale), 0), int(line.end * self.scale) + 1
        asked = (self._strip(line, self.sealed, 1) == 0).all(axis=0)
        for other in crossing:
            at = int(other.at * self.scale) - left
            if -4 <= at <= right - left + 4:
                asked[max(at - 4, 0) : max(at + 5, 0)] = False
        if not asked.any():
            return 2
        above = self.ink[max(row - 7, 0) : max(row - 3, 1), left:right][:, asked]
        below = self.ink[row + 4 : row + 8, left:right][:, asked]
        return sum(
            part.size > 0 and float((part.min(axis=0) > 170).mean()) > 0.96
            for part in (above, below)
        )

    def trimmed(self, crossing: Sequence[Segment], dotted: bool) -> list[Segment]:
        """Give the rules kept, without an end that is a letter's stroke in line with the rule."""
        return [self._trim(line, crossing, dotted) for line in self.kept]

    def _trim(self, line: Segment, crossing: Sequence[Segment], dotted: bool) -> Segment:
        met = sorted(
            other.at
            for other in crossing
            if line.start - MEET <= other.at <= line.end + MEET
            and other.start - MEET <= line.at <= other.end + MEET
        )
        for inner, outer, far in (
            (met[1:2], met[:1], False),
            (met[-2:-1], met[-1:], True),
        ):
            if not inner or inner == outer:
                continue
            end = Segment(line.at, *sorted((inner[0], outer[0])))
            letter = self._white_sides(end, crossing) == 0
            if LOWEST <= end.end - end.start < TALL and (
                letter or (not dotted and self._gap(end) > GAP)
            ):
                start = line.start if far else inner[0]
                line = Segment(line.at, start, inner[0] if far else line.end)
        return line


def _long(line: Segment) -> bool:
    return line.end - line.start >= LONG


def _found(ink: Pixels, sealed: Pixels, scale: float) -> tuple[list[Segment], ...]:
    """Give whatever is thin, dark and long along the rows of `ink`: outside seals, and in them."""
    even = cv2.blur(ink, (SMEAR, 1))
    beside = cv2.morphologyEx(even, cv2.MORPH_CLOSE, np.ones((THICKEST, 1), np.uint8))
    thin = (cv2.subtract(beside, even) > FAINTEST).astype(np.uint8)
    # What is long comes first and by itself: letters that touch a rule would thicken a piece.
    long = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, JOINED), np.uint8))
    short = cv2.subtract(thin, cv2.dilate(long, np.ones((3, 1), np.uint8)))
    short = cv2.morphologyEx(short, cv2.MORPH_OPEN, np.ones((1, SHORTEST), np.uint8))
    return tuple(
        [*_pieces(long, sealed, scale, in_seal), *_pieces(short, sealed, scale, in_seal)]
        for in_seal in (False, True)
    )


def _pieces(thin: MatLike, sealed: Pixels, scale: float, in_seal: bool) -> list[Segment]:
    """Give the thin pieces that lie in a seal, or those that do not."""
    trim = SMEAR / 4  # what the smear adds at each end of a line that stands out well
    outlines, _ = cv2.findContours(thin, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    out = []
    for outline in outlines:
        left, top, width, height = cv2.boundingRect(outline)
        if height > THICKEST:
            continue
        covered = sealed[top : top + height, left : left + width]
        if (float(covered.mean()) > SEALED) == in_seal:
            at = (top + height / 2) / scale
            out.append(Segment(at, (left + trim) / scale, (left + width - trim) / scale))
    return out


def _across_seals(lines: Sequence[Segment], sealed: Pixels, scale: float) -> list[Segment]:
    """Join what a seal parts: two lines level with each other, and the seal between them."""
    if not sealed.any():
        return list(lines)
    out: list[Segment] = []
    for line in sorted(lines, key=lambda one: one.start):
        before = next(
            (
                i
                for i, one in enumerate(out)
                if abs(one.at - line.at) <= LEVEL and _sealed(one, line, sealed, scale)
            ),
            None,
        )
        if before is None:
            out.append(line)
        else:
            one = out[before]
            lengths = one.end - one.start, line.end - line.start
            at = (one.at * lengths[0] + line.at * lengths[1]) / sum(lengths)
            out[before] = Segment(at, one.start, line.end)
    return out


def _sealed(one: Segment, other: Segment, sealed: Pixels, scale: float) -> bool:
    row = int((one.at + other.at) / 2 * scale)
    left, right = int(one.end * scale), int(other.start * scale)
    if right <= left:
        return False
    between = sealed[max(row - 1, 0) : row + 2, left:right].any(axis=0)
    return float(between.mean()) >= 0.5


def _met(
    line: Segment, crossing: Sequence[Segment], beside: Sequence[Segment], far: bool
) -> float | None:
    """Give where the crossing line stands at which a line ends.

    A letter beyond the table may touch a line and draw it out: it ends at the table's outer
    rule, which is the one that no rule `beside` it goes beyond.
    """
    end = line.end if far else line.start
    across = [other.at for other in crossing if other.start - MEET <= line.at <= other.end + MEET]
    near = min(across, key=lambda at: abs(at - end), default=None)
    if near is None or abs(near - end) <= MEET:
        return near
    within = [at for at in across if 0 < (end - at if far else at - end) <= DRAWN_OUT]
    outer = min(within, key=lambda at: abs(at - end), default=None)
    if outer is None or not line.start < outer < line.end:
        return None
    if any(one.start < outer - MEET and one.end > outer + MEET for one in beside):
        return None
    return outer

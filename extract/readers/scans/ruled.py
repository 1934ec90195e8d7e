"""A sheet → its ruling lines as segments in points, for `extract.readers.rulings`.

Rules are thin, dark and long in one direction; so are strokes of letters and of seals. A long
line is a rule by itself. A short one is where it runs from one crossing rule to another without
a gap: a stroke of a letter that fills its row stops short of one of them. Dots and dashes have
gaps of their own; on a page that is ruled with them it is the white on both sides that tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.rulings import SNAP, Segment
from extract.readers.scans import strokes
from extract.readers.scans.ink import Sheet
from extract.readers.scans.picture import Pixels

LONG = 150.0
"""Points from which a line is a rule by itself: no row of letters joins up for so long."""

MIDDLING = 54.0
"""Points from which a line may end free on one side, as where a page breaks a table."""

MEET = 4.0
"""Points by which a line may miss the one it meets."""

LOWEST = 7.0
"""Points between rules: no row is lower."""

TALL = 26.0
"""Points: strokes of letters are shorter, so a shorter rule must have white on both sides."""

GAP = 3
"""Pixels of white in a solid rule that scanning may leave."""

PALER = 30
"""How much paler than the page's other rules a rule under a seal may be, of 255."""

APART = 40
"""Pixels within which a dotted or dashed line has a gap."""

WIDEST = 14
"""Pixels of white in a line of dashes at most."""

COVERED = 0.15
"""Share of a line under a seal from which the seal is what is seen."""

ROUNDS = 6
"""Lines that rest on lines that rest on lines: tables are no deeper."""

ERASED = 2
"""Pixels to either side of a rule's middle that are the rule's."""

NO_RULE, CROWDED, FLUSH, CLEAR = range(4)
"""Grades of a line between two others: broken; text on both sides, on one, on none."""


def rules(sheet: Sheet) -> tuple[list[Segment], list[Segment]]:
    """Give the horizontal and the vertical ruling lines of a sheet, in its points."""
    across = _Direction(sheet.ink, sheet.sealed, sheet.scale)
    down = _Direction(
        np.ascontiguousarray(sheet.ink.T), np.ascontiguousarray(sheet.sealed.T), sheet.scale
    )
    usual = float(np.median([*across.levels, *down.levels] or [0.0]))
    across.begin(usual)
    down.begin(usual)
    gap = max(across.gap(), down.gap())
    across.extend(down.kept, gap)
    down.extend(across.kept, gap)
    short: list[Segment] = []
    short_down: list[Segment] = []
    for _ in range(ROUNDS):
        # A line that is found to be a rule may be what another rests on.
        more = across.resting([*down.kept, *short_down], gap)
        more_down = down.resting([*across.kept, *more], gap)
        if more == short and more_down == short_down:
            break
        short, short_down = more, more_down
    across.kept += short
    down.kept += short_down
    return across.trimmed(down.kept, gap), down.trimmed(across.kept, gap)


def erased(sheet: Sheet, across: Sequence[Segment], down: Sequence[Segment]) -> Sheet:
    """Give a sheet without its rules, so that they are not read as print."""
    ink = sheet.ink.copy()
    for lines, plane in ((across, ink), (down, ink.T)):
        for line in lines:
            row = round(line.at * sheet.scale)
            start, end = (max(round(at * sheet.scale), 0) for at in (line.start, line.end))
            plane[max(row - ERASED, 0) : row + ERASED + 1, start : end + 1] = 255
    return replace(sheet, ink=ink)


class _Direction:
    """The lines along the rows of `ink`: those kept as rules, those not yet."""

    def __init__(self, ink: Pixels, sealed: Pixels, scale: float) -> None:
        self.scale = scale
        self.ink = np.asarray(cv2.blur(ink, (3, 1)), np.uint8)
        self.sealed = sealed
        self.clear, self.doubtful = strokes.found(ink, sealed, scale)
        self.levels = [self._level(line) for line in self.clear if _long(line)]
        self.kept: list[Segment] = []
        self.open: list[Segment] = []
        self.palest = 255.0
        self.width = 3.0

    def begin(self, usual: float) -> None:
        """Keep what is a rule by its length; `usual` is how dark the page's rules are."""
        self.palest = usual + PALER
        # A seal's own strokes are lifted to grey; a rule under it stays as dark as the others.
        under = [line for line in self.doubtful if self._level(line) <= self.palest]
        found = strokes.across_seals([*self.clear, *under], self.sealed, self.scale)
        # A stroke of a letter or a seal in line with a rule is no part of it, nor are letters of
        # many rows that stand in line, with the white of the lines between them.
        for line in [part for whole in found for part in self._unbroken(whole)]:
            seen = _length(line) * (1 - self._covered(line))
            (self.open if seen < LONG else self.kept).append(line)
        widths = sorted(self._width(line) for line in self.kept)
        self.width = widths[len(widths) // 2] if widths else 3.0

    def _unbroken(self, line: Segment) -> list[Segment]:
        """Part a line where it is white for longer than a line of dashes ever is."""
        dark = self._dark(line)
        edges = np.flatnonzero(np.diff(np.concatenate(([1], dark.astype(np.int8), [1]))))
        wide = [
            (int(start), int(end))
            for start, end in zip(edges[::2], edges[1::2], strict=True)
            if end - start > WIDEST
        ]
        left = int(line.start * self.scale)
        ends = [0, *(at for gap in wide for at in gap), len(dark)]
        return (
            [
                Segment(line.at, (left + start) / self.scale, (left + end) / self.scale)
                for start, end in zip(ends[::2], ends[1::2], strict=True)
                if end > start
            ]
            if wide
            else [line]
        )

    def extend(self, crossing: Sequence[Segment], gap: int) -> None:
        """Draw rules out to the crossing lines that their ink reaches.

        Letters on both sides of a rule hide it from what looks for thin ink.
        """
        self.kept = [self._drawn_out(line, crossing, gap) for line in self.kept]

    def _drawn_out(self, line: Segment, crossing: Sequence[Segment], gap: int) -> Segment:
        ends = sorted(
            other.at
            for other in crossing
            if other.start - MEET <= line.at <= other.end + MEET
            and not line.start - MEET <= other.at <= line.end + MEET
        )
        for end in [at for at in ends if at > line.end]:
            if not self._goes_to(line, Segment(line.at, line.end, end), gap):
                break
            line = Segment(line.at, line.start, end)
        for end in reversed([at for at in ends if at < line.start]):
            if not self._goes_to(line, Segment(line.at, end, line.start), gap):
                break
            line = Segment(line.at, end, line.end)
        return line

    def _goes_to(self, line: Segment, more: Segment, gap: int) -> bool:
        """Whether a line goes on without a gap, as dark and as thin as it is."""
        low = _low(more)
        return (
            max(_white(self._dark(more)), default=0) <= gap + (1 if low and not gap else GAP)
            and self._level(more) <= self._level(line) + PALER
            and not (low and self._differs(more, line))
        )

    def gap(self) -> int:
        """Give the gap that the rules have all along: of dots and dashes; 0 where they are solid.

        A tilt may close the dots of one direction and leave those of the other.
        """
        gaps = []
        for line in self.kept:
            white = sorted(_white(self._dark(line)))
            often = len(white) * APART > _length(line) * self.scale
            gaps.append(white[len(white) * 9 // 10] if often else 0)
        return sorted(gaps)[len(gaps) * 3 // 4] if gaps else 0

    def resting(self, crossing: Sequence[Segment], gap: int) -> list[Segment]:
        """Give what rests on crossing lines, of the lines too short to be rules by themselves."""
        return [
            self._drawn_out(run, crossing, gap)
            for line in self.open
            for run in self._runs(line, crossing, gap)
        ]

    def _runs(self, line: Segment, crossing: Sequence[Segment], gap: int) -> list[Segment]:
        """Give the parts of a line that are rules: from one crossing line to another.

        Each span between two of them is judged by itself, since a letter in line with a rule
        draws it out. At least one span must be clear, or the whole too long for letters.
        """
        met = _met(line, crossing)
        ends = [line.start, *met, line.end]
        spans = [
            Segment(line.at, start, end)
            for i, (start, end) in enumerate(pairwise(ends))
            if end - start >= LOWEST
            and (0 < i < len(met) or self._goes_on(line, met, crossing, i > 0))
        ]
        runs: list[list[tuple[Segment, int]]] = []
        for span in spans:
            grade = self._grade(span, crossing, gap)
            if grade == NO_RULE:
                continue
            if runs and abs(runs[-1][-1][0].end - span.start) <= MEET:
                runs[-1].append((span, grade))
            else:
                runs.append([(span, grade)])
        out = []
        for run in runs:
            while run and run[-1][1] == CROWDED and _low(run[-1][0]):
                run.pop()
            while run and run[0][1] == CROWDED and _low(run[0][0]):
                run.pop(0)
            if run:
                whole = Segment(line.at, run[0][0].start, run[-1][0].end)
                seen = _length(whole) * (1 - self._covered(whole))
                if any(grade == CLEAR for _, grade in run) or seen >= MIDDLING:
                    out.append(whole)
        return out

    def _goes_on(
        self, line: Segment, met: Sequence[float], crossing: Sequence[Segment], far: bool
    ) -> bool:
        """Whether a table goes on beyond its last crossing line, as where a page breaks it."""
        if not met:
            return False
        last = met[-1] if far else met[0]
        beyond = MIDDLING / 2 if far else -MIDDLING / 2
        return any(
            one.start - MEET <= last <= one.end + MEET
            and (one.end > last + beyond if far else one.start < last + beyond)
            for one in self.kept
        ) and not any(
            (other.at > last + MEET if far else other.at < last - MEET)
            and other.start - MEET <= line.at <= other.end + MEET
            for other in crossing
        )

    def _grade(self, span: Segment, crossing: Sequence[Segment], gap: int) -> int:
        """Judge a line between two that cross it."""
        least = gap + (1 if _low(span) and not gap else GAP)
        if max(_white(self._dark(span)), default=0) > least:
            return NO_RULE
        sides = self._white_sides(span, crossing)
        if self._covered(span) > COVERED and (
            self._level(span) > self.palest
            or max(_white(self._dark(span, sealed=False)), default=0) > least
        ):
            return FLUSH  # what a seal hides may be a rule, but proves none
        if sides == 2 and not _low(span):
            return CLEAR
        if sides == (2 if _low(span) else 1) and self._width(span) <= self.width + 1.5:
            return CLEAR
        return FLUSH if sides else CROWDED

    def _strip(self, line: Segment, ink: Pixels, beside: int) -> Pixels:
        row = int(line.at * self.scale)
        left, right = max(int(line.start * self.scale), 0), int(line.end * self.scale) + 1
        return ink[max(row - beside, 0) : row + beside + 1, left:right]

    def _dark(self, line: Segment, sealed: bool = True) -> NDArray[np.bool_]:
        """Tell for each pixel along a line whether there is ink, by the line's own darkness.

        What a seal lies on is not known to be white: it counts as ink where `sealed`.
        """
        strip = self._strip(line, self.ink, 2)
        if strip.size == 0:
            return np.zeros(1, bool)
        darkest = strip.min(axis=0)
        level = (float(np.percentile(darkest, 25)) + 255) / 2
        dark = darkest < min(level, 235)
        if sealed:
            dark |= (self._strip(line, self.sealed, 1) > 0).any(axis=0)
        return np.asarray(dark)

    def _covered(self, line: Segment) -> float:
        """Give the share of a line that a seal lies on."""
        strip = self._strip(line, self.sealed, 1)
        return float((strip > 0).any(axis=0).mean()) if strip.size else 0.0

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

    def trimmed(self, crossing: Sequence[Segment], gap: int) -> list[Segment]:
        """Give the rules kept, without an end that is a letter's stroke in line with the rule."""
        out = []
        for line in self.kept:
            met = _met(line, crossing)
            start, end = line.start, line.end
            if len(met) > 2:
                rest = Segment(line.at, met[1], met[-2])
                if self._is_letter(Segment(line.at, met[0], met[1]), rest, crossing, gap):
                    start = met[1]
                if self._is_letter(Segment(line.at, met[-2], met[-1]), rest, crossing, gap):
                    end = met[-2]
            out.append(Segment(line.at, start, end))
        return out

    def _is_letter(
        self, end: Segment, rest: Segment, crossing: Sequence[Segment], gap: int
    ) -> bool:
        """Whether an end is no part of the rule: broken off, or of another darkness or width."""
        if not _low(end):
            return False
        grade = self._grade(end, crossing, gap)
        return grade == NO_RULE or (grade == CROWDED and self._differs(end, rest))

    def _differs(self, one: Segment, rest: Segment) -> bool:
        """Whether a piece of a line is of another darkness or wider, as a letter's stroke is."""
        return (
            abs(self._level(one) - self._level(rest)) > PALER
            or self._width(one) > self._width(rest) + 1
        )


def _white(dark: NDArray[np.bool_]) -> list[int]:
    """Give the lengths of what is not dark between the ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], dark.astype(np.int8), [1]))))
    return [int(end - start) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _length(line: Segment) -> float:
    return line.end - line.start


def _low(span: Segment) -> bool:
    """Whether a stroke of a letter may be as long."""
    return LOWEST <= _length(span) < TALL


def _long(line: Segment) -> bool:
    return _length(line) >= LONG


def _met(line: Segment, crossing: Sequence[Segment]) -> list[float]:
    """Give where the lines stand that cross a line or that it ends on, from its start."""
    out: list[float] = []
    for other in sorted(crossing):
        if (
            line.start - MEET <= other.at <= line.end + MEET
            and other.start - MEET <= line.at <= other.end + MEET
            and (not out or other.at - out[-1] > SNAP)
        ):
            out.append(other.at)
    return out

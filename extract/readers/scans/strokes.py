"""A sheet → whatever is thin, dark and long on it: rules, but strokes of letters and seals too.

What these are is judged by `ruled`. Lines are given along the rows of the image; columns are the
rows of the transposed image.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import cv2
import numpy as np
from cv2.typing import MatLike

from extract.readers.rulings import Segment
from extract.readers.scans.picture import Pixels

THICKEST = 9
"""Pixels at 200 dpi: what is thicker is no ruling line."""

FAINTEST = 30
"""How much darker than what is beside it a line is, of 255."""

PALEST = 20
"""The same for a long one, of dots perhaps: noise is no line."""

SMEAR = 15
"""Pixels along a line over which dots, dashes and noise even out."""

SHORTEST = 24
"""Pixels: the height of the lowest row."""

JOINED = 120
"""Pixels that a row of letters does not cover without a gap."""

LEVEL = 1.0
"""Points by which two pieces of one line may stand apart."""

SEALED = 0.5
"""Share of a line that lies in a seal from which it may be the seal's own stroke."""


def found(ink: Pixels, sealed: Pixels, scale: float) -> tuple[list[Segment], list[Segment]]:
    """Give the lines along the rows of `ink`, in points: outside seals, and in them."""
    even = cv2.blur(ink, (SMEAR, 1))
    beside = cv2.morphologyEx(even, cv2.MORPH_CLOSE, np.ones((THICKEST, 1), np.uint8))
    darker = cv2.subtract(beside, even)
    # What is long comes first and by itself: letters that touch a rule would thicken a piece.
    long: MatLike = (darker > PALEST).astype(np.uint8)
    long = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((1, JOINED), np.uint8))
    short: MatLike = (darker > FAINTEST).astype(np.uint8)
    short = cv2.subtract(short, cv2.dilate(long, np.ones((3, 1), np.uint8)))
    short = cv2.morphologyEx(short, cv2.MORPH_OPEN, np.ones((1, SHORTEST), np.uint8))
    outside: list[Segment] = []
    inside: list[Segment] = []
    for left, top, width, height in [*_straight(long), *_boxes(short)]:
        if height <= THICKEST:
            trim = SMEAR / 4  # what the smear adds at each end of a line that stands out well
            covered = float((sealed[top : top + height, left : left + width] > 0).mean())
            at = (top + height / 2) / scale
            line = Segment(at, (left + trim) / scale, (left + width - trim) / scale)
            (inside if covered > SEALED else outside).append(line)
    return outside, inside


def _boxes(pieces: MatLike) -> list[Sequence[int]]:
    """Give left, top, width and height of each piece."""
    outlines, _ = cv2.findContours(pieces, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [cv2.boundingRect(outline) for outline in outlines]


def _straight(pieces: MatLike) -> list[Sequence[int]]:
    """Give the boxes of long pieces; of one that a seal's stroke hangs on, its straight part."""
    out: list[Sequence[int]] = []
    for left, top, width, height in _boxes(pieces):
        if height <= THICKEST:
            out.append((left, top, width, height))
            continue
        piece = pieces[top : top + height, left : left + width]
        fullest = int(cv2.blur(piece.sum(axis=1, dtype=np.float32), (1, 5)).argmax())
        first = max(fullest - 2, 0)
        out += [
            (left + x, top + first + y, wide, high)
            for x, y, wide, high in _boxes(np.ascontiguousarray(piece[first : fullest + 3]))
            if wide >= JOINED
        ]
    return out


def across_seals(lines: Sequence[Segment], sealed: Pixels, scale: float) -> list[Segment]:
    """Join what a seal parts: two lines level with each other, and the seal between them."""
    if not sealed.any():
        return list(lines)
    out: list[Segment] = []
    near: dict[int, list[int]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: one.start):
        at = round(line.at / LEVEL)
        before = next(
            (
                i
                for level in (at - 1, at, at + 1)
                for i in near[level]
                if abs(out[i].at - line.at) <= LEVEL and _sealed(out[i], line, sealed, scale)
            ),
            None,
        )
        if before is None:
            near[at].append(len(out))
            out.append(line)
        else:
            one = out[before]
            lengths = one.end - one.start, line.end - line.start
            middle = (one.at * lengths[0] + line.at * lengths[1]) / sum(lengths)
            out[before] = Segment(middle, one.start, line.end)
    return out


def _sealed(one: Segment, other: Segment, sealed: Pixels, scale: float) -> bool:
    row = int((one.at + other.at) / 2 * scale)
    left, right = int(one.end * scale), int(other.start * scale)
    if right <= left:
        return False
    between = sealed[max(row - 1, 0) : row + 2, left:right].any(axis=0)
    return float(between.mean()) >= 0.5

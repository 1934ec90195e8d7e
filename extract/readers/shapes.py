"""The ruling lines among a PDF page's objects, form XObjects included.

A line may be stroked, or a thin filled rectangle, or the side of a stroked rectangle, or one of a
thousand dots, or a thin picture. A filled rectangle that is thicker than a line is a highlight or
a shade, never a rule.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extract.errors import UnreadableError
from extract.readers import calls
from extract.readers.glyphs import Sides
from extract.readers.rulings import Span

THICKEST = 3.0
"""Points; a thicker filled shape is no ruling line."""

MAX_OBJECTS = 150_000
"""Objects of a page. A dotted table has 8,000; more than this is a map or an attack."""

MAX_DEPTH = 8
"""Form XObjects within form XObjects; producers use one or two."""

_DRAWN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
"""Objects that may hold a ruling line."""


class Matrix(NamedTuple):
    """An affine map: x′ = a·x + c·y + e, y′ = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, inner: Matrix) -> Matrix:
        """Give the map that applies `inner` and then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    @classmethod
    def of(cls, raw: pdfium.FS_MATRIX) -> Matrix:
        """Take over pdfium's matrix."""
        return cls(raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)

    def inverse(self) -> Matrix | None:
        """Give the map back; None where this one flattens the plane."""
        a, b, c, d, e, f = self
        area = a * d - b * c
        if not area:
            return None
        return Matrix(
            d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Sides:
        """Map a box; give left, top, right and bottom of what it becomes."""
        a, b, c, d, e, f = self
        ax, ay = a * x0 + c * y0 + e, b * x0 + d * y0 + f
        bx, by = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        if ax > bx:
            ax, bx = bx, ax
        if ay > by:
            ay, by = by, ay
        return ax, ay, bx, by

    def sides(self, corners: Sequence[float]) -> tuple[list[float], ...]:
        """Map boxes given as x0, y0, x1 and y1, one after the other.

        Give the left, the top, the right and the bottom sides of what they become.
        """
        x0, y0, x1, y1 = corners[::4], corners[1::4], corners[2::4], corners[3::4]
        a, b, c, d, e, f = self
        if not b and not c and a > 0 > d:  # upright, as nearly every page
            return (
                [a * x + e for x in x0],
                [d * y + f for y in y1],
                [a * x + e for x in x1],
                [d * y + f for y in y0],
            )
        boxes = [self.box(*box) for box in zip(x0, y0, x1, y1, strict=True)]
        return tuple(map(list, zip(*boxes, strict=True))) if boxes else ([], [], [], [])

    def boxes(self, corners: Sequence[float]) -> list[Sides]:
        """Do the same; give the four sides box by box."""
        return list(zip(*self.sides(corners), strict=True))


class Shapes:
    """Collects the horizontal and vertical segments of one page, in points as shown."""

    def __init__(self, page: object, shown: Matrix) -> None:
        self._page = page
        self._shown = shown
        self._horizontal: list[Span] = []
        self._vertical: list[Span] = []
        self._objects = 0
        self.forms = False
        """Whether the page draws form XObjects; known once the rulings are."""
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def rulings(self) -> tuple[list[Span], list[Span]]:
        """Give the segments.

        Raises:
            UnreadableError: more objects than any report has.
        """
        count = pdfium.FPDFPage_CountObjects(self._page)
        self._budget(count)
        self._drawn(calls.objects(self._page, count), self._shown, 0)
        return self._horizontal, self._vertical

    def _budget(self, more: int) -> None:
        self._objects += max(more, 0)
        if self._objects > MAX_OBJECTS:
            raise UnreadableError(f"a page of the PDF has more than {MAX_OBJECTS} objects")

    def _drawn(self, items: Sequence[int], to_page: Matrix, depth: int) -> None:
        """Take the segments among the objects of the page, or of a form XObject in it."""
        by_kind: dict[int, list[int]] = {kind: [] for kind in _DRAWN}
        for item, kind in zip(items, calls.kinds(items), strict=True):
            if kind in by_kind:
                by_kind[kind].append(item)
        paths, images, forms = by_kind.values()
        for index in self._thin(to_page.boxes(calls.bounds(paths))):
            self._outline(paths[index], to_page)
        self._thin(to_page.boxes(calls.bounds(images)))
        for form in forms if depth < MAX_DEPTH else ():
            self.forms = True
            self._form(ctypes.cast(form, pdfium.FPDF_PAGEOBJECT), to_page, depth)

    def _form(self, form: object, to_page: Matrix, depth: int) -> None:
        raw = pdfium.FS_MATRIX()
        if pdfium.FPDFPageObj_GetMatrix(form, raw):
            to_page = to_page.after(Matrix.of(raw))
        count = pdfium.FPDFFormObj_CountObjects(form)
        self._budget(count)
        self._drawn(calls.objects_of_form(form, count), to_page, depth + 1)

    def _outline(self, path: int, to_page: Matrix) -> None:
        """Take the sides of a path that is thicker than a line, where they are drawn as lines."""
        item = ctypes.cast(path, pdfium.FPDF_PAGEOBJECT)
        count = pdfium.FPDFPath_CountSegments(item)
        pdfium.FPDFPath_GetDrawMode(item, self._fill, self._stroke)
        if not self._stroke.value and (count <= 5 or not self._fill.value):
            return  # a highlight, or a path that only clips
        self._budget(count)
        raw = pdfium.FS_MATRIX()
        if pdfium.FPDFPageObj_GetMatrix(item, raw):
            to_page = to_page.after(Matrix.of(raw))
        for part in _parts(item, count, to_page):
            if self._stroke.value:
                self._thin(
                    [
                        (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                        for (x0, y0), (x1, y1) in itertools.pairwise(part)
                    ]
                )
            elif part:
                xs, ys = [x for x, _ in part], [y for _, y in part]
                self._thin([(min(xs), min(ys), max(xs), max(ys))])

    def _thin(self, boxes: Sequence[Sides]) -> list[int]:
        """Keep boxes that are as thin as a line; a dot may be part of one either way.

        Give which of them are thicker.
        """
        thick = []
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            low, narrow = bottom - top <= THICKEST, x1 - x0 <= THICKEST
            if low:
                self._horizontal.append(((top + bottom) / 2, x0, x1))
            if narrow:
                self._vertical.append(((x0 + x1) / 2, top, bottom))
            elif not low:
                thick.append(index)
        return thick


def _parts(item: object, count: int, to_page: Matrix) -> list[list[tuple[float, float]]]:
    """Give the points of each subpath, the first again at the end of a closed one."""
    parts: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append(to_page.point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    return parts

"""PDF with characters → `Layout`, on pdfium's own page objects: the fast reader.

Receives bytes. Gives grids built from ruling lines (`rulings`), each character in the cell that
holds the centre of its box, in the order of the file. Pages without ruling lines give their
text and nothing else, at next to no cost. Refuses what is damaged, locked, too large or without
characters (a scan).

pdfium may abort the whole process on a hostile file: call it in a worker (`extract.worker`).
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from extract.errors import DamagedError, NoTextError, UnreadableError
from extract.grid import Box, Grid, Layout, Line, lattice
from extract.readers import calls, rulings
from extract.readers.glyphs import BREAKS, Glyphs, lines, texts
from extract.readers.shapes import Matrix, Shapes
from extract.text import repair, squeeze

MAX_PAGES = 300
"""An annual report has under 30 pages; a longer file is something else."""

MAX_CHARACTERS = 400_000
"""Characters of a document; a long report has 30,000."""

_ERRORS = {
    2: "the PDF cannot be opened",
    3: "the PDF is damaged",
    4: "the PDF is encrypted and asks for a password",
    5: "the PDF's encryption is of an unknown kind",
}

_FORMAT = 3

_started = False


def read(data: bytes) -> Layout:
    """Read a PDF that holds characters.

    Raises:
        DamagedError: pdfium cannot make out the file, or one of its pages.
        NoTextError: it holds no character.
        UnreadableError: encrypted with a password, or too large.
    """
    _start()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        code = pdfium.FPDF_GetLastError()
        reason = _ERRORS.get(code, f"the PDF cannot be read (error {code})")
        raise DamagedError(reason) if code == _FORMAT else UnreadableError(reason)
    try:
        return _Reading(document).layout()
    finally:
        pdfium.FPDF_CloseDocument(document)


def _start() -> None:
    global _started  # noqa: PLW0603 - the library is a process's own, once
    if not _started:
        pdfium.FPDF_InitLibrary()
        _started = True


@dataclass(slots=True)
class _Reading:
    """One pass over a document's pages."""

    document: object
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    characters: int = 0
    sides: tuple[float, float] | None = None
    """Left and right of the table that the page before ended with."""

    def layout(self) -> Layout:
        pages = pdfium.FPDF_GetPageCount(self.document)
        if pages < 1:
            raise UnreadableError("the PDF has no page")
        if pages > MAX_PAGES:
            raise UnreadableError(f"the PDF has {pages} pages, more than {MAX_PAGES}")
        for number in range(pages):
            page = pdfium.FPDF_LoadPage(self.document, number)
            if not page:
                raise DamagedError(f"page {number + 1} of the PDF is damaged")
            try:
                self._page(page, number + 1)
            finally:
                pdfium.FPDF_ClosePage(page)
        if not self.characters:
            raise NoTextError("the PDF has no text: it is a scan, or its fonts have no characters")
        return Layout(
            "pdf",
            "pdf",
            pages,
            tuple(self.grids),
            tuple(self.lines),
            tuple(self.after),
            _metadata_title(self.document),
        )

    def _page(self, page: object, number: int) -> None:
        shown = as_shown(page)
        shapes = Shapes(page, shown)
        tables = rulings.cells(number, *shapes.rulings(), self.sides)
        ends = tables[-1] if tables else []
        self.sides = (min(box.x0 for box in ends), max(box.x1 for box in ends)) if ends else None
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return
        try:
            count = pdfium.FPDFText_CountChars(text)
            self.characters += max(count, 0)
            if self.characters > MAX_CHARACTERS:
                raise UnreadableError(f"the PDF has more than {MAX_CHARACTERS} characters")
            if count > 0:
                if tables:
                    self._ruled(tables, _glyphs(text, count, shown, in_forms=shapes.forms), number)
                else:
                    self._plain(text, count, number)
        finally:
            pdfium.FPDFText_ClosePage(text)

    def _plain(self, text: object, count: int, number: int) -> None:
        for line in _whole(text, count).splitlines():
            self._line(line, Box(number, 0, 0, 0, 0), len(self.grids))

    def _ruled(self, tables: list[list[Box]], glyphs: Glyphs, number: int) -> None:
        first = len(self.grids)
        for boxes, printed in zip(tables, texts(tables, glyphs), strict=True):
            self.grids.append(lattice(len(self.grids), boxes, printed))
        tops = sorted(min(box.top for box in boxes) for boxes in tables)
        for text, box in lines(glyphs, number):
            self._line(text, box, first + bisect_right(tops, box.top))

    def _line(self, text: str, box: Box, after: int) -> None:
        text = squeeze(repair(text))
        if text:
            self.lines.append(Line(text, box))
            self.after.append(after)


def as_shown(page: object) -> Matrix:
    """Give the map from the page's own space to points from the upper left as it is shown.

    It turns rotated pages and moves the crop box to the origin, as viewers do.
    """
    scale = 64
    width = pdfium.FPDF_GetPageWidthF(page)
    height = pdfium.FPDF_GetPageHeightF(page)
    size = int(width * scale), int(height * scale)
    x, y = ctypes.c_int(), ctypes.c_int()

    def place(at_x: float, at_y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, at_x, at_y, x, y)
        return x.value / scale, y.value / scale

    far = 1000.0
    (e, f), (ax, ay), (bx, by) = place(0, 0), place(far, 0), place(0, far)
    return Matrix((ax - e) / far, (ay - f) / far, (bx - e) / far, (by - f) / far, e, f)


def _glyphs(text: object, count: int, shown: Matrix, *, in_forms: bool) -> Glyphs:
    """Give the characters in the order of the file."""
    chars = _whole(text, count)
    if len(chars) != count:  # some are two units of UTF-16, or left out
        chars = _one_by_one(text, count)
    printed = [index for index, char in enumerate(chars) if char not in BREAKS]
    told, sides = calls.loose_boxes(text, printed)
    if in_forms:
        sides = _put_right(text, printed, sides)
    if 0 in told:  # a character without a box is nowhere
        nowhere = {index for index, has_box in zip(printed, told, strict=True) if not has_box}
        chars = "".join(char for index, char in enumerate(chars) if index not in nowhere)
        sides = [side for i, side in enumerate(sides) if told[i // 4]]
    return Glyphs(chars, *shown.sides(sides))


def _put_right(text: object, indices: Sequence[int], sides: Sequence[float]) -> list[float]:
    """Move each character's box to where the character is drawn.

    pdfium leaves the box of a compatibility character (⾏ for 行) in the space of its form XObject.
    Its origin then stands neither on the line of its text object nor below its beginning, and the
    object's matrix, inside the form and on the page, tells the way from one to the other.
    """
    out = list(sides)
    known: dict[int, tuple[float, float, float]] = {}
    items, points = calls.text_objects(text, indices), calls.origins(text, indices)
    for i, (item, (x, y)) in enumerate(zip(items, points, strict=True)):
        if item is None:
            continue
        if item not in known:
            known[item] = _begun(text, indices[i])
        begun_x, begun_y, em = known[item]
        if abs(x - begun_x) > em and abs(y - begun_y) > em:
            to_page = _to_page(text, indices[i], ctypes.cast(item, pdfium.FPDF_PAGEOBJECT))
            if to_page:
                out[4 * i : 4 * i + 4] = to_page.box(*out[4 * i : 4 * i + 4])
    return out


def _begun(text: object, index: int) -> tuple[float, float, float]:
    """Give where on the page the text object of a character begins, and its em there."""
    on_page = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, on_page)
    em = max(abs(on_page.a), abs(on_page.b)) * pdfium.FPDFText_GetFontSize(text, index)
    return on_page.e, on_page.f, em


def _to_page(text: object, index: int, item: object) -> Matrix | None:
    """Give the way from the form XObject of a character's text object to the page."""
    on_page, inside = pdfium.FS_MATRIX(), pdfium.FS_MATRIX()
    told = pdfium.FPDFText_GetMatrix(text, index, on_page)
    if not told or not pdfium.FPDFPageObj_GetMatrix(item, inside):
        return None
    back = Matrix.of(inside).inverse()
    return Matrix.of(on_page).after(back) if back else None


def _one_by_one(text: object, count: int) -> str:
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if code else " " for code in codes)


def _whole(text: object, count: int) -> str:
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    return bytes(memoryview(buffer).cast("B")[: max(written - 1, 0) * 2]).decode(
        "utf-16-le", errors="replace"
    )


def _metadata_title(document: object) -> str:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(min(size, 4096))
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, len(buffer))
    return squeeze(repair(buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")))

"""PDF with characters → `Layout`, by pdfplumber's objects: grids from ruling lines.

Receives bytes. Refuses what is damaged, locked, has no page or no character at all (a scan).
Characters are repaired where a font names a radical in place of the character.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from extract import rulings
from extract.errors import UnreadableError
from extract.grid import Box, Grid, Layout, Line, lattice
from extract.rulings import Segment
from extract.text import repair, squeeze

# pdfminer reports each oddity of a font as a warning; the record keeps what matters.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

THICKEST = 3.0
"""Points; a thicker filled rectangle is no ruling line."""

MAX_PAGES = 300
"""An annual report has under 30 pages; a longer file is something else."""


def read(data: bytes) -> Layout:
    """Read a PDF that holds characters.

    Raises:
        UnreadableError: damaged, encrypted with a password, too long, or without characters.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _layout(pdf)
    except UnreadableError:
        raise
    except Exception as error:  # pdfminer fails on damaged files in any way it likes
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise UnreadableError("the PDF is encrypted and asks for a password") from error
        detail = squeeze(str(cause)) or type(cause).__name__
        raise UnreadableError(f"the PDF is damaged: {detail}") from error


def _layout(pdf: PDF) -> Layout:
    grids: list[Grid] = []
    lines: list[Line] = []
    after: list[int] = []
    if not pdf.pages:
        raise UnreadableError("the PDF has no page")
    if len(pdf.pages) > MAX_PAGES:
        raise UnreadableError(f"the PDF has {len(pdf.pages)} pages, more than {MAX_PAGES}")
    characters = 0
    for page in pdf.pages:
        characters += len(page.chars)
        tables = rulings.cells(page.page_number, *_segments(page))
        first = len(grids)
        for boxes in tables:
            grids.append(lattice(len(grids), boxes, _texts(page, boxes)))
        tops = [min(box.top for box in boxes) for boxes in tables]
        for line in page.extract_text_lines(return_chars=False):
            text = squeeze(repair(line["text"]))
            if text:
                box = _box(page.page_number, line["x0"], line["top"], line["x1"], line["bottom"])
                lines.append(Line(text, box))
                after.append(first + sum(top <= line["top"] for top in tops))
        page.close()
    if not characters:
        raise UnreadableError("the PDF has no text: it is a scan, or its fonts have no characters")
    title = squeeze(repair(str((pdf.metadata or {}).get("Title") or "")))
    return Layout(
        "pdf", "pdfplumber", len(pdf.pages), tuple(grids), tuple(lines), tuple(after), title
    )


def _segments(page: Any) -> tuple[list[Segment], list[Segment]]:
    """Give the page's horizontal and vertical ruling lines.

    A rectangle that is filled, not stroked, and thicker than a line is a highlight or a shade.
    """
    horizontal: list[Segment] = []
    vertical: list[Segment] = []
    for shape in (*page.lines, *page.rects):
        x0, x1, top, bottom = shape["x0"], shape["x1"], shape["top"], shape["bottom"]
        low, narrow = bottom - top <= THICKEST, x1 - x0 <= THICKEST
        if low:
            horizontal.append(Segment((top + bottom) / 2, x0, x1))
        if narrow:
            vertical.append(Segment((x0 + x1) / 2, top, bottom))
        if not low and not narrow and shape["stroke"] and shape["object_type"] == "rect":
            horizontal += [Segment(top, x0, x1), Segment(bottom, x0, x1)]
            vertical += [Segment(x0, top, bottom), Segment(x1, top, bottom)]
    return horizontal, vertical


def _texts(page: Any, boxes: Sequence[Box]) -> list[str]:
    """Give for each box the characters whose centre lies in it, as lines from the top."""
    inside: list[list[Any]] = [[] for _ in boxes]
    for char in page.chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for box, chars in zip(boxes, inside, strict=True):
            if box.x0 <= x < box.x1 and box.top <= y < box.bottom:
                if not any(_same(char, other) for other in chars):
                    chars.append(char)
                break
    return [squeeze(repair(extract_text(chars))) if chars else "" for chars in inside]


def _same(char: Any, other: Any) -> bool:
    """Whether a character is printed twice in one place: bold made by drawing it again."""
    return bool(
        char["text"] == other["text"]
        and abs(char["x0"] - other["x0"]) <= 1
        and abs(char["top"] - other["top"]) <= 1
    )


def _box(page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
    return Box(page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))

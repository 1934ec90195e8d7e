"""PDF with characters → `Layout`, by pdfplumber: grids from ruling lines, characters by centre.

Receives bytes. Refuses what is damaged, locked, has no page or no character at all (a scan).
Characters are repaired where a font names a radical in place of the character.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from extract.errors import UnreadableError
from extract.grid import Box, Grid, Layout, Line, lattice
from extract.text import repair, squeeze

# pdfminer reports each oddity of a font as a warning; the record keeps what matters.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

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
        tables = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
        first = len(grids)
        for table in tables:
            grids.append(_grid(table, page, len(grids)))
        tops = [table.bbox[1] for table in tables]
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


def _grid(table: Any, page: Any, index: int) -> Grid:
    boxes = [_box(page.page_number, *cell) for cell in table.cells]
    texts = [_cell_text(page, box) for box in boxes]
    return lattice(index, boxes, texts)


def _cell_text(page: Any, box: Box) -> str:
    """Give the characters whose centre lies in the box, as lines from top to bottom."""
    inside = [
        char
        for char in page.chars
        if box.x0 <= (char["x0"] + char["x1"]) / 2 < box.x1
        and box.top <= (char["top"] + char["bottom"]) / 2 < box.bottom
    ]
    if not inside:
        return ""
    return squeeze(repair(extract_text(inside)))


def _box(page: int, x0: float, top: float, x1: float, bottom: float) -> Box:
    return Box(page, round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))

"""PDF with characters → grids, by pdfplumber's own table finder: the second reader.

It runs where the fast reader (`extract.readers.pdf`) leaves a required cell missing or sums
fail, and shares nothing with it, so that agreement is evidence. Ten to twenty times slower. Gives
no running text. Refuses what pdfminer cannot open.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import pdfplumber
from pdfplumber.pdf import PDF
from pdfplumber.utils.text import extract_text

from extract.errors import UnreadableError
from extract.grid import Box, Grid, Layout, lattice
from extract.readers import lexer
from extract.text import repair, squeeze

# pdfminer reports each oddity of a font as a warning; the record keeps what matters.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES = 60
"""An annual report has under 30 pages; a second reading of a book would take minutes."""


def read(data: bytes, pages: list[int] | None = None) -> Layout:
    """Read the tables of a PDF that holds characters, on these pages or on all.

    Raises:
        UnreadableError: pdfminer cannot open it, or it has more than `MAX_PAGES` pages.
    """
    try:
        with lexer.in_use(), pdfplumber.open(io.BytesIO(data), pages=pages) as pdf:
            return _layout(pdf)
    except UnreadableError:
        raise
    except Exception as error:  # pdfminer fails on damaged files in any way it likes
        cause = error.args[0] if error.args else error
        raise UnreadableError(f"pdfplumber cannot read the PDF: {squeeze(str(cause))}") from error


def _layout(pdf: PDF) -> Layout:
    if len(pdf.pages) > MAX_PAGES:
        raise UnreadableError(f"the PDF has {len(pdf.pages)} pages, more than {MAX_PAGES}")
    grids: list[Grid] = []
    for page in pdf.pages:
        tables = sorted(page.find_tables(), key=lambda table: (table.bbox[1], table.bbox[0]))
        grids += [_grid(table, page, len(grids) + i) for i, table in enumerate(tables)]
        page.close()
    return Layout("pdf", "pdfplumber", len(pdf.pages), tuple(grids), (), ())


def _grid(table: Any, page: Any, index: int) -> Grid:
    boxes = [Box(page.page_number, *(round(side, 2) for side in cell)) for cell in table.cells]
    placed = [
        (char, (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        for char in page.chars
    ]
    rows = {
        (top, bottom): [one for one in placed if top <= one[2] < bottom]
        for top, bottom in {(box.top, box.bottom) for box in boxes}
    }
    return lattice(index, boxes, [_text(rows[box.top, box.bottom], box) for box in boxes])


def _text(row: list[tuple[Any, float, float]], box: Box) -> str:
    """Give the characters whose centre lies in the box, as lines from the top."""
    inside = [char for char, x, _ in row if box.x0 <= x < box.x1]
    return squeeze(repair(extract_text(inside))) if inside else ""

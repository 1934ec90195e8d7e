"""A document with what was read drawn over it, as pictures: `python -m extract show FILE`.

Receives a document's bytes and its record. Gives a picture for each page that holds a value cell:
the page as pdfium renders it where the document is a PDF or a picture, else each table laid out
from its grid. Every cell is framed in the colour of its state, with its row and column code in it.

`marked` and `laid_out` do the same for one cell, for whoever knows its place already. A ZIP archive
is opened as the reader opens it; of a document that nothing here draws (HTML, Word, OFD) `marked`
gives None.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from extract.errors import DocumentError
from extract.readers import container
from extract.readers.scans import picture as scans
from extract.records import Cell, Record

SCALE = 3.0
"""Pixels a point: at 216 dpi a code fits into a cell of a table with ten columns."""

COLOURS = {
    "number": (0, 128, 0),
    "blank": (128, 128, 128),
    "dash": (0, 90, 200),
    "text": (200, 110, 0),
    "unreadable": (210, 0, 0),
}
SUSPECT = (210, 0, 0)
MARK = (255, 220, 0)
"""Of the one cell that is looked for: under its figures, so that they are read through it."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points, from the upper left corner of the page as it is shown."""

_FONTS = (
    "*CJK*.[ot]t[cf]",
    "*wqy*.tt[cf]",
    "*uming*.tt[cf]",
    "*ukai*.tt[cf]",
    "*[Ss]im[Ss]un*.tt[cf]",
)


def pictures(data: bytes, record: Record) -> Iterator[tuple[str, Image.Image]]:
    """Give a name (`page-3`, `table-1`) and a picture for everything that holds a cell."""
    pages = sorted({cell.page for cell in record.cells if cell.page is not None})
    drawn = 0
    for page in pages:
        if (picture := _rendered(data, page)) is not None:
            yield f"page-{page}", _page(picture, record, page)
            drawn += 1
    if not drawn:
        for table in dict.fromkeys(cell.table for cell in record.cells):
            cells = [cell for cell in record.cells if cell.table == table]
            yield f"table-{table}", laid_out(record.title, cells, _suspects(record))


def marked(data: bytes, page: int, box: Box) -> Image.Image | None:
    """Give a page with one box marked; None when nothing here draws such a document."""
    picture = _rendered(data, page)
    if picture is None:
        return None
    draw = ImageDraw.Draw(picture, "RGBA")
    x0, top, x1, bottom = (side * SCALE for side in box)
    draw.rectangle([x0, top, x1, bottom], fill=(*MARK, 90))
    draw.rectangle([x0 - 6, top - 6, x1 + 6, bottom + 6], outline=SUSPECT, width=6)
    return picture


def _suspects(record: Record) -> set[tuple[str, str]]:
    return {(check.suspect_row, check.suspect_col) for check in record.checks if check.suspect_row}


def _page(picture: Image.Image, record: Record, page: int) -> Image.Image:
    draw = ImageDraw.Draw(picture, "RGBA")
    suspects = _suspects(record)
    for cell in record.cells:
        if cell.page == page and None not in (cell.x0, cell.top, cell.x1, cell.bottom):
            sides = (cell.x0, cell.top, cell.x1, cell.bottom)
            _frame(draw, cell, [float(side or 0) * SCALE for side in sides], suspects)
    return picture


def _rendered(data: bytes, page: int) -> Image.Image | None:
    """Render a page of a PDF or a picture file at `SCALE`.

    None when the bytes are neither, or too damaged to be drawn.
    """
    try:
        data = container.unpacked(data)
        if b"%PDF-" in data[:1024]:
            document = pdfium.PdfDocument(data)
            try:
                shown: Image.Image = document[page - 1].render(scale=SCALE).to_pil()
                return shown.convert("RGB")
            finally:
                document.close()
        # The reader of scans knows how many points a picture has that does not tell its size.
        whole = next(scans.pictures(data, round(72 * SCALE)))
        return Image.fromarray(whole.pixels)
    except (DocumentError, pdfium.PdfiumError):
        return None


def _frame(
    draw: ImageDraw.ImageDraw,
    cell: Cell,
    sides: list[float],
    suspects: Collection[tuple[str, str]],
) -> None:
    x0, top, x1, bottom = sides
    colour = COLOURS.get(cell.state, SUSPECT)
    suspect = (cell.row_code, cell.col_code) in suspects
    draw.rectangle(
        [x0 + 1, top + 1, x1 - 1, bottom - 1],
        outline=SUSPECT if suspect else colour,
        width=6 if suspect else 2,
        fill=(*colour, 40),
    )
    row, col = cell.row_code.rpartition(".")[2], cell.col_code.rpartition(".")[2]
    size = max(min((x1 - x0) / (0.55 * max(len(row), len(col), 1)), 10), 5)
    font = _latin(round(size))
    draw.text((x0 + 4, top + 3), row, fill=colour, font=font)
    draw.text((x0 + 4, bottom - size - 5), col, fill=colour, font=font)


def laid_out(
    title: str, cells: Sequence[Cell], suspects: Collection[tuple[str, str]]
) -> Image.Image:
    """Lay out the value cells of one table where their grid has them.

    `suspects` are the row and column codes of the cells that get a thick red frame.
    """
    width, height, label = 150, 52, 380
    rows = sorted({(cell.grid, cell.grid_row) for cell in cells})
    cols = sorted({cell.grid_col for cell in cells})
    size = (label + width * len(cols) + 20, height * len(rows) + 60)
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.text((10, 14), f"{title}  ·  {cells[0].table} {cells[0].form}", "black", _any(20))
    for cell in cells:
        x = label + cols.index(cell.grid_col) * width
        y = 50 + rows.index((cell.grid, cell.grid_row)) * height
        _frame(draw, cell, [x, y, x + width, y + height], suspects)
        draw.text((x + width / 2, y + height / 2), cell.raw, "black", _any(18), anchor="mm")
    codes = {(cell.grid, cell.grid_row): cell.row_code for cell in cells}
    for i, at in enumerate(rows):
        draw.text((10, 50 + (i + 0.5) * height), codes[at], "black", _latin(14), anchor="lm")
    return picture


@cache
def _latin(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@cache
def _any(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Give a font with Chinese characters when this machine has one."""
    for folder in (Path("/usr/share/fonts"), Path("/Library/Fonts"), Path.home() / ".fonts"):
        for pattern in _FONTS:
            for path in sorted(folder.rglob(pattern)) if folder.is_dir() else ():
                return ImageFont.truetype(str(path), size)
    return _latin(size)

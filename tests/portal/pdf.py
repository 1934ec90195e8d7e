"""Printed tables as PDF files: text and ruling lines, as a spreadsheet or a word processor prints.

Receives lines of text and grids; gives the bytes of a file, a page for every grid, as high as it
must be. No font is in the file: what the glyphs mean is told by a ToUnicode map, which is all that
a reader of text needs. The same input gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from extract.grid import Grid, GridCell

SIZE, LEADING, WIDTH, MARGIN = 8, 10, 66, 40
"""Points: of a glyph, from line to line, of a column, and around a page."""

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /ToUnicode 4 0 R"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /ItalicAngle 0"
    b" /FontBBox [0 -120 1000 880] /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
    b" >>] >>"
)

Part = tuple[Sequence[str], Grid | None]
"""Lines of text and the table below them: a page."""


def pdf(parts: Sequence[Part]) -> bytes:
    """Give a PDF file with a page for every part."""
    drawn = [_page(lines, grid) for lines, grid in parts]
    used = sorted({" ", *(char for _, _, texts in drawn for text in texts for char in text)})
    first = 5  # the number of the first page; its content follows it
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(drawn)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>".encode(),
        _FONT,
        _stream(_meaning(used)),
    ]
    for number, ((width, height), content, _) in enumerate(drawn):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources "
            f"<< /Font << /F 3 0 R >> >> /Contents {first + 2 * number + 1} 0 R >>".encode()
        )
        bodies.append(_stream(content))
    return _file(bodies)


def _file(bodies: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def _stream(text: str) -> bytes:
    data = zlib.compress(text.encode())
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)


def _meaning(used: Sequence[str]) -> str:
    """The ToUnicode map: a glyph's number is its code point."""
    blocks = [used[at : at + 100] for at in range(0, len(used), 100)]
    listed = "".join(
        f"{len(block)} beginbfchar\n"
        + "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in block)
        + "endbfchar\n"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{listed}endcmap end end\n"
    )


def _page(lines: Sequence[str], grid: Grid | None) -> tuple[tuple[int, int], str, list[str]]:
    """Size, content and texts of a page."""
    heights = _heights(grid) if grid else []
    width = 2 * MARGIN + (WIDTH * grid.n_cols if grid else 500)
    room = (width - 2 * MARGIN) // SIZE
    running = [piece for line in lines for piece in _wrapped(line, room)]
    height = 2 * MARGIN + 2 * LEADING * (len(running) + 1) + sum(heights)
    out, texts, y = [], [], height - MARGIN
    for line in running:
        y -= 2 * LEADING
        out.append(_text(MARGIN, y, line))
        texts.append(line)
    if grid:
        tops = [y - LEADING - sum(heights[:n]) for n in range(grid.n_rows + 1)]
        for cell in grid.cells:
            drawn, said = _cell(cell, tops)
            out += drawn
            texts += said
    return (width, height), "\n".join(out), texts


def _cell(cell: GridCell, tops: Sequence[int]) -> tuple[list[str], list[str]]:
    """A box and the lines in it, from the middle of its height."""
    left, wide = MARGIN + WIDTH * cell.col, WIDTH * cell.colspan
    top, bottom = tops[cell.row], tops[cell.row + cell.rowspan]
    lines = list(_wrapped(cell.text, (wide - 4) // SIZE))
    y = (top + bottom) // 2 + LEADING * len(lines) // 2
    out = [f"{left} {bottom} {wide} {top - bottom} re S"]
    for line in lines:
        y -= LEADING
        out.append(_text(left + 2, y + 2, line))
    return out, lines


def _text(x: int, y: int, line: str) -> str:
    """A line of text; a blank follows, for pdfium drops a lone glyph of which it knows no shape."""
    return f"BT /F {SIZE} Tf {x} {y} Td <{f'{line} '.encode('utf-16-be').hex()}> Tj ET"


def _wrapped(text: str, room: int) -> Iterator[str]:
    yield from (text[at : at + room] for at in range(0, len(text), room))


def _heights(grid: Grid) -> list[int]:
    """Of each row: room for the longest text that stands in it alone."""
    heights = [LEADING + 6] * grid.n_rows
    for cell in grid.cells:
        lines = len(list(_wrapped(cell.text, (WIDTH * cell.colspan - 4) // SIZE)))
        if cell.rowspan == 1:
            heights[cell.row] = max(heights[cell.row], lines * LEADING + 6)
    return heights

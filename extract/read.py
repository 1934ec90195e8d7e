"""Bytes of one document → its record. The one line that is the heart of `extract`.

bytes → reader → grids → matcher → cells → checks. Pure: nothing is opened, written or fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from extract import EXTRACTOR, heading
from extract.checks import check
from extract.errors import DocumentError, NotAReportError, UnreadableError
from extract.forms import CHINESE, TABLES
from extract.grid import Box, Layout, Line
from extract.match import Matched, match
from extract.readers import html, pdf
from extract.records import Record

READERS: dict[str, Callable[[bytes], Layout]] = {"pdf": pdf.read, "html": html.read}


def read(data: bytes) -> Record:
    """Read one document. Never raises for what the document holds: the record says why not."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        layout = READERS[sniff(data)](data)
        matched = match(layout.grids, layout.method)
        _require_report(matched)
    except DocumentError as error:
        return refused(sha256, str(error))
    found = {table.table: table for table in matched.tables}
    reasons = [
        found[table].reason if table in found else f"{CHINESE[table]} ({table}) not found"
        for table in TABLES
        if table not in found or found[table].reason
    ]
    prose = _outside_tables(layout, matched)
    named = heading.title(_before_tables(layout, matched), layout.title)
    return Record(
        sha256=sha256,
        extractor=EXTRACTOR,
        reader=layout.reader,
        verdict="partial" if reasons else "read",
        reason="; ".join(reasons),
        title=named.text,
        issuer=named.issuer,
        year=named.year,
        pages=layout.pages,
        tables=matched.tables,
        cells=matched.cells,
        unmatched=matched.unmatched,
        checks=check(matched.cells),
        sections=heading.sections(prose),
    )


def refused(sha256: str, reason: str) -> Record:
    """Give the record of a document that gave no table, with its one-line reason."""
    return Record(
        sha256=sha256,
        extractor=EXTRACTOR,
        reader="",
        verdict="refused",
        reason=reason,
        title="",
        issuer="",
        year=None,
        pages=None,
        tables=[],
        cells=[],
        unmatched=[],
        checks=[],
        sections=[],
    )


def sniff(data: bytes) -> str:
    """Name the reader for these bytes, from the bytes alone: names and headers lie.

    Raises:
        UnreadableError: empty, or of a kind that no reader takes.
    """
    if not data.strip(b"\0\t\n\r "):
        raise UnreadableError("the file is empty")
    head = data[:1024].lstrip(b"\xef\xbb\xbf\0\t\n\r ")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _OTHER_KINDS.items():
        if head.startswith(magic):
            raise UnreadableError(f"the file is {kind}, which no reader takes yet")
    if b"<" in data and b"\0" not in data[:1024]:
        return "html"
    raise UnreadableError("the file is of no known kind (neither PDF nor HTML)")


_OTHER_KINDS = {
    b"PK\x03\x04": "a ZIP container (DOCX, OFD or an archive)",
    b"\xd0\xcf\x11\xe0": "a Word 97 or WPS file",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
}


def _require_report(matched: Matched) -> None:
    if not matched.cells:
        raise NotAReportError("no statutory table (表二, 表三, 表四) in the document")
    if all(cell.state == "blank" for cell in matched.cells):
        raise NotAReportError("the form is blank: no value cell is filled in")


def _before_tables(layout: Layout, matched: Matched) -> Sequence[Line]:
    """Give the text before the first statutory table."""
    first, _ = min(matched.rows)
    return [
        line for line, after in zip(layout.lines, layout.after, strict=True) if after <= first
    ] or layout.lines


def _outside_tables(layout: Layout, matched: Matched) -> list[Line]:
    """Give the lines that stand in no row of a statutory table."""
    areas = [
        cell.box
        for grid in layout.grids
        for cell in grid.cells
        if cell.box and (grid.index, cell.row) in matched.rows
    ]
    return [
        line
        for line in layout.lines
        if line.at not in matched.rows and not any(_inside(line, area) for area in areas)
    ]


def _inside(line: Line, area: Box) -> bool:
    if line.box is None or line.box.page != area.page:
        return False
    return area.top <= (line.box.top + line.box.bottom) / 2 <= area.bottom

"""Bytes of one document → its record. The one line that is the heart of `extract`.

bytes → reader → grids → matcher → cells → checks. Pure: nothing is opened, written or fetched.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

from extract import EXTRACTOR, doubt, limits
from extract.checks import check
from extract.errors import (
    DamagedError,
    DocumentError,
    MissingPartError,
    NotAReportError,
    NoTextError,
    UnreadableError,
)
from extract.grid import Box, Layout, Line
from extract.matcher.forms import CHINESE
from extract.matcher.match import Matched, gaps, match, yearly
from extract.prose import figures as prose
from extract.prose import heading
from extract.readers import container, html, ofd, pdf
from extract.records import Cell, Check, Record
from extract.second import doubted, settled


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as one or two readers saw it, and what the matcher made of it."""

    layout: Layout
    matched: Matched
    repair: str = ""
    checks: list[Check] | None = None
    """Of `matched`, where they were made already."""


def read(data: bytes) -> Record:
    """Read one document. Never raises for what the document holds: the record says why not."""
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        data = container.unpacked(data)
        reading = READERS[sniff(data)](data)
        layout = reading.layout
        matched = yearly(reading.matched, (line.text for line in layout.lines))
        _require_report(matched)
    except MissingPartError as error:
        return replace(refused(sha256, str(error)), verdict="postponed")
    except DocumentError as error:
        return refused(sha256, str(error))
    named = heading.title(_before_tables(layout, matched), layout.title)
    text = _outside_tables(layout, matched)
    told = heading.period(line.text for line in text)
    sections = heading.sections(text)
    tables = [*matched.tables, *prose.missing(sections, matched.tables)]
    reasons = [*gaps(tables), *_illegible(matched.cells)]
    odd = heading.doubt(named.year, told)
    return Record(
        sha256=sha256,
        extractor=EXTRACTOR,
        reader=layout.reader,
        verdict="partial" if reasons else "read",
        reason="; ".join([*reasons, odd] if odd else reasons),
        title=named.text,
        issuer=named.issuer,
        year=named.year or told.year,
        pages=layout.pages,
        tables=tables,
        cells=matched.cells,
        unmatched=matched.unmatched,
        checks=reading.checks
        if matched is reading.matched and reading.checks
        else check(matched.cells),
        sections=sections,
        prose=prose.figures(sections, matched.cells),
        scope=heading.scope(line.text for line in text),
        period="" if told.whole_year else told.text,
        repair=reading.repair,
    )


def _illegible(cells: Sequence[Cell]) -> Iterator[str]:
    """Say of each table how many cells print something that cannot be told."""
    lost = Counter(cell.table for cell in cells if cell.state == "unreadable")
    for table, count in lost.items():
        yield f"{CHINESE[table]} ({table}): {count} cells cannot be read"


# --- one function a kind of file ------------------------------------------------------------


def _html(data: bytes) -> Reading:
    return _once(html.read(data))


def _once(layout: Layout) -> Reading:
    return Reading(layout, match(layout.grids, layout.method))


def _pdf(data: bytes) -> Reading:
    """Read by pdfium; mend a damaged file first; read again by pdfplumber where in doubt."""
    mended = ""
    try:
        layout = pdf.read(data)
    except NoTextError:
        return _scan(data)
    except DamagedError as damage:
        from extract.readers import mend  # noqa: PLC0415 - few documents need it

        data, mended = mend.pdf(data, damage)
        try:
            layout = pdf.read(data)
        except NoTextError:
            return replace(_scan(data), repair=mended)
    reading = replace(_once(layout), repair=mended)
    results = check(reading.matched.cells)
    pages = doubted(reading.matched, layout, results)
    if not pages:
        return replace(reading, checks=results)
    from extract.readers import plumber  # noqa: PLC0415 - few documents need it

    try:
        second = plumber.read(data, pages)
    except UnreadableError:
        return reading
    return replace(reading, matched=settled(reading.matched, match(second.grids, second.method)))


def _scan(data: bytes) -> Reading:
    """Read a scan, and what is in doubt of it once more."""
    if any(find_spec(part) is None for part in ("cv2", "onnxruntime", "rapidocr")):
        raise MissingPartError(
            "the document is a scan: reading it needs the extra `scan` "
            "(pip install 'gongkai[scan]')"
        )
    from extract.readers.scans import scan  # noqa: PLC0415 - few documents need it

    limits.slow()
    layout = scan.read(data)
    first = match(layout.grids, layout.method)
    matched = doubt.settle(first, lambda places: scan.again(data, layout, places))
    return Reading(layout, replace(matched, cells=scan.shown(layout, matched.cells)))


def _word(data: bytes) -> Reading:
    from extract.readers import word  # noqa: PLC0415 - few documents need it

    return _once(word.read(data))


def _office(data: bytes) -> Reading:
    from extract.readers import office  # noqa: PLC0415 - few documents need it

    return _once(office.read(data))


def _ofd(data: bytes) -> Reading:
    try:
        return _once(ofd.read(data))
    except ofd.OfPicturesError:
        from extract.readers import ofd_pictures  # noqa: PLC0415 - few documents need it

        return _scan(ofd_pictures.as_pdf(data))


READERS: dict[str, Callable[[bytes], Reading]] = {
    "pdf": _pdf,
    "html": _html,
    "word": _word,
    "office": _office,
    "ofd": _ofd,
    "scan": _scan,
}


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
    if kind := container.office_kind(data):
        return kind
    if data.startswith(_PICTURES):
        return "scan"
    for magic, kind in _OTHER_KINDS.items():
        if head.startswith(magic):
            raise UnreadableError(f"the file is {kind}, which no reader takes yet")
    if b"<" in data and b"\0" not in data[:1024]:
        return "html"
    raise UnreadableError("the file is of no known kind (PDF, HTML, Word, OFD)")


_OTHER_KINDS = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
}
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def _require_report(matched: Matched) -> None:
    if not matched.tables:
        none = "no statutory table (表二, 表三, 表四, 统计表) in the document"
        raise NotAReportError("; ".join((none, *matched.refused)))
    if matched.cells and all(cell.state == "blank" for cell in matched.cells):
        raise NotAReportError("the form is blank: no value cell is filled in")


def _before_tables(layout: Layout, matched: Matched) -> Sequence[Line]:
    """Give the text before the first statutory table."""
    if not matched.rows:
        return layout.lines
    first, _ = min(matched.rows)
    return [
        line for line, after in zip(layout.lines, layout.after, strict=True) if after <= first
    ] or layout.lines


def _outside_tables(layout: Layout, matched: Matched) -> list[Line]:
    """Give the lines that stand in no row of a statutory table."""
    areas: dict[int, list[tuple[float, float]]] = {}
    for grid in layout.grids:
        boxes = [
            cell.box for cell in grid.cells if cell.box and (grid.index, cell.row) in matched.rows
        ]
        if boxes:
            area = min(box.top for box in boxes), max(box.bottom for box in boxes)
            areas.setdefault(boxes[0].page, []).append(area)
    return [
        line
        for line in layout.lines
        if line.at not in matched.rows
        and not (line.box and line.box.page in areas and _inside(line.box, areas[line.box.page]))
    ]


def _inside(box: Box, areas: Sequence[tuple[float, float]]) -> bool:
    """Whether a line stands at the height of one of the parts of its page that tables take up."""
    middle = (box.top + box.bottom) / 2
    return any(top <= middle <= bottom for top, bottom in areas)

"""DOCX as Word and WPS Office write it → `Layout`: every innermost table as a grid.

Receives the bytes of an Office Open XML document: with macros or not, template or not,
Transitional or Strict. Gives tables with their true spans and the text around them as it prints:
insertions are read, tracked deletions and hidden text are not, numbers that Word counts (一、 二、)
are said. There are no pages: Word makes them up when it prints. Refuses what is damaged, locked
or too large.

Macros, embedded objects and linked files are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.exceptions import PythonDocxError
from docx.oxml.parser import parse_xml
from lxml import etree

from extract.errors import UnreadableError
from extract.grid import Grid, GridCell, Layout
from extract.readers import opc
from extract.readers.flow import Flow
from extract.readers.numbering import Numbering
from extract.readers.package import Package, checked
from extract.text import repair, squeeze

MAX_CELLS = 20_000
"""Table cells of a document; a report has under 700, and a yearbook is no report."""

MAX_SPAN = 1000
"""Columns a cell may span or leave out; Word's own limit is 63."""

WHAT = "the Word file"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = _W[1:-1].encode()

_TABLE, _ROW, _CELL, _PARAGRAPH, _RUN = (f"{_W}{name}" for name in ("tbl", "tr", "tc", "p", "r"))
_WORDS = frozenset(f"{_W}{name}" for name in ("t", "tab", "ptab", "noBreakHyphen"))
_LINE_ENDS = frozenset(f"{_W}{name}" for name in ("br", "cr"))
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_SILENT = frozenset(
    f"{_W}{name}"
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sdtPr", "sectPr"),
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData"),
        *("footnoteReference", "endnoteReference", "commentReference", "rt", "object"),
    )
)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"


def read(data: bytes) -> Layout:
    """Read a DOCX.

    Raises:
        UnreadableError: damaged, locked, too large, or no text document.
    """
    package = Package(data, WHAT)
    name, _ = opc.main(package)
    markup = package.read(name).replace(_STRICT, _TRANSITIONAL)
    root = checked(lambda: parse_xml(markup), name)
    body = root.find(f"{_W}body")
    if body is None:
        raise UnreadableError(f"{WHAT} is damaged: {name} has no body")
    if sum(1 for _ in body.iter(_CELL)) > MAX_CELLS:
        raise UnreadableError(f"{WHAT} has more than {MAX_CELLS} table cells")
    counted = Numbering.of(package, name)
    flow = Flow()
    try:
        for piece in _content(body, counted):
            if isinstance(piece, str):
                flow.end_line() if piece == "\n" else flow.say(piece)
            else:
                flow.table(grid(piece, flow.tables, counted))
    except (PythonDocxError, ValueError) as error:
        raise UnreadableError(f"{WHAT} is damaged: {squeeze(str(error))}") from error
    return flow.layout("word", "word", opc.title(package))


def _content(root: etree._Element, counted: Numbering) -> Iterator[str | etree._Element]:
    """Give what `root` holds, in reading order: text, line ends, and innermost tables.

    A stack and not recursion: text boxes in tables in text boxes nest deep.
    """
    stack: list[str | etree._Element] = list(reversed(root))
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        tag = item.tag
        if not isinstance(tag, str) or tag in _SILENT:
            continue
        if tag in _WORDS:
            yield str(item)
        elif tag in _LINE_ENDS:
            yield "\n"
        elif tag == _MATHS:
            yield item.text or ""
        elif tag == f"{_W}sym":
            yield _symbol(item)
        elif tag == f"{_MC}AlternateContent":
            stack.extend(list(item)[:1])  # the choice made for today's Word; the others repeat it
        elif tag == _TABLE and _innermost(item):
            yield item
        elif tag != _RUN or not _hidden(item):
            if tag == _PARAGRAPH:
                yield "\n"
                yield counted.label(item)
                stack.append("\n")
            stack.extend(reversed(item))


def _innermost(table: etree._Element) -> bool:
    return next(table.iterdescendants(_TABLE), None) is None


def _hidden(run: etree._Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _symbol(item: etree._Element) -> str:
    """Give a character named by its code; one of a symbol font's own has no name to tell."""
    try:
        char = chr(int(item.get(f"{_W}char", ""), 16))
    except (ValueError, OverflowError):
        return "\ufffd"
    return "\ufffd" if "\ue000" <= char <= "\uf8ff" else char


# --- tables ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cell:
    """A cell under construction: it grows while rows below continue it."""

    row: int
    col: int
    colspan: int
    text: str
    rowspan: int = 1


def grid(table: etree._Element, index: int, counted: Numbering) -> Grid:
    """Make a grid of one table that holds no other."""
    cells: list[_Cell] = []
    above: dict[int, _Cell] = {}
    width = row_number = 0
    for row in _children(table, _ROW):
        if _is_gone(row):
            continue
        col = min(row.grid_before, MAX_SPAN)
        here: dict[int, _Cell] = {}
        last: _Cell | None = None
        for element in _children(row, _CELL):
            span = min(max(element.grid_span, 1), MAX_SPAN)
            merged = element.vMerge
            if last is not None and _continues_left(element):
                last.colspan += span
            elif merged == "continue" and col in above:
                last = above[col]
                last.rowspan = row_number - last.row + 1
                here[col] = last
            else:
                last = _Cell(row_number, col, span, _text(element, counted))
                cells.append(last)
                if merged:
                    here[col] = last
            col += span
        width = max(width, col)
        above = here
        row_number += 1
    return Grid(
        index,
        row_number,
        width,
        tuple(GridCell(c.row, c.col, c.rowspan, c.colspan, c.text) for c in cells),
    )


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Give the children of one kind, also those inside content controls and insertions."""
    stack = list(reversed(parent))
    while stack:
        item = stack.pop()
        if item.tag == tag:
            yield item
        elif item.tag in _WRAPPERS:
            stack.extend(reversed(item))


def _is_gone(row: etree._Element) -> bool:
    """Whether a row is deleted with its deletion tracked, or hidden."""
    return any(row.find(f"{_W}trPr/{_W}{mark}") is not None for mark in ("del", "hidden"))


def _continues_left(cell: etree._Element) -> bool:
    """Whether a cell is merged into the one to its left, the way Word 97 did it."""
    mark = cell.find(f"{_W}tcPr/{_W}hMerge")
    return mark is not None and mark.get(f"{_W}val", "continue") == "continue"


def _text(cell: etree._Element, counted: Numbering) -> str:
    """Give a cell's text; a line end inside it is a blank."""
    pieces = (piece for piece in _content(cell, counted) if isinstance(piece, str))
    return squeeze(repair("".join(pieces)))

"""One HTML table → `Grid`, by HTML's rules for spans and groups. Pure functions.

Receives a `table` element. Rows and cells that are not displayed are left out; a picture in an
otherwise empty cell makes it unreadable, not blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from extract.grid import Grid, GridCell
from extract.text import repair, squeeze

MAX_SPAN = 1000
"""HTML's own limit for colspan; a larger one is a mistake or an attack."""

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section table tbody td tfoot "
    "th thead title tr ul".split()
)
SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "select", "textarea", "iframe"}
)

_PICTURES = frozenset({"img", "svg", "canvas", "object", "embed", "v:imagedata", "image"})
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_FIGURE = re.compile(r"[\d\s.,+/-]*")
_LEFTOVER = re.compile(r"<!-*\s*\[(?:if[^\]<>]*|endif)\]-*>")
"""Word's conditional comments, where an editor escaped them and so printed them."""

SPACER = 3
"""Pixels up to which a picture is a spacer."""


def is_displayed(element: HtmlElement) -> bool:
    """Whether an element shows, as far as it says so itself."""
    return element.get("hidden") is None and not _HIDDEN.search(element.get("style") or "")


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data and not other tables.

    Tables nested for layout are looked into. One with rows of its own is data also where an
    editor left a table of a single cell inside one of its cells, or a form one in each.
    """
    nested = list(table.iterdescendants("table"))
    if not nested:
        return True
    if any(sum(1 for _ in inner.iter("td", "th")) > 1 for inner in nested):
        return False
    own = sum(1 for _ in _own_rows(table))
    return own > 3 * len(nested) or all(
        _FIGURE.fullmatch("".join(inner.itertext())) for inner in nested
    )


def grid(table: HtmlElement, index: int) -> Grid:
    """Make a grid of one table, by the HTML rules for spans: head first, foot last.

    But a row without any cell counts only where spans cover it whole: one office program writes
    an empty row before each of its rows, and counts none of them in its spans.
    """
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    n_cols = r = 0
    rows = sorted((row for row in _own_rows(table) if not _is_hidden(row, table)), key=_group)
    for row in rows:
        elements = list(row.iterchildren("td", "th"))
        if not elements and not all((r, c) in taken for c in range(n_cols)):
            continue
        c = 0
        for element in elements:
            if not is_displayed(element):
                continue
            while (r, c) in taken:
                c += 1
            colspan = _span(element.get("colspan")) or 1
            rowspan = min(_span(element.get("rowspan")) or len(rows), len(rows) - r)
            taken.update((r + i, c + j) for i in range(rowspan) for j in range(colspan))
            text = _text(element)
            readable = bool(text) or not _has_picture(element)
            cells.append(GridCell(r, c, rowspan, colspan, text, readable=readable))
            c += colspan
            n_cols = max(n_cols, c)
        r += 1
    cells = [replace(c, rowspan=min(c.rowspan, r - c.row)) for c in cells]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(index, r, n_cols, tuple(cells))


def _own_rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is table:
            yield row


def _group(row: HtmlElement) -> int:
    """Give where a row's group is displayed: thead before tbody before tfoot."""
    for ancestor in row.iterancestors("thead", "tbody", "tfoot", "table"):
        return {"thead": 0, "tfoot": 2}.get(str(ancestor.tag), 1)
    return 1


def _is_hidden(row: HtmlElement, table: HtmlElement) -> bool:
    element: HtmlElement | None = row
    while element is not None and element is not table:
        if not is_displayed(element):
            return True
        element = element.getparent()
    return False


def _span(value: str | None) -> int:
    """Give a span attribute as HTML reads it: its leading digits, 1 when there are none."""
    digits = ""
    for char in (value or "").strip():
        if not char.isdecimal():
            break
        digits += char
    return min(int(digits), MAX_SPAN) if digits else 1


def _text(cell: HtmlElement) -> str:
    return shown("".join(_pieces(cell)))


def shown(text: str) -> str:
    """Give text as a reader sees it: one blank for a run of white space, no leftovers of Word."""
    if "<!" in text:
        text = _LEFTOVER.sub("", text)
    return squeeze(repair(text))


def _pieces(cell: HtmlElement) -> Iterator[str]:
    """Give a cell's text; a break or a new paragraph inside it is a blank."""
    if cell.text:
        yield cell.text
    hidden: HtmlElement | None = None
    for element in cell.iterdescendants():
        if hidden is not None and hidden not in element.iterancestors():
            hidden = None
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in BLOCKS:
            yield " "
        if hidden is None and not is_displayed(element):
            hidden = element
            if element.tail:
                yield element.tail
            continue
        if hidden is not None:
            continue
        if tag == "input" and (element.get("type") or "text").lower() in {"text", "number"}:
            yield element.get("value") or ""
        if tag and tag not in SILENT and element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _has_picture(cell: HtmlElement) -> bool:
    return any(
        isinstance(element.tag, str)
        and element.tag.lower() in _PICTURES
        and is_displayed(element)
        and not _is_spacer(element)
        for element in cell.iterdescendants()
    )


def _is_spacer(picture: HtmlElement) -> bool:
    sides = [_span(picture.get(side)) for side in ("width", "height") if picture.get(side)]
    return any(side <= SPACER for side in sides)

"""HTML as offices write it → `Layout`: every innermost table as a grid with its spans resolved.

Receives bytes. Refuses what is not text in UTF-8 or GB18030.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.decoding import decode
from extract.errors import UnreadableError
from extract.grid import Grid, GridCell, Layout, Line
from extract.text import repair, squeeze

MAX_SPAN = 1000
"""HTML's own limit for colspan; a larger one is a mistake or an attack."""

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset figure footer "
    "form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section table tbody td tfoot "
    "th thead title tr ul".split()
)
_SILENT = frozenset({"script", "style", "noscript", "template", "head", "select", "textarea"})


def read(data: bytes) -> Layout:
    """Read an HTML page.

    Raises:
        UnreadableError: the bytes are no text, or hold no element.
    """
    decoded = decode(data)
    if decoded is None:
        raise UnreadableError("the page is neither UTF-8 nor GB18030")
    text, _charset = decoded
    # An XML declaration would make lxml refuse a str.
    body = text[text.find("?>") + 2 :] if text.lstrip().startswith("<?xml") else text
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(body, parser=parser)
    except (ValueError, etree.LxmlError) as error:
        raise UnreadableError(f"the page holds no HTML: {error}") from error
    return _Walk(root).layout()


class _Walk:
    """One pass over the page that gathers lines of text and grids in reading order."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.grids: list[Grid] = []
        self.lines: list[Line] = []
        self.after: list[int] = []
        self._open: list[str] = []

    def layout(self) -> Layout:
        self._visit(self.root)
        self._break()
        return Layout(
            reader="html",
            method="html",
            pages=None,
            grids=tuple(self.grids),
            lines=tuple(self.lines),
            after=tuple(self.after),
            title=_meta_title(self.root),
        )

    def _visit(self, root: HtmlElement) -> None:
        # A stack and not recursion: pasted pages nest a thousand spans deep.
        stack: list[tuple[str, HtmlElement]] = [("in", root)]
        while stack:
            step, element = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if step == "out":
                if tag in _BLOCKS:
                    self._break()
                self._say(element.tail)
                continue
            if tag in _SILENT or not tag:
                self._say(element.tail)
                continue
            if tag == "table" and element.find(".//table") is None:
                self._break()
                self._table(grid(element, len(self.grids)))
                self._say(element.tail)
                continue
            if tag in _BLOCKS:
                self._break()
            self._say(element.text)
            stack.append(("out", element))
            stack.extend(("in", child) for child in reversed(element))

    def _table(self, table: Grid) -> None:
        """Keep a grid, and its rows as lines: titles stand in layout tables too."""
        self.grids.append(table)
        for row in range(table.n_rows):
            texts = [cell.text for cell in table.cells if cell.row == row and cell.text]
            if texts:
                self.lines.append(Line(" ".join(texts), None, (table.index, row)))
                self.after.append(table.index)

    def _say(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def _break(self) -> None:
        text = squeeze(repair("".join(self._open)))
        self._open.clear()
        if text:
            self.lines.append(Line(text, None))
            self.after.append(len(self.grids))


def grid(table: HtmlElement, index: int) -> Grid:
    """Make a grid of one table that holds no other, by the HTML rules for spans."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    n_cols = 0
    rows = list(table.iter("tr"))
    for r, row in enumerate(rows):
        c = 0
        for element in row.iterchildren("td", "th"):
            while (r, c) in taken:
                c += 1
            colspan = _span(element.get("colspan"))
            rowspan = _span(element.get("rowspan")) or len(rows) - r
            rowspan = min(rowspan, len(rows) - r)
            colspan = colspan or 1
            taken.update((r + i, c + j) for i in range(rowspan) for j in range(colspan))
            cells.append(GridCell(r, c, rowspan, colspan, _text(element)))
            c += colspan
            n_cols = max(n_cols, c)
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Grid(index, len(rows), n_cols, tuple(cells))


def _span(value: str | None) -> int:
    """Give a span attribute as HTML reads it: its leading digits, 1 when there are none."""
    digits = ""
    for char in (value or "").strip():
        if not char.isdecimal():
            break
        digits += char
    return min(int(digits), MAX_SPAN) if digits else 1


def _text(cell: HtmlElement) -> str:
    return squeeze(repair("".join(_pieces(cell))))


def _pieces(cell: HtmlElement) -> Iterator[str]:
    """Give a cell's text; a break or a new paragraph inside it is a blank."""
    if cell.text:
        yield cell.text
    for element in cell.iterdescendants():
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            yield " "
        if tag and tag not in _SILENT and element.text:
            yield element.text
        if element.tail:
            yield element.tail


def _meta_title(root: HtmlElement) -> str:
    """Give the title the page's metadata tells: ArticleTitle (政府网站元数据), else <title>."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            content = squeeze(repair(meta.get("content") or ""))
            if content:
                return content
    title = root.find(".//title")
    return squeeze(repair(title.text_content())) if title is not None else ""

"""HTML as offices write it → `Layout`: every innermost table as a grid with its spans resolved.

Receives bytes. Refuses what is not text in UTF-8 or GB18030. Where no table that is shown can be
a statutory one, the tables that the page carries inside scripts and hidden fields are read.
"""

from __future__ import annotations

from lxml import etree, html
from lxml.html import HtmlElement

from crawler.pages.decoding import decode
from extract.errors import UnreadableError
from extract.grid import Grid, Layout, Line
from extract.readers.embedded import bodies
from extract.readers.htmltable import BLOCKS, SILENT, grid, is_data, is_displayed, shown
from extract.script import simplified
from extract.text import repair, squeeze

_SIGNS = ("信息内容", "申请人情况", "结果维持", "统计指标", "指标名称")
"""Words of which every statutory table has one."""


def read(data: bytes) -> Layout:
    """Read an HTML page.

    Raises:
        UnreadableError: the bytes are no text, or hold no element.
    """
    decoded = decode(data)
    if decoded is None:
        raise UnreadableError("the page is neither UTF-8 nor GB18030")
    text, _charset = decoded
    root = _parsed(text)
    walk = _Walk()
    walk.visit(root)
    walk.visit_hidden()
    if not walk.signs:
        for body in bodies(root):
            walk.visit(_parsed(body))
    return walk.layout(_meta_title(root))


def _parsed(text: str) -> HtmlElement:
    # An XML declaration would make lxml refuse a str.
    body = text[text.find("?>") + 2 :] if text.lstrip().startswith("<?xml") else text
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(body, parser=parser)
    except (ValueError, etree.LxmlError) as error:
        raise UnreadableError(f"the page holds no HTML: {error}") from error


class _Walk:
    """One pass over the page that gathers lines of text and grids in reading order."""

    def __init__(self) -> None:
        self.grids: list[Grid] = []
        self.lines: list[Line] = []
        self.after: list[int] = []
        self.signs: set[str] = set()
        self._open: list[str] = []
        self._hidden: list[HtmlElement] = []

    def layout(self, title: str) -> Layout:
        return Layout(
            reader="html",
            method="html",
            pages=None,
            grids=tuple(self.grids),
            lines=tuple(self.lines),
            after=tuple(self.after),
            title=title,
        )

    def visit(self, root: HtmlElement) -> None:
        """Gather what one page, or one piece of it, shows."""
        # A stack and not recursion: pasted pages nest a thousand spans deep.
        stack: list[tuple[str, HtmlElement]] = [("in", root)]
        while stack:
            step, element = stack.pop()
            tag = element.tag if isinstance(element.tag, str) else ""
            if step == "out":
                if tag in BLOCKS:
                    self._break()
                self._say(element.tail)
                continue
            if tag in SILENT or not tag:
                self._say(element.tail)
                continue
            if (
                element is not root
                and not is_displayed(element)
                and element.find(".//table") is not None
            ):
                self._hidden.append(element)
                self._say(element.tail)
                continue
            if tag == "table" and is_data(element):
                self._break()
                self._table(grid(element, len(self.grids)))
                self._say(element.tail)
                continue
            if tag in BLOCKS:
                self._break()
            self._say(element.text)
            stack.append(("out", element))
            stack.extend(("in", child) for child in reversed(element))
        self._break()

    def visit_hidden(self) -> None:
        """Gather what a script would show, of tables that nothing on the page shows yet."""
        for element in self._hidden[:]:
            if _signs("".join(element.itertext())) - self.signs:
                self.visit(element)

    def _table(self, table: Grid) -> None:
        """Keep a grid, and its rows as lines: titles stand in layout tables too."""
        self.grids.append(table)
        self.signs |= _signs("".join(cell.text for cell in table.cells))
        for row in range(table.n_rows):
            texts = [cell.text for cell in table.cells if cell.row == row and cell.text]
            if texts:
                self.lines.append(Line(" ".join(texts), None, (table.index, row)))
                self.after.append(table.index)

    def _say(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def _break(self) -> None:
        text = shown("".join(self._open))
        self._open.clear()
        if text:
            self.lines.append(Line(text, None))
            self.after.append(len(self.grids))


def _signs(text: str) -> set[str]:
    words = simplified("".join(text.split()))
    return {sign for sign in _SIGNS if sign in words}


def _meta_title(root: HtmlElement) -> str:
    """Give the title the page's metadata tells: ArticleTitle (政府网站元数据), else <title>."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            content = squeeze(repair(meta.get("content") or ""))
            if content:
                return content
    title = root.find(".//title")
    return squeeze(repair(title.text_content())) if title is not None else ""

"""A first look at a page: what it is titled, whose it says it is, how many chapters it has. Pure.

Receives the page as the adapter sees it. Only pages are looked into; of a file (PDF, Word, picture)
the crawler knows the name, and reading it is the next stage's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import html

from crawler.findings import chapters, titles
from crawler.pages import markup
from crawler.platforms import Page

_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd div dl dt fieldset figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead"
    " tr ul".split()
)
_HIDDEN = frozenset(["script", "style", "noscript", "template", "head"])
_TITLE_LINES = 60
"""The title of the report stands within so many lines of the page's text."""


class Look(NamedTuple):
    """What a page shows of itself."""

    title: str
    """As printed; empty where no line is titled as a report."""
    organ: str
    year: int | None
    chapters: int
    """Sections of the fixed outline (and of the old one) whose headings it prints."""
    files: int = 0
    """Attachments it offers, as its platform's adapter sees them."""


def look(page: Page) -> Look:
    """Look at a page of HTML."""
    root = markup.tree(page)
    lines = list(_lines(root))
    title = _title([markup.heading(root), *lines[:_TITLE_LINES]])
    named = titles.read(title)
    year = named.years[0] if len(named.years) == 1 else None
    return Look(title, named.organ, year, chapters.count("\n".join(lines)))


def _title(candidates: list[str]) -> str:
    """Give the first text titled as a report with organ and year, else the first titled so."""
    best, rank = "", 0
    for text in candidates:
        if len(text) > 80:
            continue
        named = titles.read(text)
        if named.kind != "report":
            continue
        worth = 1 + bool(named.organ)
        if worth > rank:
            best, rank = text, worth
    return best


def _lines(root: html.HtmlElement) -> Iterator[str]:
    """Give the page's text as lines: a block or a line break ends one."""
    parts: list[str] = []

    def flush() -> Iterator[str]:
        text = re.sub(r"\s+", " ", "".join(parts)).strip()
        parts.clear()
        if text:
            yield text

    for event, element in _walk(root):
        if event == "text":
            parts.append(element)
        else:
            yield from flush()
    yield from flush()


def _walk(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give text and block borders in document order, without recursion: pages nest deep."""
    stack: list[tuple[html.HtmlElement, bool]] = [(root, False)]
    while stack:
        element, closing = stack.pop()
        if closing:
            if element.tag in _BLOCKS:
                yield "block", ""
            if element.tail:
                yield "text", element.tail
            continue
        hidden = not isinstance(element.tag, str) or element.tag in _HIDDEN
        if element.tag in _BLOCKS:
            yield "block", ""
        stack.append((element, True))
        if hidden:
            continue
        if element.text:
            yield "text", element.text
        stack.extend((child, False) for child in reversed(element))

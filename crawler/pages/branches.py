"""Where a column branches: tabs of years (年份), and trees of year, class of units and unit.

Receives a tree and its address. Gives the pages that carry on the same column. Years are told by
their labels, units by lying below the column; what lies elsewhere is another column's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from lxml import html

from crawler.pages import markup
from crawler.pages.listings import is_document, line_of

_YEAR = re.compile(r"^[\[【]?\s*((?:19|20)\d\d)\s*(?:年度?)?\s*[\]】]?$")
_YEAR_S = re.compile(
    r"^((?:19|20)\d\d)\s*年?度?(?:政府|政务)?(?:信息公开|公开)?(?:工作)?(?:年度)?(?:报告|年报)$"
)
_MORE = re.compile(r"^[\[【]?\s*(?:查看)?(?:更多|more)\s*[>»›.…+]*\s*[\]】]?$", re.I)
_YEAR_FOLDER = re.compile(r"(?:19|20)\d\d\w*$|nb_?\d{2,4}$")
_FOLDER = re.compile(r"/(?:(?:index|list|default|common_list\w*)(?:_\d+)?\.\w+)?$", re.I)
_REPORTS = re.compile(r"年报|年度报告|年度工作报告")
_REPORTS_PATH = re.compile(r"/\w*(?:gknb|gkndbg|ndbg|xxgknb|nianbao)\w*(?:/|\.|$)|/nb/", re.I)


@dataclass(frozen=True, slots=True)
class Branches:
    """The pages a column branches into."""

    urls: tuple[str, ...] = ()
    complete: bool = True
    """False when years are shown that no link leads to."""


def read(root: html.HtmlElement, body: html.HtmlElement, base: str) -> Branches:
    """Give the branches of a page: `body` is its tree without the frame."""
    tabs = list(_tabs(body, base))
    reports = of_reports(root, base)
    # Several years side by side on a column of reports are its tabs, wherever they lead.
    many = reports and len({tab.label for tab in tabs if tab.url}) > 1
    years = [tab.url for tab in tabs if tab.url and (many or _beside(tab.url, base))]
    below = [*_below(body, base), *_more(body, base)] if reports else []
    here = urldefrag(base).url
    urls = tuple(url for url in dict.fromkeys(years + below) if url != here)
    return Branches(urls, complete=all(tab.url or tab.chosen for tab in tabs))


def of_reports(root: html.HtmlElement, base: str) -> bool:
    """Say whether a page calls itself a column of annual reports, by name or address."""
    titles = [markup.squeeze(element.text_content()) for element in root.iter("title", "h1", "h2")]
    named = " ".join((markup.meta(root, "ColumnName"), *titles))
    return bool(_REPORTS.search(named) or _REPORTS_PATH.search(urlsplit(base).path))


@dataclass(frozen=True, slots=True)
class _Tab:
    """A link whose label is a year."""

    label: str
    url: str
    """Empty when it leads nowhere that the page tells."""
    chosen: bool
    """Whether it is the year that the page shows."""


def _tabs(body: html.HtmlElement, base: str) -> Iterator[_Tab]:
    leads = dict(markup.links(body, base))
    for anchor in body.iter("a"):
        text = markup.squeeze(anchor.text_content())
        label = _YEAR.match(text) or _YEAR_S.match(text)
        if not label or markup.date_of(line_of(anchor).text_content()):
            continue
        marks = " ".join(e.get("class") or "" for e in (anchor, anchor.getparent()))
        chosen = bool(re.search(r"\b(?:cur\w*|active|on|selected|hover)\b", marks))
        url = urldefrag(leads.get(anchor, "")).url
        if url and urlsplit(url).hostname != urlsplit(base).hostname:
            continue
        folder = bool(_FOLDER.search(urlsplit(url).path))
        if _YEAR_S.match(text) and not (folder and url):
            continue  # the report of a year
        if url and is_document(url) and not (folder and _YEAR.match(text)):
            continue  # a row, under the title of its year
        yield _Tab(label[1], url, chosen)


def _beside(url: str, base: str) -> bool:
    """Say whether a year's page lies in the column, or beside the column's page of another year."""
    one, other = urlsplit(url), urlsplit(base)
    folder = other.path.rpartition("/")[0]
    if _YEAR_FOLDER.search(folder):
        folder = folder.rpartition("/")[0]
    return one.path.startswith((f"{folder}/", f"{_stem(other.path)}/"))


def _below(body: html.HtmlElement, base: str) -> Iterator[str]:
    """Give the links to folders below the page's own, from lines without a date."""
    own = _stem(urlsplit(base).path) + "/"
    for anchor, url in markup.links(body, base):
        parts = urlsplit(url)
        if parts.hostname != urlsplit(base).hostname or not parts.path.startswith(own):
            continue
        if not _FOLDER.search(parts.path) or f"{_stem(parts.path)}/" == own:
            continue
        if not markup.link_title(anchor):
            continue
        if is_document(url) or markup.date_of(line_of(anchor).text_content()):
            continue
        yield urldefrag(url).url


def _more(body: html.HtmlElement, base: str) -> Iterator[str]:
    """Give where 更多 leads, if it stays in the column: behind extracts lies the list."""
    own = _stem(urlsplit(base).path)
    for anchor, url in markup.links(body, base):
        if _MORE.match(markup.squeeze(anchor.text_content())):
            parts = urlsplit(url)
            if parts.hostname == urlsplit(base).hostname and parts.path.startswith(f"{own}/"):
                yield urldefrag(url).url


def _stem(path: str) -> str:
    """Give the folder that a column's page stands for: `/nb/index.html` and `/nb.htm` are `/nb`."""
    if _FOLDER.search(path):
        return path.rpartition("/")[0]
    return re.sub(r"\.\w+$", "", path)

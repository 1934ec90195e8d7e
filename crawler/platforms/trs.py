"""TRS WCM (拓尔思): static pages.

A listing is a folder. Its pages are `index.html`, `index_1.html`, `index_2.html` …; how many there
are stands in a script: `createPageHTML(10, 0, "index", "html")` or `var countPage = 10`. Documents
are `./202503/t20250320_534737.html`, attachments beside them `./P020250320….pdf`, whose names say
nothing.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler import markup
from crawler.asks import Ask
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

_DOCUMENT = re.compile(r"/t(\d{4})(\d\d)(\d\d)_\d+\.s?html?$")
_PAGER = re.compile(
    r"""createPageHTML\(\s*(?:["'][^"']*["']\s*,\s*)?(\d+)\s*,\s*(\d+)\s*,"""
    r"""\s*["'](\w+)["']\s*,\s*["'](\w+)["']"""
)
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)")
_PAGE_NAME = re.compile(r"/([A-Za-z]\w*?)(?:_(\d+))?\.(s?html?)$")
_COMMENT = re.compile(r"<!--.*?-->|^\s*//.*?$", re.S | re.M)
_BODY = (
    "descendant::*[contains(@class, 'TRS_Editor') or contains(@class, 'trs_editor_view')"
    " or contains(@class, 'TRS_UEDITOR') or @id='zoom']"
)


def detect(page: Page) -> float:
    """Say how sure it is that the page is TRS: its pager, its document names, its editor."""
    if "createPageHTML(" in page.text or _COUNT.search(page.text):
        return 0.9
    if re.search(r"/t\d{8}_\d+\.s?html?\b", page.text) or re.search(
        r"TRS_(?:Editor|UEDITOR)|trs_editor_view", page.text
    ):
        return 0.7
    return 0.0


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not _DOCUMENT.search(urlsplit(lead.url).path))


def listing(page: Page) -> Listing:
    """Read a listing page.

    Rows are links to documents or files that lie below the column, or that stand in a list item
    with a date. Refuses a page with neither rows nor a pager.
    """
    root = markup.tree(page)
    folder = urljoin(page.url, ".")
    rows: dict[str, Row] = {}
    for anchor, url in markup.links(root, page.url):
        date = _DOCUMENT.search(urlsplit(url).path)
        if not date and not markup.is_file(url):
            continue
        line = _line(anchor)
        shown = markup.date_of(line.text_content()) if line is not None else None
        if not shown and not url.startswith(folder):
            continue  # a link of the page's frame, not of its list
        title = markup.link_title(anchor)
        if title:
            rows.setdefault(url, Row(url, title, shown or (date and "-".join(date.groups()))))
    pages = _pages(page)
    if pages is None and not rows:
        raise NotAListingError("no row that leads to t<date>_<id>.html or a file, and no pager")
    following, understood = _following(page, pages)
    return Listing(tuple(rows.values()), following, None, understood)


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files its body links, or the page's own P0…."""
    root = markup.tree(page)
    bodies = root.xpath(_BODY)
    files = {a.url: a for a in markup.attachments(bodies or [root], page.url)}
    for extra in markup.attachments([root], page.url):
        if re.search(r"/P0\d{8,}\.\w+$", urlsplit(extra.url).path):
            files.setdefault(extra.url, extra)
    named = _DOCUMENT.search(urlsplit(page.url).path)
    date = markup.date_of(markup.meta(root, "PubDate")) or (named and "-".join(named.groups()))
    return Document(markup.heading(root), date, tuple(files.values()))


def _line(anchor: html.HtmlElement) -> html.HtmlElement | None:
    """Give the list item, table row or definition a link stands in."""
    return next(anchor.iterancestors("li", "tr", "dd", "dl"), None)


def _pages(page: Page) -> tuple[int, int, str, str] | None:
    """Give (pages, this page's number from 0, name, extension), or None without a pager."""
    text = _COMMENT.sub("", page.text)
    named = _PAGE_NAME.search(urlsplit(page.url).path)
    name, number, extension = named.groups() if named else ("index", None, "html")
    if pager := _PAGER.search(text):
        return int(pager[1]), int(pager[2]), pager[3], pager[4]
    if count := _COUNT.search(text):
        return int(count[1]), int(number or 0), name, extension
    return None


def _following(page: Page, pager: tuple[int, int, str, str] | None) -> tuple[tuple[Ask, ...], bool]:
    """Name the other pages on the first one, and say whether the paging was understood."""
    if pager is None:
        more = re.search(r">\s*(?:下一页|下页|尾页)\s*<", page.text)
        return (), more is None
    count, current, name, extension = pager
    if current:
        return (), True
    numbers = range(1, count)
    urls = [urljoin(page.url, f"{name}_{number}.{extension}") for number in numbers]
    return tuple(Ask(url, "listing") for url in urls), True

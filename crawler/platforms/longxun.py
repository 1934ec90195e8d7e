"""龙讯 openness (安徽, parts of 江西, 四川, 青海): the disclosure platform of a whole county.

A unit's column is `/public/column/<unit>?type=4&action=list&nav=3&catId=<column>`, also below a
path (`/zwgk/public/column/…`). Its rows are in the page, those of other pages at the same address
with `pageIndex=N`; the script says `pageCount:N`. Where the page prints the request of its script,
`/site/label/8888?…labelName=publicInfoList…`, that is asked. Years are `ul#timeFrame a`.
`action=rel` lists every unit of the county. Documents are `/public/<unit>/<document>.html`.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import listings, markup, paging
from crawler.pages.dialects import dialect_of
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page

_COLUMN = re.compile(r"/public/column/(\d+)$")
_REQUEST = re.compile(
    r"""["']([^"'\s]*/site/label/\d+\?[^"'\s]*labelName=publicInfoList[^"'\s]*)"""
)
_PAGE_COUNT = re.compile(r"""\bpageCount["']?\s*[:=]\s*["']?(\d+)""")
_TOTAL = re.compile(r"""\btotal(?:Count|Record)?["']?\s*[:=]\s*["']?(\d+)""")
_EMPTY = re.compile(r"暂无(?:相关)?(?:数据|信息|内容|记录)")
_SCRIPT = re.compile(r"labelName=publicInfoList|\bLs\.\w+\(|#page_public_info")
_FRAME = re.compile(r"xxgk_nav_list|j-fontContent|ls-position")


def detect(page: Page) -> float:
    """Say how sure it is: its addresses, its script, the header `Ls-Language`."""
    here = urlsplit(page.url)
    if _COLUMN.search(here.path) or "labelName=publicInfoList" in here.query:
        return 0.95
    links = (urlsplit(url) for _, url in markup.links(markup.tree(page), page.url))
    own = {link.path for link in links if link.hostname == here.hostname} | {here.path}
    alone = bool(_SCRIPT.search(page.text)) + any(n.lower() == "ls-language" for n in page.headers)
    shared = (
        any(_COLUMN.search(path) for path in own)
        + any(_is_openness(path) for path in own)
        + bool(_FRAME.search(page.text))
    )
    if alone:
        return 0.9 if alone + shared > 1 else 0.7
    menu = len([path for path in own if _COLUMN.search(path)]) > 1
    return (0.0, 0.5 if menu or _is_openness(here.path) else 0.3, 0.8, 0.9)[shared]


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not listings.is_document(lead.url))


def listing(page: Page) -> Listing:
    """Read a unit's list, a page of it, or the list of a county's units.

    Refuses a page with neither rows, nor units, nor years, nor a word that it is empty.
    """
    root = markup.tree(page)
    body = listings.content(root)
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    if asked.get("action") == "rel":
        return _units(page, body)
    rows = listings.rows(body, page.url)
    years, understood = _years(body, page.url)
    following, total = _pages(page, asked)
    understood = understood and len(following) < paging.MOST_PAGES - 1
    if not following and not _PAGE_COUNT.search(page.text):
        turn = paging.read(root, page.text, page.url)
        following, total = turn.next, turn.total
        understood = understood and turn.complete
    empty = _EMPTY.search(body.text_content())
    if not (rows or following or years or empty):
        raise NotAListingError("no row that leads to /public/<unit>/<document>.html, and no units")
    taken = {row.url for row in rows}
    urls = (url for url in dict.fromkeys((*following, *years)) if url not in taken)
    return Listing(rows, tuple(Ask(url, "listing") for url in urls), total, understood)


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files it links outside its frame."""
    root = markup.tree(page)
    body = listings.content(root)
    date = markup.date_of(markup.meta(root, "PubDate"))
    return Document(markup.heading(root), date, listings.attachments(body, page.url))


def _is_openness(path: str) -> bool:
    shape = dialect_of(path)
    return shape is not None and shape.name == "openness"


def _pages(page: Page, asked: dict[str, str]) -> tuple[tuple[str, ...], int | None]:
    """Give the pages that follow the first, and the total where the script says it."""
    count, total = _PAGE_COUNT.search(page.text), _TOTAL.search(page.text)
    rows = int(total[1]) if total else None
    if not count or int(asked.get("pageIndex") or 1) > 1:
        return (), rows
    request = _REQUEST.search(page.text)
    address = urljoin(page.url, request[1].replace("&amp;", "&")) if request else page.url
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return tuple(
        parts._replace(query=urlencode({**query, "pageIndex": str(number)}), fragment="").geturl()
        for number in range(2, min(int(count[1]), paging.MOST_PAGES) + 1)
    ), rows


def _years(body: html.HtmlElement, base: str) -> tuple[tuple[str, ...], bool]:
    """Give the pages of other years, and whether every year that is shown leads somewhere."""
    shown = [anchor for frame in body.xpath("//*[@id='timeFrame']") for anchor in frame.iter("a")]
    leads = {anchor: urldefrag(url).url for anchor, url in markup.links(body, base)}
    here = urldefrag(base).url
    urls = tuple(dict.fromkeys(leads[a] for a in shown if a in leads and leads[a] != here))
    dead = [
        anchor
        for anchor in shown
        if anchor not in leads
        and not re.search(r"\b(?:cur\w*|active|on|selected)\b", _class(anchor))
        and not re.search(r"全部|不限", anchor.text_content())
    ]
    return urls, not dead


def _class(anchor: html.HtmlElement) -> str:
    above = anchor.getparent()
    return f"{anchor.get('class') or ''} {above.get('class') or '' if above is not None else ''}"


def _units(page: Page, body: html.HtmlElement) -> Listing:
    """Read the units of a county: each has the same column in its own list."""
    lists: list[str] = []
    others: set[str] = set()
    own = _COLUMN.search(urlsplit(page.url).path)
    for _, url in markup.links(body, page.url):
        parts = urlsplit(url)
        unit = _COLUMN.search(parts.path)
        if not unit or parts.hostname != urlsplit(page.url).hostname:
            continue
        query = dict(parse_qsl(parts.query))
        if query.get("action") == "list" and query.get("catId"):
            lists.append(urldefrag(url).url)
        elif "action" not in query and (own is None or unit[1] != own[1]):
            others.add(unit[1])
    if not lists:
        raise NotAListingError("no unit's list, /public/column/<unit>?…action=list&catId=…")
    led = {found[1] for url in lists if (found := _COLUMN.search(urlsplit(url).path))}
    asks = tuple(Ask(url, "listing") for url in dict.fromkeys(lists))
    return Listing((), asks, None, complete=not others - led)

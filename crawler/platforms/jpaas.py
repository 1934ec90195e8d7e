"""jpaas (大汉 智能网站, the newer platform): units of a page behind one interface, HTML in JSON.

A column's page has elements with `url="/api-gateway/jpaas-publish-server/front/page/build/unit"`
and `queryData="{'parseType':'bulidstatic','webId':…,'tplSetId':…,'tagId':'列表','pageId':…}"`. What
stands there is asked as it stands there: `bulidstatic` is how most portals spell it. Page 2 is
the same with `paramJson={"pageNo":2,"pageSize":15}`. The answer's `data.html` holds the rows and
`<div class="pagination" rows="15" count="87" pageNo="1">`. Documents are
`/art/2026/art_<32 hex digits>.html`.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import hanweb, markup
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

_UNIT = "/jpaas-publish-server/front/page/build/unit"
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+|null|true|false))")
_NEEDED = {"webId", "pageId", "tplSetId"}
_FURNITURE = re.compile(
    r"导航|位置|面包屑|页头|页脚|头部|底部|顶部|友情|轮播|图片|菜单|搜索|head|foot|nav|menu",
    re.I,
)
_LIST = re.compile(r"分页|列表|list|内容|信息|文章|年报", re.I)
_QUERY = re.compile(r"queryData\s*=\s*[\"']\{[^}]{0,2000}tplSetId", re.I)
_NEXT = re.compile(r">\s*(?:下一页|下页|尾页)\s*<")


class _Pager(NamedTuple):
    """A pagination: its element, rows a page, rows in all, number of this page."""

    element: html.HtmlElement
    size: int
    total: int
    number: int


def detect(page: Page) -> float:
    """Say how sure it is: the interface, the units in the page, and what else the maker leaves.

    A document's name alone says nothing: the maker's older platform names documents so too.
    """
    if urlsplit(page.url).path.endswith(_UNIT):
        return 0.95
    text = markup.source(page)
    alone = ("jpaas-publish-server" in text) + bool(_QUERY.search(text))
    shared = bool(hanweb.NEWER.search(text)) + _has_hashed(page)
    if not alone:
        return (0.0, 0.3, 0.6)[shared]
    return 0.95 if alone > 1 else (0.75, 0.9, 0.9)[shared]


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not hanweb.is_document(lead.url))


def listing(page: Page) -> Listing:
    """Read a column's page, which leads to its units, or an answer of the interface.

    Rows that the page holds already are taken with the pagination beside them. Refuses a page
    without a unit that may be a list, and an answer without rows or pagination.
    """
    if urlsplit(page.url).path.endswith(_UNIT):
        return _answer(page)
    root = markup.tree(_without_comments(page))
    units = _units(root)
    if not units:
        raise NotAListingError("no element of the page has a queryData with webId and tplSetId")
    chosen = _choose(units)
    urls = [_url(page.url, url, query) for url, query in chosen]
    pager = _pager(root)
    if len(chosen) == 1 and pager:
        rows = _beside(pager.element, page.url)
        if rows and len(rows) == min(pager.size, pager.total):
            return Listing(rows, _others(urls[0], pager), pager.total)
    return Listing((), tuple(Ask(url, "listing") for url in urls))


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files of its body."""
    return hanweb.document(page)


def _has_hashed(page: Page) -> bool:
    """Say whether the page is, or its own host's links lead to, `art_<32 hex digits>.html`."""
    here = urlsplit(page.url)
    links = (urlsplit(url) for _, url in markup.links(markup.tree(page), page.url))
    own = (link.path for link in links if link.hostname == here.hostname)
    return any(hanweb.HASHED.search(path) for path in (here.path, *own))


def _without_comments(page: Page) -> Page:
    return Page(page.url, markup.without_comments(page.text).encode())


def _units(root: html.HtmlElement) -> list[tuple[str, dict[str, str]]]:
    """Give the units of a page: the interface's address and what it is asked with, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for element in root.xpath("//*[@querydata]"):
        query = _pairs(element.get("querydata"))
        if query.keys() >= _NEEDED:
            url = (element.get("url") or "").strip()
            found.setdefault((url or f"/api-gateway{_UNIT}", urlencode(query)), query)
    return [(url, query) for (url, _), query in found.items()]


def _choose(units: list[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, str]]]:
    """Give the units that may be the column's list, by what they are called (tagId)."""
    lists = [unit for unit in units if not _FURNITURE.search(unit[1].get("tagId", ""))]
    if not lists:
        raise NotAListingError("every unit of the page is called a menu or another frame")
    named = [unit for unit in lists if _LIST.search(unit[1].get("tagId", ""))]
    return named or lists


def _url(base: str, url: str, query: dict[str, str]) -> str:
    return urljoin(base, f"{url}?{urlencode(query)}")


def _answer(page: Page) -> Listing:
    try:
        answer = json.loads(page.text)
        text = answer["data"]["html"]
        root = html.fromstring(f"<div>{markup.without_comments(text)}</div>")
    except (ValueError, KeyError, TypeError) as error:
        raise NotAListingError(f"not the JSON of a unit: {error!r}") from error
    pager = _pager(root)
    items = root.iter("li") if pager else ()  # without a pagination they may be a menu
    rows = hanweb.rows(hanweb.lines(root, page.url) or items, page.url)
    if pager is None:
        if not rows:
            raise NotAListingError("neither rows nor a pagination in data.html")
        return Listing(rows, (), None, not _NEXT.search(text))
    following = _others(page.url, pager) if pager.number == 1 else ()
    return Listing(rows, following, pager.total, bool(rows) or pager.total == 0)


def _pager(root: html.HtmlElement) -> _Pager | None:
    """Find the pagination: an element that says its rows and count, as attributes or queryData."""
    for element in root.xpath("//*[@rows and @count] | //*[contains(@id, 'pagination')]"):
        said = {name: element.get(name) or "" for name in ("rows", "count", "pageno")}
        query = _pairs(element.get("querydata") or "")
        said |= {name.lower(): value for name, value in query.items()}
        size, total, number = said["rows"], said["count"], said["pageno"]
        if size.isdigit() and total.isdigit() and int(size):
            number = number if number.isdigit() else "1"
            return _Pager(element, int(size), int(total), int(number))
    return None


def _beside(pagination: html.HtmlElement, base: str) -> tuple[Row, ...]:
    """Give the rows nearest to a pagination: those of the smallest element around it with any."""
    for element in pagination.iterancestors():
        if lines := hanweb.lines(element, base):
            return hanweb.rows(lines, base)
    return ()


def _others(url: str, pager: _Pager) -> tuple[Ask, ...]:
    """Name every page but this one, as the platform's script does."""
    parts = urlsplit(url)
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != "paramJson"]
    asks = []
    for number in range(1, -(-pager.total // pager.size) + 1):
        if number != pager.number:
            said = json.dumps({"pageNo": number, "pageSize": pager.size}, separators=(",", ":"))
            query = urlencode([*asked, ("paramJson", said)])
            asks.append(Ask(parts._replace(query=query).geturl(), "listing"))
    return tuple(asks)


def _pairs(literal: str) -> dict[str, str]:
    """Read the members of a literal object: names to strings, numbers and words as they stand."""
    return {
        pair[1]: next(value for value in pair.groups()[1:] if value is not None)
        for pair in _PAIR.finditer(literal)
    }

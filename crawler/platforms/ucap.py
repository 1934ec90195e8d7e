"""UCAP (开普云): static lists or JSON behind them.

A column is a folder, mostly `/…/c100186/`, with a page such as `common_list.shtml`,
`common_zfxxgknb.shtml` or `xlist.shtml`. Either its rows are in the page and the others in
`xlist_2.shtml` …, as many as `createPageHTML('page_div', 10, 1, 'xlist', 'shtml', 189)` says; or
they come from `/common/search/<channelId>?_isAgg=true&_isJson=true&_pageSize=…&page=N`
(also `/search/`, `/searchList/`): `{"data": {"total": …, "results": […]}}`. The channelId, 32 hex
digits, stands in the page. Documents are `/…/c100186/202509/<32 hex>.shtml` or
`/…/c100028/c7661080/content.shtml`.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from crawler.ledger.asks import Ask
from crawler.pages import listings, markup, paging
from crawler.pages.dialects import date_in, dialect_of
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

PAGE_SIZE = 100
"""Rows asked for at once where the page names no size."""

_PATH = r"/(?:common/search|searchList|search)"
_API = re.compile(rf"{_PATH}/[0-9a-f]{{32}}$")
_CALL = re.compile(rf"""({_PATH})/(?:(?P<id>[0-9a-f]{{32}})|["']\s*\+)""")
_CHANNEL = re.compile(
    r"""\bchannel_?id\b["']?(?:\s*[:=,]\s*|\s+(?:content|value)=)["']([0-9a-f]{32})""", re.I
)
_SIZE = re.compile(r"[?&]_pageSize=(\d+)")
_LIST = re.compile(r"/(?:common_\w*|xlist|xxgk_\w*list\w*)(?:_\d+)?\.shtml$")
_CALLED = re.compile(r"_isJson=true|/(?:common/search|searchList)/[0-9a-f]{32}")
_BODY = re.compile(r"UCAP-CONTENT|\bUCAP\b")
_PAGER = re.compile(r"createPageHTML\(\s*[\"']page_div[\"']\s*,[^)]*[\"']shtml[\"']\s*,\s*\d+")
_EMPTY = re.compile(r"暂无(?:相关)?(?:数据|信息|内容|记录)")


def detect(page: Page) -> float:
    """Say how sure it is: its interface, its body, its pager, the names of its own lists.

    Its pager has the name of TRS's, and another first argument and a last one.
    """
    here = urlsplit(page.url)
    if _API.search(here.path):
        return 0.95
    links = (urlsplit(url) for _, url in markup.links(markup.tree(page), page.url))
    own = {link.path for link in links if link.hostname == here.hostname} | {here.path}
    alone = bool(_CALLED.search(page.text)) + bool(_BODY.search(markup.source(page)))
    shapes = sum(_is_shaped(path) for path in own)
    shared = bool(_PAGER.search(page.text)) + any(_LIST.search(path) for path in own) + bool(shapes)
    if alone:
        return 0.95 if alone + shared > 1 else 0.7
    if shared == 1:
        several = max(shapes, sum(bool(_LIST.search(path)) for path in own)) > 1
        return 0.5 if several or _is_shaped(here.path) else 0.3
    return (0.0, 0.0, 0.8, 0.9)[shared]


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not listings.is_document(lead.url))


def listing(page: Page) -> Listing:
    """Read a column's page, static or one that leads to its JSON, or a page of that JSON.

    Refuses an answer that is not the JSON, and a page with neither rows, nor a pager, nor a
    channelId, nor a word that it is empty.
    """
    if _API.search(urlsplit(page.url).path):
        return _results(page)
    root = markup.tree(page)
    body = listings.content(root)
    rows = listings.rows(body, page.url)
    turn = paging.read(root, page.text, page.url)
    channels = _channels(page.text)
    if channels and not (turn.found and rows):
        # Of several channels none is known to be the column's own; they are not guessed at.
        asks = (_ask(page, *channels),) if len(channels) == 1 else ()
        return Listing(rows, asks, None, complete=bool(asks))
    empty = _EMPTY.search(body.text_content())
    if not (rows or turn.next or turn.total == 0 or empty):
        raise NotAListingError("no rows, no pager, and no channelId to ask the JSON for")
    following = tuple(Ask(url, "listing") for url in turn.next)
    return Listing(rows, following, turn.total, turn.complete)


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files it links outside its frame."""
    root = markup.tree(page)
    body = root.get_element_by_id("UCAP-CONTENT", None)
    files = listings.attachments(listings.content(root), page.url)
    if body is not None:
        known = {file.url for file in files}
        inside = listings.attachments(body, page.url)
        files += tuple(file for file in inside if file.url not in known)
    date = markup.date_of(markup.meta(root, "PubDate"))
    return Document(markup.heading(root), date or date_in(page.url), files)


def _is_shaped(href: str) -> bool:
    shape = dialect_of(href)
    return shape is not None and shape.platform == "ucap"


def _channels(text: str) -> set[str]:
    """Give the channelId that a page names as its own, else every one that its scripts ask for."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    if named := _CHANNEL.search(text):
        return {named[1]}
    return {call["id"] for call in _CALL.finditer(text) if call["id"]}


def _ask(page: Page, channel: str) -> Ask:
    """Give the ask for the first page of a channel's JSON, by the path that the page prints."""
    call = _CALL.search(page.text)
    path = call[1] if call else "/common/search"
    size = _SIZE.search(page.text)
    query = {
        "_isAgg": "true",
        "_isJson": "true",
        "_pageSize": size[1] if size else str(PAGE_SIZE),
        "_template": "index",
        "_rangeTimeGte": "",
        "_channelName": "",
        "page": "1",
    }
    return Ask(urljoin(page.url, f"{path}/{channel}?{urlencode(query)}"), "listing")


def _results(page: Page) -> Listing:
    try:
        answer = json.loads(page.text)
        data = answer["data"] if "data" in answer else answer["results"]["data"]
        results, total = data["results"], int(data["total"])
        rows = tuple(row for row in (_row(page.url, result) for result in results) if row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAListingError(f"not the JSON of a channel: {error!r}") from error
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    following: tuple[Ask, ...] = ()
    if query.get("page", "1") == "1" and results:
        # The size of a page is what the first one holds: the server may give fewer than asked.
        pages = range(2, min(-(-total // len(results)), paging.MOST_PAGES) + 1)
        urls = (f"?{urlencode({**query, 'page': str(number)})}" for number in pages)
        following = tuple(Ask(urljoin(page.url, url), "listing") for url in urls)
    most = len(following) < paging.MOST_PAGES - 1
    return Listing(rows, following, total, most and (bool(results) or total == 0))


def _row(base: str, result: dict[str, Any]) -> Row | None:
    link = result.get("url")
    # A search marks what it found: <em>年报</em>.
    title = markup.squeeze(re.sub(r"<[^>]+>", "", result.get("title") or ""))
    if not link or not title:
        return None
    date = markup.date_of(str(result.get("publishedTimeStr") or ""))
    url = urljoin(base, link)
    return Row(url, title, date or date_in(url))

"""gkmlpt (政府信息公开目录平台, Guangdong): a page for people, JSON behind it.

A column is `/gkmlpt/index#<category>`, on a department's sub-site `/jyj/gkmlpt/index#2005`. The
page's script carries the site's number, `SID: '755031'`, and the tree of its columns, `TREE: […]`.
The rows come from
`/gkmlpt/api/all/<category>?page=N&sid=<SID>`: `{"total": …, "articles": […]}`. Documents are
`/gkmlpt/content/3/3874/post_3874985.html`, attachments `/attachment/….pdf`.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.ledger.asks import Ask
from crawler.pages import markup
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

_API = re.compile(r"/gkmlpt/api/all/(\d+)$")
_SITE = re.compile(r"""["']?\bSID["']?\s*[:=]\s*["']?(\d+)""")
_CONFIG = re.compile(r"\bwindow\._CONFIG\s*=|\b_CONFIG\.\w+\s*=")
_TREE = re.compile(r"""["']?\bTREE["']?\s*[:=]\s*(?=[\[{])""")
_INDEX = re.compile(r"/gkmlpt/(?:index(?:\.html)?)?$")
_DATES = ("date", "display_publish_time", "first_publish_time", "created_at")
_CHINA = timezone(timedelta(hours=8))
_BODY = (
    "descendant::*[contains(@class, 'article-content') or contains(@class, 'content')"
    " or contains(@class, 'attachment') or @id='zoom']"
)


def detect(page: Page) -> float:
    """Say how sure it is: the path, the script `_CONFIG` with a SID, a menu of its own host.

    A link to the platform on another host says nothing, nor does one from a page of NFCMS, which
    serves the news of the same hosts.
    """
    if "/gkmlpt/" in urlsplit(page.url).path:
        return 0.95
    config, site = _CONFIG.search(page.text), _SITE.search(page.text)
    if config and site:
        return 0.9 if _TREE.search(page.text) else 0.7
    host = urlsplit(page.url).hostname
    leads = (urlsplit(lead.url) for lead in markup.menu(markup.tree(page), page.url))
    own = any(lead.hostname == host and _INDEX.search(lead.path) for lead in leads)
    return 0.5 if own and "NFCMS" not in page.text else 0.0


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus and of its tree; the column is what follows the `#`."""
    leads = markup.menu(markup.tree(page), page.url)
    menu = tuple(lead for lead in leads if "/gkmlpt/content/" not in lead.url)
    found = {lead.url: lead for lead in (*menu, *_tree(page))}
    return tuple(found.values())


def listing(page: Page) -> Listing:
    """Read the column's page, which leads to its JSON, or a page of that JSON.

    Refuses an address without a category, a page without a SID, and an answer that is not the JSON.
    """
    if category := _API.search(urlsplit(page.url).path):
        return _articles(page, category[1])
    fragment = urlsplit(page.url).fragment
    if not fragment.isdigit():
        raise NotAListingError("the address names no category; it must end in #<category>")
    site = _SITE.search(page.text)
    if not site:
        raise NotAListingError("the page has no SID in window._CONFIG")
    return Listing((), (_page(page.url, fragment, site[1], 1),))


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files that its body links."""
    root = markup.tree(page)
    date = markup.date_of(markup.meta(root, "PubDate", "ArticleDate"))
    files = markup.attachments(root.xpath(_BODY) or [root], page.url)
    return Document(markup.heading(root), date, files)


def _tree(page: Page) -> list[Lead]:
    """Give the nodes of the script's TREE, parents before children; none when it is no JSON."""
    start = _TREE.search(page.text)
    if not start or "/gkmlpt/" not in urlsplit(page.url).path:
        return []
    try:
        roots, _ = json.JSONDecoder().raw_decode(page.text, start.end())
    except ValueError:
        return []
    prefix = urlsplit(page.url).path.partition("/gkmlpt/")[0]
    leads: list[Lead] = []
    nodes = [roots] if isinstance(roots, dict) else list(roots)
    while nodes:
        node = nodes.pop(0)
        number, name = str(node.get("id", "")), markup.squeeze(node.get("name"))
        if number.isdigit() and name:
            leads.append(Lead(urljoin(page.url, f"{prefix}/gkmlpt/index#{number}"), name))
        nodes = [*(node.get("children") or ()), *nodes]
    return leads


def _page(base: str, category: str, site: str, number: int) -> Ask:
    prefix = urlsplit(base).path.partition("/gkmlpt/")[0]
    path = f"{prefix}/gkmlpt/api/all/{category}?page={number}&sid={site}"
    return Ask(urljoin(base, path), "listing")


def _articles(page: Page, category: str) -> Listing:
    try:
        answer = json.loads(page.text)
        articles, total = answer["articles"], int(answer["total"])
        rows = tuple(row for row in (_row(page.url, article) for article in articles) if row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAListingError(f"not the JSON of a column: {error!r}") from error
    asked = parse_qs(urlsplit(page.url).query)
    number, site = int(asked.get("page", ["1"])[0]), asked.get("sid", [""])[0]
    following: tuple[Ask, ...] = ()
    if number == 1 and articles:
        # The size of a page is what the first one holds; the rest follows from the total.
        count = -(-total // len(articles))
        following = tuple(_page(page.url, category, site, n) for n in range(2, count + 1))
    complete = bool(articles) or total == 0
    return Listing(rows, following, total, complete)


def _row(base: str, article: dict[str, Any]) -> Row | None:
    link = article.get("url") or article.get("post_url")
    title = markup.squeeze(article.get("title"))
    if not link or not title:
        return None
    dates = (_date(article.get(name)) for name in _DATES)
    return Row(urljoin(base, link), title, next(filter(None, dates), None))


def _date(value: object) -> str | None:
    """Read a date that is printed, or counted in seconds since 1970 (in China's time)."""
    if isinstance(value, int) and value > 0:
        return datetime.fromtimestamp(value, _CHINA).date().isoformat()
    if isinstance(value, str) and value.isdigit() and len(value) == 10:
        return _date(int(value))
    return markup.date_of(value) if isinstance(value, str) else None

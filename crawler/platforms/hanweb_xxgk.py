"""Hanweb xxgk (大汉 信息公开), the module for disclosure: tables behind `/module/xxgk/`.

A column is `/col/col1686/index.html`, often with `?number=<class>` or `?vc_xxgkarea=<organ>`. Its
rows come from `/module/xxgk/search.jsp?infotypeId=A08&jdid=122&divid=div23160&area=…&currpage=N`,
an HTML table with rows of class `tr_main_value_odd` and `…_even`; which class (infotypeId), site
(jdid) and organ (area) stands in the page's `loadDynamic(…)` and its frame `tree.jsp?area=…`. Where
no class is named the tree is asked, and its node 政府信息公开年报 taken. Annual reports may have a
page of their own, `xxgkAnnualReport.jsp?fbtime=2024&area=…`, one a year.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import hanweb, markup
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page

_SEARCH, _TREE, _ANNUAL = (f"/module/xxgk/{s}.jsp" for s in ("search", "tree", "xxgkAnnualReport"))
_LOAD = re.compile(r"loadDynamic\s*\(\s*(?=[\"'][^\"']*/xxgk/search\.jsp)([^;]{0,2000})\)")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_FRAME = re.compile(r"(?<!href=)[\"']([^\"']*/module/xxgk/tree\.jsp\?[^\"']*)[\"']")
_REPORTS = re.compile(r"[\"']([^\"']*xxgkAnnualReport\.jsp[^\"']*)[\"']")
_NODE = re.compile(
    r"funclick\(\s*\\?[\"']([A-Za-z0-9]+)\\?[\"'][^<>]{0,300}>\s*(?:<[^<>]{0,300}>\s*)*([^<\\]{1,60})"
)
_LABEL = re.compile(r"年度报告|年报")
_PAGES = re.compile(r"共\s*(?:<[^<>]{0,99}>\s*)*(\d+)\s*(?:<[^<>]{0,99}>\s*)*页")
_TOTAL = re.compile(r"共\s*(?:有\s*)?(?:<[^<>]{0,99}>\s*)*(\d+)\s*(?:<[^<>]{0,99}>\s*)*条")
_NONE = re.compile(r"没有(?:找到)?(?:相关|符合)|暂无(?:相关)?(?:信息|数据|内容|记录)|无相关信息")
_VALUE = "//tr[contains(@class, 'tr_main_value')]"
_FIELDS = ("infotypeId", "jdid", "divid", "area")


def detect(page: Page) -> float:
    """Say how sure it is: the module's interface, its call, its table, its frame.

    What only links to the module, or looks like one of its documents, scores as its maker's pages.
    """
    text, path = _source(page), urlsplit(page.url).path
    if path.startswith("/module/xxgk/"):
        return 0.95
    call = bool(_LOAD.search(text))
    frame = bool(_FRAME.search(text)) and hanweb.uses_disclosure(page)
    found = call + frame + ("tr_main_value" in text) + bool(_own_reports(page))
    column = hanweb.column_of(page.url)
    if column and "<recordset" in text and re.search(rf"columnid\W{{1,4}}{column}\b", text):
        return 0.3  # the column is listed by jpage, with this module on its margin
    if not found:
        family = hanweb.marks(page)
        module = hanweb.is_disclosure(page) or hanweb.uses_disclosure(page)
        return max(family, 0.5) if family and module else 0.0
    return (0.75, 0.9, 0.95)[min(found, 3) - 1]


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; of a tree, its nodes with the table each leads to."""
    if _is(page, _TREE):
        return tuple(Lead(_table(page, code), label) for code, label in _nodes(page))
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(
        lead
        for lead in leads
        if not hanweb.is_document(lead.url) and not hanweb.is_attachment(lead.url)
    )


def listing(page: Page) -> Listing:
    """Read a column's page, its tree, or a table of rows.

    Refuses a column's page that calls nothing of the module, a tree without 年报, and a table that
    neither has rows nor says that there are none.
    """
    if _is(page, _SEARCH):
        return _rows(page)
    if _is(page, _ANNUAL):
        return _year(page)
    if _is(page, _TREE):
        found = [code for code, label in _nodes(page) if _LABEL.search(label)]
        if not found:
            raise NotAListingError("the tree has no node 政府信息公开年报")
        return Listing((), tuple(Ask(_table(page, code), "listing") for code in found))
    return _column(page)


def document(page: Page) -> Document:
    """Read a document's page; attachments are what downfile.jsp sends and files of the body."""
    return hanweb.document(page)


def _is(page: Page, script: str) -> bool:
    return urlsplit(page.url).path.endswith(script)


def _source(page: Page) -> str:
    """Give a page's source without its comments, and with `&` written as scripts write it."""
    return markup.without_comments(page.text).replace("&amp;", "&")


def _own_reports(page: Page) -> list[str]:
    """Give the addresses of the pages of annual reports that a page names, on its own host."""
    host = urlsplit(page.url).hostname
    urls = [urljoin(page.url, named) for named in _REPORTS.findall(_source(page))]
    return list(dict.fromkeys(url for url in urls if urlsplit(url).hostname == host))


def _column(page: Page) -> Listing:
    text = _source(page)
    if years := _own_reports(page):
        return Listing((), tuple(Ask(url, "listing") for url in years))
    asked = dict(parse_qsl(urlsplit(page.url).query))
    frame = _FRAME.search(text)
    call = _LOAD.search(text)
    if not frame and not call:
        if markup.tree(page).xpath(_VALUE):
            return _rows(page)  # drawn by the server, with no address for its other pages
        raise NotAListingError("no loadDynamic, no frame of tree.jsp, no table in the page")
    tree = urljoin(page.url, frame[1]) if frame else ""
    fields = dict(parse_qsl(urlsplit(tree).query)) | (_called(call[1]) if call else {})
    if area := asked.get("vc_xxgkarea"):
        fields["area"] = area
    if code := asked.get("number"):
        fields["infotypeId"] = code
    if fields.get("infotypeId") in {None, "", "0"} and tree:
        return Listing((), (Ask(tree, "listing"),))
    query = {name: fields[name] for name in _FIELDS if fields.get(name)} | {"currpage": "1"}
    return Listing((), (Ask(urljoin(page.url, f"{_SEARCH}?{urlencode(query)}"), "listing"),))


def _called(arguments: str) -> dict[str, str]:
    """Read a call of loadDynamic: the query it puts together, then divid, class and site.

    `'…search.jsp?infotypeId='+a+'&area=X', 'div4', 'A08', '0', '950', '1', '', ''`: what a variable
    adds is not known and left out.
    """
    address, _, rest = arguments.partition(",")
    parts = [a or b for a, b in _QUOTED.findall(address)]
    query = "".join(parts).partition("?")[2]
    fields = {name: value for name, value in parse_qsl(query) if name in _FIELDS}
    values = [a or b for a, b in _QUOTED.findall(rest)]
    named = dict(zip(("divid", "infotypeId", "_", "_", "jdid"), values, strict=False))
    known = {name: v for name, v in named.items() if name in _FIELDS and v not in {"", "0"}}
    return known | fields


def _nodes(page: Page) -> list[tuple[str, str]]:
    """Give the nodes of a tree: class and label, each class once."""
    found: dict[str, str] = {}
    for code, label in _NODE.findall(page.text):
        if name := markup.squeeze(re.sub(r"\(\d+\)\s*$", "", unescape(label))):
            found.setdefault(code, name)
    return list(found.items())


def _table(page: Page, code: str) -> str:
    """Give the address of the first page of a class's table, as the tree asks for it."""
    asked = dict(parse_qsl(urlsplit(page.url).query))
    fields = {name: asked[name] for name in _FIELDS if asked.get(name)}
    return urljoin(page.url, f"{_SEARCH}?{urlencode({'infotypeId': code} | fields)}&currpage=1")


def _rows(page: Page) -> Listing:
    """Read a table; its first page names the others, whose number the table says."""
    root = markup.tree(page)
    rows = hanweb.rows(root.xpath(_VALUE), page.url)
    total = _TOTAL.search(page.text)
    count = _PAGES.search(page.text)
    if not rows and not (_NONE.search(page.text) or (total and int(total[1]) == 0)):
        raise NotAListingError("no row tr_main_value_odd or _even, nor a word that there is none")
    asked = parse_qsl(urlsplit(page.url).query, keep_blank_values=True)
    number = next((value for name, value in reversed(asked) if name == "currpage" and value), "1")
    following: list[Ask] = []
    asks = _is(page, _SEARCH)
    if number == "1" and count and asks:
        others = [(name, value) for name, value in asked if name != "currpage"]
        for n in range(2, int(count[1]) + 1):
            query = urlencode([*others, ("currpage", str(n))])
            following.append(Ask(urljoin(page.url, f"{_SEARCH}?{query}"), "listing"))
    unread = _more(root) if not count else not asks and int(count[1]) > 1
    known = int(total[1]) if total else (0 if not rows else None)
    return Listing(rows, tuple(following), known, not unread)


def _year(page: Page) -> Listing:
    """Read the page of one year's reports; it names the other years, as links or in a selection."""
    root = markup.tree(page)
    table = root.xpath(_VALUE) or hanweb.lines(root, page.url)
    rows = hanweb.rows(table, page.url)
    asked = dict(parse_qsl(urlsplit(page.url).query))
    years = [v for v in root.xpath("//select//option/@value") if re.fullmatch(r"20\d\d", v)]
    urls = [urljoin(page.url, f"?{urlencode(asked | {'fbtime': year})}") for year in years]
    urls = list(dict.fromkeys([*_own_reports(page), *urls]))
    own = urljoin(page.url, f"?{urlencode(asked)}")
    following = tuple(Ask(url, "listing") for url in urls if url not in {own, page.url})
    if not rows and not following and not _NONE.search(page.text):
        raise NotAListingError("no row that leads to a document, no other year, no word of none")
    return Listing(rows, following, None, not _more(root))


def _more(root: html.HtmlElement) -> bool:
    """Say whether a page has a link to a next page, of which nothing here knows the address."""
    labels = (markup.squeeze(a.text_content()) for a in root.iter("a") if a.get("href"))
    return any(label in {"下一页", "下页", "尾页"} for label in labels)

"""What the platforms of Hanweb (大汉) share, whichever module lists a column.

Receives elements and addresses, gives rows, documents and marks. A column is
`/col/col37/index.html`, a document `/art/2026/4/16/art_37_8211.html` or
`/art/2026/art_<32 hex digits>.html`, an attachment `/module/download/downfile.jsp?classid=0&
showname=<name>&filename=<32 hex digits>.pdf`, where the name is %-encoded GBK on older sites and
UTF-8 on newer ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes, urlsplit

from lxml import html

from crawler.pages import markup
from crawler.pages.decoding import decode
from crawler.platforms import Attachment, Document, Page, Row

COLUMN = re.compile(r"/col/col(\d+)(?:/|$)")
DATED = re.compile(r"/art/(\d{4})/(\d{1,2})/(\d{1,2})/art_\w+\.html?$")
HASHED = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html?$")

NEWER = re.compile(r"[\"'(]/(?:uiFramework|cms_files)/|unitbuild|/jpaas-\w+-server/")
"""What the newer platform (jpaas) leaves in its pages."""

_DOWNLOAD = re.compile(r"/module/download/down(?:file)?\.jsp$")
_PRINTED = re.compile(r"\s*[\[(（]?\s*\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])）]?$")
_BODY = (
    "descendant::*[@id='zoom' or @id='UCAP-CONTENT' or contains(@class, 'bt_content')"
    " or contains(@class, 'bt-content') or contains(@class, 'article-content')"
    " or contains(@class, 'main-txt')]"
)
_MARKS = re.compile(
    r"<!--\s*<\$\[|<!--\s*ZJEG_RSS|[\"'(]/module/(?:web|jslib|visitcount|changepage|download)/"
    r"|[\"'(]/script/\d+/|[\"'(]/jcms(?:_|/)",
    re.I,
)


def is_document(url: str) -> bool:
    """Say whether an address is that of a document."""
    path = urlsplit(url).path
    return bool(DATED.search(path) or HASHED.search(path))


def is_attachment(url: str) -> bool:
    """Say whether an address is a file's, by its ending or by the script that sends it."""
    return markup.is_file(url) or bool(_DOWNLOAD.search(urlsplit(url).path))


def column_of(url: str) -> str:
    """Give the number of the column an address names; empty when it names none."""
    found = COLUMN.search(urlsplit(url).path)
    return found[1] if found else ""


def date_in(url: str) -> str | None:
    """Give the date in a document's address as YYYY-MM-DD."""
    found = DATED.search(urlsplit(url).path)
    return markup.date_of("-".join(found.groups())) if found else None


def row(line: html.HtmlElement, base: str) -> Row | None:
    """Read a line of a list: its link to a document or a file, else its first link.

    The date is what stands beside the link; else what ends its text, an attribute `rq`, or its
    address. None for a line without a link that has a title.
    """
    links = [(anchor, url) for anchor, url in markup.links(line, base) if _title(anchor)]
    if not links:
        return None
    wanted = (link for link in links if is_document(link[1]) or is_attachment(link[1]))
    anchor, url = next(wanted, links[0])
    beside = " ".join(line.xpath(".//text()[not(ancestor::a)]"))
    ending = _PRINTED.search(markup.squeeze(anchor.text_content()))
    dates = (beside, ending and ending[0], anchor.get("rq"))
    date = next((found for found in map(markup.date_of, dates) if found), None)
    return Row(url, _title(anchor), date or date_in(url))


def rows(lines: Iterable[html.HtmlElement], base: str) -> tuple[Row, ...]:
    """Read the lines of a list, each address once."""
    found: dict[str, Row] = {}
    for line in lines:
        read = row(line, base)
        if read:
            found.setdefault(read.url, read)
    return tuple(found.values())


def lines(root: html.HtmlElement, base: str) -> list[html.HtmlElement]:
    """Give the list items and table rows that hold a link to a document or a file, innermost.

    A file outside of any must have a date beside it: footers link files too.
    """
    found: dict[html.HtmlElement, None] = {}
    for anchor, url in markup.links(root, base):
        if not is_document(url) and not is_attachment(url):
            continue
        line = next(anchor.iterancestors("li", "tr", "dd", "dl"), None)
        if line is None:
            line = anchor.getparent()
            if not is_document(url) and not markup.date_of(line.text_content()):
                continue
        found.setdefault(line, None)
    return list(found)


def document(page: Page) -> Document:
    """Read a document's page: the files its body links, and whatever downfile.jsp sends."""
    root = markup.tree(page)
    bodies = root.xpath(_BODY) or [root]
    found: dict[str, Attachment] = {}
    for part in (*bodies, root):
        for anchor, url in markup.links(part, page.url):
            sent = _DOWNLOAD.search(urlsplit(url).path)
            if sent or (markup.is_file(url) and part in bodies):
                found.setdefault(url, Attachment(url, _name(anchor, url)))
    date = markup.date_of(markup.meta(root, "PubDate")) or date_in(page.url)
    return Document(markup.heading(root), date, tuple(found.values()))


def marks(page: Page) -> float:
    """Say how much of a page is Hanweb's, whichever module: 0 to 0.6.

    Counted are the page's own address, its own links to columns and documents, and what the
    template leaves in the source. Two of them are 0.6, a document's address alone is less: other
    platforms name documents so too.
    """
    own = _own(markup.tree(page), page.url)
    path = urlsplit(page.url).path
    found = (
        bool(COLUMN.search(path)),
        bool(DATED.search(path)),
        len({column_of(url) for url in own} - {""}) > 1,
        any(DATED.search(urlsplit(url).path) for url in own),
        bool(_MARKS.search(page.text)),
    )
    return (0.0, 0.4, 0.55, 0.6)[min(sum(found), 3)]


def uses_disclosure(page: Page) -> bool:
    """Say whether a page calls the module for disclosure of its own host."""
    host = re.escape(urlsplit(page.url).netloc)
    own = rf"[\"'(=]\s*(?:(?:https?:)?//{host})?(?:\.\.?)*/module/xxgk/"
    return bool(re.search(own, page.text))


def is_disclosure(page: Page) -> bool:
    """Say whether a page is of the module for disclosure (信息公开), by what it shows.

    Its menus name an organ in their addresses, its documents have a head with 索引号 and 发布机构.
    """
    own = _own(markup.tree(page), page.url)
    if any("vc_xxgkarea=" in urlsplit(url).query for url in own):
        return True
    head = re.sub(r"<[^<>]*>|\s|&nbsp;", "", page.text)
    return "索引号" in head and bool(re.search(r"发布机构|发文机关|组配分类|主题分类", head))


def _own(root: html.HtmlElement, base: str) -> list[str]:
    """Give the addresses that a page links on its own host."""
    host = urlsplit(base).hostname
    return [url for _, url in markup.links(root, base) if urlsplit(url).hostname == host]


def _title(anchor: html.HtmlElement) -> str:
    """Give the fullest title of a link: `title`, `mc`, or its text without a date at its end."""
    text = _PRINTED.sub("", markup.squeeze(anchor.text_content()))
    full = max((markup.squeeze(anchor.get(name)) for name in ("title", "mc")), key=len)
    return full if len(full) >= len(text.rstrip("….")) else text


def _name(anchor: html.HtmlElement, url: str) -> str:
    """Give a file's name: `showname` of its address, else what the link says, else its path."""
    for part in urlsplit(url).query.split("&"):
        name, _, value = part.partition("=")
        if name == "showname" and value:
            decoded = decode(unquote_to_bytes(value.replace("+", " ")))
            if decoded and decoded[0].strip():
                return markup.squeeze(decoded[0])
    return markup.link_title(anchor) or url.rsplit("/", 1)[-1]

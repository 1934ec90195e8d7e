"""Rows of a listing page whose template is not known, for adapters of many templates.

Receives a tree and its address. Gives the tree without the page's frame (导航, 页脚, 当前位置), and
the rows in it. A row is a link to a document: its address is written in a known dialect, is a
file's, or stands in a line with a date. Refuses nothing: a page without rows gives none.
"""

from __future__ import annotations

import re
from copy import deepcopy
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

from lxml import html

from crawler.pages import markup
from crawler.pages.dialects import date_in, dialect_of
from crawler.platforms import Attachment, Page, Row

_FRAME = re.compile(
    r"^(?:top|main|left|side|sub|site|web|page)?[-_]?"
    r"(?:header|head|footer|foot|nav|navbar|navigation|menu|sidebar|side|aside|crumbs?|breadcrumbs?"
    r"|position|location|dqwz|weizhi|copyright|friendlinks?|yqlj|share|search|bottom|topbar)s?\d*$",
    re.I,
)
_MARGIN = re.compile(r"^(?:hot|related|xgxw|xglj|tjyd|recommend|rdxx)\w*$", re.I)
_MANY_DATES = 4
"""A frame with more dates than this is none: templates name their parts as they like."""

_TAGS = frozenset({"header", "footer", "nav", "aside", "script", "style", "noscript"})
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_ONLY_DATE = re.compile(r"^[\[(（]?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\])）]?$")

_MONTH = re.compile(r"^((?:19|20)\d\d)[-/.年](\d{1,2})月?$")
_DAY = re.compile(r"^(\d{1,2})日?$")
_YEAR = re.compile(r"^((?:19|20)\d\d)年?$")
_MONTH_DAY = re.compile(r"^(\d{1,2})[-/.月](\d{1,2})日?$")

_GENERIC = re.compile(
    r"^[\[【（(]?\s*(?:(?:点击)?(?:下载|查看|打开|浏览)(?:附件|全文|详情|原文)?|附件\d*|详情|全文|pdf|word|docx?|ofd|wps"
    r"|(?:pdf|word|图片|文字|网页|超链)版)\s*[\]】）)]?$",
    re.I,
)
_VIEWER = re.compile(r"""showVsbpdfIframe\(\s*["']([^"']+)""")
_PAGER = re.compile(
    r"^[\[<>«»‹›\s]*(?:\d{1,3}|首\s*页|第一页|上一?页|前一?页|下一?页|后一?页|尾\s*页|末\s*页|最后一页|更多|more|跳转|go)?"
    r"[\]<>«»‹›\s.…]*$",
    re.I,
)
FILLED = re.compile(r"\$\.(?:ajax|post|get|getJSON)\b|axios|\bfetch\(|XMLHttpRequest")
"""What a page's script calls to fetch what the page does not hold."""

_DOWNLOAD = re.compile(
    r"DownloadAttachUrl|[?&]wbfileid=|virtual_attach_file\.vsb"
    r"|/(?:down(?:load)?(?:file)?|fileDownload|attachDownload)\.(?:jsp|aspx|do|action|ashx)\?",
    re.I,
)


def content(root: html.HtmlElement) -> html.HtmlElement:
    """Give a copy of a page's tree without what frames every page of a site."""
    kept = deepcopy(root)
    for element in list(kept.iter()):
        if element.tag not in {"body", "html"} and _is_frame(element):
            element.drop_tree()
    return kept


def drawn_by_script(page: Page) -> bool:
    """Say whether a page has no row, and a script that may fetch some."""
    body = content(markup.tree(page))
    return bool(FILLED.search(page.text)) and not rows(body, page.url)


def is_document(url: str) -> bool:
    """Say whether an address is a document's or a file's, by its shape alone."""
    return markup.is_file(url) or bool(_DOWNLOAD.search(url)) or dialect_of(url) is not None


def rows(body: html.HtmlElement, base: str) -> tuple[Row, ...]:
    """Give the rows below `body`, each address once, in the page's order.

    A second link of a line with a label that says nothing (下载, PDF版) is a row under the title of
    the line's first: it is the same report in another form.
    """
    found: dict[str, Row] = {}
    titles: dict[html.HtmlElement, str] = {}
    for anchor, url in markup.links(body, base):
        title = _title(anchor)
        if not title or _PAGER.match(title) or _same_page(url, base):
            continue
        line = line_of(anchor)
        shown = _date(anchor, line)
        if not is_document(url) and not (shown and line.tag in _LINES):
            continue
        if _GENERIC.match(title):
            if line not in titles:
                continue
            title = f"{titles[line]}（{title.strip('[]【】（）() ')}）"
        titles.setdefault(line, title)
        found.setdefault(url, Row(url, title, shown or date_in(url)))
    return tuple(found.values())


def embedded(root: html.HtmlElement, text: str, base: str) -> tuple[Attachment, ...]:
    """Give the files that a page shows in itself, under their own names.

    Frames, objects, the viewer `viewer.html?file=…`, and the call with which VSB shows a PDF.
    """
    shown = [e.get("src") or e.get("data") or "" for e in root.iter("iframe", "embed", "object")]
    shown += _VIEWER.findall(text)
    found: dict[str, Attachment] = {}
    for address in shown:
        inner = parse_qs(urlsplit(address).query).get("file", [address])[0]
        url = urljoin(base, inner)
        if markup.is_file(url):
            name = unquote(urlsplit(url).path.rpartition("/")[2])
            found.setdefault(url, Attachment(url, name))
    return tuple(found.values())


def attachments(body: html.HtmlElement, base: str) -> tuple[Attachment, ...]:
    """Give the files below `body`, also those without an extension, under the links' names."""
    found = {file.url: file for file in markup.attachments([body], base)}
    for anchor, url in markup.links(body, base):
        if _DOWNLOAD.search(url) and (name := markup.link_title(anchor)):
            found.setdefault(url, Attachment(url, name))
    return tuple(found.values())


_LINES = frozenset({"li", "tr", "dd", "dt", "dl", "p", "div"})
_BREAKS = frozenset({"li", "tr", "dd"})


def line_of(anchor: html.HtmlElement) -> html.HtmlElement:
    """Give the list item or table row of a link; elsewhere what holds it and no other link."""
    item = next(anchor.iterancestors(*_BREAKS), None)
    if item is not None and len(item.findall(".//a")) <= 4:
        return item
    line = anchor
    for above in anchor.iterancestors():
        if above.tag in {"body", "html", "ul", "ol", "table", "tbody"}:
            break
        if len({a.get("href") for a in above.iter("a")}) > 1:
            break
        line = above
    return line


def _title(anchor: html.HtmlElement) -> str:
    """Give a link's whole title, without the date that some templates put inside the link."""
    parts = [str(text) for text in anchor.xpath("descendant::text()")]
    kept = [part for part in parts if not _is_date(markup.squeeze(part))]
    if len(kept) == len(parts) or anchor.get("title") or not markup.squeeze("".join(kept)):
        return markup.link_title(anchor)
    return markup.squeeze("".join(kept))


def _date(anchor: html.HtmlElement, line: html.HtmlElement) -> str | None:
    """Give the date of a link's line: beside the links, else inside this one or after it."""
    beside = " ".join(str(text) for text in line.xpath("descendant::text()[not(ancestor::a)]"))
    inside = " ".join(str(text) for text in anchor.xpath("descendant::text()"))
    if line.tag == "a" or len(line.findall(".//a")) > 1:
        return markup.date_of(anchor.tail) or markup.date_of(beside) or markup.date_of(inside)
    split = _split_date([markup.squeeze(str(text)) for text in line.itertext()])
    return markup.date_of(beside) or split or markup.date_of(inside)


def _is_date(text: str) -> bool:
    """Say whether a piece of text is a date or a part of one that is printed by itself."""
    return any(pattern.match(text) for pattern in (_ONLY_DATE, _MONTH, _DAY, _YEAR, _MONTH_DAY))


def _split_date(parts: list[str]) -> str | None:
    """Read a date that stands in two pieces: `25` and `2021-01`, or `01-25` and `2021`.

    Two of a kind leave it unread.
    """
    found = [
        [match for part in parts if (match := pattern.match(part))]
        for pattern in (_MONTH, _DAY, _YEAR, _MONTH_DAY)
    ]
    match [len(matches) for matches in found]:
        case [1, 1, 0, 0]:
            year, month, day = *found[0][0].groups(), found[1][0][1]
        case [0, 0, 1, 1]:
            year, (month, day) = found[2][0][1], found[3][0].groups()
        case _:
            return None
    return markup.date_of(f"{year}-{month}-{day}")


def _is_frame(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return True  # comments and processing instructions
    if element.tag in _TAGS:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    if any(_MARGIN.match(name) for name in names):
        return True
    if not any(_FRAME.match(name) for name in names):
        return False
    return len(_DATE.findall(element.text_content())) <= _MANY_DATES


def _same_page(url: str, base: str) -> bool:
    return urldefrag(url).url == urldefrag(base).url or urlsplit(url).path in {"", "/"}

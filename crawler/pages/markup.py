"""What every adapter needs of HTML: a tree, links with their whole titles, dates, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urljoin, urlsplit

import tldextract
from lxml import etree, html

from crawler.platforms import Attachment, Lead, Page

_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|rtf|zip|rar|7z|ceb|jpe?g|png|bmp|tiff?)$", re.I
)
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_SPACE = re.compile(r"\s+")
_domain = tldextract.TLDExtract(suffix_list_urls=())  # the list that comes with the library


def tree(page: Page) -> html.HtmlElement:
    """Parse a page; one without any element gives an empty tree."""
    text = page.text.replace("\0", "")
    try:
        # As bytes, so that an encoding that the text declares is not believed.
        return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing at all, or comments only
        return html.document_fromstring("<html></html>")


def site(url: str) -> str:
    """Give the name that a portal's hosts share: wangchuan.gov.cn of zfxxgk.wangchuan.gov.cn."""
    host = urlsplit(url).hostname or ""
    return _domain(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])


def between(text: str, opening: str, closing: str) -> Iterator[tuple[int, str]]:
    """Give each part of a text between `opening` and the next `closing`, and where it begins.

    What is opened and never closed is no part; it costs one search, however often it is opened.
    """
    end = 0
    while (start := text.find(opening, end)) >= 0:
        inner = start + len(opening)
        stop = text.find(closing, inner)
        if stop < 0:
            return
        yield inner, text[inner:stop]
        end = stop + len(closing)


def without_comments(text: str) -> str:
    """Give a page's source without `<!-- … -->`: templates keep their old scripts there."""
    kept, end = [], 0
    for start, comment in between(text, "<!--", "-->"):
        kept.append(text[end : start - len("<!--")])
        end = start + len(comment) + len("-->")
    return "".join((*kept, text[end:]))


def source(page: Page) -> str:
    """Give what a page is made of: its attributes, scripts and comments, not the words it shows.

    A page that writes of a platform is not made by it.
    """
    parts: list[str] = []
    for element in tree(page).getroottree().iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
            parts.append(element.text or "")
        if isinstance(element.tag, str):
            parts.append(element.tag)
            parts += (f'{name}="{value}"' for name, value in element.items())
    return "\n".join(parts)


def squeeze(text: str | None) -> str:
    """Join runs of blanks, also full-width ones, and strip."""
    return _SPACE.sub(" ", text or "").strip()


def links(
    root: html.HtmlElement, base: str, tags: tuple[str, ...] = ("a",)
) -> Iterator[tuple[html.HtmlElement, str]]:
    """Give every anchor below `root` that leads to an http address, with that address."""
    for anchor in root.iter(*tags):
        href = (anchor.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
            continue
        try:
            url = urljoin(base, href)
            parts = urlsplit(url)
        except ValueError:  # such as an unclosed [ in the host
            continue
        if parts.scheme in {"http", "https"} and parts.hostname:
            yield anchor, url


def link_title(anchor: html.HtmlElement) -> str:
    """Give the fuller of a link's text and its `title`: lists cut the text short, not the title."""
    text = squeeze(anchor.text_content())
    title = squeeze(anchor.get("title"))
    bare = text.rstrip("….").strip()
    if title and (not text or len(title) >= len(bare)):
        return title
    return text


def date_of(text: str | None) -> str | None:
    """Give the first date of a text as YYYY-MM-DD; None when there is none that exists."""
    for match in _DATE.finditer(text or ""):
        year, month, day = (int(group) for group in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04}-{month:02}-{day:02}"
    return None


def is_file(url: str) -> bool:
    """Say whether an address ends like a file that may hold a report."""
    return bool(_FILE.search(urlsplit(url).path))


def attachments(roots: Iterable[html.HtmlElement], base: str) -> tuple[Attachment, ...]:
    """Give the files linked below the roots, each address once, in the page's order."""
    found: dict[str, Attachment] = {}
    for root in roots:
        for anchor, url in links(root, base):
            if is_file(url):
                name = link_title(anchor) or unquote(urlsplit(url).path.rsplit("/", 1)[-1])
                found.setdefault(url, Attachment(url, name))
    return tuple(found.values())


def meta(root: html.HtmlElement, *names: str) -> str:
    """Give the first non-empty `<meta name=…>` of these names, in the order of the names."""
    values = {
        (element.get("name") or "").lower(): squeeze(element.get("content"))
        for element in root.iter("meta")
    }
    return next((values[n.lower()] for n in names if values.get(n.lower())), "")


def heading(root: html.HtmlElement) -> str:
    """Give a page's title: `<meta name="ArticleTitle">`, else its first `<h1>`, else `<title>`."""
    if title := meta(root, "ArticleTitle"):
        return title
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            if text := squeeze(element.text_content()):
                return text
    return ""


def menu(root: html.HtmlElement, base: str) -> tuple[Lead, ...]:
    """Give every link of a page that has a label and leads to no file, each address once.

    Where a page links an address twice the longer label counts: icons and abridged entries lead to
    the same column as the menu.
    """
    found: dict[str, Lead] = {}
    for anchor, url in links(root, base):
        label = link_title(anchor)
        if not label or is_file(url):
            continue
        known = found.get(url)
        if known is None or len(label) > len(known.label):
            found[url] = Lead(url, label)
    return tuple(found.values())

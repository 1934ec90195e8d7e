"""What a page offers to go on to, in ways that no menu of a platform has. Pure.

Gives leads: links, pictures and areas called by their `alt` or `aria-label`, entries of a box,
literal addresses in `onclick`, `data-…` and after `javascript:`, and the entries of menus that a
script draws or writes. A link that only says 更多 is called what heads its block. Frames are given
apart: they are part of the page.
Refuses nothing: what has no label is called ''.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import html

from crawler.pages import markup
from crawler.platforms import Lead, Page

_LITERAL = re.compile(
    r"(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\()\s*"
    r"[\"']([^\"']+)[\"']"
)
_ARGUMENT = re.compile(r"\w\([^()]{0,200}?[\"']([^\"'()]{2,300})[\"']")
_MORE = re.compile(
    r"[\s\[【(（]*(?:点击)?(?:查看|进入|浏览|访问|打开)?(?:更多|more|详情|详细|全部|列表|栏目)?"
    r"[\s>»›+.…\]】)）]*",
    re.I,
)
"""What a link says that says nothing of where it leads."""

_HEAD = 20
"""Characters of a block's heading at most."""

_CLIMB = 4
"""Elements that are looked at above a link that says 更多."""

_NEAR = 8
"""Elements that are looked at before such a link."""

_PARTS = 200
"""Pieces of text of each."""

_SCRIPTS = 300_000
"""Characters of scripts that are looked through."""

_MEMBER = re.compile(
    r"\b\w{1,30}[\"']?\s{0,4}:\s{0,4}(\"(?:[^\"\\\n]|\\.){1,300}\"|'(?:[^'\\\n]|\\.){1,300}')"
)
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|\.{0,2}/\S*|[\w./-]+\.(?:s?html?|jsp|jhtml|aspx?|do|action)(?:[?#]\S*)?"
)
_ANCHOR = re.compile(r"<a\s[^<>]{1,400}>(?:[^<]|<(?!/?a\b)){0,200}</a>", re.I)
_ENTRY = 40
"""Characters of an entry's label at most: what is longer is a part of the page."""

_HAN = re.compile(r"[\u4e00-\u9fff]{2}")


def leads(page: Page) -> Iterator[Lead]:
    """Give every lead of a page; an address may come twice, under other labels."""
    root = markup.tree(page)
    yield from markup.menu(root, page.url)
    yield from _by_pictures(root, page.url)
    yield from frames(page)
    yield from _resolved(page.url, (*_clicked(root), *_in_attributes(root)))
    for text in _scripts(root):
        yield from _resolved(page.url, _members(text))
        if (written := _written(text)) is not None:
            yield from markup.menu(written, page.url)
            yield from _by_pictures(written, page.url)


def frames(page: Page) -> Iterator[Lead]:
    """Give the frames of a page."""
    found = []
    for frame in markup.tree(page).iter("iframe", "frame"):
        label = markup.squeeze(frame.get("title") or frame.get("name"))
        found.append(((frame.get("src") or "").strip(), label))
    yield from _resolved(page.url, found)


def _resolved(base: str, found: Iterable[tuple[str, str]]) -> Iterator[Lead]:
    """Give what leads to an http address."""
    for address, label in found:
        try:
            url = urljoin(base, address)
            parts = urlsplit(url)
        except ValueError:  # such as an unclosed [ in the host
            continue
        if address and parts.scheme in {"http", "https"} and parts.hostname:
            yield Lead(url, label)


def _by_pictures(root: html.HtmlElement, base: str) -> Iterator[Lead]:
    """Give the links and areas that say nothing themselves."""
    for anchor, url in markup.links(root, base, ("a", "area")):
        if not markup.is_file(url):
            yield from _unnamed(anchor, url)


def _unnamed(anchor: html.HtmlElement, url: str) -> Iterator[Lead]:
    """Name a link without words by its picture, one that says 更多 by its block, an area by itself.

    A picture of an arrow may stand where others write 更多.
    """
    text = markup.link_title(anchor) if anchor.tag == "a" else ""
    if not text:
        yield Lead(url, _pictured(anchor))
    if anchor.tag != "a":
        return
    if _MORE.fullmatch(text):
        yield from (Lead(url, heading) for heading in _headings(anchor))
    if anchor.find(".//a") is not None:  # never closed: the parser puts the next ones inside
        yield Lead(url, markup.squeeze("".join(_until_next(anchor))))


def _until_next(anchor: html.HtmlElement) -> Iterator[str]:
    """Give the text of a link up to the first link inside it."""
    yield anchor.text or ""
    for element in anchor.iterdescendants():
        if element.tag == "a":
            return
        if isinstance(element.tag, str):
            yield element.text or ""


def _pictured(anchor: html.HtmlElement) -> str:
    """Give what a link without words is called by its picture, or an area by itself.

    What is read out to those who do not see the picture counts too.
    """
    names = (
        next(filter(None, map(element.get, ("alt", "title", "aria-label"))), "")
        for element in (anchor, *anchor.iterdescendants("img", "svg", "i", "span"))
    )
    return markup.squeeze(" ".join(filter(None, names)))


def _headings(anchor: html.HtmlElement) -> list[str]:
    """Give the short texts before a link in its block or its row, the nearest first.

    `<h3>政府信息公开年报</h3><a>更多</a>`, also with the list between the two; 查看 in a row's last
    cell. Which of them names the column their words tell.
    """
    element = anchor
    for _ in range(_CLIMB):
        parent = element.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            break
        texts = [text for text in _before(element) if text and not _MORE.fullmatch(text)]
        if texts:
            return [text for text in texts if len(text) <= _HEAD]
        element = parent
    return []


def _before(element: html.HtmlElement) -> Iterator[str]:
    """Give the texts before an element among its siblings: the nearest ones, then the very first.

    A long text is given in part.
    """
    for sibling in islice(element.itersiblings(preceding=True), _NEAR):
        yield markup.squeeze(sibling.tail)
        yield _beginning(sibling)
    parent = element.getparent()
    if parent is not None:
        yield markup.squeeze(parent.text)
        if parent[0] is not element:
            yield _beginning(parent[0])


def _beginning(element: html.HtmlElement) -> str:
    """Give the text of an element, of a long one so much that its length shows."""
    if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
        return ""
    text = ""
    for part in islice(element.itertext(), _PARTS):
        text += markup.squeeze(part)
        if len(text) > _HEAD:
            break
    return text


def _clicked(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give the literal addresses in `onclick` and after `javascript:`, also in a call."""
    for element in root.xpath("//*[@onclick or starts-with(@href, 'javascript:')]"):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        found = _LITERAL.findall(script) or [
            argument for argument in _ARGUMENT.findall(script) if _ADDRESS.fullmatch(argument)
        ]
        if found:
            label = markup.squeeze(element.get("title") or element.text_content())
            yield found[0], label or _pictured(element)


def _in_attributes(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Give the entries of boxes whose values are addresses, and what has one in `data-…`."""
    for element in root.iter("option", "li", "a", "div", "span", "dd", "td", "p"):
        for name, value in element.items():
            given = name.startswith("data-") or (element.tag == "option" and name == "value")
            if given and _ADDRESS.fullmatch(value.strip()) and not markup.is_file(value):
                label = markup.squeeze(element.text_content()) or _pictured(element)
                if len(label) <= _ENTRY:
                    yield value.strip(), label


def _scripts(root: html.HtmlElement) -> Iterator[str]:
    """Give the page's scripts, so many characters of them together."""
    left = _SCRIPTS
    for script in root.iter("script"):
        text = (script.text or "")[:left]
        left -= len(text)
        yield text


def _members(text: str) -> Iterator[tuple[str, str]]:
    """Give the members of literal objects that have an address and something in Chinese."""
    for part in re.split(r"[{}]", text):
        values = [_string(value) for value in _MEMBER.findall(part)]
        addresses = [value for value in values if _ADDRESS.fullmatch(value)]
        labels = [value for value in values if _HAN.search(value) and value not in addresses]
        if addresses and labels:
            yield addresses[0], markup.squeeze(labels[0])


def _written(text: str) -> html.HtmlElement | None:
    """Give the links that a script writes into the page, as a tree; None when there are none."""
    if "<a" not in text:
        return None
    joined = re.sub(r"[\"']\s{0,9}\+\s{0,9}[\"']", "", text).replace("\\", "")
    found = "".join(_ANCHOR.findall(joined))
    return html.fromstring(f"<div>{found}</div>") if found else None


def _string(literal: str) -> str:
    """Read a literal of JavaScript; what JSON does not read stays as it stands."""
    inner = literal[1:-1]
    try:
        return str(json.loads(f'"{inner}"')) if literal[0] == '"' else inner.replace("\\/", "/")
    except ValueError:
        return inner

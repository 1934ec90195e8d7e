"""How a listing goes on, learned from the links that its page prints (翻页).

Receives a tree, its text and its address. Gives the pages that the page links, those that lie
between them by a rule that every printed link obeys, the total, and whether all that the page
shows can be followed. Whether page 2 is `index_1` or `index_2`, and whether numbers count up or
down, is never assumed: a page that shows more than it links is `complete=False`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from crawler.pages import markup
from crawler.pages.listings import is_document

_NEXT = re.compile(r"^[\[\s]*(?:下一?页|后一?页|下一頁|next)[\]\s>»›]*$|^[>»›]{1,2}$", re.I)
_LAST = re.compile(r"^[\[\s]*(?:尾\s*页|末\s*页|最后一?页|last)[\]\s>»›|]*$", re.I)
_NUMBER = re.compile(r"^[\[(\s]*(?:第\s*)?(\d{1,3})(?:\s*页)?[\])\s]*$")

_COMMENT = re.compile(r"<!--.*?-->|/\*.*?\*/|(?:^|(?<=>))[ \t]*//.*?$", re.S | re.M)
_PAGES = (
    re.compile(r"(?:共|总计)\s*(?:<[^>]+>\s*)*(\d{1,4})\s*(?:</[^>]+>\s*)*页"),
    re.compile(r"总页数\s*[:：]?\s*(?:<[^>]+>\s*)*(\d{1,4})"),
    re.compile(r">\s*第?\s*\d{1,4}\s*/\s*(\d{1,4})\s*<"),
    re.compile(r"(?<!\d)\d{1,4}\s*/\s*(\d{1,4})\s*页"),
    re.compile(r"条(?:&nbsp;|\s)*\d{1,4}\s*/\s*(\d{1,4})"),
    re.compile(
        r"\b(?:pageCount|totalPages?|countPage|page_count|pageTotal)[\"']?\s*[:=]\s*[\"']?(\d+)",
        re.I,
    ),
)
_CURRENT = (
    re.compile(
        r"(?:当前|目前)?第\s*(?:<[^>]+>\s*)*(\d{1,4})\s*(?:</[^>]+>\s*)*(?:/\s*\d{1,4}\s*)?页"
    ),
    re.compile(r">\s*第?\s*(\d{1,4})\s*/\s*\d{1,4}\s*<"),
    re.compile(r"(?<!\d)(\d{1,4})\s*/\s*\d{1,4}\s*页"),
    re.compile(r"条(?:&nbsp;|\s)*(\d{1,4})\s*/\s*\d{1,4}"),
    re.compile(r"\b(?:pageIndex|currentPage|pageNo|curPage)[\"']?\s*[:=]\s*[\"']?(\d+)\b", re.I),
)
_TOTAL = (
    re.compile(
        r"(?:共|总计)\s*(?:有)?\s*(?:<[^>]+>\s*)*(\d{1,6})\s*(?:</[^>]+>\s*)*(?:条|篇|个记录)"
    ),
    re.compile(r"(?:总记录数|记录总数)\s*[:：]?\s*(?:<[^>]+>\s*)*(\d{1,6})"),
)
_CALL = re.compile(
    r"createPageHTML\(\s*(?:(?P<q>[\"'])[^\"']*(?P=q)\s*,\s*)?(?P<count>\d+)\s*,\s*(?P<current>\d+)\s*,"
    r"\s*[\"'](?P<name>[\w-]+)[\"']\s*,\s*[\"'](?P<ext>\w+)[\"'](?:\s*,\s*(?P<total>\d+))?"
)
"""The pager of several systems: pages, this page, name, extension, and in some the total."""

_ADDRESS = re.compile(
    r"""["']([^"'\s]+\.(?:s?html?|jhtml|aspx|jsp|do)(?:\?[^"'\s]*)?|\?[^"'\s]+)["']"""
)
_ARGUMENT = re.compile(r"\w+\(\s*[\"']?(\d{1,4})[\"']?\s*\)")
_TEMPLATE = re.compile(r"""["']([\w./?=&-]*[_=/-])["']\s*\+\s*\w+\s*\+\s*["'](\.\w+)["']""")
_DISABLED = re.compile(r"disab|_d\b|\bcur(?:rent)?\b|\bactive\b|\bon\b|\bno-?(?:more|next)\b", re.I)
_CHOSEN = re.compile(r"cur|\bon\b|active|selected|\bnow\b|_d\b|\bcpb\b", re.I)
_PAGE_NUMBER = re.compile(r"_(\d+)\.\w+$")


MOST_PAGES = 1000
"""No column of reports has more; a page that says so is followed so far, and not complete."""


@dataclass(frozen=True, slots=True)
class Paging:
    """How a listing goes on from one page."""

    next: tuple[str, ...] = ()
    """Addresses of the pages that follow, in their order where that is known."""
    total: int | None = None
    """Rows of the whole listing, where the page says so."""
    complete: bool = True
    """False when the page shows that there is more than `next` leads to."""
    found: bool = False
    """Whether the page has a pager at all."""


def read(root: html.HtmlElement, text: str, base: str) -> Paging:
    """Read the pager of a page; `text` is its source."""
    source = _COMMENT.sub("", text)
    total = _first(_TOTAL, source)
    if call := _CALL.search(source):
        return _called(call, base, total)
    steps = list(_steps(root, source, base))
    numbered = {step.number: step.url for step in steps if step.number and step.url}
    following = next((step for step in steps if step.kind == "next"), None)
    last = next((step for step in steps if step.kind == "last"), None)
    count = _first(_PAGES, source)
    current = _where(numbered, following) or _chosen(root) or _first(_CURRENT, source)
    if count is None and numbered:
        count = max(*numbered, current or 1)
    if count and last and last.url:
        numbered.setdefault(count, last.url)
    if current and following and following.url:
        numbered.setdefault(current + 1, following.url)
    led = [step.url for step in (following, last) if step and step.url]
    ended = bool(count is not None and (current or 1) >= count and not led)
    first = {urldefrag(base).url, numbered.get(1)}
    urls = [u for u in (*_ahead(numbered, count, current), *led) if u not in first]
    dead = any(not step.url and not step.disabled for step in steps)
    more = dead or bool(count and count > (current or 1))
    return Paging(
        () if ended else tuple(dict.fromkeys(urls)),
        total,
        complete=(bool(urls) or ended or not more) and (count or 0) <= MOST_PAGES,
        found=bool(steps) or count is not None or total is not None,
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A link of a pager: to a numbered page, the next or the last."""

    kind: str
    number: int | None
    url: str
    """Empty when the link leads nowhere that the page tells."""
    disabled: bool = False


def _steps(root: html.HtmlElement, source: str, base: str) -> Iterator[_Step]:
    template = _TEMPLATE.search(source)
    for element in root.iter("a", "option"):
        label = markup.squeeze(element.text_content())
        number = _NUMBER.match(label)
        kind = "next" if _NEXT.match(label) else "last" if _LAST.match(label) else ""
        if not number and not kind:
            continue
        if element.tag == "option" and not (number and _jumps(element)):
            continue
        url = _target(element, template, base)
        if number and not url and (int(number[1]) < 2 or not _scripted(element)):
            continue  # a number that leads nowhere is the page itself, or no pager's
        if url and is_document(url):
            continue  # slides are numbered too
        here = url == urldefrag(base).url
        marks = f"{element.get('class') or ''} {element.get('disabled') or ''}"
        disabled = here or bool(_DISABLED.search(marks))
        value = int(number[1]) if number else None
        yield _Step(kind, value, "" if here and kind else url, disabled)


def _scripted(element: html.HtmlElement) -> bool:
    """Say whether a click on a link runs a script that does something."""
    script = f"{element.get('href') or ''} {element.get('onclick') or ''}"
    return bool(re.search(r"\w\(\s*[^)\s]", script)) and "void(" not in script


def _jumps(option: html.HtmlElement) -> bool:
    """Say whether choosing an option leads to its value."""
    select = next(option.iterancestors("select"), None)
    return select is not None and "location" in (select.get("onchange") or "")


def _target(element: html.HtmlElement, template: re.Match[str] | None, base: str) -> str:
    """Give where a pager's link leads: its address, or the one its script names literally."""
    href = (element.get("href") or element.get("value") or "").strip()
    script = element.get("onclick") or ""
    if href.lower().startswith("javascript:"):
        script, href = href + script, ""
    if href and not href.startswith("#"):
        return _joined(base, href)
    if address := _ADDRESS.search(script):
        return _joined(base, address[1])
    argument = _ARGUMENT.search(script)
    if template and argument:
        return _joined(base, f"{template[1]}{argument[1]}{template[2]}")
    return ""


def _joined(base: str, href: str) -> str:
    try:
        url = urldefrag(urljoin(base, href)).url
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.hostname == urlsplit(base).hostname else ""


def _where(numbered: dict[int, str], following: _Step | None) -> int | None:
    """Give the number of this page, where the next one is linked by its number too."""
    if following is None or not following.url:
        return None
    return next((n - 1 for n, url in numbered.items() if url == following.url), None)


def _chosen(root: html.HtmlElement) -> int | None:
    """Give the number that the pager marks as this page's own: `<span class="current">3</span>`."""
    for element in root.iter("a", "span", "b", "strong", "em", "font", "li", "option"):
        number = _NUMBER.match(element.text or "") if len(element) == 0 else None
        if number and (_CHOSEN.search(element.get("class") or "") or "selected" in element.attrib):
            return int(number[1])
    return None


def _ahead(numbered: dict[int, str], count: int | None, current: int | None) -> list[str]:
    """Give the addresses of the pages after this one: the linked, and those the rule puts between.

    A rule is two or more numbered links that differ in one number of their addresses, by the same
    step a page; a link that breaks it leaves only the links.
    """
    after = current or 1
    linked = {number: url for number, url in numbered.items() if number > after}
    rule = _rule(linked)
    if rule is None or not count:
        return [linked[number] for number in sorted(linked)]
    before, start, step, behind = rule
    pages = range(after + 1, min(count, MOST_PAGES) + 1)
    made = [f"{before}{start + step * number}{behind}" for number in pages]
    if any(not value.isdecimal() for value in (str(start + step * n) for n in pages)):
        return [linked[number] for number in sorted(linked)]
    return made


def _rule(linked: dict[int, str]) -> tuple[str, int, int, str] | None:
    """Give (text before, number of page 0, step a page, text behind) that all links obey."""
    if len(linked) < 2:
        return None
    (first, one), (second, two) = sorted(linked.items())[:2]
    for place in re.finditer(r"\d+", one):
        before, behind = one[: place.start()], one[place.end() :]
        if not (two.startswith(before) and two.endswith(behind)):
            continue
        other = two[len(before) : len(two) - len(behind)]
        if not other.isdecimal():
            continue
        step, rest = divmod(int(other) - int(place[0]), second - first)
        if rest or not step:
            continue
        start = int(place[0]) - step * first
        if all(url == f"{before}{start + step * n}{behind}" for n, url in linked.items()):
            return before, start, step, behind
    return None


def _called(call: re.Match[str], base: str, total: int | None) -> Paging:
    """Read `createPageHTML(pages, this, name, extension)`.

    The first page, whose address has no number, calls itself 0 or 1: so do the files count, and
    page 2 is `name_1` or `name_2`. Another page adds nothing to what the first has named.
    """
    count, current = int(call["count"]), int(call["current"])
    if call["total"]:
        total = int(call["total"])
    if _PAGE_NUMBER.search(urlsplit(base).path) or current > 1:
        return Paging((), total, found=True)
    numbers = range(current + 1, current + min(count, MOST_PAGES))
    urls = tuple(urljoin(base, f"{call['name']}_{number}.{call['ext']}") for number in numbers)
    return Paging(urls, total, count <= MOST_PAGES, found=True)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> int | None:
    for pattern in patterns:
        if found := pattern.search(text):
            return int(found[1])
    return None

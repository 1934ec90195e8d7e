"""TRS WCM (拓尔思): static pages.

A listing is a folder. Its pages are `index.html`, `index_1.html`, `index_2.html` …; how many there
are stands in a script: `createPageHTML(10, 0, "index", "html")`, `var countPage = 10`,
`Pager({size:10, current:0, prefix:'index', suffix:'html'})`, or as rows, `m_nRecordCount` and
`m_nPageSize`. Documents are `./202503/t20250320_534737.html` or `./20200617/t0035_1372757.html`,
attachments beside them `./P020250320….pdf`, whose names say nothing. Reports may be kept in one
folder a year below the column; those are read as its further pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import markup
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

_DOCUMENT = re.compile(
    r"/t(\d{4})(\d\d)(\d\d)_\d+\.s?html?$|/(\d{4})(\d\d)(\d\d)/t\d{4}_\d+\.s?html?$"
)
_FILE = re.compile(r"/P0\d{8,}\.\w+$")
_CALL = re.compile(
    r"""createPageHTML\(\s*(?:["'][^"']*["']\s*,\s*)?(?P<count>\d+)\s*,\s*(?P<current>\d+)\s*,"""
    r"""\s*["'](?P<name>\w+)["']\s*,\s*["'](?P<extension>\w+)["']"""
)
_PAGER = re.compile(r"\bPager\(\s*\{([^{}]*)\}")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_RECORDS = re.compile(r"\bm_nRecordCount\s*=\s*[\"']?(\d+)")
_SIZE = re.compile(r"\bm_nPageSize\s*=\s*[\"']?(\d+)")
_PAGE_NAME = re.compile(r"/([A-Za-z]\w*?)(?:_(\d+))?\.(s?html?)$")
_COMMENT = re.compile(r"^[ \t]*//.*$", re.M)
_MORE = re.compile(r">\s*(?:下一页|下页|尾页)\s*<")
_EDITOR = re.compile(r"TRS_(?:Editor|UEDITOR)|trs_(?:editor_view|paper_default)")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?(?:政府)?(?:信息公开)?(?:工作)?(?:年度)?(?:报告|年报)?")
_BODY = (
    "descendant::*[contains(@class, 'TRS_Editor') or contains(@class, 'trs_editor_view')"
    " or contains(@class, 'TRS_UEDITOR') or @id='zoom']"
)


@dataclass(frozen=True, slots=True)
class _Pager:
    """How a listing is cut into pages, as far as its script says."""

    count: int
    current: int
    name: str
    extension: str
    total: int | None = None


def detect(page: Page) -> float:
    """Say how sure it is: the names of its documents, its pager, its editor, its files.

    Documents may lie on a sister host, `www.km.gov.cn` for `rsj.km.gov.cn`. The editor's marks
    travel with text that is pasted elsewhere, and the pager's script is used by other platforms
    too: neither is enough alone.
    """
    here = urlsplit(page.url)
    links = (urlsplit(url) for _, url in markup.links(markup.tree(page), page.url))
    own = {link.path for link in links if _site(link) == _site(here)} | {here.path}
    names = sum(bool(_DOCUMENT.search(path)) for path in own)
    others = (
        _pager(page) is not None,
        bool(_EDITOR.search(page.text)),
        any(_FILE.search(path) for path in own),
    )
    if not names:
        return (0.0, 0.3, 0.6, 0.6)[sum(others)]
    if any(others):
        return 0.9
    return 0.75 if names > 1 or _DOCUMENT.search(here.path) else 0.55


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(lead for lead in leads if not _DOCUMENT.search(urlsplit(lead.url).path))


def listing(page: Page) -> Listing:
    """Read a listing page.

    Rows are links to documents or files that lie below the column, or that stand in a list item
    with a date. Refuses a page with neither rows, nor a pager, nor folders of years.
    """
    root = markup.tree(page)
    folder = urljoin(page.url, ".")
    rows: dict[str, Row] = {}
    for anchor, url in markup.links(root, page.url):
        named = _date(url)
        if not named and not markup.is_file(url):
            continue
        line = _line(anchor)
        shown = markup.date_of(line.text_content()) if line is not None else None
        if not shown and not url.startswith(folder):
            continue  # a link of the page's frame, not of its list
        title = markup.link_title(anchor)
        if title:
            rows.setdefault(url, Row(url, title, shown or named))
    pager = _pager(page)
    years = _years(root, page.url)
    if pager is None and not rows and not years:
        raise NotAListingError("no row that leads to t<date>_<id>.html or a file, and no pager")
    following, understood = _following(root, page, pager)
    asks = dict.fromkeys((*following, *years))
    return Listing(tuple(rows.values()), tuple(asks), pager.total if pager else None, understood)


def document(page: Page) -> Document:
    """Read a document's page; attachments are the files its body links, or the page's own P0…."""
    root = markup.tree(page)
    bodies = root.xpath(_BODY)
    files = {a.url: a for a in markup.attachments(bodies or [root], page.url)}
    for extra in markup.attachments([root], page.url):
        if _FILE.search(urlsplit(extra.url).path):
            files.setdefault(extra.url, extra)
    date = markup.date_of(markup.meta(root, "PubDate")) or _date(page.url)
    return Document(markup.heading(root), date, tuple(files.values()))


def _site(url: SplitResult) -> str:
    """Give the domain a host shares with its sisters: `km.gov.cn` for `rsj.km.gov.cn`."""
    return ".".join((url.hostname or "").split(".")[-3:])


def _date(url: str) -> str | None:
    """Give the date in a document's address; None for an address that is no document's."""
    found = _DOCUMENT.search(urlsplit(url).path)
    return "-".join(filter(None, found.groups())) if found else None


def _line(anchor: html.HtmlElement) -> html.HtmlElement | None:
    """Give the list item, table row or definition a link stands in."""
    return next(anchor.iterancestors("li", "tr", "dd", "dl"), None)


def _pager(page: Page) -> _Pager | None:
    """Read the script that draws the pager; None when there is none that is known."""
    text = _COMMENT.sub("", markup.without_comments(page.text))
    named = _PAGE_NAME.search(urlsplit(page.url).path)
    name, number, extension = named.groups() if named else ("index", None, "html")
    records, size = _RECORDS.search(text), _SIZE.search(text)
    total = int(records[1]) if records else None
    if call := _CALL.search(text):
        count, current = int(call["count"]), int(call["current"])
        return _Pager(count, current, call["name"], call["extension"], total)
    if called := _PAGER.search(text):
        said = dict(re.findall(r"(\w+)\s*:\s*[\"']?(\w+)", called[1]))
        if said.get("size", "").isdigit():
            current = int(said["current"]) if said.get("current", "").isdigit() else 0
            drawn = said.get("prefix", str(name)), said.get("suffix", str(extension))
            return _Pager(int(said["size"]), current, *drawn)
    if found := _COUNT.search(text):
        return _Pager(int(found[1]), int(number or 0), name, extension, total)
    if total is not None and size and int(size[1]):
        return _Pager(-(-total // int(size[1])), int(number or 0), name, extension, total)
    return None


def _following(
    root: html.HtmlElement, page: Page, pager: _Pager | None
) -> tuple[tuple[Ask, ...], bool]:
    """Name the other pages on the first one, and say whether the paging was understood.

    The second page is `index_1`, unless the first calls itself 1 or links `index_2` and no
    `index_1`. Without a script the links of the pager are followed from page to page.
    """
    named = _PAGE_NAME.search(urlsplit(page.url).path)
    name, own, extension = named.groups() if named else ("index", None, "html")
    linked = _linked(root, page.url, pager.name if pager else name)
    if pager is None:
        further = sorted(number for number in linked if number > int(own or 0))
        return _asks(page.url, name, extension, further), bool(linked) or not _MORE.search(
            page.text
        )
    if own or (pager.current and pager.current != 1):
        return (), True
    from_one = pager.current == 1 or (2 in linked and 1 not in linked)
    numbers = range(2, pager.count + 1) if from_one else range(1, pager.count)
    return _asks(page.url, pager.name, pager.extension, numbers), True


def _asks(base: str, name: str, extension: str, numbers: range | list[int]) -> tuple[Ask, ...]:
    urls = (urljoin(base, f"{name}_{number}.{extension}") for number in numbers)
    return tuple(Ask(url, "listing") for url in urls)


def _linked(root: html.HtmlElement, base: str, name: str) -> set[int]:
    """Give the numbers of the pages of this listing that the page links."""
    folder = urljoin(base, ".")
    found = set()
    for _, url in markup.links(root, base):
        page = _PAGE_NAME.search(urlsplit(url).path)
        if page and page[1] == name and page[2] and urljoin(url, ".") == folder:
            found.add(int(page[2]))
    return found


def _years(root: html.HtmlElement, base: str) -> tuple[Ask, ...]:
    """Give the folders of years that lie directly below the column: they are parts of it."""
    folder = urljoin(base, ".")
    found: dict[Ask, None] = {}
    for anchor, url in markup.links(root, base):
        below = url.removeprefix(folder) if url.startswith(folder) else ""
        label = re.sub(r"\s", "", markup.link_title(anchor))
        if re.fullmatch(r"[^/?#]+/(?:index\.s?html?)?", below) and _YEAR.fullmatch(label):
            found[Ask(url, "listing")] = None
    return tuple(found)

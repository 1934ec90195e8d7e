"""Hanweb JCMS (大汉), columns that its `jpage` script lists: XML behind `dataproxy.jsp`.

A column is `/col/col37/index.html`. The first rows are in the page already, as
`<datastore><recordset><record><![CDATA[…]]></record>`; what follows is asked of
`/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15` with a form that the page's
script spells out (`columnid`, `unitid`, `webid` …). Older sites have no such script: their
`<nextgroup>` names the next batch, `dataproxy.jsp?page=1&…`, and so does each answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml import html

from crawler.ledger.asks import Ask
from crawler.pages import hanweb, markup
from crawler.platforms import Document, Lead, Listing, NotAListingError, Page, Row

_PROXY = re.compile(r"/jpage/dataproxy\.jsp$")
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)\s*</totalrecord>")
_NEXT = re.compile(r"href\s*=\s*[\"']([^\"']*dataproxy\.jsp\?[^\"']+)")
_CALL = re.compile(r"[\"']#(\w+)[\"']\s*\)\s*\.jpage\s*\(")
_PARAMS = re.compile(r"(?:\bparam_(\w+)\s*=|\bproxyParam\s*:)\s*\{([^{}]*)\}")
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|(\d+))")
_GROUP = 3
"""Pages that the script asks for at once, where it does not say."""

_MOST = 50
"""Lists of one page that are looked at."""

_SIZE = 45
"""Rows to ask for at once, where neither script nor page tells: three pages of fifteen."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A list of a page: its rows, and how the rest is asked for."""

    rows: tuple[Row, ...]
    form: dict[str, str]
    proxy: str
    total: int | None
    per_page: int
    batch: int
    following: str

    @property
    def column(self) -> str:
        """Give the column the list is of, by its form or by the address of its next batch."""
        asked = parse_qs(urlsplit(self.following).query)
        return self.form.get("columnid") or asked.get("columnid", [""])[0]


def detect(page: Page) -> float:
    """Say how sure it is: the interface, the list in the page, the call of the script.

    A page of another module of the same maker that holds such a list on its margin is not of this
    platform; nor is one of the maker's newer platform.
    """
    if _PROXY.search(urlsplit(page.url).path):
        return 0.95 if "<recordset" in page.text else 0.7
    text = markup.source(page)
    other = bool(hanweb.NEWER.search(text)) or hanweb.uses_disclosure(page)
    records = "<record>" in text or markup.tree(page).find(".//record") is not None
    found = records + bool(_CALL.search(text)) + ("jpage/dataproxy" in text)
    if found:
        column = hanweb.column_of(page.url)
        foreign = other and not any(unit.column == column for unit in _units(page))
        return 0.3 if foreign else (0.75, 0.9, 0.95)[found - 1]
    return 0.0 if other or hanweb.is_disclosure(page) else hanweb.marks(page)


def columns(page: Page) -> tuple[Lead, ...]:
    """Give the entries of the page's menus; links to documents and files are none."""
    leads = markup.menu(markup.tree(page), page.url)
    return tuple(
        lead
        for lead in leads
        if not hanweb.is_document(lead.url) and not hanweb.is_attachment(lead.url)
    )


def listing(page: Page) -> Listing:
    """Read a column's page, or an answer of its interface.

    Of several lists in a page those of the page's own column count. Refuses a page without a list
    and an answer without a `<recordset>`.
    """
    if _PROXY.search(urlsplit(page.url).path):
        return _answer(page)
    units = _units(page)
    column = hanweb.column_of(page.url)
    units = [unit for unit in units if unit.column == column] or units
    if not units:
        raise NotAListingError("no <recordset> and no call of jpage in the page")
    rows = {row.url: row for unit in units for row in unit.rows}
    totals = [unit.total for unit in units]
    asks = dict.fromkeys(ask for unit in units for ask in _following(page.url, unit))
    known = all(total is not None for total in totals)
    total = sum(filter(None, totals)) if known else None
    if not rows and not asks and total is None and "<recordset" not in page.text:
        raise NotAListingError("a call of jpage with neither rows, nor a form, nor a total")
    lost = total is not None and len(rows) < total and not asks
    return Listing(tuple(rows.values()), tuple(asks), total, not lost)


def document(page: Page) -> Document:
    """Read a document's page; attachments are what downfile.jsp sends and files of the body."""
    return hanweb.document(page)


def _units(page: Page) -> list[_Unit]:
    """Give every list of a page: what its script says joined with the rows in the page."""
    text = markup.without_comments(page.text)
    stores = list(markup.between(text, "<datastore", "</datastore>"))
    calls = list(islice(_CALL.finditer(text), _MOST))
    params = {found[1]: _pairs(found[2]) for found in _PARAMS.finditer(text) if found[1]}
    used: set[int] = set()
    units = []
    for position, call in enumerate(calls):
        end = calls[position + 1].start() if position + 1 < len(calls) else len(text)
        said = text[call.end() : end]
        inline = next((f for f in _PARAMS.finditer(said) if not f[1]), None)
        form = _pairs(inline[2]) if inline else params.get(call[1], {})
        held = re.search(rf"id\s*=\s*[\"']?{call[1]}\b", text)
        at, store = next((s for s in stores if held and s[0] > held.start()), (-1, ""))
        units.append(_unit(page.url, "" if at in used else store, form, said))
        used.add(at)
    units += [_unit(page.url, store, {}, "") for at, store in stores if at not in used]
    return units


def _unit(base: str, store: str, form: dict[str, str], said: str) -> _Unit:
    rows = _rows(store, base)
    total = re.search(r"\btotalRecord\s*:\s*[\"']?(\d+)", said) or _TOTAL.search(store)
    size = re.search(r"\bperPage\s*:\s*[\"']?(\d+)", said)
    group = re.search(r"\bgroupSize\s*:\s*[\"']?(\d+)", said)
    proxy = re.search(r"\bproxyUrl\s*:\s*[\"']([^\"']*dataproxy\.jsp)", said)
    per_page = int(size[1]) if size else 0
    batch = per_page * (int(group[1]) if group else _GROUP)
    return _Unit(
        rows,
        form,
        proxy[1] if proxy else "",
        int(total[1]) if total else None,
        per_page or len(rows) or _SIZE,
        batch or len(rows) or _SIZE,
        _named_next(store),
    )


def _following(base: str, unit: _Unit) -> list[Ask]:
    """Name the batches after the rows in the page; by number where script and total tell them."""
    first = len(unit.rows) + 1
    if unit.total is not None and first > unit.total:
        return []
    if unit.form and unit.proxy:
        # Without a total one more batch is asked for; its answer tells the total.
        last = unit.total or first
        return [_batch(base, unit, start) for start in range(first, last + 1, unit.batch)]
    return [Ask(urljoin(base, unit.following), "listing")] if unit.following else []


def _batch(base: str, unit: _Unit, first: int) -> Ask:
    last = first + unit.batch - 1
    query = {
        "startrecord": first,
        "endrecord": min(last, unit.total) if unit.total else last,
        "perpage": unit.per_page,
    }
    url = f"{urljoin(base, unit.proxy)}?{urlencode(query)}"
    return Ask(url, "listing", "POST", urlencode(unit.form))


def _answer(page: Page) -> Listing:
    """Read an answer of the interface: a batch by number, or by page, which names the next."""
    if "<recordset" not in page.text:
        raise NotAListingError("no <recordset> in the answer of dataproxy.jsp")
    rows = _rows(page.text, page.url)
    found = _TOTAL.search(page.text)
    total = int(found[1]) if found else None
    first, last = (_number(page.url, name) for name in ("startrecord", "endrecord"))
    if first >= 0:
        expected = min(last, last if total is None else total) - first + 1
        return Listing(rows, (), total, complete=len(rows) >= expected)
    following = _named_next(page.text)
    url = urljoin(page.url, following) if following else ""
    # Past the end some sites go on naming batches, each as empty as the one before.
    goes_on = bool(rows) and _number(url, "page") > _number(page.url, "page")
    return Listing(rows, (Ask(url, "listing"),) if goes_on else (), total)


def _number(url: str, name: str) -> int:
    """Give a number of an address's query; -1 when there is none."""
    asked = parse_qs(urlsplit(url).query).get(name, [""])[0]
    return int(asked) if asked.isdigit() else -1


def _named_next(store: str) -> str:
    """Give the address in `<nextgroup>`; empty when there is none."""
    groups = (_NEXT.search(group) for _, group in markup.between(store, "<nextgroup>", "</next"))
    return next((found[1].replace("&amp;", "&").strip() for found in groups if found), "")


def _rows(store: str, base: str) -> tuple[Row, ...]:
    records = []
    for _, record in markup.between(store, "<record>", "</record>"):
        records += [data for _, data in markup.between(record, "<![CDATA[", "]]>")]
    return hanweb.rows((html.fromstring(f"<div>{record}</div>") for record in records), base)


def _pairs(script: str) -> dict[str, str]:
    """Read the members of a literal object of a script: names to strings or numbers."""
    return {
        pair[1]: next(value for value in pair.groups()[1:] if value is not None)
        for pair in _PAIR.finditer(script)
    }

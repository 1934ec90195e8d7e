"""The walk from a portal's home page to its column of annual reports. Pure: it names what to ask.

Receives the pages as they come, one by one. Gives the next ask, best promise first, and in the end
the columns it would propose. Takes at most `STEPS` steps from the home page and `REQUESTS`
requests; a walk that finds the column stops at once.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

from crawler.discovery import entries, labels
from crawler.findings import titles
from crawler.ledger.asks import Ask
from crawler.pages import listings, markup
from crawler.platforms import Lead, Listing, NotAListingError, Page, adapters, told

STEPS = 4
"""Clicks from the home page: 政府信息公开 → 政府信息公开年报 is two, by way of an office four."""

REQUESTS = 60
"""Requests a portal, its robots.txt left out."""

COLUMN = 5.0
"""What a label must promise to be looked at before the menus: 环境质量年报 promises less."""

PLAIN = 12
"""Entries of the home page that promise nothing and are looked at when nothing else is left; as
many again of the menus behind it."""

LAST = 50.0
"""Rank from which such entries wait; they are let be when there is anything to propose."""

PLAIN_LABEL = 8
"""Characters of such an entry's label at most: headlines are longer."""

OWN = labels.Promise("menu", 4.0)
"""What the unit's own name promises on a page that lists units."""

DOCUMENT = 8.0
"""What a label must promise of an address shaped like a document's: headlines promise less."""

ENOUGH = 3
"""Rows titled as reports of different years from which a page is the column, whatever its label."""

SURE = 16.0
"""Worth from which a column needs no further look."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A column that a person may confirm."""

    url: str
    platform: str
    """The adapter that read it; empty when none is sure."""
    label: str
    """The menu's entry that led to it."""
    path: tuple[str, ...]
    """The labels from the home page on, this one last."""
    years: tuple[int, ...]
    """Years that its rows name, newest first."""
    rows: int
    reports: int
    """Rows titled as reports."""
    own: bool
    """Whether the rows that name an organ name the unit."""
    worth: float

    @property
    def evidence(self) -> str:
        """Say in one line why it is proposed."""
        span = f", {self.years[-1]}-{self.years[0]}" if self.years else ""
        whose = "" if self.own else ", of other organs too"
        return (
            f"{' → '.join(self.path) or 'home page'}: {self.reports} of {self.rows} rows titled as"
            f" reports{span}{whose}"
        )


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """A page that could be asked for next."""

    rank: float
    serial: int
    ask: Ask = field(compare=False)
    depth: int = field(compare=False)
    path: tuple[str, ...] = field(compare=False)
    promised: labels.Promise = field(compare=False)
    column: str = field(default="", compare=False)
    """Of a page of a listing: the column's own address."""


class Walk:
    """One walk over one portal."""

    def __init__(self, home: str, names: Iterable[str] = ()) -> None:
        """Begin at an address; `names` are those of the unit, to tell its reports from others'."""
        self.requests = 0
        self._home = home
        self._names = frozenset(titles.plain(name) for name in names)
        self._waiting: list[_Step] = []
        self._known: dict[str, float] = {}
        self._asked: set[str] = set()
        self._plain = [0, 0]
        """Entries kept for the end, of the home page and of those behind it."""
        self._found: dict[str, Proposal] = {}
        self._serial = 0
        self._now: _Step | None = None
        self._add(Lead(home, ""), 0, (), labels.Promise("menu", 20.0))

    def next(self) -> Ask | None:
        """Give the ask that promises most; None when the walk is over."""
        while self._waiting and self.requests < REQUESTS and not self._done():
            step = heapq.heappop(self._waiting)
            if (key := _key(step.ask)) in self._asked:
                continue  # asked already, when another entry promised more of it
            if step.rank >= LAST and any(one.years for one in self._found.values()):
                break
            self._asked.add(key)
            self._now = step
            self.requests += 1
            return step.ask
        return None

    def heard(self, page: Page | None) -> None:
        """Take the answer to the last ask; None when there was none that can be read."""
        step = self._now
        self._now = None
        if step is None or page is None:
            return
        name = told(page)
        adapter = adapters()[name or "static"]  # lists of systems that nobody knows are like it
        try:
            listing = adapter.listing(page)
        except NotAListingError:
            listing = Listing(())
        leads = (*adapter.columns(page), *entries.leads(page))
        if step.path:  # the home page lists news
            self._weigh(step, page, name, listing, leads)
        if step.depth < STEPS and not step.column:
            for lead in leads:
                self._consider(lead, step)
            self._look_inside(page, step)
        if step.path:
            self._continue(step, page, listing, leads)

    def proposals(self) -> list[Proposal]:
        """Give what was found, the best first."""
        return sorted(self._found.values(), key=lambda one: (-one.worth, one.url))

    def _done(self) -> bool:
        """Say whether a column was found that needs no further look."""
        return any(
            one.own and len(one.years) >= ENOUGH and one.worth >= SURE for one in self.proposals()
        )

    def _weigh(
        self, step: _Step, page: Page, name: str, listing: Listing, leads: Iterable[Lead]
    ) -> None:
        """Propose the page as the column when its rows are reports."""
        url = step.column or page.url
        rows = listing.rows
        named = [(row.title, titles.read(row.title)) for row in rows]
        reports = [one for _, one in named if one.kind == "report"]
        short = [one for title, one in named if one.kind == "partly" and labels.is_short(title)]
        if step.promised.kind == "column":
            reports += short  # 2019年年报 in a column of that name
        years = {year for one in reports for year in one.years[:1]}
        tabs = [lead for lead in leads if labels.is_year(lead.label)]
        if step.promised.kind == "column" and len(tabs) >= 2:
            years |= {int(titles.plain(lead.label)[:4]) for lead in tabs}
        if len(years) < (1 if step.promised.kind == "column" else ENOUGH):
            self._by_label(step, page, name, listing)
            return
        organs = [one.organ for one in reports if one.organ]
        own = not organs or not self._names or any(self._is_own(organ) for organ in organs)
        share = len(reports) / len(rows) if rows else 1.0
        known = self._found.get(url)
        years |= set(known.years) if known else set()
        self._found[url] = Proposal(
            url,
            name,
            step.path[-1],
            step.path,
            tuple(sorted(years, reverse=True)),
            len(rows) + (known.rows if known else 0),
            len(reports) + (known.reports if known else 0),
            own,
            step.promised.weight + min(len(years), 6) + 6 * share + (6 if own else 0),
        )

    def _by_label(self, step: _Step, page: Page, name: str, listing: Listing) -> None:
        """Propose a page for its label alone: still empty, or its rows are drawn by a script.

        Only where nothing in it says otherwise; it is worth less than anything with a report.
        """
        sure = step.promised.kind == "column" and step.promised.weight >= DOCUMENT
        if sure and not step.column and not listing.rows and not listings.is_document(page.url):
            self._found.setdefault(
                page.url,
                Proposal(
                    page.url,
                    name,
                    step.path[-1],
                    step.path,
                    (),
                    0,
                    0,
                    False,
                    step.promised.weight / 10,
                ),
            )

    def _has_years(self, url: str) -> bool:
        return url in self._found and bool(self._found[url].years)

    def _is_own(self, organ: str) -> bool:
        return any(organ == name or name.startswith(organ) or organ in name for name in self._names)

    def _continue(self, step: _Step, page: Page, listing: Listing, leads: Iterable[Lead]) -> None:
        """Ask for the rows where the page itself has none, and for one more page at most.

        A column that lists units is told by the list of the first of them.
        """
        if step.column:
            return
        if listing.next and not listing.rows:
            ask = replace(listing.next[0], purpose="menu")
        elif step.promised.kind == "column" and not self._has_years(page.url):
            host = urlsplit(page.url).netloc  # units elsewhere are friends in the page's foot
            units = [
                lead
                for lead in leads
                if labels.is_unit(lead.label) and urlsplit(lead.url).netloc == host
            ]
            if len(units) < ENOUGH:
                return
            ask = Ask(units[0].url, "menu")
        else:
            return
        self._push(
            replace(step, rank=step.rank - 1, serial=self._serial, ask=ask, column=step.ask.url)
        )

    def _consider(self, lead: Lead, step: _Step) -> None:
        """Queue where an entry leads, when its label promises anything."""
        promised = labels.promise(lead.label, lead.url)
        if step.path and labels.is_named(lead.label, self._names):
            # 选择部门: what is the unit's own
            promised = max(step.promised, OWN, key=lambda one: one.weight)
        if promised.kind == "other":
            self._keep(lead, step)
            return
        if listings.is_document(lead.url) and promised.weight < DOCUMENT:
            return
        if not self._near(lead.url) and not (promised.kind == "column" and promised.weight >= 8):
            return
        self._add(lead, step.depth + 1, step.path, promised)

    def _keep(self, lead: Lead, step: _Step) -> None:
        """Queue an entry that promises nothing, for when nothing else is left.

        Those of menus on the way come before those of the home page, the deepest first.
        """
        if len(titles.plain(lead.label)) > PLAIN_LABEL or step.promised.weight < OWN.weight:
            return
        if self._plain[bool(step.path)] >= PLAIN:
            return
        ask = Ask(lead.url, "menu")
        if _key(ask) in self._known or listings.is_document(lead.url):
            return
        if labels.is_entry(lead.label) and self._near(lead.url):
            self._plain[bool(step.path)] += 1
            path, rank = (*step.path, lead.label), LAST + STEPS - step.depth
            self._push(_Step(rank, self._serial, ask, step.depth + 1, path, labels.NOTHING))

    def _look_inside(self, page: Page, step: _Step) -> None:
        """Queue the frames of a page, which are part of it: they promise what it promises."""
        promised = step.promised if step.path else labels.Promise("menu", 1.0)
        for lead in entries.frames(page):
            if self._near(lead.url):
                self._add(Lead(lead.url, ""), step.depth + 1, step.path, promised)

    def _add(self, lead: Lead, depth: int, path: tuple[str, ...], promised: labels.Promise) -> None:
        steps = (*path, lead.label) if lead.label else path
        sure = promised.kind == "column" and promised.weight >= COLUMN
        rank = depth - promised.weight - (10 if sure else 0)
        self._push(_Step(rank, self._serial, Ask(lead.url, "menu"), depth, steps, promised))

    def _push(self, step: _Step) -> None:
        key = _key(step.ask)
        if key in self._asked or self._known.get(key, math.inf) <= step.rank:
            return
        self._known[key] = step.rank
        self._serial += 1
        heapq.heappush(self._waiting, step)

    def _near(self, url: str) -> bool:
        """Say whether an address belongs to the portal: its host, or a sister of the same name."""
        return markup.site(url) == markup.site(self._home)


def _key(ask: Ask) -> str:
    """Give what tells an ask from others."""
    return "|".join((_same(ask.url), ask.method, ask.body))


def _same(url: str) -> str:
    """Give an address as it is compared: the scheme, `index.html` and a final slash say nothing."""
    plain = canonicalize_url(url, keep_fragments=True).partition("://")[2]
    base, mark, fragment = plain.partition("#")
    base = re.sub(r"/(?:index|default)\.(?:s?html?|jsp|aspx?)$", "/", base).rstrip("/")
    return base + mark + fragment

"""What a polite and perfect crawl knows of an invented country.

Receives a nation; gives the state of every organ and year, and whose report of which year the
bytes of every document are. Asks the portals' pages, never the crawler.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from tests.portal.answers import Pages
from tests.portal.country import File, Report, key_of, path_of
from tests.portal.faults import Garbled
from tests.portal.nation.ills import PARTIAL, State
from tests.portal.nation.organs import Organ
from tests.portal.nation.reports import STRANGERS
from tests.portal.nation.world import Nation, by_unit
from tests.portal.platforms import pages_of
from tests.portal.prints import Printed

RANKS = ("blocked", "js_only", "unreachable", "not_yet_sought", "absent")
"""Of several columns of an organ the one that refuses says most."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes that are a report and can be had."""

    url: str
    unit_id: int
    year: int
    sha256: str


def sightings(nation: Nation) -> list[tuple[Report, str, State | None]]:
    """Give each report that some readable row leads to: with its page or file, and why not had.

    A page that only leads to a file is none; an annex is none.
    """
    readable = {c.column_id for c in nation.country.columns if nation.column_state(c) is None}
    own = {c.unit_id: c.column_id for c in nation.country.columns}
    hidden = {url for effect in nation.effects.values() for url in effect.hidden}
    fates = {
        u: state for effect in nation.effects.values() for u, state in effect.documents.items()
    }
    found: list[tuple[Report, str, State | None]] = []
    for report in nation.country.reports:
        columns = report.columns or (own[report.unit_id],)
        if report.url in hidden or not readable.intersection(columns):
            continue
        page = fates.get(report.url)
        if report.outline not in {"none", "pictures"}:
            kept = report.state == "partial" or _illegible(nation, report.url)
            found.append((report, report.url, page or (PARTIAL if kept else None)))
        for file in (file for file in report.files if is_report(file)):
            blank = nation.read and not isinstance(file.make, Printed)
            fate = page or fates.get(file.url) or (PARTIAL if blank else None)
            found.append((report, file.url, fate))
    return found


def _illegible(nation: Nation, url: str) -> bool:
    """Whether a page that is held cannot be read for its figures."""
    host = urlsplit(url).netloc
    return nation.read and any(
        isinstance(fault, Garbled) and fault.touches(host, path_of(url))
        for fault in nation.effects[host].faults
    )


def is_report(file: File) -> bool:
    """Whether a file holds the report that its page announces."""
    return not any(word in file.name for word in ("申请表", "目录", "统计表"))


def documents(nation: Nation) -> list[Document]:
    """Give the bytes of every report that can be had and known, at each address."""
    found = [
        Document(url, report.unit_id, report.year, digest(nation, url))
        for report, url, state in sightings(nation)
        if state is None
    ]
    return found + [document for document, _ in _kept(nation)]


def _kept(nation: Nation) -> list[tuple[Document, Report]]:
    """Give what was withdrawn since an earlier day: it is held all the same."""
    if nation.before is None:
        return []
    now = {url for _, url, _ in sightings(nation)}
    return [
        (Document(url, report.unit_id, report.year, digest(nation.before, url)), report)
        for report, url, state in sightings(nation.before)
        if state is None and url not in now
    ]


def coverage(
    nation: Nation, held: Mapping[tuple[int, int], set[str]] | None = None
) -> dict[tuple[int, int], State]:
    """Give (unit, year) → (state, kind) for all that owe a report.

    `held` are the documents of each; what stands there now and what is kept, when it is None.
    """
    held = _held(nation) if held is None else held
    missed: dict[tuple[int, int], list[State]] = {}
    for report, _, state in sightings(nation):
        if state is not None:
            missed.setdefault((report.unit_id, report.year), []).append(state)
    strangers = set(_strangers(nation))
    result = {}
    for organ in nation.organs:
        for year in range(nation.first, nation.last + 1):
            if organ.owes(year):
                at = organ.unit_id, year
                doubt = at in strangers or PARTIAL in missed.get(at, [])
                refused = [state for state in missed.get(at, []) if state != PARTIAL]
                state = _state(len(held.get(at, ())), refused, doubt=doubt, read=nation.read)
                result[at] = state or _without(nation, organ, year)
    return result


def _held(nation: Nation) -> dict[tuple[int, int], set[str]]:
    held: dict[tuple[int, int], set[str]] = {}
    for report, url, state in sightings(nation):
        if state is None:  # the pictures of one page are one document
            one = report.url if report.outline == "pictures" else digest(nation, url)
            held.setdefault((report.unit_id, report.year), set()).add(one)
    for document, report in _kept(nation):
        held.setdefault((report.unit_id, report.year), set()).add(document.sha256)
    return held


def _state(held: int, missed: list[State], *, doubt: bool, read: bool) -> State | None:
    """What the documents of a unit and year say, if there are any.

    A crawl tells first of what it has and doubts, a dataset of what could not be had: what was
    read and has no figures says less.
    """
    if held:
        return ("held_variants" if held > 1 else "held"), ""
    worst = min(missed, key=lambda state: RANKS.index(state[0])) if missed else None
    doubted = PARTIAL if doubt else None
    return (worst or doubted) if read else (doubted or worst)


def _without(nation: Nation, organ: Organ, year: int) -> State:
    """Why there is no document."""
    if not nation.due(year):
        return "not_due", ""
    columns = nation.columns_of(organ.unit_id)
    if not columns:
        return "column_unknown", ""
    states = [nation.column_state(column) or _read(nation, column.column_id) for column in columns]
    return min(states, key=lambda state: RANKS.index(state[0]))


def _read(nation: Nation, column_id: str) -> State:
    partial = any(column_id in effect.partial for effect in nation.effects.values())
    return ("not_yet_sought" if partial else "absent"), ""


def _strangers(nation: Nation) -> Iterator[tuple[int, int]]:
    """Give unit and year beside whose reports one of an organ stands that nobody knows."""
    units = {column.column_id: column for column in nation.country.columns}
    hidden = {url for effect in nation.effects.values() for url in effect.hidden}
    for other in nation.country.others:
        column = units[other.column_id]
        known = nation.column_state(column) is None and other.url not in hidden
        if known and any(name in other.title for name in STRANGERS):
            yield column.unit_id, int(other.published[:4]) - 1


@cache
def digest(nation: Nation, url: str) -> str:
    """The SHA-256 of what an address serves."""
    host = urlsplit(url).netloc
    answer = _pages(nation, host)[key_of(url)]()
    for fault in nation.effects[host].faults:
        if isinstance(fault, Garbled) and fault.touches(host, path_of(url)):
            answer = fault.disturb(answer)
    return hashlib.sha256(answer.body).hexdigest()


@cache
def _pages(nation: Nation, host: str) -> Pages:
    return pages_of(nation.country, host)


def reports_of(nation: Nation) -> Mapping[tuple[int, int], list[Report]]:
    """Reports by unit and year, reached or not."""
    return by_unit(nation.country.reports)

"""What a perfect dataset says of an invented country with figures.

Receives a nation, which remembers its earlier days. Gives every version of every report with its
cells and what it is beside the one that speaks, the facts, the states of the grid, the identities
and the figures of the running text. Asks the portals' pages and the figures printed on them, never
the crawler, the readers or the dataset.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from extract import checks
from extract.records import Cell, Check
from tests.portal import prose
from tests.portal.country import REFERENCE, Figure, Report, rows
from tests.portal.nation import truth
from tests.portal.nation.world import Nation
from tests.portal.prints import Printed

At = tuple[int, int]
"""Unit and year."""
Said = tuple[str, float | None]
"""State and value of a cell."""


@dataclass
class Version:
    """Bytes that are a report, and what became of them."""

    sha256: str
    unit_id: int
    year: int
    cells: tuple[Figure, ...]
    page: Report | None
    """The report whose page it is; None of a file."""
    own: set[str] = field(default_factory=set)
    """Addresses that rows of its unit's own columns lead to."""
    copies: set[str] = field(default_factory=set)
    """Those of another portal's columns."""
    corrects: bool = False

    @property
    def at(self) -> At:
        return self.unit_id, self.year

    @property
    def said(self) -> dict[tuple[str, str], Said]:
        return {f.key: (f.state, f.value) for f in self.cells}


@lru_cache(maxsize=4)
def versions(nation: Nation) -> Mapping[At, list[Version]]:
    """Give every version that a crawl on each day holds, by unit and year."""
    found: dict[tuple[str, int, int], Version] = {}
    for day in _days(nation):
        own = {column.column_id: column.unit_id for column in day.country.columns}
        for report, url, state in truth.sightings(day):
            if state is not None:
                continue
            key = (truth.digest(day, url), report.unit_id, report.year)
            made = next((f.make for f in report.files if f.url == url), None)
            cells = (
                made.cells
                if isinstance(made, Printed)
                else report.figures or day.country.figures[report.unit_id, report.year]
            )
            one = found.setdefault(key, Version(*key, cells, None if made else report))
            mine = own[report.columns[0]] == report.unit_id
            (one.own if mine else one.copies).add(url)
            one.corrects |= "更正" in report.title
    by_at: dict[At, list[Version]] = defaultdict(list)
    for one in found.values():
        by_at[one.at].append(one)
    return by_at


def _days(nation: Nation) -> list[Nation]:
    return [*(_days(nation.before) if nation.before else ()), nation]


@lru_cache(maxsize=4)
def superseded(nation: Nation) -> set[tuple[str, At]]:
    """Give the versions in whose place another of the same unit and year stands now."""
    now = {
        url: (truth.digest(nation, url), (report.unit_id, report.year))
        for report, url, state in truth.sightings(nation)
        if state is None
    }
    gone = set()
    for at, held in versions(nation).items():
        for one in held:
            there = [now[url] for url in one.own or one.copies if url in now]
            if any(whose == at for _, whose in there) and (one.sha256, at) not in there:
                gone.add((one.sha256, at))
    return gone


def facts(nation: Nation) -> dict[tuple[int, int, str, str], Said]:
    """Give every cell of every report that can be had, as it was printed last."""
    return {
        (*at, *f.key): (f.state, f.value)
        for at in versions(nation)
        for f in nation.country.figures[at]
    }


def relations(nation: Nation, speaking: Mapping[At, str]) -> dict[tuple[str, int, int], str]:
    """Give what every version is beside the one that speaks, which `speaking` names by SHA-256."""
    gone = superseded(nation)
    found = {}
    for at, held in versions(nation).items():
        speaks = next((one for one in held if one.sha256 == speaking.get(at)), None)
        for one in held:
            if speaks is None:
                relation = "nothing speaks"
            elif one is speaks:
                relation = "current"
            elif (one.sha256, at) in gone or (speaks.corrects and one.own and not one.corrects):
                relation = "superseded"
            else:
                relation = "mirror" if speaks.own and not one.own else "variant"
            found[one.sha256, *at] = relation
    return found


def coverage(nation: Nation) -> dict[At, tuple[str, str]]:
    """Give (unit, year) → (state, kind); a superseded version is no variant."""
    gone = superseded(nation)
    held = {
        at: {one.sha256 for one in of if (one.sha256, at) not in gone}
        for at, of in versions(nation).items()
    }
    return truth.coverage(nation, held)


def identities(nation: Nation) -> dict[tuple[int, int, str], Check]:
    """Give the identities of every report, by unit, year and name: within it and from the year
    before."""
    held = versions(nation)
    found = {}
    for at in held:
        cells = [_cell(f) for f in nation.country.figures[at]]
        before = (at[0], at[1] - 1)
        past = nation.country.figures[before] if before in held else ()
        for check in (*checks.check(cells), *_across(nation.country.figures[at], past)):
            found[*at, check.identity] = check
    return found


def _cell(f: Figure) -> Cell:
    place = (0, 0, 0, None, None, None, None, None)
    return Cell(
        f.table, f.form, f.row_code, f.col_code, f.state, f.value, "", f.raw, *place, "html", 1.0
    )


def _across(now: tuple[Figure, ...], past: tuple[Figure, ...]) -> Iterator[Check]:
    """The identities that look at the year before. With a blank the verdict is left open (``)."""
    forms = {(f.table, f.form) for f in now}
    cells = {0: {f.key: f for f in now}, -1: {f.key: f for f in past}}
    for name, form, table, terms in _ACROSS:
        if (table, form) not in forms:
            continue
        figures = [(cells[year].get(key), side, by) for side, key, year, by in terms]
        if any(f is None or f.state == "text" for f, _, _ in figures):
            yield Check(name, form, "not_assessable", None, None, None, "", "")
            continue
        sums = {"lhs": 0.0, "rhs": 0.0}
        for f, side, by in figures:
            sums[side] += by * (f.value or 0) if f else 0
        delta = round(sums["lhs"] - sums["rhs"], 6)
        verdict = "fail" if delta else "pass"
        if any(f and f.state in {"blank", "dash"} for f, _, _ in figures):
            verdict = ""
        yield Check(name, form, verdict, sums["lhs"], sums["rhs"], delta, "", "")


def _read_across() -> list[tuple[str, str, str, list[tuple[str, tuple[str, str], int, int]]]]:
    terms: dict[tuple[str, str, str], list[tuple[str, tuple[str, str], int, int]]] = {}
    for row in rows(REFERENCE / "identities.csv"):
        at = row["identity"], row["form"], row["table"]
        key = row["row_code"], row["col_code"]
        term = (row["side"], key, int(row["year_offset"]), int(row["coefficient"]))
        terms.setdefault(at, []).append(term)
    return [(*at, of) for at, of in terms.items() if any(year for _, _, year, _ in of)]


_ACROSS = _read_across()


def told(version: Version) -> dict[str, set[float]]:
    """Give what the running text of a version tells, by pattern: the figures of requests."""
    if version.cells[0].table == "statistics":
        return {}
    n = prose.Numbers(version.cells)
    new = float(n.row("requests.received_new"))
    if version.page is None:
        return {"received": {new}}
    return {
        "received": {new},
        "carried_in": {float(n.row("requests.carried_in"))},
        "granted": {float(n.row("requests.outcome.granted"))},
        "granted_part": {float(n.row("requests.outcome.granted_part"))},
        "refused": {float(n.rows("requests.outcome.refused."))},
        "unavailable": {float(n.rows("requests.outcome.unavailable."))},
        "not_processed": {float(n.rows("requests.outcome.not_processed."))},
        "other": {float(n.rows("requests.outcome.other."))},
        "carried_out": {float(n.row("requests.carried_out"))},
    }

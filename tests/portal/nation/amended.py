"""What becomes of figured reports from one day to the next: corrected, added, withdrawn.

Receives a nation with figures; gives the nation of the day before the changes, that of the day
after, and what changed. Corrections are of every kind that offices make; each changes one number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from tests.portal.country import Country, Figure, Report
from tests.portal.nation import truth
from tests.portal.nation.figures import filled
from tests.portal.nation.later import again
from tests.portal.nation.world import Nation
from tests.portal.prints import Printed

At = tuple[int, int]
"""Unit and year."""

KINDS = (
    "page",
    "page_beside",
    "rows_beside",
    "rows_later",
    "file",
    "mirrored",
    "file_again",
    "page_again",
)
"""A page alone; one whose files are forgotten; one beside whose row another row's file is
forgotten; the same, and the row of the file is dated later; a file; a file of which another portal
keeps the old copy; a file, and a page, published once more as a correction (更正) while the first
stays."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A report that prints another number than it did, and where each edition stands."""

    kind: str
    report: Report
    before: str
    after: str
    """The same address, but of what was published once more."""
    forgotten: tuple[str, ...] = ()
    """Files that keep the old number."""

    @property
    def at(self) -> At:
        return self.report.unit_id, self.report.year


@dataclass(frozen=True)
class Amended:
    """Two days of a nation."""

    before: Nation
    after: Nation
    corrected: tuple[Corrected, ...]
    added: tuple[At, ...]
    withdrawn: tuple[At, ...]


def amend(nation: Nation, number: int) -> Amended:
    """Let so many reports of each kind be corrected, so many be added and so many withdrawn."""
    choice = _Choice(nation)
    corrected = [one for kind in KINDS for one in choice.corrected(kind, number)]
    added = choice.taken(number, choice.plain)
    gone = choice.taken(number, choice.plain)
    later = {change.at: change.report for change in corrected if change.kind == "rows_later"}
    country = replace(
        nation.country, reports=tuple(_dated(r, later) for r in nation.country.reports)
    )
    early = replace(country, reports=tuple(r for r in country.reports if _at(r) not in added))
    before = replace(nation, country=early)
    for change in corrected:
        country = _changed(country, change)
    country = replace(country, reports=tuple(r for r in country.reports if _at(r) not in gone))
    after = replace(nation, country=country, before=before)
    return Amended(before, after, tuple(corrected), tuple(added), tuple(gone))


def _dated(row: Report, later: Mapping[At, Report]) -> Report:
    """The row of a file, dated after that of the page."""
    page = later.get(_at(row))
    if page is None or row.url == page.url:
        return row
    return replace(row, published=f"{page.published[:5]}12-30")


def _at(report: Report) -> At:
    return report.unit_id, report.year


class _Choice:
    """Which reports change, each in one way only."""

    def __init__(self, nation: Nation) -> None:
        self.had = {one.url for one in truth.documents(nation)}
        self.own = {column.column_id: column.unit_id for column in nation.country.columns}
        # What ails these hosts is tied to the rows they have.
        self.particular = {host for host, e in nation.effects.items() if e.documents or e.hidden}
        self.rows: dict[At, list[Report]] = {}
        for report in nation.country.reports:
            self.rows.setdefault(_at(report), []).append(report)
        self.used: set[At] = set()

    def corrected(self, kind: str, number: int) -> Iterable[Corrected]:
        found = []
        for at, rows in self.rows.items():
            if len(found) < number and at not in self.used:
                change = self._change(kind, rows)
                if change:
                    self.used.add(at)
                    found.append(change)
        return found

    def taken(self, number: int, fit: Callable[[list[Report]], bool]) -> list[At]:
        found = [at for at, rows in self.rows.items() if at not in self.used and fit(rows)][:number]
        self.used |= set(found)
        return found

    def plain(self, rows: list[Report]) -> bool:
        """Whether all that is listed of a report can come and go."""
        hosts = {urlsplit(row.url).netloc for row in rows}
        return not hosts & self.particular and any(set(_places(row)) & self.had for row in rows)

    def _change(self, kind: str, rows: list[Report]) -> Corrected | None:
        first, rest = rows[0], rows[1:]
        copies = [r for r in rest if self.own[r.columns[0]] != r.unit_id]
        own = self.own[first.columns[0]] == first.unit_id
        files = tuple(f.url for f in first.files if isinstance(f.make, Printed))
        had = set(_places(first)) & self.had
        page = not first.outline and first.url in had
        file = first.outline == "none" and len(files) == 1 and files[0] in had
        calm = self.plain(rows) and own
        if kind == "page" and page and not files and not rest:
            return Corrected(kind, first, first.url, first.url)
        if kind == "page_beside" and page and files and had.issuperset(files) and not rest:
            return Corrected(kind, first, first.url, first.url, files)
        if kind.startswith("rows_") and page and not files and len(rest) == 1 and not copies:
            other = tuple(f.url for f in rest[0].files if isinstance(f.make, Printed))
            if other and self.had.issuperset(other) and (calm or kind == "rows_beside"):
                return Corrected(kind, first, first.url, first.url, other)
        if kind == "file" and file and not rest:
            return Corrected(kind, first, files[0], files[0])
        if kind == "mirrored" and file and own and copies and len(rest) == 1:
            copy = copies[0].files[0].url
            if copy in self.had:
                return Corrected(kind, first, files[0], files[0], (copy,))
        if kind == "file_again" and file and calm and not rest and files[0].endswith(".docx"):
            return Corrected(kind, first, files[0], f"{files[0].removesuffix('.docx')}9.docx")
        if kind == "page_again" and page and calm and not files and not rest:
            return Corrected(kind, first, first.url, again(first).url)
        return None


def _places(report: Report) -> list[str]:
    return [report.url, *(file.url for file in report.files)]


def _changed(country: Country, change: Corrected) -> Country:
    report, old = change.report, country.figures[change.at]
    cells = _other_number(old)
    reports = list(country.reports)
    place = reports.index(report)
    files = tuple(filled(file, report, cells) for file in report.files)
    if change.kind in {"file", "mirrored"}:
        reports[place] = replace(report, files=files)
    elif change.kind == "file_again":
        files = (replace(files[0], url=change.after),)
        reports.append(replace(again(report), files=files))
    elif change.kind == "page_again":
        reports[place] = replace(report, figures=old)
        reports.append(again(report))
    return replace(country, reports=tuple(reports), figures={**country.figures, change.at: cells})


def _other_number(cells: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The cells, the first number of them one higher."""
    old = next(f for f in cells if f.state == "number" and f.value is not None)
    new = replace(old, value=(old.value or 0) + 1, raw=str(int(old.value or 0) + 1))
    return tuple(new if f is old else f for f in cells)


def kinds(changes: Iterable[Corrected]) -> Counter[str]:
    """Count the corrections of each kind."""
    return Counter(change.kind for change in changes)

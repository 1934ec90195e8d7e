"""The sample country: who reports, where, in what dress, and with which figures.

Receives the CSV files beside it (`country.csv`, `others.csv`, `sites.csv`, `variants.csv`,
`figures/`) and the registry in `data/reference/sample`. Gives frozen rows. Refuses nothing: the
files are the project's own, and `tests/test_portal.py` checks them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

HERE = Path(__file__).parent
REFERENCE = HERE.parents[1] / "data" / "reference"
SAMPLE = REFERENCE / "sample"
DOCUMENTS = HERE / "documents"


class Truth(NamedTuple):
    """What a perfect pipeline knows of one value cell of one report."""

    unit_id: int
    year: int
    table: str
    form: str
    row_code: str
    col_code: str
    state: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One value cell: its codes, what it means and what is printed (`raw`)."""

    table: str
    form: str
    row_code: str
    col_code: str
    state: str
    value: float | None
    raw: str

    @property
    def key(self) -> tuple[str, str]:
        return self.row_code, self.col_code


@dataclass(frozen=True, slots=True)
class File:
    """A file that a document's page offers, or that a row leads to."""

    url: str
    name: str
    """What the link calls it."""
    make: Callable[[], bytes]
    media: str = "application/pdf"
    modified: str = ""
    """YYYY-MM-DD."""


@dataclass(frozen=True, slots=True)
class Report:
    """A unit and year of the country, with its report when there is one."""

    unit_id: int
    unit: str
    year: int
    state: str
    """`held`, `absent` or `blocked`: what a polite and perfect crawl finds."""
    kind: str
    """`robots` when blocked by robots.txt."""
    title: str
    published: str
    """YYYY-MM-DD."""
    url: str
    charset: str
    """In which the page's bytes are; what the page declares may differ."""
    header: str
    """The charset that Content-Type claims; empty when it claims none."""
    style: str
    """The office's dress: a file of `templates/styles`."""
    attachment: str
    """Address of the PDF that holds the report; empty when the page itself does."""
    columns: tuple[str, ...] = ()
    """The columns that list it; its unit's own when there are none."""
    files: tuple[File, ...] = ()
    """What its page offers, or the file that its row leads to."""
    outline: str = ""
    """How a report without figures is set, one of `outlines.STYLES`; empty when it has figures."""
    printed: str = ""
    """The title on its page, where the listing says less."""
    edition: int = 0
    """How often a report without figures was corrected."""
    figures: tuple[Figure, ...] = ()
    """Its own, where its page still prints others than were given out later."""

    @property
    def document(self) -> Path:
        """Where the attachment's bytes are kept."""
        return DOCUMENTS / f"{self.unit_id}-{self.year}.pdf"


@dataclass(frozen=True, slots=True)
class Other:
    """A row of a listing that is no report: guides, notices, plans."""

    column_id: str
    title: str
    published: str
    url: str
    text: str = ""
    """Its body as HTML; empty for a few sentences."""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of the registry."""

    column_id: str
    host: str
    unit_id: int
    url: str


@dataclass(frozen=True, slots=True)
class Site:
    """A site under a host: gkmlpt gives every department its own below a path."""

    host: str
    base: str
    name: str
    sid: str
    """gkmlpt's site number."""
    site_code: str
    """政府网站标识码, as TRS pages print it."""
    address: str


@dataclass(frozen=True, slots=True, eq=False)
class Country:
    """Everything the portals publish at one moment. Compared by identity: it is large."""

    reports: tuple[Report, ...]
    others: tuple[Other, ...]
    columns: tuple[Column, ...]
    sites: tuple[Site, ...]
    platforms: Mapping[str, str]
    """Host → platform."""
    figures: Mapping[tuple[int, int], tuple[Figure, ...]]
    """(unit, year) → the cells of the report."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Units that no report names."""
    robots: Mapping[str, str] = field(default_factory=dict)
    """Host → robots.txt, where it is not a file of `robots/`."""

    def name_of(self, unit_id: int) -> str:
        """The name of a unit."""
        return _names(self)[unit_id]

    def corrected(self, unit_id: int, year: int, raws: Mapping[tuple[str, str], str]) -> Country:
        """Give the country after one report was corrected: `raws` maps cells to new numbers."""
        old = self.figures[unit_id, year]
        unknown = set(raws) - {figure.key for figure in old}
        if unknown:
            raise KeyError(f"the report of unit {unit_id} for {year} has no cell {sorted(unknown)}")
        report = next(r for r in self.reports if (r.unit_id, r.year) == (unit_id, year))
        if report.attachment:
            raise ValueError(f"{report.attachment} is a printed file; correct a report in HTML")
        new = tuple(
            replace(f, state="number", value=float(raws[f.key]), raw=raws[f.key])
            if f.key in raws
            else f
            for f in old
        )
        return replace(self, figures={**self.figures, (unit_id, year): new})

    def truth(self) -> list[Truth]:
        """Every cell of every report that can be reached, in order of unit, year and form."""
        return [
            Truth(r.unit_id, r.year, f.table, f.form, f.row_code, f.col_code, f.state, f.value)
            for r in self.reports
            if r.state == "held"
            for f in self.figures[r.unit_id, r.year]
        ]

    def coverage(self) -> dict[tuple[int, int], tuple[str, str]]:
        """(unit, year) → (state, kind) for all that should have a report."""
        return {(r.unit_id, r.year): (r.state, r.kind) for r in self.reports}

    def column_of(self, unit_id: int) -> Column:
        """The column in which a unit's reports are listed."""
        return next(column for column in self.columns if column.unit_id == unit_id)

    def listed(self, column: Column) -> list[Report | Other]:
        """What a column lists, newest first, as portals do."""
        return list(_listed(self).get(column.column_id, ()))


@lru_cache(maxsize=8)
def _listed(country: Country) -> Mapping[str, list[Report | Other]]:
    own: dict[int, list[str]] = {}
    for column in country.columns:
        own.setdefault(column.unit_id, []).append(column.column_id)
    found: dict[str, list[Report | Other]] = {}
    for report in country.reports:
        for name in (report.columns or own.get(report.unit_id, ())) if report.url else ():
            found.setdefault(name, []).append(report)
    for other in country.others:
        found.setdefault(other.column_id, []).append(other)
    for listed in found.values():
        listed.sort(key=lambda row: (row.published, row.url), reverse=True)
    return found


@lru_cache(maxsize=8)
def _names(country: Country) -> Mapping[int, str]:
    return {**country.names, **{report.unit_id: report.unit for report in country.reports}}


def rows(path: Path) -> Iterable[dict[str, str]]:
    """Read a CSV file with a header, UTF-8."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def path_of(url: str) -> str:
    """The path of an address, as a request line has it."""
    return urlsplit(url).path


def key_of(url: str) -> str:
    """The path of an address with its query, names sorted: the key of a page that has a query."""
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.path}?{query}" if query else parts.path


def read_figures(unit_id: int, year: int) -> tuple[Figure, ...]:
    """Read the figures of one report in the order of its forms."""
    return tuple(
        Figure(
            row["table"],
            row["form"],
            row["row_code"],
            row["col_code"],
            row["state"],
            float(row["value"]) if row["value"] else None,
            row["raw"],
        )
        for row in rows(HERE / "figures" / f"{unit_id}-{year}.csv")
    )


@cache
def variants(unit_id: int, year: int) -> dict[str, str]:
    """Official label → the label as this report prints it, where the two differ."""
    return {
        row["official"]: row["printed"]
        for row in rows(HERE / "variants.csv")
        if (row["unit_id"], row["year"]) == (str(unit_id), str(year))
    }


@cache
def country() -> Country:
    """The country as it is when nothing was corrected."""
    names = {row["unit_id"]: row["name"] for row in rows(SAMPLE / "units.csv")}
    reports = tuple(
        Report(
            unit_id=int(row["unit_id"]),
            unit=names[row["unit_id"]],
            year=int(row["year"]),
            **{name: row[name] for name in row if name not in ("unit_id", "year")},
        )
        for row in rows(HERE / "country.csv")
    )
    return Country(
        reports=reports,
        others=tuple(Other(**row) for row in rows(HERE / "others.csv")),
        columns=tuple(
            Column(row["column_id"], row["host"], int(row["unit_id"]), row["url"])
            for row in rows(SAMPLE / "columns.csv")
        ),
        sites=tuple(Site(**row) for row in rows(HERE / "sites.csv")),
        platforms={row["host"]: row["platform"] for row in rows(SAMPLE / "portals.csv")},
        figures={(r.unit_id, r.year): read_figures(r.unit_id, r.year) for r in reports if r.url},
    )

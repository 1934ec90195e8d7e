"""Redesigns: what portals do to their columns overnight, and the alarm that must notice each.

`stage(nation)` gives every redesign a host of its own that it can befall. `after(nation, staged)`
is the nation of the next day; `faults(staged)` are the faults that a server has to meet from then
on. A redesign is noticed in the run in which it happens when that run raises its alarm for the
host or one of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.portal.country import Column, Country, Report, path_of
from tests.portal.faults import (
    SCRIPT_DRAWN,
    Body,
    Fault,
    Garbled,
    Leads,
    Nonsense,
    Rewritten,
    SoftMissing,
    Status,
)
from tests.portal.nation.ills import Host
from tests.portal.nation.world import Nation
from tests.portal.pages import fill, site_of
from tests.portal.platforms import hanweb

Faults = Callable[[Nation, Host], tuple[Fault, ...]]
Amend = Callable[[Country, Host], Country]


@dataclass(frozen=True)
class Redesign:
    """A redesign by its name."""

    name: str
    alarm: str
    """The alarm that a run must raise in which it happens."""
    faults: Faults = lambda nation, host: ()
    amend: Amend = lambda country, host: country
    platforms: frozenset[str] = frozenset()
    """Those it can befall; all when empty."""
    told: bool = False
    """Only where the registry leaves it to the pages to tell the platform."""
    siblings: bool = False
    """Only where other columns stand below the same government."""


@dataclass(frozen=True)
class Staged:
    """A redesign and the host it befalls."""

    redesign: Redesign
    host: Host

    @property
    def subjects(self) -> set[str]:
        """What the alarm may name."""
        return {self.host.name, *(column.column_id for column in self.host.columns)}


def stage(nation: Nation) -> list[Staged]:
    """Give every redesign a host of its own; raises ValueError where there is none."""
    hosts = [_host(nation, name) for name in nation.country.platforms]
    staged: list[Staged] = []
    for redesign in sorted(REDESIGNS, key=lambda one: (not one.siblings, not one.platforms)):
        one = next((host for host in hosts if _fits(redesign, host, nation)), None)
        if one is None:
            raise ValueError(f"{redesign.name}: no host of {len(nation.effects)} fits; take more")
        hosts.remove(one)
        staged.append(Staged(redesign, one))
    return staged


def faults(nation: Nation, staged: Iterable[Staged]) -> list[Fault]:
    """Give the faults that serve the redesigns."""
    return [fault for one in staged for fault in one.redesign.faults(nation, one.host)]


def after(nation: Nation, staged: Iterable[Staged]) -> Nation:
    """Give the nation of the day after."""
    country = nation.country
    for one in staged:
        country = one.redesign.amend(country, one.host)
    return replace(nation, country=country, before=nation)


def _host(nation: Nation, name: str) -> Host:
    country = nation.country
    columns = tuple(column for column in country.columns if column.host == name)
    listed = {column.column_id: tuple(country.listed(column)) for column in columns}
    return Host(name, country.platforms[name], columns, listed)


def _fits(redesign: Redesign, host: Host, nation: Nation) -> bool:
    if redesign.platforms and host.platform not in redesign.platforms:
        return False
    if host.platform == "aspx" or nation.effects[host.name].faults:
        return False  # all its documents are one path
    if redesign.told and host.name in nation.named:
        return False
    if redesign.siblings and not _siblings(nation, host):
        return False
    rows = host.rows[host.columns[0].column_id]
    reports = [row for row in rows if isinstance(row, Report)]
    with_files = [row for row in reports if row.files and row.url not in {f.url for f in row.files}]
    return len(rows) > 9 and len(host.pages) > 3 and len(with_files) > 1


def _siblings(nation: Nation, host: Host) -> bool:
    """Whether two others of the same parent have a column and the newest report."""
    parents = {organ.unit_id: organ.parent for organ in nation.organs}
    unit = host.columns[0].unit_id
    newest = {
        r.unit_id: max(r.year, 0) for r in sorted(nation.country.reports, key=lambda r: r.year)
    }
    others = [
        column.unit_id
        for column in nation.country.columns
        if parents[column.unit_id] == parents[unit] and column.unit_id != unit
    ]
    fresh = [other for other in others if newest.get(other) == nation.last - 1]
    return newest.get(unit) == nation.last - 1 and len(fresh) > 2 and len(fresh) == len(others)


# -- what happens


def _columns(fate: Callable[[str, str], Fault]) -> Faults:
    """To every column of a host."""
    return lambda nation, host: tuple(fate(host.name, path_of(c.url)) for c in host.columns)


def _pages(fate: Callable[[str, str], Fault]) -> Faults:
    """To every page of a report."""
    return lambda nation, host: tuple(fate(host.name, path_of(row.url)) for row in host.pages)


def _rewritten(pattern: str, to: str) -> Faults:
    """To every page of every listing."""
    return _columns(
        lambda host, path: Rewritten(host, re.sub(r"(?:index)?\.\w+$", "", path), pattern, to)
    )


def _soft(nation: Nation, host: Host) -> tuple[Fault, ...]:
    return (*_columns(lambda h, p: Status(h, p, 404))(nation, host), SoftMissing(host.name))


def _total(nation: Nation, host: Host) -> tuple[Fault, ...]:
    """The portal counts four more than it shows, on every page of the list."""

    def more(match: re.Match[str]) -> str:
        return f"共{int(match[1]) + 4}条"

    paths = [path_of(column.url).removesuffix(".htm") for column in host.columns]
    return tuple(Rewritten(host.name, path, r"共(\d+)条", more) for path in paths)


def _platform(nation: Nation, host: Host) -> tuple[Fault, ...]:
    """Another system shows the same rows under the column's old address."""
    return tuple(
        Body(host.name, path_of(column.url), _of_hanweb(nation.country, column))
        for column in host.columns
    )


def _of_hanweb(country: Country, column: Column) -> str:
    site = site_of(country, column.host, "/")
    rows = hanweb.rows_of(country, column)
    form = {"col": "1", "webid": "39", "columnid": "61490", "unitid": "261490"}
    return fill(
        "hanweb_jpage_column.html",
        site=site,
        menu=hanweb.MENU,
        charset="utf-8",
        column="/col/col61490/index.html",
        form=form,
        older=False,
        rows=rows,
        following="",
        total=len(rows),
        per_page=len(rows),
        group=1,
        proxy="/module/web/jpage/dataproxy.jsp",
    )


def _renumbered(country: Country, host: Host) -> Country:
    """Every row leads to a new address; what was at the old ones is gone."""
    columns = {column.column_id for column in host.columns}

    def new(url: str) -> str:
        found = re.search(r"(\d{7})(?=\.\w+$)", url)
        return (
            f"{url[: found.start()]}{int(found[1]) + 5 * 10**6}{url[found.end() :]}"
            if found
            else url
        )

    def moved(report: Report) -> Report:
        if not columns.intersection(report.columns):
            return report
        urls = {file.url for file in report.files}
        files = tuple(replace(file, url=new(file.url)) for file in report.files)
        url = new(report.url)
        return replace(report, url=url, files=files if report.url in urls else report.files)

    return replace(
        country,
        reports=tuple(moved(report) for report in country.reports),
        others=tuple(
            replace(other, url=new(other.url)) if other.column_id in columns else other
            for other in country.others
        ),
    )


def _without_files(country: Country, host: Host) -> Country:
    """Pages offer their files no more."""
    columns = {column.column_id for column in host.columns}

    def bare(report: Report) -> Report:
        leads = report.url in {file.url for file in report.files}
        ours = columns.intersection(report.columns) and not leads
        return replace(report, files=()) if ours else report

    return replace(country, reports=tuple(bare(report) for report in country.reports))


def _without_newest(country: Country, host: Host) -> Country:
    """The newest reports are taken down, on this host only."""
    columns = {column.column_id for column in host.columns}
    newest = max(report.year for report in country.reports)
    return replace(
        country,
        reports=tuple(
            report
            for report in country.reports
            if report.year < newest or not columns.intersection(report.columns)
        ),
    )


_TRS = frozenset({"trs"})
_VSB = frozenset({"vsb"})
_NUMBERED = frozenset({"trs", "vsb", "intertid", "jhtml", "hanweb_jpage"})

REDESIGNS = (
    Redesign("column_moved", "column_lost", _columns(lambda h, p: Status(h, p, 404))),
    Redesign("column_soft_missing", "column_lost", _soft),
    Redesign("host_moved", "column_lost", _columns(lambda h, p: Leads(h, p, f"http://new.{h}{p}"))),
    Redesign("drawn_by_script", "column_lost", _columns(lambda h, p: Body(h, p, SCRIPT_DRAWN))),
    Redesign(
        "new_platform",
        "platform_changed",
        _platform,
        platforms=_NUMBERED - {"hanweb_jpage"},
        told=True,
    ),
    Redesign("rows_renumbered", "every_row_new", amend=_renumbered, platforms=_NUMBERED),
    Redesign(
        "pager_dropped",
        "rows_fell",
        _rewritten(r"createPageHTML\([^)]*\);", ""),
        platforms=_TRS,
    ),
    Redesign(
        "titles_cut",
        "titles_lost",
        _rewritten(
            r'title="[^"]*?(\d{4})年?[^"]*"(\s*target="_blank")?>[^<]*<', r'title="\1年"\2>\1年<'
        ),
        platforms=_VSB | {"jhtml", "intertid"},
    ),
    Redesign(
        "dates_gone",
        "dates_lost",
        _rewritten(r"<span[^>]*>\d{4}-\d\d-\d\d</span>", ""),
        platforms=_VSB,
    ),
    Redesign("total_disagrees", "total_disagrees", _total, platforms=_VSB),
    Redesign("garbled", "garbled", _pages(Garbled)),
    Redesign("one_body", "same_body", _pages(Nonsense)),
    Redesign("documents_vanished", "documents_lost", _pages(lambda h, p: Status(h, p, 404))),
    Redesign("files_vanished", "attachments_lost", amend=_without_files),
    Redesign("newest_missing", "newest_missing", amend=_without_newest, siblings=True),
)
"""Fifteen redesigns. Those of documents are seen when documents are asked for again."""

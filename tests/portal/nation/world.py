"""From a seed to a nation: organs get portals and columns, publish, and fall ill.

Gives a `Nation`; see the package.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from tests.portal.country import Column, Country, Other, Report, Site
from tests.portal.nation import ills, registry, reports
from tests.portal.nation.addresses import STYLES
from tests.portal.nation.ills import ILLS, Effect, Host, Ill
from tests.portal.nation.organs import Organ, provinces
from tests.portal.nation.reports import Press
from tests.portal.server import Sample

FIRST = 2008
"""The year of which the first reports were due."""

SHARED = "203.0.113.{}"
"""Addresses that are declared to be shared by several hosts."""


@dataclass(frozen=True, eq=False)
class Nation:
    """A country, its registry, its ills."""

    organs: tuple[Organ, ...]
    country: Country
    effects: Mapping[str, Effect]
    """By host."""
    ills: Mapping[str, str]
    """Host → name of its ill."""
    registered: Mapping[str, str]
    """Column → its address in the registry, where that is an old one."""
    first: int
    today: date
    before: Nation | None = None
    """The nation of an earlier day, of which a crawl remembers what it held."""
    read: bool = False
    """Whether its reports have figures, so that only one whose cells can be read is held."""

    @property
    def last(self) -> int:
        """The last year that the coverage is asked for: this one, of which nothing is due yet."""
        return self.today.year

    @property
    def named(self) -> frozenset[str]:
        """Hosts whose platform the registry names; the pages of the others have to tell it."""
        platforms = self.country.platforms.items()
        return frozenset(
            host
            for number, (host, platform) in enumerate(platforms)
            if number % 2 == 0 and not platform.startswith("hanweb")
        )

    def due(self, year: int) -> bool:
        """Whether the report of a year should be out."""
        return date(year + 1, 3, 31) <= self.today

    def column_state(self, column: Column) -> tuple[str, str] | None:
        """Why a column cannot be read; None when it can."""
        return self.effects[column.host].columns.get(column.column_id)

    def hidden(self, url: str) -> bool:
        """Whether no row leads to an address that a crawl sees."""
        return any(url in effect.hidden for effect in self.effects.values())

    def columns_of(self, unit_id: int) -> list[Column]:
        """The columns that the registry has for an organ."""
        return [column for column in self.country.columns if column.unit_id == unit_id]

    def write_registry(self, folder: Path) -> Path:
        """Write the registry of the nation; gives the folder."""
        return registry.write(self, folder)

    def serve(self) -> Sample:
        """Start the portals, each with its ill."""
        faults = [fault for effect in self.effects.values() for fault in effect.faults]
        return Sample(*faults, of=self.country)

    def resolve(self, sample: Sample) -> list[str]:
        """Where each host is, as `--resolve` takes it; some share an address, some are nowhere."""
        nowhere = {host for host, effect in self.effects.items() if effect.unpinned}
        numbers = {host: number for number, host in enumerate(self.effects)}
        words = []
        for word in sample.resolve:
            number = numbers[word.partition(":")[0]]
            shared = f"@{SHARED.format(1 + number // 3)}" if number % 9 < 3 else ""
            if word.partition(":")[0] not in nowhere:
                words.append(word + shared)
        return words


@dataclass
class _Portal:
    """A host while the nation is made."""

    name: str
    platform: str
    owner: Organ
    ill: Ill | None
    columns: list[Column] = field(default_factory=list)
    serials: Iterator[int] = field(default_factory=lambda: count(4100001))

    def press(self, unit_id: int) -> Press:
        """Open another column."""
        number = len(self.columns)
        scheme = "https" if self.ill and self.ill.https else "http"
        url = f"{scheme}://{self.name}{STYLES[self.platform].column(number)}"
        name = self.name.partition(".")[2].partition(".")[0]
        column = Column(f"{name}-{number}", self.name, unit_id, url)
        self.columns.append(column)
        return Press(column, self.platform, number, self.serials)

    def sites(self) -> Iterator[Site]:
        """The site of the host, and those below a path of it."""
        address = f"{self.owner.aliases[0] if self.owner.aliases else self.owner.name}大道1号"
        code = f"99{self.owner.unit_id:08}"
        yield Site(self.name, "", f"{self.owner.name}门户网站", "881000", code, address)
        if self.platform == "gkmlpt":
            for number in range(1, len(self.columns)):
                yield Site(
                    self.name, f"/bm{number}", "部门网站", str(881000 + number), code, address
                )


def found(
    seed: int = 1,
    hosts: int = 60,
    *,
    today: date | None = None,
    first: int = FIRST,
    ill: float = 0.5,
    forms: Mapping[str, int] = reports.FORMS,
) -> Nation:
    """Found a nation of so many hosts; `ill` is the share of them that something ails.

    `forms` are the ways in which reports are published, with their shares.
    """
    day = today or datetime.now(UTC).date()
    organs = _organs(seed, hosts)
    rng = random.Random(f"nation {seed}")
    portals, presses = _portals(organs, rng, ill)
    published = _publish(organs, presses, (first, day), seed, forms)
    country = _country(portals, published, organs)
    effects = {portal.name: _strike(portal, country) for portal in portals}
    robots = {host: e.robots for host, e in effects.items() if e.robots is not None}
    old = {
        column.column_id: f"http://{portal.name}{ills.old_path(number)}"
        for portal in portals
        if effects[portal.name].old_addresses
        for number, column in enumerate(portal.columns)
    }
    names = {portal.name: portal.ill.name for portal in portals if portal.ill}
    return Nation(organs, replace(country, robots=robots), effects, names, old, first, day)


def _organs(seed: int, hosts: int) -> tuple[Organ, ...]:
    """As many organs, province by province, as need so many hosts."""
    found: list[Organ] = []
    for province in provinces(seed):
        for organ in province:
            if organ.where == "own":
                if not hosts:
                    return tuple(found)
                hosts -= 1
            found.append(organ)
    return tuple(found)


def _portals(
    organs: Sequence[Organ], rng: random.Random, ill: float
) -> tuple[list[_Portal], dict[int, Press]]:
    """Give every organ its host or column."""
    portals: list[_Portal] = []
    presses: dict[int, Press] = {}
    at: dict[int, _Portal] = {}
    platforms = list(STYLES)
    waiting = deque(rng.sample(ILLS, len(ILLS)))
    struck = 0.0
    for organ in organs:
        if organ.where == "own":
            index = len(portals)
            platform = platforms[index % len(platforms)]
            struck += ill
            one = _next_ill(waiting, platform) if struck >= 1 else None
            struck -= struck >= 1
            at[organ.unit_id] = _Portal(f"www.n{index:03}.test", platform, organ, one)
            portals.append(at[organ.unit_id])
            presses[organ.unit_id] = portals[-1].press(organ.unit_id)
        elif organ.where == "column" and organ.parent:
            presses[organ.unit_id] = at[organ.parent].press(organ.unit_id)
    return portals, presses


def _next_ill(waiting: deque[Ill], platform: str) -> Ill:
    """Give the ill that has waited longest of those that can befall a platform."""
    for one in list(waiting):
        if not one.platforms or platform in one.platforms:
            waiting.remove(one)
            waiting.append(one)
            return one
    raise AssertionError(f"no ill for {platform}")


@dataclass
class _Published:
    reports: list[Report] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)


def _publish(
    organs: Sequence[Organ],
    presses: Mapping[int, Press],
    since: tuple[int, date],
    seed: int,
    forms: Mapping[str, int],
) -> _Published:
    """Let every organ publish where it does, `since` a year and until a day."""
    first, today = since
    rng = random.Random(f"published {seed}")
    all_of = _Published()
    for organ in organs:
        parent = presses.get(organ.parent or 0)
        press = presses.get(organ.unit_id)
        mirror = parent if press and parent and rng.random() < 0.3 else None
        if organ.where == "parent":
            press = parent
        elif organ.where == "successor":
            press = presses.get(organ.successors[0][0])
        if press is None:
            continue
        years = reports.years_of(organ, first, today.year - 1, rng)
        found = reports.publish(organ, press, years, today, f"{seed}", parent=mirror, forms=forms)
        all_of.reports += found.reports
        all_of.others += found.others
        if organ.level in {"prefecture", "county"} and rng.random() < 0.4:
            year = rng.randint(max(2019, first), today.year - 2)
            all_of.others.append(reports.stranger(organ, press, year, rng))
    return all_of


def _country(portals: Sequence[_Portal], published: _Published, organs: Sequence[Organ]) -> Country:
    return Country(
        reports=tuple(published.reports),
        others=tuple(published.others),
        columns=tuple(column for portal in portals for column in portal.columns),
        sites=tuple(site for portal in portals for site in portal.sites()),
        platforms={portal.name: portal.platform for portal in portals},
        figures={},
        names={organ.unit_id: organ.name for organ in organs},
    )


def _strike(portal: _Portal, country: Country) -> Effect:
    """Let a host fall ill."""
    if portal.ill is None:
        return Effect()
    listed = {column.column_id: tuple(country.listed(column)) for column in portal.columns}
    return portal.ill.strike(Host(portal.name, portal.platform, tuple(portal.columns), listed))


def by_unit(reports_of: Sequence[Report]) -> Mapping[tuple[int, int], list[Report]]:
    """Reports by unit and year."""
    found: dict[tuple[int, int], list[Report]] = defaultdict(list)
    for report in reports_of:
        found[report.unit_id, report.year].append(report)
    return found

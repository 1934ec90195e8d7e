"""The plan of a run: everything a run needs besides what the portals answer.

It is written into the archive before the first request, so that the archive alone can be replayed:
which columns were due, on which platforms, which hosts could be contacted, under which name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

from crawler.ledger.asks import Ask
from crawler.manners.resolver import endpoint
from crawler.store.archive import Place

PUBLIC = "gov.cn"
"""Every host of this domain may be contacted: documents lie on sister hosts of a portal."""


_LISTS = ("due", "hosts", "pinned", "optout", "lax")


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of the run and the ask its listing begins with."""

    column_id: str
    url: str
    platform: str
    """Name of the adapter; empty when the page is to tell."""
    unit_id: int = 0
    above: int | None = None
    """The unit above the column's; columns of units with the same one are siblings."""

    @property
    def root(self) -> Ask:
        """Give the ask for the first page of the listing."""
        return Ask(self.url, "listing")


@dataclass(frozen=True, slots=True)
class Home:
    """A portal whose menus are walked, for the column of a unit; or whose state is probed."""

    url: str
    unit_id: int
    names: tuple[str, ...] = ()
    """Those of the unit, to tell its reports from others'."""
    also: tuple[str, ...] = ()
    """Of a probe: the columns to look at besides the home page."""


@dataclass(frozen=True)
class Plan:
    """What a run is to do. Times are UTC as in the ledger."""

    run: str
    started: str
    columns: tuple[PlannedColumn, ...]
    """Every column a page of this run may belong to."""
    due: tuple[str, ...]
    """The column_ids whose listings are to be read."""
    only: bool
    """Whether asks that were left from earlier runs wait, unless they belong to a due column."""
    cautious: bool
    """Whether hosts that lately answered with a challenge are left alone."""
    hosts: tuple[str, ...]
    """Hosts of the registry."""
    pinned: tuple[str, ...]
    """`host:port`; when there are any, nothing else is contacted."""
    user_agent: str
    kept: Mapping[str, Place]
    """By exchange: what a run that was killed within the day read and is not asked for again:
    robots.txt, and the redirects of a request whose end did not come."""
    spider: str = "reports"
    recheck: bool = False
    """Whether every document is asked for again, not only those fetched long ago."""
    vantage: str = ""
    """From where the run asks, as whoever runs it names the place."""
    delay: float = 0.0
    """Seconds between requests to a host; the floor holds for every host that is not pinned."""
    nights: bool = False
    """Whether requests are made by night in China only."""
    budget: int = 0
    """Requests a host may be sent on a day of China; 0 for no limit."""
    spent: Mapping[str, int] = field(default_factory=dict)
    """By host: requests that earlier runs sent on the day of China in which this run starts."""
    optout: tuple[str, ...] = ()
    """Hosts that asked to be left alone, with all below them."""
    lax: tuple[str, ...] = ()
    """Hosts that are read although their certificate fails the check."""
    homes: tuple[Home, ...] = ()
    """Of a run that looks around (spiders `discover`, `probe`): where."""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """By pinned host: the address it is declared to share."""

    def facts(self) -> dict[str, Any]:
        """Give the plan as JSON."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Plan:
        """Read a plan back from JSON."""
        columns = tuple(PlannedColumn(**column) for column in facts["columns"])
        lists = {name: tuple(facts[name]) for name in _LISTS if name in facts}
        known = {one.name for one in fields(cls)}
        rest = {name: value for name, value in facts.items() if name in known}
        kept = facts["kept"] if "kept" in facts else facts["robots"]  # of the first version
        places = {exchange: Place(**place) for exchange, place in kept.items()}
        homes = tuple(
            Home(one["url"], one["unit_id"], tuple(one["names"]), tuple(one["also"]))
            for one in facts.get("homes", ())
        )
        return cls(**{**rest, **lists, "columns": columns, "kept": places, "homes": homes})

    @property
    def roots(self) -> list[Ask]:
        """Give what the run begins with: first pages of due columns, or homes; each once."""
        if self.spider == "discover":
            return [Ask(home.url, "menu") for home in self.homes]
        if self.spider == "probe":
            return [Ask(url, "probe") for home in self.homes for url in (home.url, *home.also)]
        due = set(self.due)
        return list({c.url: c.root for c in self.columns if c.column_id in due}.values())

    @cached_property
    def columns_of(self) -> Mapping[str, tuple[str, ...]]:
        """Give the columns whose listing begins with an ask, by its key."""
        found: dict[str, tuple[str, ...]] = {}
        for column in self.columns:
            key = column.root.key
            found[key] = (*found.get(key, ()), column.column_id)
        return found

    def may_contact(self, url: str) -> bool:
        """Say whether a run may contact the host of an address."""
        host, port = endpoint(url)
        if self.pinned:
            return f"{host}:{port}" in self._pinned
        return host == PUBLIC or host.endswith("." + PUBLIC) or host in self._hosts

    def opted_out(self, host: str) -> bool:
        """Say whether a host, or a domain above it, asked to be left alone."""
        return any(host == name or host.endswith("." + name) for name in self.optout)

    def platform(self, host: str) -> str:
        """Give the adapter that the registry names for a host; empty when it names none."""
        return self._platforms.get(host, "")

    @cached_property
    def _pinned(self) -> frozenset[str]:
        return frozenset(self.pinned)

    @cached_property
    def _hosts(self) -> frozenset[str]:
        return frozenset(self.hosts)

    @cached_property
    def _platforms(self) -> Mapping[str, str]:
        return {endpoint(c.url)[0]: c.platform for c in reversed(self.columns)}

"""The registry as a crawl needs it.

Receives a folder and reads its `units.csv`, `portals.csv`, `columns.csv` and `optout.csv`. Gives
frozen rows, checked against each other. Refuses, with file and line, the first row that a crawl
could not use or that would rot: an unknown unit or portal, a column on another host than it says,
a platform without an adapter, a folder of one year in a column's address. `check` names all there
is to say, also of what a crawl does not need.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.errors import ConfigError
from crawler.registry.names import parts
from crawler.registry.tables import Row, rows

_K = TypeVar("_K")
_V = TypeVar("_V")

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?(?!\d)")
_NUMBERED = re.compile(r"(?:col|c|n|node_?)\d+(?:_\d+)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """An organ that owes a report."""

    unit_id: int
    name: str
    aliases: tuple[str, ...] = ()
    names_before: tuple[str, ...] = ()
    level: str = ""
    division: str = ""
    """Division code (GB/T 2260), six digits; empty when the organ has none."""
    parent_id: int | None = None
    valid_from: str = ""
    """YYYY or YYYY-MM-DD, as far as it is known."""
    valid_to: str = ""
    """Likewise; empty while it lasts. A year alone: it ended in the course of it."""


@dataclass(frozen=True, slots=True)
class Portal:
    """A host that carries columns."""

    host: str
    platform: str
    """Name of the adapter; empty when the page itself is to tell."""
    status: str
    """`sample` marks a portal that exists on loopback only, `unverified` one nobody has asked."""
    unit_id: int | None = None
    """The organ whose site it is."""
    scheme: str = ""
    """`http` or `https`, whichever worked last; empty when neither was tried."""
    tls: str = ""
    """`lax` allows a certificate that cannot be verified; `tls_reason` says why."""
    tls_reason: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """An address where an organ lists its annual reports."""

    column_id: str
    host: str
    unit_id: int
    url: str
    confirmed: str
    """Date on which a person confirmed the row; a column without one is not crawled."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Every row of the registry, by its key."""

    units: dict[int, Unit]
    portals: dict[str, Portal]
    columns: dict[str, Column]
    optout: frozenset[str] = frozenset()
    """Hosts that asked to be left alone: nothing is ever asked of them."""

    def platform(self, host: str) -> str:
        """Give the adapter's name for a host; empty when it is to be told from the page.

        What an `unverified` row says of the platform is hearsay, and not given.
        """
        portal = self.portals.get(host)
        return portal.platform if portal and portal.status != "unverified" else ""


def load(folder: Path, platforms: frozenset[str]) -> Registry:
    """Read the registry in `folder`; `platforms` are the adapters that exist.

    Raises ConfigError when the folder holds no registry, RegistryError for a row that is refused.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder; name the registry with --registry")
    units: dict[int, Unit] = {}
    portals: dict[str, Portal] = {}
    columns: dict[str, Column] = {}
    for row in rows(folder, "units"):
        unit = unit_of(row)
        _add(row, units, unit.unit_id, unit)
    for row in rows(folder, "portals"):
        portal = portal_of(row)
        if portal.status != "unverified" and portal.platform not in {"", *platforms}:
            row.refuse(_no_adapter(portal.platform, platforms))
        _add(row, portals, portal.host, portal)
    for row in rows(folder, "columns"):
        column = column_of(row)
        for fault in column_faults(column):
            row.refuse(fault)
        if column.host not in portals:
            row.refuse(f"host {column.host!r} is in no portals.csv; add its row there")
        if column.unit_id not in units:
            row.refuse(f"unit_id {column.unit_id} is in no units.csv; add its row there")
        _add(row, columns, column.column_id, column)
    if not columns:
        raise ConfigError(f"{folder}: holds no columns.csv with a row; name the registry's folder")
    optout = frozenset(row.text("host").lower() for row in rows(folder, "optout"))
    return Registry(units, portals, columns, optout)


def unit_of(row: Row) -> Unit:
    """Make a unit of a row; raises RegistryError for one that is none."""
    return Unit(
        row.number("unit_id"),
        row.text("name"),
        parts(row.get("aliases")),
        parts(row.get("names_before")),
        row.get("level"),
        row.get("division"),
        row.number("parent_id") if row.get("parent_id") else None,
        row.get("valid_from"),
        row.get("valid_to"),
    )


def portal_of(row: Row) -> Portal:
    """Make a portal of a row; raises RegistryError for one that is none."""
    return Portal(
        row.text("host").lower(),
        row.get("platform"),
        row.text("status"),
        row.number("unit_id") if row.get("unit_id") else None,
        row.get("scheme"),
        row.get("tls"),
        row.get("tls_reason"),
    )


def column_of(row: Row) -> Column:
    """Make a column of a row; raises RegistryError for one that is none."""
    return Column(
        row.text("column_id"),
        row.text("host").lower(),
        row.number("unit_id"),
        row.text("url"),
        row.get("confirmed"),
    )


def column_faults(column: Column) -> list[str]:
    """Say what is wrong with a column's address, if anything is."""
    parts = urlsplit(column.url)
    found = []
    if parts.scheme not in {"http", "https"}:
        found.append(f"url {column.url!r} must begin with http:// or https://")
    if parts.hostname != column.host:
        found.append(f"url {column.url!r} is not on host {column.host!r}; correct one of them")
    if year_folder(parts.path):
        found.append(f"url {column.url!r} is the folder of one year; give the column above it")
    return found


def year_folder(path: str) -> bool:
    """Tell whether a path leads into the folder of one year: `/2024/`, `/gknb2017/`, `/nb_2022n/`.

    Numbers that platforms give their columns (`col2015`, `c100186`, `n2017`) are no years.
    """
    segments = (segment for segment in path.split("/") if not _NUMBERED.fullmatch(segment))
    return any(_YEAR.search(segment) for segment in segments)


def _no_adapter(platform: str, platforms: frozenset[str]) -> str:
    known = ", ".join(sorted(platforms))
    return f"platform {platform!r} has no adapter; known are {known}"


def _add(row: Row, table: dict[_K, _V], key: _K, value: _V) -> None:
    if key in table:
        row.refuse(f"{key!r} stands twice; remove one of the rows")
    table[key] = value

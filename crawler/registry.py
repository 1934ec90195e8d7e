"""The registry: which organ (机关) publishes its reports in which column (栏目) of which portal.

Receives a folder and reads its `units.csv`, `portals.csv` and `columns.csv`. Gives frozen rows,
checked against each other. Refuses, with file and line, a row that a crawl could not use or that
would rot: an unknown unit or portal, a column on another host than it says, a platform without an
adapter, a folder of one year in a column's address.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import urlsplit

from crawler.errors import ConfigError, RegistryError

_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Unit:
    """An organ that owes a report."""

    unit_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Portal:
    """A host that carries columns."""

    host: str
    platform: str
    """Name of the adapter; empty when the page itself is to tell."""
    status: str
    """`sample` marks a portal that exists on loopback only."""
    tls: str = ""
    """`lax` for a portal that is read although its certificate fails the check."""


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
    """Hosts that asked to be left alone."""

    def platform(self, host: str) -> str:
        """Give the adapter's name for a host; empty when it is to be told from the page."""
        portal = self.portals.get(host)
        return portal.platform if portal else ""


def load(folder: Path, platforms: frozenset[str]) -> Registry:
    """Read the registry in `folder`; `platforms` are the adapters that exist.

    Raises ConfigError when the folder holds no registry, RegistryError for a row that is refused.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder; name the registry with --registry")
    units: dict[int, Unit] = {}
    portals: dict[str, Portal] = {}
    columns: dict[str, Column] = {}
    for row in _rows(folder, "units.csv"):
        unit = Unit(row.number("unit_id"), row.text("name"))
        row.add(units, unit.unit_id, unit)
    for row in _rows(folder, "portals.csv"):
        portal = Portal(
            row.text("host").lower(),
            row.text("platform", empty=True),
            row.text("status"),
            row.text("tls", empty=True),
        )
        if portal.platform and portal.platform not in platforms:
            known = ", ".join(sorted(platforms))
            row.refuse(f"platform {portal.platform!r} has no adapter; known are {known}")
        row.add(portals, portal.host, portal)
    for row in _rows(folder, "columns.csv"):
        column = _column(row)
        if column.host not in portals:
            row.refuse(f"host {column.host!r} is in no portals.csv; add its row there")
        if column.unit_id not in units:
            row.refuse(f"unit_id {column.unit_id} is in no units.csv; add its row there")
        row.add(columns, column.column_id, column)
    if not columns:
        raise ConfigError(f"{folder}: holds no columns.csv with a row; name the registry's folder")
    optout: frozenset[str] = frozenset()
    if (folder / "optout.csv").is_file():
        optout = frozenset(row.text("host").lower() for row in _rows(folder, "optout.csv"))
    return Registry(units, portals, columns, optout)


def _column(row: _Row) -> Column:
    column = Column(
        row.text("column_id"),
        row.text("host").lower(),
        row.number("unit_id"),
        row.text("url"),
        row.text("confirmed", empty=True),
    )
    parts = urlsplit(column.url)
    if parts.scheme not in {"http", "https"}:
        row.refuse(f"url {column.url!r} must begin with http:// or https://")
    if parts.hostname != column.host:
        row.refuse(f"url {column.url!r} is not on host {column.host!r}; correct one of them")
    if re.search(r"/(?:19|20)\d\d(?:/|$)", parts.path):
        row.refuse(f"url {column.url!r} is the folder of one year; give the column above it")
    return column


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a CSV file that can say where it stands."""

    path: Path
    line: int
    values: dict[str, str]

    def refuse(self, reason: str) -> NoReturn:
        raise RegistryError(f"{self.path}:{self.line}: {reason}")

    def text(self, name: str, *, empty: bool = False) -> str:
        value = (self.values.get(name) or "").strip()
        if not value and not empty:
            self.refuse(f"{name} is empty; fill it in or remove the row")
        return value

    def number(self, name: str) -> int:
        value = self.text(name)
        if not value.isascii() or not value.isdigit():
            self.refuse(f"{name} {value!r} is not a whole number")
        return int(value)

    def add(self, table: dict[_K, _V], key: _K, value: _V) -> None:
        if key in table:
            self.refuse(f"{key!r} stands twice; remove one of the rows")
        table[key] = value


_NEEDED = {
    "units.csv": ("unit_id", "name"),
    "portals.csv": ("host", "platform", "status"),
    "optout.csv": ("host",),
    "columns.csv": ("column_id", "host", "unit_id", "url", "confirmed"),
}


def _rows(folder: Path, name: str) -> Iterator[_Row]:
    path = folder / name
    if not path.is_file():
        raise ConfigError(f"{path}: no such file; a registry has units, portals and columns")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [n for n in _NEEDED[name] if n not in (reader.fieldnames or ())]
        if missing:
            raise RegistryError(f"{path}:1: the column {missing[0]!r} is missing")
        try:
            for values in reader:
                yield _Row(path, reader.line_num, values)
        except UnicodeDecodeError as error:
            raise RegistryError(f"{path}: is not UTF-8; save it as UTF-8") from error

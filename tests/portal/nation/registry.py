"""The registry of an invented country, as the crawler reads it.

Receives a nation and a folder; writes units, their history, successors and numbers, portals,
columns and the opt-out list. Half of the portals do not say their platform: the pages have to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.registry import tables

if TYPE_CHECKING:
    from tests.portal.nation.world import Nation

DAY = "2026-11-22"

ADAPTERS = {
    "trs",
    "gkmlpt",
    "jpaas",
    "ucap",
    "longxun",
}
"""Platforms that a registry names; of the others the pages tell, or they are `static`."""

Rows = Iterator[Mapping[str, object]]


def write(nation: Nation, folder: Path) -> Path:
    """Write the registry into a folder; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "units": _units(nation),
        "unit_history": _history(nation),
        "unit_successors": _successors(nation),
        "unit_ids": _numbers(nation),
        "portals": _portals(nation),
        "columns": _columns(nation),
        "optout": _optout(nation),
    }
    for name, rows in written.items():
        header = tables.HEADERS[name].split(",")
        tables.write(folder, name, [{c: row.get(c, "") for c in header} for row in rows])
    return folder


def _units(nation: Nation) -> Rows:
    for organ in nation.organs:
        yield {
            "unit_id": organ.unit_id,
            "name": organ.name,
            "aliases": ";".join(organ.aliases),
            "names_before": organ.former.name if organ.former else "",
            "level": organ.level,
            "parent_id": organ.parent or "",
            "valid_from": organ.since or 1999,
            "valid_to": organ.until or "",
        }


def _history(nation: Nation) -> Rows:
    for organ in nation.organs:
        if organ.former:
            yield {
                "unit_id": organ.unit_id,
                "name": organ.former.name,
                "aliases": ";".join(organ.former.aliases),
                "valid_from": 1999,
                "valid_to": organ.former.until,
            }


def _successors(nation: Nation) -> Rows:
    for organ in nation.organs:
        for successor, year, kind in organ.successors:
            yield {
                "unit_id": organ.unit_id,
                "successor_id": successor,
                "year": year,
                "kind": kind,
            }


def _numbers(nation: Nation) -> Rows:
    for organ in nation.organs:
        yield tables.given(str(organ.unit_id), organ.name, DAY)


def _portals(nation: Nation) -> Rows:
    owners = {column.host: column.unit_id for column in reversed(nation.country.columns)}
    for host, platform in nation.country.platforms.items():
        known = platform if platform in ADAPTERS else "static"
        lax = nation.effects[host].lax
        yield {
            "host": host,
            "unit_id": owners[host],
            "platform": known if host in nation.named else "",
            "status": "sample",
            "evidence": "served on loopback by tests/portal",
            "date": DAY,
            "tls": "lax" if lax else "",
            "tls_reason": "signed by itself" if lax else "",
        }


def _columns(nation: Nation) -> Rows:
    for column in nation.country.columns:
        yield {
            "column_id": column.column_id,
            "host": column.host,
            "unit_id": column.unit_id,
            "url": nation.registered.get(column.column_id, column.url),
            "confirmed": DAY,
        }


def _optout(nation: Nation) -> Rows:
    for host, effect in nation.effects.items():
        if effect.optout:
            yield {"host": host, "date": DAY, "evidence": "asked by mail"}

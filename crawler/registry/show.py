"""What the registry says of one organ, for people to read.

Receives a folder and a name, number or division code; gives numbers of units and lines of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.registry.loading import Unit, unit_of
from crawler.registry.names import key, parts
from crawler.registry.tables import rows


def find(folder: Path, what: str) -> list[int]:
    """Give the units that go or went by a name, number or division code."""
    wanted = key(what)
    found = set()
    for unit in _units(folder).values():
        names = (unit.name, *unit.aliases, *unit.names_before)
        if wanted in {str(unit.unit_id), unit.division, *map(key, names)}:
            found.add(unit.unit_id)
    for row in rows(folder, "unit_history"):
        names = (row.get("name"), *parts(row.get("aliases")))
        if wanted in {row.get("division"), *map(key, names)}:
            found.add(row.number("unit_id"))
    return sorted(found)


def described(folder: Path, number: int) -> Iterator[str]:
    """Describe a unit in lines: names, place in the tree, years, successors, portals, columns."""
    units = _units(folder)
    unit = units[number]
    yield f"{number} {unit.name}"
    if unit.aliases:
        yield f"  also called {', '.join(unit.aliases)}"
    division = f", division {unit.division}" if unit.division else ""
    yield f"  {unit.level}{division}{_years(unit.valid_from, unit.valid_to)}"
    above = _above(units, unit)
    if above:
        yield f"  below {', '.join(f'{one.unit_id} {one.name}' for one in above)}"
    for row in rows(folder, "unit_history"):
        if row.get("unit_id") == str(number):
            code = f", division {row.get('division')}" if row.get("division") else ""
            years = _years(row.get("valid_from"), row.get("valid_to"))
            yield f"  was {row.get('name')}{code}{years}"
    for row in rows(folder, "unit_successors"):
        ends = row.number("unit_id"), row.number("successor_id")
        if number in ends:
            other = units[ends[1] if ends[0] == number else ends[0]]
            way = "into" if ends[0] == number else "from"
            yield f"  {row.get('year')} {row.get('kind')}: {way} {other.unit_id} {other.name}"
    for name in ("portals", "columns"):
        for row in rows(folder, name):
            if row.get("unit_id") == str(number):
                yield f"  {name[:-1]} {row.get('url') or row.get('host')}"


def _units(folder: Path) -> dict[int, Unit]:
    return {unit.unit_id: unit for unit in map(unit_of, rows(folder, "units"))}


def _above(units: dict[int, Unit], unit: Unit) -> list[Unit]:
    found: list[Unit] = []
    while unit.parent_id in units and units[unit.parent_id] not in found:
        unit = units[unit.parent_id]
        found.append(unit)
    return found


def _years(start: str, end: str) -> str:
    return f", {start} to {end or 'now'}" if start else f", to {end}" if end else ""

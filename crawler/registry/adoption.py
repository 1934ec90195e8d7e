"""Takes organs that the crawl met into the registry, once a person has said so.

Receives a CSV file of issuers and the columns that listed them (`issuer,column_id`; the query that
gives it is in docs/registry.md). Gives the proposals of `organs`, and on demand writes them: units
with the next numbers in the order of parent, level and name, other names behind the aliases.
Refuses an issuer whose column is not in the registry.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.errors import RegistryError
from crawler.registry import tables
from crawler.registry.loading import Unit, column_of, unit_of
from crawler.registry.names import joined, parts
from crawler.registry.organs import Met, Proposals, propose
from crawler.registry.tables import Row, rows


def adopt(folder: Path, met: Path, today: str, *, write: bool) -> Proposals:
    """Make proposals of the issuers in `met`, and write them into `folder` when `write` says so.

    Raises RegistryError for a file that is no list of issuers or a column that is not known.
    """
    units = {unit.unit_id: unit for unit in map(unit_of, rows(folder, "units"))}
    of = {column.column_id: column.unit_id for column in map(column_of, rows(folder, "columns"))}
    proposals = propose(_met(met, of), units)
    if write:
        _write(folder, proposals, today)
    return proposals


def _met(path: Path, units: dict[str, int]) -> Iterator[Met]:
    if not path.is_file():
        raise RegistryError(f"{path}: no such file")
    for row in tables.read(path, ("issuer", "column_id")):
        yield Met(row.text("issuer"), _unit(row, units))


def _unit(row: Row, units: dict[str, int]) -> int:
    column = row.text("column_id")
    if column not in units:
        row.refuse(f"column {column!r} is in no columns.csv")
    return units[column]


def _write(folder: Path, proposals: Proposals, today: str) -> None:
    book = {name: tables.cells(folder, name) for name in ("units", "unit_ids")}
    by_id = {cells["unit_id"]: cells for cells in book["units"]}
    for alias in proposals.aliases:
        cells = by_id[str(alias.unit_id)]
        cells["aliases"] = joined([*parts(cells["aliases"]), alias.printed])
    last = max((int(cells["unit_id"]) for cells in book["unit_ids"]), default=0)
    for number, proposal in enumerate(proposals.units, last + 1):
        unit = Unit(number, proposal.name, proposal.aliases, (), proposal.level)
        book["units"].append(
            dict.fromkeys(tables.HEADERS["units"].split(","), "")
            | {
                "unit_id": str(number),
                "name": unit.name,
                "aliases": joined(list(unit.aliases)),
                "level": unit.level,
                "parent_id": str(proposal.parent_id),
            }
        )
        book["unit_ids"].append(tables.given(str(number), unit.name, today))
    for name, values in book.items():
        tables.write(folder, name, values)

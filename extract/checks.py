"""Accounting identities (勾稽关系) on one document. Pure functions.

The identities are rows of `data/reference/identities.csv`. Those that look at the year before
(`year_offset`) need a second report and are assessed in `transform`. A failed check says «look»:
readers misread, and offices print tables that do not add up; no check changes a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.matcher.forms import read_table
from extract.records import Cell, Check

CellKey = tuple[str, str]
"""Row code and column code."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity: the terms of its left side sum to those of its right side."""

    code: str
    family: str
    form: str
    table: str
    lhs: tuple[tuple[CellKey, float], ...]
    rhs: tuple[tuple[CellKey, float], ...]

    cells: frozenset[CellKey]
    """Every cell the identity looks at."""


@cache
def identities() -> tuple[Identity, ...]:
    """Give the identities that hold within one report, in the order of the table."""
    sides: dict[tuple[str, str, str, str], dict[str, list[tuple[CellKey, float]]]] = {}
    across: set[tuple[str, str]] = set()
    for line in read_table("identities.csv"):
        at = (line["identity"], line["family"], line["form"], line["table"])
        if int(line["year_offset"]):
            across.add((line["identity"], line["form"]))
        side = sides.setdefault(at, {"lhs": [], "rhs": []})[line["side"]]
        side.append(((line["row_code"], line["col_code"]), float(line["coefficient"])))
    return tuple(
        Identity(
            code,
            family,
            form,
            table,
            tuple(side["lhs"]),
            tuple(side["rhs"]),
            frozenset(cell for terms in side.values() for cell, _ in terms),
        )
        for (code, family, form, table), side in sides.items()
        if (code, form) not in across
    )


def check(cells: Iterable[Cell]) -> list[Check]:
    """Assess every identity of the forms these cells are of.

    An identity of figures passes or fails. Blanks and dashes are read as zero only where that
    is confirmed: the identity then holds, and so does every other identity through each of
    them, and there is one. Anything else is `not_assessable`.
    """
    cells = list(cells)
    forms = {(cell.table, cell.form) for cell in cells}
    due = [identity for identity in identities() if (identity.table, identity.form) in forms]
    held = {(cell.row_code, cell.col_code): cell for cell in cells}
    zeroed = {at: _zeroed(cell) for at, cell in held.items()}
    empty = frozenset(at for at, cell in held.items() if cell.state != "number")
    return _suspects([_assess(identity, zeroed, empty, due) for identity in due], due)


Figures = Mapping[CellKey, float | None]
"""The figure of each cell, 0 where it is blank; None where it says something else."""


def _zeroed(cell: Cell) -> float | None:
    return 0.0 if cell.state in {"blank", "dash"} else cell.value


def _assess(
    identity: Identity, held: Figures, empty: frozenset[CellKey], due: list[Identity]
) -> Check:
    lhs, rhs = _sum(identity.lhs, held), _sum(identity.rhs, held)
    if lhs is None or rhs is None:
        return _not_assessable(identity)
    delta = _delta(lhs, rhs)
    blank = empty & identity.cells
    if blank and (delta or not all(_confirmed(at, identity, held, due) for at in blank)):
        return _not_assessable(identity)
    verdict = "fail" if delta else "pass"
    return Check(identity.code, identity.form, verdict, lhs, rhs, delta, "", "")


def _not_assessable(identity: Identity) -> Check:
    return Check(identity.code, identity.form, "not_assessable", None, None, None, "", "")


def _confirmed(at: CellKey, identity: Identity, held: Figures, due: list[Identity]) -> bool:
    """Whether other identities run through a blank cell and all hold with it as zero."""
    others = [other for other in due if other is not identity and at in other.cells]
    return bool(others) and all(_holds(other, held) for other in others)


def _holds(identity: Identity, held: Figures) -> bool:
    lhs, rhs = _sum(identity.lhs, held), _sum(identity.rhs, held)
    return lhs is not None and rhs is not None and not _delta(lhs, rhs)


def _sum(terms: Sequence[tuple[CellKey, float]], held: Figures) -> float | None:
    """Give the sum of one side, or None where a cell of it is not there or says no figure."""
    total = 0.0
    for at, coefficient in terms:
        figure = held.get(at)
        if figure is None:
            return None
        total += figure * coefficient
    return total


def _delta(lhs: float, rhs: float) -> float:
    return round(lhs - rhs, 6)


def _suspects(checks: list[Check], due: list[Identity]) -> list[Check]:
    """Name the cell at fault where the failures point at one.

    Table 三: exactly one row fails and exactly one column (its flow, its outcomes or both), all
    by the same amount, and they share one cell. Table 四 has no crossing; a total left at 0
    under figures is its own suspect.
    """
    failed = [
        (one, result) for one, result in zip(due, checks, strict=True) if result.verdict == "fail"
    ]
    suspects: dict[str, CellKey] = {}
    rows = [pair for pair in failed if pair[0].family == "T3-ROW"]
    columns = [pair for pair in failed if pair[0].family in {"T3-OUT", "T3-FLOW"}]
    crossing = [*rows, *columns]
    if len(rows) == 1 and len({one.code.partition(".")[2] for one, _ in columns}) == 1:
        shared = frozenset.intersection(*(one.cells for one, _ in crossing))
        amounts = {abs(result.delta or 0.0) for _, result in crossing}
        if len(shared) == 1 and len(amounts) == 1:
            suspects |= {one.code: next(iter(shared)) for one, _ in crossing}
    for identity, result in failed:
        if identity.family == "T4-SUM" and result.lhs == 0:
            suspects[identity.code] = identity.lhs[0][0]
    return [
        replace(result, suspect_row=at[0], suspect_col=at[1])
        if (at := suspects.get(result.identity)) and result.verdict == "fail"
        else result
        for result in checks
    ]

"""Accounting identities (勾稽关系) on one document. Pure functions.

The identities are rows of `data/reference/identities.csv`. Those that look at the year before
(`year_offset`) need a second report and are assessed in `transform`. A failed check says «look»:
readers misread, and offices print tables that do not add up; no check changes a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from extract.forms import read_table
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

    @property
    def cells(self) -> frozenset[CellKey]:
        """Every cell the identity looks at."""
        return frozenset(cell for cell, _ in (*self.lhs, *self.rhs))


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
        Identity(code, family, form, table, tuple(side["lhs"]), tuple(side["rhs"]))
        for (code, family, form, table), side in sides.items()
        if (code, form) not in across
    )


def check(cells: Iterable[Cell]) -> list[Check]:
    """Assess every identity of the forms these cells are of.

    An identity of figures passes or fails. Blanks and dashes are read as zero only where that
    is confirmed: the identity then holds, and so does every other identity through each of
    them, and there is one. Anything else is `not_assessable`.
    """
    held = {(cell.row_code, cell.col_code): cell for cell in cells}
    forms = {(cell.table, cell.form) for cell in held.values()}
    due = [identity for identity in identities() if (identity.table, identity.form) in forms]
    return _suspects([_assess(identity, held, due) for identity in due], due)


def _assess(identity: Identity, held: Mapping[CellKey, Cell], due: list[Identity]) -> Check:
    out = Check(identity.code, identity.form, "not_assessable", None, None, None, "", "")
    if any(_zeroed(held.get(at)) is None for at in identity.cells):
        return out
    lhs, rhs = _sums(identity, held)
    delta = _delta(lhs, rhs)
    empty = [at for at in identity.cells if held[at].state != "number"]
    if not empty:
        return replace(out, verdict="fail" if delta else "pass", lhs=lhs, rhs=rhs, delta=delta)
    if delta or not all(_confirmed(at, identity, held, due) for at in empty):
        return out
    return replace(out, verdict="pass", lhs=lhs, rhs=rhs, delta=delta)


def _confirmed(
    at: CellKey, identity: Identity, held: Mapping[CellKey, Cell], due: list[Identity]
) -> bool:
    """Whether other identities run through a blank cell and all hold with it as zero."""
    others = [other for other in due if other is not identity and at in other.cells]
    return bool(others) and all(_holds(other, held) for other in others)


def _holds(identity: Identity, held: Mapping[CellKey, Cell]) -> bool:
    if any(_zeroed(held.get(at)) is None for at in identity.cells):
        return False
    return not _delta(*_sums(identity, held))


def _sums(identity: Identity, held: Mapping[CellKey, Cell]) -> tuple[float, float]:
    def total(terms: tuple[tuple[CellKey, float], ...]) -> float:
        return sum((_zeroed(held[at]) or 0.0) * coefficient for at, coefficient in terms)

    return total(identity.lhs), total(identity.rhs)


def _delta(lhs: float, rhs: float) -> float:
    return round(lhs - rhs, 6)


def _zeroed(cell: Cell | None) -> float | None:
    if cell is None:
        return None
    return 0.0 if cell.state in {"blank", "dash"} else cell.value


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

"""Which cells of a scan are in doubt, and what a second reading of them settles. Pure functions.

Receives the matched cells of a document that was recognised, and a way to read some of them once
more. In doubt is a cell of which the recogniser was unsure, one at which failing identities
(勾稽关系) cross, and every cell that no identity confirms (table 二 has none).

Two readings that agree stand, even where the sums fail (offices print wrong sums), and say so. Two
that differ are decided by the sums alone, and only where one choice makes every identity through
the cell hold; else the cell is `unreadable`. No value is ever taken from the arithmetic itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from extract.checks import Identity, check, identities
from extract.grid import GridCell
from extract.match import Matched
from extract.records import Cell
from extract.text import key
from extract.values import understand

Place = tuple[int, int, int]
"""Grid, row and column of a cell's upper left corner."""

Code = tuple[str, str]
"""Row code and column code."""

Again = Callable[[Sequence[Place]], Mapping[Place, GridCell]]
"""Reads cells a second time, another way; leaves out what it cannot find."""

METHOD = "scan-again"

SURE = 0.9
"""Confidence from which a reading needs no other, where sums watch over the cell."""

LIKELY = 0.5
"""Confidence below which a reading is a guess, and two that agree are two guesses."""

ROUNDS = 2
"""Settling one cell may bring two others' sums to cross; after that, the scan is at its end."""

TRIES = 4096
"""Choices put to the sums at most."""

DIFFERS = "two readings differ and the sums do not decide"
ILLEGIBLE = "neither reading can tell what is printed"
DECIDED = "two readings differ; the sums hold with this one only"
REFUTED = "neither reading is sure of it and the sums fail"
STANDS = "two readings agree, yet the sums fail"
NO_FIGURE = "what is printed is no figure"
UNSURE = "neither reading is sure of it"


def settle(matched: Matched, again: Again) -> Matched:
    """Have the cells in doubt read a second time, and settle each."""
    cells = list(matched.cells)
    for _ in range(ROUNDS):
        doubts = [cell for cell in doubted(cells) if not cell.second_method]
        if not doubts:
            break
        seconds = again([place(cell) for cell in doubts])
        read = {code(cell): seconds.get(place(cell)) for cell in doubts}
        cells = _decided([_Twice.of(cell, read) for cell in cells])
    return replace(matched, cells=_told(cells))


def place(cell: Cell) -> Place:
    """Give where a cell stands in the layout."""
    return cell.grid, cell.grid_row, cell.grid_col


def code(cell: Cell) -> Code:
    """Give a cell's row and column code."""
    return cell.row_code, cell.col_code


def doubted(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells that a second reading should look at."""
    held = {code(cell): cell for cell in cells}
    holding = [one for one in _due(cells) if _holds(one, held)]
    confirmed = frozenset[Code]().union(*(one.cells for one in holding))
    pointed = _pointed_at(cells)
    return [
        cell
        for cell in cells
        if cell.state in {"unreadable", "text"}
        or cell.confidence < SURE
        or code(cell) not in confirmed
        or code(cell) in pointed
    ]


def _due(cells: Iterable[Cell]) -> list[Identity]:
    forms = {(cell.table, cell.form) for cell in cells}
    return [identity for identity in identities() if (identity.table, identity.form) in forms]


def _pointed_at(cells: Sequence[Cell]) -> set[Code]:
    """Give the cells at which failing identities cross, and all of one that no other crosses."""
    failing = {result.identity for result in check(cells) if result.verdict == "fail"}
    failed = [identity for identity in _due(cells) if identity.code in failing]
    out: set[Code] = set()
    for one in failed:
        crossed = [one.cells & other.cells for other in failed if other.family != one.family]
        out |= frozenset[Code]().union(*crossed) or one.cells
    return out


# --- two readings of a cell -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Twice:
    """A cell and what it may be: one settled cell, or the readings to choose from."""

    cell: Cell
    """As it stands if nothing decides."""
    options: tuple[Cell, ...] = ()
    """Readings that differ, for the sums to choose; empty where there is nothing to choose."""

    @staticmethod
    def of(cell: Cell, read: Mapping[Code, GridCell | None]) -> _Twice:
        """Put the second reading beside the first."""
        if code(cell) not in read:
            return _Twice(cell)
        other = read[code(cell)]
        if other is None:
            return _Twice(_illegible(cell) if cell.state == "unreadable" else cell)
        told = replace(cell, second_method=METHOD, second_raw=other.text)
        best = max(cell.confidence, other.confidence)
        if key(cell.raw) == key(other.text) and best >= LIKELY:
            agreed = _as(told, other.text, best) if cell.state == "unreadable" else told
            flag = "" if best >= SURE else UNSURE
            return _Twice(replace(agreed, confidence=best, flag=cell.flag or flag))
        options = [_as(told, cell.raw, cell.confidence)] if cell.state != "unreadable" else []
        if other.readable and key(cell.raw) != key(other.text):
            options.append(_as(told, other.text, other.confidence))
        if not options:
            return _Twice(_illegible(told))
        flag = UNSURE if key(cell.raw) == key(other.text) else DIFFERS
        return _Twice(replace(_illegible(told), flag=cell.flag or flag), tuple(options))


def _illegible(cell: Cell) -> Cell:
    return replace(cell, state="unreadable", value=None, flag=cell.flag or ILLEGIBLE)


def _as(cell: Cell, raw: str, confidence: float) -> Cell:
    """Give a cell with another text taken for what is printed; the first stays beside it."""
    if key(raw) == key(cell.raw) and cell.state != "unreadable":
        return replace(cell, confidence=confidence)
    state, value = understand(raw, cell.unit)
    first = cell.second_raw if key(raw) == key(cell.raw) else cell.raw
    return replace(cell, state=state, value=value, raw=raw, second_raw=first, confidence=confidence)


# --- the sums decide --------------------------------------------------------------------------


def _decided(cells: Sequence[_Twice]) -> list[Cell]:
    """Choose among readings that differ where only one choice makes the sums hold."""
    due = _due(one.cell for one in cells)
    known = {code(one.cell): one.cell for one in cells if not one.options}
    open_ = {code(one.cell): one.options for one in cells if one.options}
    chosen: dict[Code, Cell] = {}
    for group, watching in _groups(open_, known, due):
        if prod(len(open_[at]) for at in group) > TRIES:
            continue
        holding = [
            choice
            for choice in product(*(open_[at] for at in group))
            if _all_hold(watching, known | dict(zip(group, choice, strict=True)))
        ]
        if len(holding) == 1:
            chosen |= dict(zip(group, holding[0], strict=True))
    out = [
        replace(choice, flag=choice.flag or DECIDED)
        if (choice := chosen.get(code(one.cell))) is not None
        else one.cell
        for one in cells
    ]
    return _weighed(out, due)


def _groups(
    open_: Mapping[Code, tuple[Cell, ...]], known: Mapping[Code, Cell], due: Sequence[Identity]
) -> Iterator[tuple[list[Code], list[Identity]]]:
    """Part the undecided cells into groups that share identities, each with what watches it.

    Only identities of which every cell was read count, and only cells that all of theirs watch:
    in table 三 that is a row and a column.
    """
    readable = [
        identity
        for identity in due
        if all(at in open_ or _figure(known.get(at)) is not None for at in identity.cells)
    ]
    left = {
        at
        for at in open_
        if (through := [one for one in due if at in one.cells])
        and all(one in readable for one in through)
    }
    readable = [one for one in readable if all(at in left for at in one.cells if at in open_)]
    left = {at for at in left if all(one in readable for one in due if at in one.cells)}
    while left:
        group, watching = {next(iter(sorted(left)))}, list[Identity]()
        while True:
            watching = [one for one in readable if one.cells & group]
            wider = group.union(*(one.cells & left for one in watching))
            if wider == group:
                break
            group = wider
        left -= group
        yield sorted(group), watching


def _all_hold(watching: Iterable[Identity], held: Mapping[Code, Cell]) -> bool:
    return all(_holds(identity, held) for identity in watching)


def _holds(identity: Identity, held: Mapping[Code, Cell]) -> bool:
    total = 0.0
    for terms, sign in ((identity.lhs, 1), (identity.rhs, -1)):
        for at, coefficient in terms:
            figure = _figure(held.get(at))
            if figure is None:
                return False
            total += sign * coefficient * figure
    return abs(total) < 1e-6


def _figure(cell: Cell | None) -> float | None:
    """Give what a cell adds to a sum; a mark or a blank adds nothing."""
    if cell is None:
        return None
    return 0.0 if cell.state in {"blank", "dash"} else cell.value


def _weighed(cells: list[Cell], due: Sequence[Identity]) -> list[Cell]:
    """Let the sums confirm what neither reading is sure of, or refute it."""
    held = {code(cell): cell for cell in cells}

    def weighed(cell: Cell) -> Cell:
        through = [identity for identity in due if code(cell) in identity.cells]
        if cell.flag != UNSURE or len({one.family for one in through}) < 2:
            return cell
        if _all_hold(through, held):
            return replace(cell, flag="")
        if all(_known(one, held) and not _holds(one, held) for one in through):
            return replace(cell, state="unreadable", value=None, flag=REFUTED)
        return cell

    return [weighed(cell) for cell in cells]


def _told(cells: Sequence[Cell]) -> list[Cell]:
    """Say of a cell that two readings agree on where it is odd all the same."""
    pointed = _pointed_at(cells)

    def told(cell: Cell) -> Cell:
        if cell.flag or not cell.second_method:
            return cell
        if cell.state == "text":
            return replace(cell, flag=NO_FIGURE)
        return replace(cell, flag=STANDS) if code(cell) in pointed else cell

    return [told(cell) for cell in cells]


def _known(identity: Identity, held: Mapping[Code, Cell]) -> bool:
    return all(_figure(held.get(at)) is not None for at in identity.cells)

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
from itertools import islice

from extract.checks import Identity, check, identities
from extract.grid import GridCell
from extract.matcher.match import Matched
from extract.records import Cell
from extract.text import key
from extract.values import understand

Place = tuple[int, int, int]
"""Grid, row and column of a cell's upper left corner."""

Code = tuple[str, str]
"""Row code and column code."""

Again = Callable[[Sequence[Place]], Mapping[Place, Sequence[GridCell]]]
"""Reads cells once more, another way or several; leaves out what it cannot find."""

METHOD = "scan-again"

SURE = 0.9
"""Confidence from which a reading needs no other, where sums watch over the cell."""

LIKELY = 0.5
"""Confidence below which a reading is a guess, and two that agree are two guesses."""

ROUNDS = 2
"""Settling one cell may bring two others' sums to cross; after that, the scan is at its end."""

TRIES = 4096
"""Cells chosen and chosen anew for one group at most, before the sums are said not to decide."""

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
        read = {code(cell): seconds.get(place(cell), ()) for cell in doubts}
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


# --- the readings of a cell -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What one or more of a cell's readings say."""

    text: str
    votes: int
    confidence: float
    """The best of theirs."""
    readable: bool
    """Whether one of them can tell what is printed."""


@dataclass(frozen=True, slots=True)
class _Twice:
    """A cell and what it may be: one settled cell, or the readings to choose from."""

    cell: Cell
    """As it stands if nothing decides."""
    options: tuple[Cell, ...] = ()
    """Readings that differ, for the sums to choose; empty where there is nothing to choose."""

    @staticmethod
    def of(cell: Cell, read: Mapping[Code, Sequence[GridCell]]) -> _Twice:
        """Put the other readings beside the first."""
        if code(cell) not in read:
            return _Twice(cell)
        others = read[code(cell)]
        if not others:
            return _Twice(_illegible(cell) if cell.state == "unreadable" else cell)
        best = max(others, key=lambda one: (one.readable, one.confidence))
        told = replace(cell, second_method=METHOD, second_raw=best.text)
        said = [one for one in _said(cell, others) if one.readable]
        if not said:
            return _Twice(_illegible(told))
        most, *rest = said
        options = tuple(_as(told, one.text, one.confidence) for one in said)
        if (
            most.votes < 2
            or most.confidence < LIKELY
            or any(one.confidence >= most.confidence for one in rest)
        ):
            flag = DIFFERS if rest or most.votes < 2 else UNSURE
            return _Twice(replace(_illegible(told), flag=cell.flag or flag), options)
        flag = "" if most.confidence >= SURE and not rest else UNSURE
        agreed = replace(options[0], flag=cell.flag or flag)
        return _Twice(agreed, options if rest else ())


def _said(cell: Cell, others: Sequence[GridCell]) -> list[_Said]:
    """Give what the readings say, what most of them say first."""
    out: dict[str, _Said] = {}
    readings = [
        (cell.raw, cell.confidence, cell.state != "unreadable"),
        *((other.text, other.confidence, other.readable) for other in others),
    ]
    for text, confidence, readable in readings:
        one = out.get(key(text), _Said(text, 0, 0.0, False))
        out[key(text)] = _Said(
            one.text, one.votes + 1, max(one.confidence, confidence), one.readable or readable
        )
    return sorted(out.values(), key=lambda one: (-one.votes, -one.confidence))


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
    # What most readings say is no question where the sums cannot answer it.
    watched = _watched(open_, known, due)
    for one in cells:
        at = code(one.cell)
        if one.options and at not in watched and one.cell.state != "unreadable":
            known[at] = one.cell
            del open_[at]
    chosen: dict[Code, Cell] = {}
    for group, watching in _groups(open_, known, due):
        holding = list(islice(_choices(group, open_, known, watching), 2))
        if len(holding) == 1:
            chosen |= holding[0]
    out = [
        replace(choice, flag=choice.flag or DECIDED)
        if (choice := chosen.get(code(one.cell))) is not None
        else one.cell
        for one in cells
    ]
    return _weighed(out, due)


def _choices(
    group: Sequence[Code],
    open_: Mapping[Code, tuple[Cell, ...]],
    known: Mapping[Code, Cell],
    watching: Sequence[Identity],
) -> Iterator[dict[Code, Cell]]:
    """Give the choices for a group with which every identity that watches it holds.

    Gives none at all where there are too many to try.
    """
    last = {one.code: max(i for i, at in enumerate(group) if at in one.cells) for one in watching}
    held = dict(known)
    found: list[dict[Code, Cell]] = []
    tries = 0

    def tried(i: int) -> bool:
        """Choose from the cell `i` on; whether there was an end to it."""
        nonlocal tries
        if i == len(group):
            found.append({at: held[at] for at in group})
            return True
        for option in open_[group[i]]:
            tries += 1
            held[group[i]] = option
            due = (one for one in watching if last[one.code] == i)
            if tries > TRIES or (_all_hold(due, held) and not tried(i + 1)):
                return False
        return True

    if tried(0):
        yield from found


def _watched(
    open_: Mapping[Code, tuple[Cell, ...]], known: Mapping[Code, Cell], due: Sequence[Identity]
) -> set[Code]:
    """Give the undecided cells of which every identity counts cells that were read only."""
    readable = _readable(open_, known, due)
    return {
        at
        for at in open_
        if (through := [one for one in due if at in one.cells])
        and all(one in readable for one in through)
    }


def _readable(
    open_: Mapping[Code, tuple[Cell, ...]], known: Mapping[Code, Cell], due: Sequence[Identity]
) -> list[Identity]:
    return [
        identity
        for identity in due
        if all(at in open_ or _figure(known.get(at)) is not None for at in identity.cells)
    ]


def _groups(
    open_: Mapping[Code, tuple[Cell, ...]], known: Mapping[Code, Cell], due: Sequence[Identity]
) -> Iterator[tuple[list[Code], list[Identity]]]:
    """Part the undecided cells into groups that share identities, each with what watches it.

    Only identities of which every cell was read count, and only cells that all of theirs watch:
    in table 三 that is a row and a column.
    """
    readable, left = _readable(open_, known, due), _watched(open_, known, due)
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
        # A blank, a dash and a zero add up to the same.
        if cell.state == "number" and _all_hold(through, held):
            return replace(cell, flag="")
        known = [one for one in through if _known(one, held)]
        if known and not any(_holds(one, held) for one in known):
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

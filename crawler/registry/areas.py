"""Divisions (行政区划) as a table of states, and the governments that run through them.

Receives rows of a table of division codes: a row is a state, one code under one name in one
prefecture from one year to another, with the codes that came after it. Gives lines: the states
that are one government, one after the other. Refuses nothing; `read` names a file that is no such
table.

When is the government after a change the one before it? A prefecture that becomes a city, a county
that becomes a district, a city that moves to another prefecture keeps its organ; one that is
dissolved into others does not. The rule, with nothing but the table to go by:

1. A state and one that begins in the year in which it ends, and that its row names, are a match
   when each is the other's nearest. To the state that ends, the nearest is the one with its own
   code, then the one with its stem (洪泽县, 洪泽区). To the state that begins, the nearest is the
   one with its stem, then the one with its code. (Codes go to strangers where they are reused:
   500110 went from 万盛区 to 綦江区. Stems do where names wander: 庐山区 is 濂溪区 now, and 庐山市
   another.)
2. What is left over is a match when the state that ends names no other state that begins, and no
   other state gave anything to the one that begins (绍兴县, 柯桥区).
3. Prefectures whose row names nothing match the one of the same stem that begins in the same
   province in the same year (铜仁地区, 铜仁市).

Everything else ends, and what it became is its successor.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from crawler.errors import RegistryError
from crawler.registry.names import stem

SINCE = 2008
"""States that ended before are left out: the duty to report began in this year."""

_LEVELS = {"省级": "province", "地级": "prefecture", "县级": "county"}
_HEADER = "代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码"
_HEIR = re.compile(r"(\d{6})(?:\[(\d{4})\])?")


@dataclass(frozen=True, slots=True)
class State:
    """A division under one code and one name."""

    code: str
    province: str
    prefecture: str
    """Empty for a province; 直辖 where the province administers a county itself."""
    name: str
    level: str
    start: int
    """Year; 1981 means then or before."""
    end: int
    """Year in the course of which it ended; 0 while it lasts."""
    heirs: tuple[str, ...]
    """Codes that took its place when it ended."""
    ceded: tuple[tuple[str, int], ...]
    """Codes that a part of it went to, and when, while it went on."""


@dataclass(frozen=True, slots=True)
class Line:
    """The states that are one government, oldest first."""

    states: tuple[State, ...]

    @property
    def last(self) -> State:
        """The state it is in, or ended in."""
        return self.states[-1]


def read(path: Path) -> list[State]:
    """Read a table of division codes (areacodes, `result.csv`); raises RegistryError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if ",".join(rows.fieldnames or ()) != _HEADER:
                raise RegistryError(f"{path}:1: is no table of division codes; expected {_HEADER}")
            return [_state(row) for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as problem:
        raise RegistryError(f"{path}: is no table of division codes ({problem})") from problem


def _state(row: dict[str, str]) -> State:
    named = _HEIR.findall(row["新代码"])
    return State(
        row["代码"],
        row["一级行政区"],
        row["二级行政区"],
        row["名称"],
        _LEVELS[row["级别"]],
        int(row["启用时间"]),
        int(row["变更/弃用时间"] or 0),
        tuple(code for code, year in named if not year),
        tuple((code, int(year)) for code, year in named if year),
    )


def lines(states: Iterable[State]) -> list[Line]:
    """Give the governments that were there in `SINCE` or later, by code and year of their first."""
    known = sorted(
        (state for state in states if not state.end or state.end >= SINCE),
        key=lambda state: (state.code, state.start),
    )
    after = _continuations(known)
    continued = set(after.values())
    found = []
    for state in known:
        if state in continued:
            continue
        chain = [state]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        found.append(Line(tuple(chain)))
    return found


def heirs(state: State, known: Sequence[State]) -> list[State]:
    """Give the states, of those known, that took the place of one that ended."""
    return [
        other
        for other in known
        if other.code in state.heirs
        and other != state
        and other.start <= state.end
        and (not other.end or other.end > state.end)
    ]


def _continuations(known: Sequence[State]) -> dict[State, State]:
    """Map each state that goes on in another to that other."""
    after: dict[State, State] = {}
    for year in sorted({state.end for state in known if state.end}):
        ending = [state for state in known if state.end == year]
        beginning = [state for state in known if state.start == year]
        after |= _matches(ending, beginning, year, known)
    return after


def _matches(
    ending: Sequence[State], beginning: Sequence[State], year: int, known: Sequence[State]
) -> dict[State, State]:
    before: dict[State, list[State]] = defaultdict(list)
    then: dict[State, list[State]] = defaultdict(list)
    for old, new in product(ending, beginning):
        moved = (
            old.level == new.level == "prefecture"
            and not old.heirs
            and old.province == new.province
            and stem(old.name) == stem(new.name)
        )
        if new.code in old.heirs or moved or (old.code == new.code and old.level == new.level):
            then[old].append(new)
            before[new].append(old)
    found: dict[State, State] = {}

    def free(states: Iterable[State]) -> list[State]:
        taken = {*found, *found.values()}
        return [state for state in states if state not in taken]

    again = True
    while again:
        again = False
        for old in free(ending):
            near = _nearest(old, free(then[old]), code_first=True)
            if near and _nearest(near, free(before[near]), code_first=False) == old:
                found[old] = near
                again = True
    givers: dict[str, int] = defaultdict(int)
    for state in known:
        for code in {*(state.heirs if state.end == year else ()), *_ceded(state, year)}:
            givers[code] += 1
    for old in ending:
        left = free(then[old])
        if old not in found and len(left) == len(then[old]) == 1 and givers[left[0].code] == 1:
            found[old] = left[0]
    return found


def _ceded(state: State, year: int) -> set[str]:
    return {code for code, when in state.ceded if when == year}


def _nearest(state: State, others: Sequence[State], *, code_first: bool) -> State | None:
    """Give the one of several states that is most like a state, if any is like it at all."""
    same_code = [other for other in others if other.code == state.code]
    same_stem = [other for other in others if stem(other.name) == stem(state.name)]
    for alike in (same_code, same_stem) if code_first else (same_stem, same_code):
        if len(alike) == 1:
            return alike[0]
    return None

"""Carries the facts of a table of division codes over into the registry's files.

Receives a registry folder and the governments of `areas.lines`. Gives the files anew: governments
that the registry does not know become units with the next numbers, those that changed since get
their new name and code and keep their number. A row that nothing happened to stays as it is, with
all that people wrote into it, so that a second run changes nothing. Refuses two units that the
table knows as one government; that is for a person to decide.

A state of a division is known by its code and the year in which it began. The states a unit is no
longer in are the rows of `unit_history.csv`; the one it is in began when the last of those ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from crawler.errors import RegistryError
from crawler.registry import areas, tables
from crawler.registry.areas import Line, State
from crawler.registry.names import government, joined, parts, printed
from crawler.registry.tables import Cells

_ORDER = {"province": 0, "prefecture": 1, "county": 2}
_WRITTEN = ("units", "unit_history", "unit_successors", "unit_ids")


@dataclass(frozen=True, slots=True)
class Growth:
    """What a table of division codes brought."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def grow(folder: Path, states: Sequence[State], today: str, *, write: bool) -> Growth:
    """Bring the registry in `folder` up to the states of a table of division codes.

    `today` is written beside new numbers. Raises RegistryError when the two contradict each other.
    """
    book = _Book(folder)
    known = [state for state in states if not state.end or state.end >= areas.SINCE]
    lines = sorted(
        areas.lines(states),
        key=lambda line: (_ORDER[line.last.level], line.last.code, line.last.end),
    )
    growth = Growth()
    for line in lines:
        if book.left_out(line.last.code):
            growth.left_out.append(f"{line.last.code} {line.last.name}")
            continue
        unit = book.unit_of(line)
        if unit is None:
            growth.added.append(book.add(line, today))
        elif book.renew(unit, line):
            growth.changed.append(f"{unit['unit_id']} {unit['name']}")
    book.succeed(known, lines)
    if write:
        book.write(folder)
    return growth


class _Book:
    """The files of a registry while they grow."""

    def __init__(self, folder: Path) -> None:
        self.tables = {name: tables.cells(folder, name) for name in (*_WRITTEN, "division_rules")}
        self.units = {cells["unit_id"]: cells for cells in self.tables["units"]}
        self.at: dict[tuple[str, int], str] = {}
        for unit_id in self.units:
            self.at |= dict.fromkeys(self._states(unit_id), unit_id)
        self.prefectures: dict[tuple[str, str], str] = {}
        """(province, prefecture as named at any time) → unit_id."""
        self.provinces: dict[str, str] = {}

    def write(self, folder: Path) -> None:
        for name in _WRITTEN:
            tables.write(folder, name, self.tables[name])

    def _states(self, unit_id: str) -> Iterator[tuple[str, int]]:
        unit, past = self.units[unit_id], self._past(unit_id)
        for cells in past:
            yield cells["division"], _year(cells["valid_from"])
        start = max((cells["valid_to"] for cells in past), default=unit["valid_from"])
        if unit["division"]:
            yield unit["division"], _year(start)

    def _past(self, unit_id: str) -> list[Cells]:
        history = self.tables["unit_history"]
        return [cells for cells in history if cells["unit_id"] == unit_id and cells["division"]]

    def rule(self, code: str, rule: str) -> str | None:
        """Give what `division_rules.csv` says of a code; the longest beginning of it counts."""
        found = [
            cells
            for cells in self.tables["division_rules"]
            if cells["rule"] == rule and code.startswith(cells["division"])
        ]
        return max(found, key=lambda cells: len(cells["division"]))["value"] if found else None

    def left_out(self, code: str) -> bool:
        return self.rule(code, "left_out") is not None

    def unit_of(self, line: Line) -> Cells | None:
        found = {
            self.at[state.code, state.start]
            for state in line.states
            if (state.code, state.start) in self.at
        }
        if len(found) > 1:
            numbers = " and ".join(sorted(found, key=int))
            raise RegistryError(
                f"units {numbers} are one government in the table of codes "
                f"({line.last.code} {line.last.name}); end one and name the other its successor"
            )
        unit = self.units[found.pop()] if found else None
        if unit:
            self._note(line, unit["unit_id"])
        return unit

    def add(self, line: Line, today: str) -> str:
        number = str(
            max((int(cells["unit_id"]) for cells in self.tables["unit_ids"]), default=0) + 1
        )
        unit = dict.fromkeys(tables.HEADERS["units"].split(","), "") | {"unit_id": number}
        self.units[number] = unit
        self._note(line, number)
        unit |= self._present(line) | {"valid_from": str(line.states[0].start)}
        self.tables["units"].append(unit)
        self.tables["unit_ids"].append(tables.given(number, unit["name"], today))
        self._remember(number, line)
        return f"{number} {unit['name']}"

    def renew(self, unit: Cells, line: Line) -> bool:
        """Write into a unit what happened to it since; tell whether anything did."""
        before = dict(unit)
        if (line.last.code, line.last.start) not in self.at:
            old = next(
                state for state in reversed(line.states) if (state.code, state.start) in self.at
            )
            derived = printed(old.name, self._above(old))
            kept = [name for name in parts(unit["aliases"]) if name not in derived]
            unit |= self._present(line)
            unit["aliases"] = joined([*parts(unit["aliases"]), *kept])
            self._remember(unit["unit_id"], line)
        if line.last.end and not unit["valid_to"]:
            unit["valid_to"] = str(line.last.end)
        return unit != before

    def succeed(self, known: Sequence[State], lines: Sequence[Line]) -> None:
        """Add what ended units became, and what went from one unit to another."""
        line_of = {state: line for line in lines for state in line.states}
        by_code: dict[str, list[State]] = defaultdict(list)
        for state in known:
            by_code[state.code].append(state)
        rows = self.tables["unit_successors"]
        seen = {(row["unit_id"], row["successor_id"], row["year"]) for row in rows}
        for line in lines:
            for year, heir, ended in _passed_on(line, known, by_code):
                pair = self._number(line), self._number(line_of[heir])
                if None in pair or pair[0] == pair[1] or (*pair, str(year)) in seen:
                    continue
                founded = line_of[heir].states[0].start == year
                kind = ("founded" if founded else "merged") if ended else "ceded"
                seen.add((str(pair[0]), str(pair[1]), str(year)))
                rows.append(
                    {
                        "unit_id": str(pair[0]),
                        "successor_id": str(pair[1]),
                        "year": str(year),
                        "kind": kind,
                    }
                )
        rows.sort(key=lambda row: (int(row["unit_id"]), row["year"], int(row["successor_id"])))

    def _number(self, line: Line) -> str | None:
        return next(
            (self.at[s.code, s.start] for s in line.states if (s.code, s.start) in self.at), None
        )

    def _note(self, line: Line, number: str) -> None:
        for state in line.states:
            if state.level == "province":
                self.provinces[state.name] = number
            elif state.level == "prefecture":
                self.prefectures[state.province, state.name] = number

    def _present(self, line: Line) -> Cells:
        state = line.last
        name = government(state.name)
        before = [government(old.name) for old in line.states[:-1]]
        return {
            "name": name,
            "aliases": joined(printed(state.name, self._above(state))),
            "names_before": joined([old for old in before if old != name]),
            "level": state.level,
            "division": state.code,
            "parent_id": self._parent(state),
            "valid_to": str(state.end or ""),
        }

    def _parent(self, state: State) -> str:
        if state.level == "province":
            return ""
        ruled = self.rule(state.code, "parent")
        prefecture = self.prefectures.get((state.province, state.prefecture), "")
        above = prefecture if state.level == "county" else ""
        return ruled or above or self.provinces[state.province]

    def _above(self, state: State) -> tuple[str, ...]:
        if state.level == "province":
            return ()
        if (
            state.level == "prefecture"
            or (state.province, state.prefecture) not in self.prefectures
        ):
            return (state.province,)
        return (state.prefecture, state.province)

    def _remember(self, number: str, line: Line) -> None:
        """Write the states a unit is no longer in, and where each state is to be found."""
        history = self.tables["unit_history"]
        there = {(cells["division"], cells["valid_from"]) for cells in self._past(number)}
        for state, following in pairwise(line.states):
            if (state.code, str(state.start)) not in there:
                history.append(
                    {
                        "unit_id": number,
                        "name": government(state.name),
                        "aliases": joined(printed(state.name, self._above(state))),
                        "division": state.code,
                        "valid_from": str(state.start),
                        "valid_to": str(following.start),
                    }
                )
        history.sort(key=lambda cells: (int(cells["unit_id"]), cells["valid_from"]))
        self.at |= {(state.code, state.start): number for state in line.states}


def _passed_on(
    line: Line, known: Sequence[State], by_code: Mapping[str, Sequence[State]]
) -> Iterator[tuple[int, State, bool]]:
    """Give what a government passed on: the year, to which state, and whether it then ended."""
    for state in line.states:
        for heir in areas.heirs(state, known) if state.end else ():
            yield state.end, heir, state == line.last
        for code, year in state.ceded:
            for heir in by_code.get(code, ()) if year >= areas.SINCE else ():
                if heir.start <= year and (not heir.end or heir.end > year):
                    yield year, heir, False


def _year(date: str) -> int:
    return int(date[:4] or 0)

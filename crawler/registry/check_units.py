"""The checks of organs: their numbers, names, parents, divisions, years, successors and codes.

Receives a `Book` with its rows read, and notes the faults in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from stdnum import numdb
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from crawler.registry.areas import SINCE
from crawler.registry.book import SITE_CODE, Book, is_date
from crawler.registry.loading import Unit
from crawler.registry.names import government, key
from crawler.registry.tables import Row

RANKS = {
    "ministry": 0,
    "province": 0,
    "prefecture": 1,
    "county": 2,
    "zone": 3,
    "township": 4,
    "street": 4,
    "department": 5,
}
"""Levels, and how far down each stands; a parent stands further up."""

KINDS = ("merged", "founded", "ceded")
"""Into a successor that was there; into one founded for it; a part of it, while it went on."""

_DIVISION = re.compile(r"\d{6}")
_SHAPES = {"province": r"\d\d0000", "prefecture": r"\d{4}00", "county": r"\d{4}(?!00)\d\d"}
_SEGMENT = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[]+)")
_LOCATIONS = numdb.get("cn/loc")


def check_units(book: Book) -> None:
    """Note every fault of units.csv and of the files that say more of its rows."""
    for row, unit in book.units:
        _alone(book, row, unit)
    _once(book)
    _parents(book)
    _names(book)
    _divisions(book)
    _history(book)
    _successors(book)
    _ids(book)
    _codes(book)


def _alone(book: Book, row: Row, unit: Unit) -> None:
    """Note what can be said of a row without any other."""
    if unit.level not in RANKS:
        book.fault(row, f"level {unit.level!r} is none of {', '.join(RANKS)}")
    _span(book, row, unit.valid_from, unit.valid_to)
    shape = _SHAPES.get(unit.level, _DIVISION.pattern)
    if unit.division and not re.fullmatch(shape, unit.division):
        book.fault(row, f"division {unit.division!r} is no code of a {unit.level}")
    if len({key(name) for name in (unit.name, *unit.aliases)}) <= len(unit.aliases):
        book.fault(row, "a name stands twice among the name and its aliases")


def _span(book: Book, row: Row, start: str, end: str) -> None:
    for name, value in (("valid_from", start), ("valid_to", end)):
        if value and not re.fullmatch(r"(?:19|20)\d\d", value) and not is_date(value):
            book.fault(row, f"{name} {value!r} is neither YYYY nor YYYY-MM-DD")
    if start and end and end[:4] < start[:4]:
        book.fault(row, f"valid_to {end} is before valid_from {start}")
    if end and end[:4] < str(SINCE):
        book.fault(row, f"valid_to {end} is before {SINCE}; what ended earlier is left out")


def _once(book: Book) -> None:
    seen: dict[int, int] = {}
    codes: dict[str, int] = {}
    for row, unit in book.units:
        if unit.unit_id in seen:
            book.fault(row, f"unit_id {unit.unit_id} stands in line {seen[unit.unit_id]} too")
        seen.setdefault(unit.unit_id, row.line)
        if not unit.division or unit.valid_to:
            continue
        if unit.division in codes:
            book.fault(row, f"division {unit.division} stands in line {codes[unit.division]} too")
        codes.setdefault(unit.division, row.line)


def _parents(book: Book) -> None:
    for row, unit in book.units:
        if unit.parent_id is None:
            if unit.level not in {"ministry", "province", "prefecture"}:
                book.fault(row, f"a {unit.level} needs a parent_id")
            continue
        parent = book.by_id.get(unit.parent_id)
        if parent is None:
            book.fault(row, f"parent_id {unit.parent_id} is in no units.csv")
            continue
        if unit.unit_id in _above(book, unit):
            book.fault(row, f"unit {unit.unit_id} stands above itself")
        elif RANKS.get(parent.level, -1) >= RANKS.get(unit.level, 9):
            book.fault(row, f"a {unit.level} cannot stand under the {parent.level} {parent.name}")
        if parent.valid_to and (not unit.valid_to or unit.valid_to[:4] > parent.valid_to[:4]):
            book.fault(row, f"its parent {parent.name} ended in {parent.valid_to[:4]}")
        if unit.valid_to and unit.valid_to[:4] < parent.valid_from[:4]:
            book.fault(row, f"it ended before its parent {parent.name} began")


def _above(book: Book, unit: Unit) -> list[int]:
    """Give the units above one, nearest first, once around when they run in a circle."""
    found: list[int] = []
    above = unit.parent_id
    while above is not None and above not in found and above in book.by_id:
        found.append(above)
        above = book.by_id[above].parent_id
    return found


def _names(book: Book) -> None:
    """No two units under one parent go by the same name at the same time."""
    seen: dict[tuple[int | None, str], list[tuple[Row, Unit]]] = defaultdict(list)
    for row, unit in book.units:
        for name in {key(name) for name in (unit.name, *unit.aliases)}:
            for other_row, other in seen[unit.parent_id, name]:
                if _together(unit, other):
                    book.fault(row, f"name {name} is that of line {other_row.line} too")
            seen[unit.parent_id, name].append((row, unit))


def _together(one: Unit, other: Unit) -> bool:
    return (
        one.valid_from[:4] < (other.valid_to or "9999")[:4]
        and other.valid_from[:4] < (one.valid_to or "9999")[:4]
    )


def _divisions(book: Book) -> None:
    unlisted = {
        row.get("division") for row in book.rows("division_rules") if row.get("rule") == "unlisted"
    }
    codes: dict[int, set[str]] = defaultdict(set)
    for row in book.rows("unit_history"):
        if row.get("unit_id").isdigit():
            codes[int(row.get("unit_id"))].add(row.get("division"))
    for row, unit in book.units:
        parent = book.by_id.get(unit.parent_id or 0)
        if unit.division and parent and parent.division:
            stands = 4 if parent.level == "prefecture" else 2
            above = {code[:stands] for code in (parent.division, *codes[parent.unit_id])}
            if unit.division[:stands] not in above:
                where = f"{parent.division} {parent.name}"
                book.fault(
                    row, f"division {unit.division} is not within that of its parent {where}"
                )
        if _DIVISION.fullmatch(unit.division) and unit.division not in unlisted:
            _division(book, row, unit.division, unit.name, unit.valid_to)


def _division(book: Book, row: Row, division: str, name: str, end: str) -> None:
    """Compare a division with the table of python-stdnum."""
    listed = list(_listed(division))
    if not listed:
        book.fault(row, f"division {division} is no code of GB/T 2260 that python-stdnum knows")
    elif not any(name == government(place) for place, _, _ in listed):
        book.fault(row, f"division {division} is {listed[-1][0]}, not {name}")
    elif not any(
        name == government(place) and first <= int(end[:4] or 9999) and last >= SINCE
        for place, first, last in listed
    ):
        book.fault(row, f"division {division} was not {name} between {SINCE} and {end or 'now'}")


def _listed(division: str) -> Iterator[tuple[str, int, int]]:
    """Give the places that a code was, with their first and last year."""
    known = _LOCATIONS.info(division)
    text = "".join(known[-1][1].values()) if len(known) == 2 else ""
    for first, last, place in _SEGMENT.findall(text):
        yield place, int(first or 0), int(last or 9999)


def _history(book: Book) -> None:
    for row in book.rows("unit_history"):
        unit = _unit(book, row, "unit_id")
        _span(book, row, row.get("valid_from"), row.get("valid_to"))
        if not row.get("valid_to"):
            book.fault(row, "valid_to is empty; what is so now stands in units.csv")
        name = row.get("name")
        if not name:
            book.fault(row, "name is empty")
        elif unit and name not in {unit.name, *unit.names_before}:
            book.fault(row, f"{name} is not among the former names of unit {unit.unit_id}")
        if row.get("division"):
            _division(book, row, row.get("division"), name, row.get("valid_to"))


def _successors(book: Book) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row in book.rows("unit_successors"):
        unit, heir = _unit(book, row, "unit_id"), _unit(book, row, "successor_id")
        kind, year = row.get("kind"), row.get("year")
        if kind not in KINDS:
            book.fault(row, f"kind {kind!r} is none of {', '.join(KINDS)}")
        if not re.fullmatch(r"20\d\d", year):
            book.fault(row, f"year {year!r} is no year since 2000")
        again = (row.get("unit_id"), row.get("successor_id"), year)
        if again in seen:
            book.fault(row, f"the same succession stands in line {seen[again]} too")
        seen.setdefault(again, row.line)
        if not unit or not heir:
            continue
        if unit is heir:
            book.fault(row, f"unit {unit.unit_id} is its own successor")
        if kind in {"merged", "founded"} and unit.valid_to[:4] != year:
            ended = f"ended in {unit.valid_to[:4]}" if unit.valid_to else "has not ended"
            book.fault(row, f"unit {unit.unit_id} {ended}; it has a successor from {year}")
        if kind == "founded" and heir.valid_from[:4] != year:
            book.fault(row, f"successor {heir.unit_id} was not founded in {year}")
        if heir.valid_from[:4] > year or "" < heir.valid_to[:4] < year:
            book.fault(row, f"successor {heir.unit_id} was not there in {year}")


def _ids(book: Book) -> None:
    """Every number ever given is in unit_ids.csv, and still means what it was given to."""
    given: dict[int, Row] = {}
    for row in book.rows("unit_ids"):
        number = book.number(row, "unit_id")
        if number is None:
            continue
        if number in given:
            book.fault(row, f"unit_id {number} was given in line {given[number].line} already")
        given.setdefault(number, row)
        if not is_date(row.get("given_on")):
            book.fault(row, f"given_on {row.get('given_on')!r} is no day as YYYY-MM-DD")
        unit, retired = book.by_id.get(number), row.get("retired_on")
        if bool(retired) != bool(row.get("reason")) or (retired and not is_date(retired)):
            book.fault(row, "retired_on (YYYY-MM-DD) and its reason go together")
        if retired and unit:
            book.fault(row, f"unit_id {number} is retired, and units.csv uses it for {unit.name}")
        elif not retired and not unit:
            name = row.get("given_to")
            book.fault(row, f"unit_id {number} ({name}) is gone from units.csv; retire it here")
        elif unit and key(row.get("given_to")) not in _called(unit):
            was = row.get("given_to")
            book.fault(
                row, f"unit_id {number} was given to {was}, and units.csv calls it {unit.name}"
            )
        if number - 1 not in {0, *given}:
            book.fault(
                row, f"unit_id {number - 1} is missing above; numbers are given without gaps"
            )
    for row, unit in book.units:
        if unit.unit_id not in given:
            book.fault(row, f"unit_id {unit.unit_id} is not in unit_ids.csv; add the row there")


def _called(unit: Unit) -> set[str]:
    return {key(name) for name in (unit.name, *unit.aliases, *unit.names_before)}


def _codes(book: Book) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in book.rows("unit_codes"):
        _unit(book, row, "unit_id")
        kind, code = row.get("kind"), row.get("code")
        if (kind, code) in seen:
            book.fault(row, f"{kind} {code} stands in line {seen[kind, code]} too")
        seen.setdefault((kind, code), row.line)
        if kind == "uscc":
            for fault in _credit_code(code):
                book.fault(row, fault)
        elif kind != "site":
            book.fault(row, f"kind {kind!r} is neither uscc nor site")
        elif not SITE_CODE.fullmatch(code):
            book.fault(row, f"site code {code!r} is not ten digits, nor bm and eight")


def _credit_code(code: str) -> Iterator[str]:
    """Say what is wrong with a credit code (统一社会信用代码) of an administrative organ."""
    try:
        if uscc.validate(code) != code:
            yield f"credit code {code!r} is not written as issued"
    except ValidationError as error:
        yield f"credit code {code!r} is none: {error}"
        return
    if not code.startswith("11"):
        yield f"credit code {code} is not that of an administrative organ (11…)"
    division = code[2:8]
    if not division.endswith("0000") and not list(_listed(division)) and division != "100000":
        yield f"credit code {code} names the division {division}, which does not exist"


def _unit(book: Book, row: Row, name: str) -> Unit | None:
    number = book.number(row, name)
    if number is None:
        return None
    if number not in book.by_id:
        book.fault(row, f"{name} {number} is in no units.csv")
    return book.by_id.get(number)

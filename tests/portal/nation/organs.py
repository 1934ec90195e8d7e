"""The organs of an invented country: governments, departments and towns, renamed and merged.

Gives, province by province, frozen rows with permanent numbers, in the order of the registry.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from tests.portal.nation import names


@dataclass(frozen=True, slots=True)
class Former:
    """What an organ was called until a year."""

    name: str
    aliases: tuple[str, ...]
    until: int


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ that owes reports."""

    unit_id: int
    name: str
    level: str
    parent: int | None
    aliases: tuple[str, ...] = ()
    bare: str = ""
    """A department's name without its place: 教育局."""
    since: int = 0
    """The year in which it began; 0 for long before 2008."""
    until: int = 0
    """The year in which it ended; 0 while it lasts."""
    former: Former | None = None
    successors: tuple[tuple[int, int, str], ...] = ()
    """(unit, year, kind)."""
    where: str = "column"
    """`own`: a host of its own; `column`: a column on its government's host; `parent`: it has no
    column, its reports stand in its government's; `nowhere`: nobody knows."""

    def names_in(self, year: int) -> tuple[str, tuple[str, ...]]:
        """Name and short names that sign the report of a year, published in the next."""
        if self.former and year + 1 < self.former.until:
            return self.former.name, self.former.aliases
        return self.name, self.aliases

    def owes(self, year: int) -> bool:
        """Whether it owes the report of a year; that on the year of its end its successor does."""
        last = self.until - bool(self.successors) if self.until else year
        return self.since <= year <= last


def provinces(seed: int) -> Iterator[list[Organ]]:
    """Give the organs of one province after the other, governments before what is below them."""
    rng = random.Random(f"organs {seed}")
    numbers, places = count(1), names.places(rng)
    for _ in iter(int, 1):
        province = _Province(rng, numbers, places)
        province.fill()
        yield province.organs


class _Province:
    def __init__(self, rng: random.Random, numbers: Iterator[int], places: Iterator[str]) -> None:
        self.rng, self.numbers, self.places = rng, numbers, places
        self.organs: list[Organ] = []

    def fill(self) -> None:
        place = f"{next(self.places)}省"
        top = self._government(place, "province", None)
        self._departments(top, place, ("own", "own", "column"))
        for _ in range(3):
            city = f"{next(self.places)}市"
            prefecture = self._government(city, "prefecture", top)
            self._departments(prefecture, city, ("own", "column", "column", "parent"))
            self._reformed(prefecture, city)
            for number in range(4):
                self._county(prefecture, renamed=number == 1)
        self._swallowed()

    def _add(self, **values: object) -> Organ:
        organ = Organ(next(self.numbers), **values)  # type: ignore[arg-type]
        self.organs.append(organ)
        return organ

    def _government(self, place: str, level: str, parent: Organ | None, before: str = "") -> Organ:
        turn = self.rng.randint(2012, 2018)
        former = Former(*_signs(before), turn) if before else None
        name, aliases = _signs(place)
        return self._add(
            name=name,
            aliases=aliases,
            level=level,
            parent=parent and parent.unit_id,
            former=former,
            where="own",
        )

    def _departments(self, of: Organ, place: str, wheres: tuple[str, ...]) -> None:
        for bare, where in zip(
            self.rng.sample(names.DEPARTMENTS, len(wheres)), wheres, strict=True
        ):
            former = self._of_old_place(of, bare)
            self._department(of, place, bare, where=where, former=former)

    def _department(self, of: Organ, place: str, bare: str, **values: object) -> Organ:
        name = f"{place}{bare}"
        return self._add(name=name, level="department", parent=of.unit_id, bare=bare, **values)

    def _of_old_place(self, of: Organ, bare: str) -> Former | None:
        """A department takes part in the new name of its county."""
        if not of.former:
            return None
        return Former(of.former.aliases[0] + bare, (), of.former.until)

    def _reformed(self, of: Organ, place: str) -> None:
        """What became of organs in the reforms: a new name, a foundation, a merger."""
        old, new, year = names.RENAMED
        self._department(of, place, new, former=Former(place + old, (), year))
        (first, second), founded, year = names.FOUNDED
        heir = self._department(of, place, founded, since=year)
        for bare in (first, second):
            went = ((heir.unit_id, year, "founded"),)
            self._department(of, place, bare, until=year, successors=went, where="parent")
        gone, into, year = names.MERGED
        heir = self._department(of, place, into)
        went = ((heir.unit_id, year, "merged"),)
        # Its reports stay where they were; the column is its successor's now.
        self._department(of, place, gone, until=year, successors=went, where="successor")

    def _county(self, of: Organ, *, renamed: bool) -> None:
        stem = next(self.places)
        place = f"{stem}{'区' if renamed else self.rng.choice('县县市')}"
        county = self._government(place, "county", of, f"{stem}县" if renamed else "")
        self._departments(county, place, ("own", "column", "parent"))
        for where in ("column", "parent", "nowhere"):
            kind = self.rng.choice(names.TOWNS)
            town = f"{next(self.places)}{kind}"
            former = self._of_old_place(county, town)
            level = "street" if "街道" in kind else "township"
            self._add(
                name=place + town,
                aliases=(town,),
                level=level,
                parent=county.unit_id,
                former=former,
                where=where,
            )

    def _swallowed(self) -> None:
        """A county that went into its neighbour in 2014."""
        counties = [organ for organ in self.organs if organ.level == "county" and not organ.former]
        heir = counties[0]
        name, aliases = _signs(f"{next(self.places)}县")
        went = ((heir.unit_id, 2014, "merged"),)
        self._add(
            name=name,
            aliases=aliases,
            level="county",
            parent=heir.parent,
            until=2014,
            successors=went,
            where="own",
        )


def _signs(place: str) -> tuple[str, tuple[str, ...]]:
    """The name and the short names of a government."""
    office = "办公厅" if place.endswith("省") else "办公室"
    return f"{place}人民政府", (place, f"{place}人民政府{office}")

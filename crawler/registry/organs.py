"""From an issuer as a document prints it to the organ it must be: a proposal for a new unit.

Receives issuers, each with the unit in whose column the document was listed, and the units that
are known. Gives proposals, other names of known units, and refusals with their reason. A pure
function of the *set* of issuers and units: order and repetition change nothing. A proposal has no
number; it is known by its parent and its name until a person adopts it.

- The **parent** is the government, zone or ministry whose place the issuer begins with (洪泽区,
  淮安市洪泽区, formerly 洪泽县). It must be the column's own or stand below it: a column speaks for
  no other. Townships, streets and zones have names of their own and may leave the place out; it is
  then the column's. A department that names no place (教育局) could be any of a hundred, and so
  could a zone (开发区管委会).
- The **level** follows from the ending: 镇人民政府, 乡人民政府, 苏木人民政府 are townships,
  街道办事处 are streets, 开发区管理委员会 and their like are zones; 局, 厅, 委员会, 办公室, 署 are
  departments.
- The **name** is the parent's place and the rest, with 管委会 and 街道办 written out.

Refused are governments (they come from the table of codes), other bodies than administrative organs
(party, congress, courts, firms, schools, hospitals, villages), and endings that public institutions
share with organs (中心, 处, 所, 队, 站): those are for a person. What is proposed may change with
what is known: a department of a zone is known by its place once the zone is a unit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.registry.loading import Unit
from crawler.registry.names import key, stem

_LOWER = {"department", "township", "street"}
"""Levels that have no organs below them here."""

_GOVERNMENT = re.compile(r"(?:人民政府|行政公署|管理委员会)$")
_ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("township", r"((?:镇|乡|苏木))(?:人民政府|政府)?$", r"\1人民政府"),
    ("street", r"街道(?:办事处|办|人民政府)?$", "街道办事处"),
    (
        "zone",
        r"([区园城港]|基地)(?:管理委员会|管委会)$",
        r"\1管理委员会",
    ),
    (
        "zone",
        r"((?:开发|高新|示范|实验|试验|保税|合作|度假|经开|工业园|产业园)区)$",
        r"\1管理委员会",
    ),
    ("department", r"(?:人民)?政府(办公[室厅])$", r"人民政府\1"),
    ("department", r"(?:人民)?政府办$", "人民政府办公室"),
    ("department", r"[局厅署]$|委员会$|办公[室厅]$|委$", ""),
)
_NO_ORGAN = re.compile(
    r"(?:公司|集团|银行|学校|大学|学院|中学|小学|幼儿园|医院|卫生院|村民委员会|村委会|居民委员会|居委会|"
    r"社区$|法院|检察院|监察委员会|纪委|纪律检查委员会|人大常委会|常务委员会|政协|协商会议|党委|县委|市委|"
    r"区委|省委|工会|联合会|妇联|团委|商会|协会|学会|红十字会)"
)
_NO_PLACE = re.compile(
    r".?(?:经济|技术|高新|产业|工业|农业|旅游|开发|示范|实验|试验|保税|合作|度假|经开|[新区园港城])+管理委员会$"
)
_INSTITUTION = re.compile(r"(?:中心|[处所站馆院社]|[支大总中]?队)$")


@dataclass(frozen=True, slots=True, order=True)
class Met:
    """An issuer that the crawl met, and in whose column."""

    printed: str
    unit_id: int


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """An organ to become a unit."""

    parent_id: int
    level: str
    name: str
    aliases: tuple[str, ...]
    """As printed, where that is not the name."""


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """Another name of a unit that is known."""

    unit_id: int
    printed: str


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """An issuer of which no unit is made."""

    printed: str
    unit_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the issuers come to, each part in the order of its values."""

    units: tuple[Proposal, ...]
    aliases: tuple[Alias, ...]
    refused: tuple[Refusal, ...]


def propose(met: Iterable[Met], units: Mapping[int, Unit]) -> Proposals:
    """Make proposals of issuers; those that are names of known units already come to nothing."""
    places = _Places(units)
    found: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    aliases: set[Alias] = set()
    refused: set[Refusal] = set()
    for one in {Met(key(one.printed), one.unit_id) for one in met}:
        made = _read(one, places)
        if isinstance(made, Refusal):
            refused.add(made)
            continue
        if isinstance(made, Alias):
            aliases.add(made)
            continue
        if made is None:
            continue
        parent, level, name = made
        known = places.children(parent).get(name)
        if known is None:
            found[parent, level, name].add(one.printed)
        else:
            aliases.add(Alias(known, one.printed))
    proposals = sorted(
        Proposal(parent, level, name, tuple(sorted(printed - {name})))
        for (parent, level, name), printed in found.items()
    )
    return Proposals(tuple(proposals), tuple(sorted(aliases)), tuple(sorted(refused)))


def _read(met: Met, places: _Places) -> tuple[int, str, str] | Alias | Refusal | None:
    """Give parent, level and name of an issuer; None when it is known in its column already."""

    def refuse(reason: str) -> Refusal:
        return Refusal(met.printed, met.unit_id, reason)

    root = places.government(met.unit_id)
    if root is None:
        return refuse(f"unit {met.unit_id} is not known, nor a government above it")
    if met.printed in places.names_below(root):
        return None
    if not re.fullmatch(r"[\u3400-\u9fff\uf900-\ufaff（）()、·]{2,40}", met.printed):
        return refuse("is no name of an organ: 2 to 40 characters of Chinese script")
    prefix, holders = places.prefix(met.printed, root)
    inside = [unit_id for unit_id in holders if root in places.line(unit_id)]
    if holders and not inside:
        return refuse(f"is of {prefix}, for which the column does not speak")
    if len(inside) > 1:
        numbers = ", ".join(map(str, inside))
        return refuse(f"is of {prefix}, which may be any of the units {numbers}")
    parent = inside[0] if inside else root
    rest, place = met.printed.removeprefix(prefix), places.place(parent)
    if inside and _GOVERNMENT.fullmatch(rest):
        return Alias(parent, met.printed)
    made = _made(rest, place)
    if isinstance(made, str):
        return refuse(made)
    level, name = made
    bare = not inside and not met.printed.startswith(stem(place))
    if bare and (level == "department" or _NO_PLACE.fullmatch(name.removeprefix(place))):
        return refuse("names no place, and so could be any of several organs")
    return parent, level, name


def _made(rest: str, place: str) -> tuple[str, str] | str:
    """Give level and name of an organ of a place, or why what follows the place makes none."""
    if re.search(r"[省市县区旗州盟]人民政府$|行政公署$", rest):
        return "is a government that is not known; governments come from the table of codes"
    if _NO_ORGAN.search(place + rest):
        return "is no administrative organ"
    for level, ending, written in _ENDINGS:
        if re.search(ending, rest) and len(rest) > 2:
            return level, _named(place, re.sub(ending, written, rest) if written else rest)
    if _INSTITUTION.search(rest):
        return "may be a public institution; add it by hand if it is an organ"
    return "has no ending that tells what it is; add it by hand if it is an organ"


def _named(place: str, rest: str) -> str:
    bare = stem(place)
    return rest if len(bare) > 1 and rest.startswith(bare) else place + rest


class _Places:
    """The units by their place in the tree and by the places they are named after."""

    def __init__(self, units: Mapping[int, Unit]) -> None:
        self.units = units
        self._below: dict[int, list[int]] = defaultdict(list)
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._children: dict[int, dict[str, int]] = {}
        self._names: dict[int, frozenset[str]] = {}
        for unit in units.values():
            if unit.parent_id is not None:
                self._below[unit.parent_id].append(unit.unit_id)
            if unit.level not in _LOWER:
                for name in (unit.name, *unit.aliases, *unit.names_before):
                    self._holders[_GOVERNMENT.sub("", key(name))].add(unit.unit_id)
        self._longest = max(map(len, self._holders), default=0)

    def place(self, unit_id: int) -> str:
        """Give the place a government is named after."""
        return _GOVERNMENT.sub("", self.units[unit_id].name)

    def line(self, unit_id: int) -> list[int]:
        """Give a unit and those above it."""
        found: list[int] = []
        at: int | None = unit_id
        while at is not None and at in self.units and at not in found:
            found.append(at)
            at = self.units[at].parent_id
        return found

    def government(self, unit_id: int) -> int | None:
        """Give the nearest unit, itself or above, that can have organs below it."""
        return next((at for at in self.line(unit_id) if self.units[at].level not in _LOWER), None)

    def children(self, unit_id: int) -> dict[str, int]:
        """Give the names of the units right below one, with their numbers."""
        if unit_id not in self._children:
            self._children[unit_id] = {
                key(name): below
                for below in sorted(self._below[unit_id], reverse=True)
                for unit in (self.units[below],)
                for name in (*unit.names_before, *unit.aliases, unit.name)
            }
        return self._children[unit_id]

    def names_below(self, unit_id: int) -> frozenset[str]:
        """Give every name of a unit and of all below it."""
        if unit_id not in self._names:
            unit = self.units[unit_id]
            names = {key(name) for name in (unit.name, *unit.aliases, *unit.names_before)}
            for below in self._below[unit_id]:
                names |= self.names_below(below)
            self._names[unit_id] = frozenset(names)
        return self._names[unit_id]

    def prefix(self, printed: str, root: int) -> tuple[str, list[int]]:
        """Give the longest place that a name begins with, and whose place it is.

        Of several places of that name those in `root` or below it count. The place of a unit
        above it may stand before one of its own (江苏省 before 洪泽区). Places elsewhere count when
        they are divisions of three characters or more: 城区 and 开发区 are words too.
        """
        for length in range(min(self._longest, len(printed)), 1, -1):
            held = sorted(self._holders.get(printed[:length], ()))
            inside = [unit_id for unit_id in held if root in self.line(unit_id)]
            if inside:
                return printed[:length], inside
            if set(held) & set(self.line(root)):
                more, below = self.prefix(printed[length:], root)
                own = [unit_id for unit_id in below if root in self.line(unit_id)]
                return (printed[:length] + more, own) if own else (printed[:length], held)
            elsewhere = [unit_id for unit_id in held if self.units[unit_id].division]
            if elsewhere and length > 2:
                return printed[:length], elsewhere
        return "", []

"""Figures that the running text tells, and what the tables say of the same. Pure functions.

Receives the sections of a report and the cells of its tables. Gives each figure the text tells
with its words; the sentence patterns and the cells they should equal are rows of
`data/reference/prose.csv`. Agreement is evidence that table and text were read right. A
disagreement is a flag with a reason and changes no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extract.matcher.forms import read_table
from extract.prose.period import scope
from extract.records import Cell, Prose, Section, Table
from extract.script import simplified
from extract.sums import Sums

_NUMBER = (
    r"(?P<about>约|近|超过?|逾)?(?<![\d.])(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)"
    r"(?P<more>余|多)?(?P<myriad>万)?(?P<more2>余|多)?"
)
_OUTCOMES = ("granted", "granted_part", "refused", "unavailable", "not_processed", "other")
_FILED = re.compile(r"备案|立案|新增|收到")
_MYRIAD = Decimal(10_000)

NEAR = 12
"""Characters between a count and the share (占…%) that is told of it."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    code: str
    unit: str
    equals: tuple[str, ...]
    """What it should equal, the likeliest first (`extract.sums`)."""
    sentence: str
    """A word that the sentence must have: 办结95件 may be letters to the mayor."""
    regex: re.Pattern[str]


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(
            row["pattern"],
            row["unit"],
            tuple(part.strip() for part in row["equals"].split("|") if part.strip()),
            row["sentence"],
            re.compile(_quick(row["regex"]).replace("#", _NUMBER)),
        )
        for row in read_table("prose.csv")
    )


def _quick(regex: str) -> str:
    """Let a pattern that begins with a number look for one first: it is tried at every place."""
    return rf"(?=[约近超逾\d]){regex}" if regex.startswith("#") else regex


class _Text(NamedTuple):
    """A section's text without white space."""

    plain: str
    """Comparable, character for character."""
    printed: str


class _Told(NamedTuple):
    """A figure as the text tells it."""

    pattern: _Pattern
    section: int
    at: int
    words: str
    sentence: str
    value: Decimal
    low: Decimal
    high: Decimal
    """The figures it may stand for: 1.2 万 is any of 11,500 to 12,499, 100余 is 100 to 199."""


def figures(sections: Sequence[Section], cells: Iterable[Cell]) -> list[Prose]:
    """Find the figures in the sections' text and compare each with the tables."""
    sums = Sums(cells)
    told = [one for section in sections for one in _told(section)]
    by_code = {one.pattern.code: one for one in reversed(told)}
    out: list[Prose] = []
    for i, one in enumerate(told):
        if one.pattern.code == "share":
            out.append(_share(one, told[:i], out, by_code, sums))
        else:
            out.append(_compared(one, by_code, sums))
    return out


def missing(sections: Sequence[Section], tables: Iterable[Table]) -> list[Table]:
    """Give table 四 where its section tells the figures in a sentence and prints no table.

    Only the kind and the words: a total is not a table, and no cell is made of it.
    """
    told = [
        one
        for section in sections
        if section.number == 4
        for one in _told(section)
        if one.pattern.code.startswith("remedies.")
    ]
    if not told or any(table.table == "remedies" for table in tables):
        return []
    words = "、".join(dict.fromkeys(one.words for one in told))
    reason = f"表四 (remedies): told in a sentence and not as a table: {words}"
    return [Table("remedies", "2019", 15, 0, reason, "prose")]


# --- what the text tells ---------------------------------------------------------------------


def _told(section: Section) -> Iterator[_Told]:
    text = _plain(section.text)
    found: dict[tuple[int, str], _Told] = {}
    for pattern in _patterns():
        for match in pattern.regex.finditer(text.plain):
            low, value, high = _value(match)
            at = match.start("digits")
            sentence = _sentence(text.plain, at)
            if pattern.sentence not in sentence:
                continue
            found.setdefault(
                (at, pattern.code),
                _Told(
                    pattern,
                    section.number,
                    at,
                    text.printed[match.start() : match.end()],
                    sentence,
                    value,
                    low,
                    high,
                ),
            )
    yield from (found[at] for at in sorted(found))


def _plain(printed: str) -> _Text:
    """Give the text comparable: full-width digits and marks of numbers as ASCII, no blanks."""
    bare = "".join(printed.split())
    return _Text(simplified(bare.translate(_WIDE) if _ANY_WIDE.search(bare) else bare), bare)


_WIDE_MARKS = "０１２３４５６７８９．％＋－"
_WIDE = str.maketrans(_WIDE_MARKS, "0123456789.%+-")
_ANY_WIDE = re.compile(f"[{_WIDE_MARKS}]")


def _value(match: re.Match[str]) -> tuple[Decimal, Decimal, Decimal]:
    """Give the figure, and the least and the greatest it may stand for."""
    digits = match["digits"].replace(",", "")
    scale = _MYRIAD if match["myriad"] else Decimal(1)
    value = Decimal(digits) * scale
    if match["more"] or match["more2"] or (match["about"] or "").startswith(("超", "逾")):
        return value, value, value + _last_place(digits, scale) - 1
    step = Decimal(0)
    if match["about"]:
        step = _last_place(digits, scale) / 2
    elif match["myriad"] or "." in digits:
        step = Decimal(1).scaleb(-len(digits.partition(".")[2])) * scale / 2
    return value - step, value, value + step


def _last_place(digits: str, scale: Decimal) -> Decimal:
    """Give the worth of the last digit that is not 0: of 1500 it is 100, of 1.2 it is 0.1."""
    whole, _, fraction = digits.partition(".")
    if fraction:
        return Decimal(1).scaleb(-len(fraction)) * scale
    return Decimal(10) ** (len(whole) - len(whole.rstrip("0"))) * scale if int(whole) else scale


def _sentence(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。；") + 1
    end = min((i for mark in "。；" if (i := text.find(mark, at)) >= 0), default=len(text))
    return text[start:end]


# --- what the tables say ---------------------------------------------------------------------


def _compared(one: _Told, by_code: dict[str, _Told], sums: Sums) -> Prose:
    sign = -1 if one.pattern.unit.startswith("-") else 1
    prose = Prose(
        pattern=one.pattern.code,
        section=one.section,
        text=one.words,
        value=float(sign * one.value),
        unit=one.pattern.unit.removeprefix("-"),
        table_value=None,
        verdict="prose_only",
        reason="",
    )
    known = [(terms, v) for terms in one.pattern.equals if (v := sums.value(terms)) is not None]
    if not known:
        return prose
    for _, value in known:
        if one.low <= Decimal(str(value)) <= one.high:
            return replace(prose, table_value=value, verdict="agrees")
    terms, value = known[0]
    reason = _reason(one, terms, value, by_code, sums)
    return replace(prose, table_value=value, verdict="disagrees", reason=reason)


def _reason(one: _Told, terms: str, value: float, by_code: dict[str, _Told], sums: Sums) -> str:
    """Say why text and table may differ; `unknown` where nothing tells."""
    if one.value > 2 and float(one.value) in sums.parts(terms):
        return "definition"  # a part of what the table counts, one row or one column of it
    if one.pattern.code.startswith("remedies.") and _FILED.search(one.sentence):
        return "definition"  # cases filed, not cases of the year
    whose = scope([one.sentence])
    if (whose == "area" and one.value > value) or (
        whose in {"own", "government"} and one.value < value
    ):
        return "scope"
    parts = [by_code[code].value for code in _OUTCOMES if code in by_code]
    whole = by_code.get("answered")
    told = whole is not None and one.pattern.code in {*_OUTCOMES, "answered"} and len(parts) >= 3
    return "arithmetic" if told and whole and sum(parts) != whole.value else "unknown"


def _share(
    one: _Told,
    before: Sequence[_Told],
    compared: Sequence[Prose],
    by_code: dict[str, _Told],
    sums: Sums,
) -> Prose:
    """Compare a share with that of the count it is told of, among all outcomes."""
    plain = Prose("share", one.section, one.words, float(one.value), "%", None, "prose_only", "")
    near = [
        (told, prose)
        for told, prose in zip(before, compared, strict=True)
        if told.section == one.section and 0 < one.at - told.at <= NEAR
        if told.pattern.code != "share"
    ]
    total = sums.value("requests.outcome.total")
    if not near or not total or near[-1][1].table_value is None:
        return plain
    count, prose = near[-1]
    share = 100 * (prose.table_value or 0.0) / total
    words = f"{prose.text}，{one.words}"
    step = float(_step(one))
    if abs(share - float(one.value)) <= step:
        return replace(plain, text=words, table_value=round(share, 4), verdict="agrees")
    whole = by_code["answered"].value if "answered" in by_code else Decimal(str(total))
    own = 100 * count.value / whole if whole else Decimal(0)
    reason = "arithmetic" if abs(own - one.value) > _step(one) else prose.reason or "unknown"
    return replace(
        plain, text=words, table_value=round(share, 4), verdict="disagrees", reason=reason
    )


def _step(one: _Told) -> Decimal:
    """Give one unit of the last digit printed: shares are rounded, or just cut off."""
    return max(one.high - one.low, Decimal("0.01"))

"""The running text of a report → its six sections (一、总体情况 … 六、其他需要报告的事项). Pure.

A section is known by its name; its ordinal only helps. Some reports number their tables anew
after six sections of prose, some have an outline of their own, as all had before 2019; then a
heading without a known name keeps its ordinal where no other section has that number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.grid import Line
from extract.records import Section
from extract.text import key

_ORDINALS = "一二三四五六七八九十"
_TOP = re.compile(rf"^(?P<ordinal>[{_ORDINALS}]{{1,2}})[,.](?P<name>.+)$")
_ENDS = re.compile(r"[.,:]$|\d{2,}")
_APPENDIX = re.compile(r"^附[表件录][\d一二三四五六]{0,2}(?:[:.,].*)?$")
_PAGE_NUMBER = re.compile(r"[-\s]*\d{1,3}[-\s]*")

_NAMES = (
    (1, re.compile(r"^(?:总体|基本|工作总体)(?:工作)?情况|^概述|^总述")),
    (4, re.compile(r"行政复议|行政诉讼")),
    (3, re.compile(r"^收到和处理|依?申请公开(?:政府信息|办理|工作|处理)*(?:的)?情况|^依申请公开")),
    (2, re.compile(r"^(?:政府信息)?主动公开")),
    (5, re.compile(r"存在的?(?:主要)?(?:问题|困难|不足)|(?:主要)?问题(?:及|和|与)改进")),
    (6, re.compile(r"^其[他它](?:需要)?(?:报告|说明)?的?(?:事项|情况)")),
)

LONGEST = 45
"""Characters of a heading; a longer line that begins with an ordinal is a sentence."""


class _Heading(NamedTuple):
    line: int
    ordinal: int
    name: str


def sections(lines: Sequence[Line]) -> list[Section]:
    """Cut the running text into its sections; one number has one section.

    Lines before the first heading and in an appendix (附表：…) belong to none. A heading that is
    not found has no section; one that is printed again (tables after the prose) goes on with the
    first of its number.
    """
    texts = [key(line.text) for line in lines]
    headings = [one for i, text in enumerate(texts) if (one := _heading(i, text)) is not None]
    numbers = _numbers(headings)
    found: dict[int, tuple[str, list[str]]] = {}
    current = 0
    for i, line in enumerate(lines):
        if i in numbers:
            current = numbers[i]
            if current not in found:
                found[current] = (line.text, [])
        elif _APPENDIX.match(texts[i]) and len(texts[i]) <= LONGEST:
            current = 0
        elif current and not _PAGE_NUMBER.fullmatch(texts[i]):
            found[current][1].append(line.text)
    return [
        Section(number, heading, "\n".join(body).strip("\n"))
        for number, (heading, body) in sorted(found.items())
    ]


def _heading(line: int, text: str) -> _Heading | None:
    """Read a line as a heading of the first level; （一） and 1. are below it."""
    if not text or len(text) > LONGEST:
        return None
    match = _TOP.match(text)
    if match and not _ENDS.search(match["name"].rstrip(":")):
        ordinal = _ORDINALS.find(match["ordinal"]) + 1 if len(match["ordinal"]) == 1 else 0
        return _Heading(line, ordinal, match["name"])
    return _Heading(line, 0, text) if _named(text, whole=True) else None


def _named(name: str, whole: bool = False) -> int:
    """Give the section of that name, or 0. Without an ordinal the name must be the whole line."""
    if whole:
        return next((number for number, official in _OFFICIAL if name in official), 0)
    return next((number for number, pattern in _NAMES if pattern.search(name)), 0)


_OFFICIAL = (
    (1, {"总体情况"}),
    (2, {"主动公开政府信息情况"}),
    (3, {"收到和处理政府信息公开申请情况"}),
    (
        4,
        {
            "政府信息公开行政复议,行政诉讼情况",
            "因政府信息公开工作被申请行政复议,提起行政诉讼情况",
        },
    ),
    (5, {"存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况"}),
    (6, {"其他需要报告的事项"}),
)


def _numbers(headings: Sequence[_Heading]) -> dict[int, int]:
    """Give the section's number for each line that begins one.

    A heading without a known name begins one only where its ordinal fits between its neighbours:
    the points of a list (一、加强领导) are no sections.
    """
    named = [_named(heading.name) for heading in headings]
    out: dict[int, int] = {}
    for i, (heading, number) in enumerate(zip(headings, named, strict=True)):
        before = max(out.values(), default=0)
        after = min((later for later in named[i + 1 :] if later), default=7)
        if number:
            out[heading.line] = number
        elif before < heading.ordinal < after:
            out[heading.line] = heading.ordinal
    return out

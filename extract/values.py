"""What a printed cell says: its state and its value in the code book's unit. Pure functions.

States: `number`; `blank`; `dash` (a mark that says nothing to report: `/`, `-`, `—`, 无, 空);
`text` (something else is printed); `unreadable` is given by readers, never here.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extract.text import key

_DASHES = frozenset(
    {"/", "-", "--", "---", "----", "//", "\\", "|", "无", "空", "-/-", "..", "..."}
)

_NUMBER = re.compile(
    r"""(?P<sign>[+-])?
        (?P<digits>\d{1,3}(?:,\d{3})+|\d+)
        (?P<fraction>\.\d+)?
        (?P<unit>(?:亿|万)?元|(?:万)?[件条项个人次篇宗起份户]|人次|万|亿)?
        (?:\([^()]*\))*      # 22（其中修订 16 件）
        [.,]?                # a full stop that hangs on
    """,
    re.VERBOSE,
)

_STATED = re.compile(r"\((?:单位|计量单位)?[:.,]?((?:亿|万)?元)\)")

_MULTIPLE = {"亿": Decimal(100_000_000), "万": Decimal(10_000)}


class Value(NamedTuple):
    """State of a cell, and its value in the code book's unit when the state is `number`."""

    state: str
    value: float | None


@lru_cache(maxsize=8192)  # most cells print one of a few figures
def understand(raw: str, unit: str, head: str = "") -> Value:
    """Read the text of one cell, whose code book unit is `unit` (件, 万元 …).

    `head` is the unit that its column or row states; the one printed in the cell goes before it.

    >>> understand("251000元", "万元")
    Value(state='number', value=25.1)
    >>> understand("251000", "万元", "元")
    Value(state='number', value=25.1)
    >>> understand("22（其中修订 16 件）", "件")
    Value(state='number', value=22.0)
    >>> understand("", "件")
    Value(state='blank', value=None)
    """
    text = key(raw)
    if not text:
        return Value("blank", None)
    if text in _DASHES:
        return Value("dash", None)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return Value("text", None)
    number = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["sign"] == "-":
        number = -number
    printed = match["unit"] or (head if _is_money(head) and _is_money(unit) else "")
    return Value("number", float(number * _scale(printed, unit)))


def money(label: str) -> str:
    """Give the unit of money that a label states in brackets, or nothing.

    >>> money("本年收费金额（单位：元）")
    '元'
    """
    match = _STATED.search(key(label))
    return match[1] if match else ""


def _is_money(unit: str) -> bool:
    return unit in {"元", "万元", "亿元"}


def _scale(printed: str, unit: str) -> Decimal:
    """Factor from the unit printed in the cell to the code book's; 1 when none is printed."""
    if not printed:
        return Decimal(1)
    return _multiple(printed) / _multiple(unit)


def _multiple(unit: str) -> Decimal:
    return _MULTIPLE.get(unit[:1], Decimal(1))

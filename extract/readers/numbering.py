"""Numbers that Word counts by itself: 一、 （二） 3. before a paragraph. No text holds them.

Receives the numbering part of a DOCX and its styles; gives for each paragraph, asked for in
reading order, the number that Word prints before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from extract.readers import opc
from extract.readers.package import Package, xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, in what figures, and the words around them."""

    start: int
    figures: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    """List → the definition it counts with, and its levels."""
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Paragraph style → list and level."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package, document: str) -> Numbering:
        """Read the lists of a document.

        Raises:
            UnreadableError: the numbering part is there but damaged.
        """
        name = opc.related(package, document, "/numbering")
        if not name or name not in package:
            return cls()
        lists = _lists(_part(package, name))
        name = opc.related(package, document, "/styles")
        styles = _styles(_part(package, name)) if name in package else {}
        return cls(lists, styles)

    def label(self, paragraph: etree._Element) -> str:
        """Count on to this paragraph; give what Word prints before it, or an empty string."""
        at = self._place(paragraph)
        if at is None or at[0] not in self.lists:
            return ""
        number, level = at
        definition, levels = self.lists[number]
        counts = self.counts.setdefault(definition, {})
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if level not in levels:
            return ""
        counts[level] = counts.get(level, levels[level].start - 1) + 1

        def figure(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            if other not in levels:
                return ""
            return _figure(counts.get(other, levels[other].start), levels[other].figures)

        label = re.sub(r"%([1-9])", figure, levels[level].pattern)
        return label if levels[level].figures not in {"none", "bullet"} else ""

    def _place(self, paragraph: etree._Element) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        style = _value(properties, "pStyle")
        number, level = self.styles.get(style, ("", 0))
        told = properties.find(f"{_W}numPr")
        if told is not None:
            number = _value(told, "numId") or number
            level = _whole(_value(told, "ilvl"), level)
        return (number, level) if number not in {"", "0"} else None


def _part(package: Package, name: str) -> etree._Element:
    return xml(package.read(name).replace(_STRICT, _W[1:-1].encode()), name)


def _lists(root: etree._Element) -> dict[str, tuple[str, dict[int, _Level]]]:
    definitions = {
        element.get(f"{_W}abstractNumId", ""): _levels(element)
        for element in root.iterchildren(f"{_W}abstractNum")
    }
    out = {}
    for element in root.iterchildren(f"{_W}num"):
        number, definition = element.get(f"{_W}numId", ""), _value(element, "abstractNumId")
        levels = dict(definitions.get(definition, {}))
        counter = definition
        for override in element.iterchildren(f"{_W}lvlOverride"):
            counter = f"{definition}/{number}"  # it counts by itself
            levels.update(_levels(override))
            at, start = _whole(override.get(f"{_W}ilvl"), 0), _value(override, "startOverride")
            if start and at in levels:
                old = levels[at]
                levels[at] = _Level(_whole(start, old.start), old.figures, old.pattern)
        out[number] = (counter, levels)
    return out


def _levels(parent: etree._Element) -> dict[int, _Level]:
    return {
        _whole(level.get(f"{_W}ilvl"), 0): _Level(
            _whole(_value(level, "start"), 1),
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
        )
        for level in parent.iterchildren(f"{_W}lvl")
    }


def _styles(root: etree._Element) -> dict[str, tuple[str, int]]:
    out = {}
    for style in root.iterchildren(f"{_W}style"):
        told = style.find(f"{_W}pPr/{_W}numPr")
        if told is not None and _value(told, "numId"):
            place = _value(told, "numId"), _whole(_value(told, "ilvl"), 0)
            out[style.get(f"{_W}styleId", "")] = place
    return out


def _value(parent: etree._Element, name: str) -> str:
    element = parent.find(f"{_W}{name}")
    return element.get(f"{_W}val", "") if element is not None else ""


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


def _figure(number: int, figures: str) -> str:
    return _FIGURES.get(figures, str)(number)


def _chinese(number: int) -> str:
    """Write a number as a list counts it: 九, 十, 十一, 二十, 一百零一."""
    if number >= 1000 or number < 1:
        return str(number)
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    out = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        out += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        out += "零"
    return out + (_DIGITS[ones] if ones else "")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 99 else ""


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        out += letters * (number // value)
        number %= value
    return out


_FIGURES: dict[str, Callable[[int], str]] = {
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": lambda n: "零壹贰叁肆伍陆柒捌玖"[n] if n < 10 else str(n),
    "ideographDigital": lambda n: "".join("○一二三四五六七八九"[int(d)] for d in str(n)),
    "decimalZero": lambda n: f"{n:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}

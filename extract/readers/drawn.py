"""The objects of an OFD page → characters with boxes and ruling lines. Pure.

Receives the elements of a page's content (页面内容) and the map from its millimetres to points.
Gives the characters in the order of the file, each where GB/T 33190 places it, and the straight
thin lines among the paths. Fonts are not looked at: an em square is as good for telling a cell.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from extract.errors import UnreadableError
from extract.readers.glyphs import Sides
from extract.readers.rulings import Segment
from extract.readers.shapes import THICKEST, Matrix

MAX_OBJECTS = 150_000
"""Characters and points of a page; a dotted table has 8,000."""

MAX_DEPTH = 8
"""Composite objects within composite objects; producers use one."""

ASCENT, DESCENT = 0.88, 0.12
"""Of an em: how far a CJK character reaches above and below its baseline."""

SPACE = 0.35
"""Of an em: a wider gap between characters of one line is a blank."""

LINE_WIDTH = 0.353
"""Millimetres: the width of a line that tells none."""

_AXES = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(rf"[A-Za-z]|{_NUMBER}")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Point = tuple[float, float]


@dataclass(slots=True)
class Drawing:
    """What stands on one page."""

    composite: Callable[[str], etree._Element | None]
    """Gives the content of a composite unit (复合图元) by its identifier."""
    glyphs: list[tuple[str, Sides | None]] = field(default_factory=list)
    """The characters, with their boxes; blanks and line ends between them have none."""
    horizontal: list[Segment] = field(default_factory=list)
    vertical: list[Segment] = field(default_factory=list)
    pictures: list[tuple[str, Sides]] = field(default_factory=list)
    """Identifiers of the pictures on it, and their places."""
    _objects: int = 0
    _last: Sides | None = None

    def add(self, content: etree._Element, to_page: Matrix, depth: int = 0) -> None:
        """Add what an element holds: a content, a layer, a block, an annotation's appearance.

        Raises:
            UnreadableError: more objects than any report has, or a number that is none.
        """
        for item in content.iterchildren():
            if item.get("Visible", "true") == "false" or not isinstance(item.tag, str):
                continue
            kind = etree.QName(item).localname
            self._count(1)
            if kind in {"Layer", "PageBlock"}:
                self.add(item, to_page, depth)
            elif kind == "TextObject":
                self._text(item, _placed(item, to_page))
            elif kind == "PathObject":
                self._path(item, _placed(item, to_page))
            elif kind == "ImageObject":
                self._picture(item, to_page)
            elif kind == "CompositeObject" and depth < MAX_DEPTH:
                unit = self.composite(item.get("ResourceID", ""))
                if unit is not None:
                    self.add(unit, _placed(item, to_page), depth + 1)

    def _count(self, more: int) -> None:
        self._objects += more
        if self._objects > MAX_OBJECTS:
            raise UnreadableError(f"a page of the OFD has more than {MAX_OBJECTS} objects")

    # --- text -------------------------------------------------------------------------------

    def _text(self, item: etree._Element, to_page: Matrix) -> None:
        size = _number(item, "Size", 3.0)
        stretch = _number(item, "HScale", 1.0) or 1.0
        turn = _AXES.get(int(_number(item, "CharDirection", 0)) % 360, _AXES[0])
        reading = _AXES.get(int(_number(item, "ReadDirection", 0)) % 360, _AXES[0])
        x = y = 0.0
        for code in item.iterchildren("{*}TextCode"):
            text = (code.text or "").strip("\r\n\t")
            self._count(len(text))
            x, y = _number(code, "X", x), _number(code, "Y", y)
            across = _deltas(code.get("DeltaX"), len(text))
            down = _deltas(code.get("DeltaY"), len(text))
            at_x, at_y = x, y
            for i, char in enumerate(text):
                wide = _em(char) * size * stretch
                # Steps that are not told are the characters' own; down a column there are none.
                step = across[i] if i < len(across) else 0.0 if down else wide
                box = Matrix(turn[0], turn[1], -turn[1], turn[0], at_x, at_y)
                shown = min(wide, step) if step > 0 and reading == _AXES[0] else wide
                self._glyph(char, to_page.after(box).box(0, -ASCENT * size, shown, DESCENT * size))
                if across or down:
                    at_x, at_y = at_x + step, at_y + (down[i] if i < len(down) else 0.0)
                else:
                    at_x, at_y = at_x + reading[0] * wide, at_y + reading[1] * wide

    def _glyph(self, char: str, box: Sides) -> None:
        if char.isspace():
            self.glyphs.append((" ", None))
            return
        between = _between(self._last, box)
        if between:
            self.glyphs.append((between, None))
        self.glyphs.append((char, box))
        self._last = box

    # --- lines ------------------------------------------------------------------------------

    def _path(self, item: etree._Element, to_page: Matrix) -> None:
        stroked = item.get("Stroke", "true") != "false"
        filled = item.get("Fill", "false") == "true"
        if not stroked and not filled:
            return  # it only clips
        parts = list(self._parts(item, to_page))
        if not parts or self._thin(_bounds(itertools.chain.from_iterable(parts))):
            return
        if not stroked:
            if len(parts) > 1:  # one rectangle is a highlight, many are lines in one path
                for part in parts:
                    self._thin(_bounds(part))
            return
        width = _number(item, "LineWidth", LINE_WIDTH) * max(abs(to_page.a), abs(to_page.b))
        if width <= THICKEST:
            for part in parts:
                for pair in itertools.pairwise(part):
                    self._thin(_bounds(pair))

    def _parts(self, item: etree._Element, to_page: Matrix) -> Iterator[list[Point]]:
        """Give the points of each straight run; a curve parts what is before it and after it."""
        data = item.findtext("{*}AbbreviatedData") or ""
        self._count(len(data) // 8)
        tokens = _TOKEN.findall(data)
        at, part, start = 0, list[Point](), (0.0, 0.0)
        while at < len(tokens):
            command = tokens[at].upper()
            count = _OPERANDS.get(command)
            operands = tokens[at + 1 : at + 1 + (count or 0)]
            if count is None or len(operands) < count or any(map(str.isalpha, operands)):
                raise UnreadableError(f"a path of the OFD is damaged at {tokens[at]!r}")
            at += 1 + count
            if command == "C":
                if part:
                    part.append(start)
                continue
            point = to_page.point(float(operands[-2]), float(operands[-1]))
            if command == "L" and part:
                part.append(point)
                continue
            if part:
                yield part
            part = [point]
            if command in "SM":
                start = point
        if part:
            yield part

    def _picture(self, item: etree._Element, to_page: Matrix) -> None:
        x, y, width, height = _numbers(item.get("Boundary"), (0, 0, 0, 0))
        box = to_page.box(x, y, x + width, y + height)
        if not self._thin(box):
            self.pictures.append((item.get("ResourceID", ""), box))

    def _thin(self, box: Sides) -> bool:
        """Keep a box that is as thin as a line; a dot may be part of one either way."""
        x0, top, x1, bottom = box
        low, narrow = bottom - top <= THICKEST, x1 - x0 <= THICKEST
        if low:
            self.horizontal.append(Segment((top + bottom) / 2, x0, x1))
        if narrow:
            self.vertical.append(Segment((x0 + x1) / 2, top, bottom))
        return low or narrow


def _placed(item: etree._Element, to_page: Matrix) -> Matrix:
    """Give the map from an object's own space to the page: its boundary's corner, then its CTM."""
    x, y, _, _ = _numbers(item.get("Boundary"), (0, 0, 0, 0))
    own = to_page.after(Matrix(1, 0, 0, 1, x, y))
    ctm = item.get("CTM")
    return own.after(Matrix(*_numbers(ctm, (1, 0, 0, 1, 0, 0)))) if ctm else own


def _between(last: Sides | None, box: Sides) -> str:
    """Give what stands between two characters: nothing, a blank, or a line end."""
    if last is None:
        return ""
    height = max(min(last[3] - last[1], box[3] - box[1]), 0.1)
    middle, before = (box[1] + box[3]) / 2, (last[1] + last[3]) / 2
    if abs(middle - before) > height / 2 or box[2] < last[0]:
        return "\n"
    return " " if box[0] - last[2] > SPACE * height else ""


def _bounds(points: Iterator[Point] | list[Point] | tuple[Point, ...]) -> Sides:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _em(char: str) -> float:
    """Give a character's width in ems: Chinese characters and marks take one, others half."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _deltas(told: str | None, most: int) -> list[float]:
    """Give the steps from character to character; `g n v` stands for n times v."""
    out: list[float] = []
    words = iter((told or "").split())
    for word in words:
        if word == "g":
            times, step = _float(next(words, "")), _float(next(words, ""))
            out += [step] * max(0, min(int(times), most - len(out)))
        else:
            out.append(_float(word))
        if len(out) >= most:
            break
    return out


def _number(item: etree._Element, name: str, otherwise: float) -> float:
    told = item.get(name)
    return otherwise if told is None else _float(told)


def _numbers(told: str | None, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    """Give as many numbers as `otherwise` has."""
    parts = (told or "").split()
    if not parts:
        return otherwise
    if len(parts) != len(otherwise):
        raise UnreadableError(f"the OFD is damaged: {told!r} is not {len(otherwise)} numbers")
    return tuple(_float(part) for part in parts)


def _float(text: str) -> float:
    if re.fullmatch(_NUMBER, text.strip()) is None or abs(number := float(text)) > 1e6:
        raise UnreadableError(f"the OFD is damaged: {text!r} is no number of a page")
    return number

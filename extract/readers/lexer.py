"""The objects of a PDF's content streams, for pdfplumber: half of its time goes into telling them.

Receives the streams of a page or a form XObject. Gives the operands and operators that pdfminer's
own parser gives, ten times faster, where they are written as nearly all producers write them.
Anything else (a picture inside a stream, a comment, an escape in a name, damage) is left to
pdfminer's own parser, the whole of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pdfminer import pdfinterp
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSBaseParser, PSLiteral

_TOKEN = re.compile(
    rb"""[\0\s]*(?:
        (?:
            (?P<integer>[+-]?\d+)
          | (?P<real>[+-]?(?:\d+\.\d*|\.\d+))
          | (?P<keyword>[A-Za-z][A-Za-z0-9*]*)
          | /(?P<name>[A-Za-z0-9_.+-]+)
        )(?=[\s\[\]<>/(]|\Z)
      | <(?P<hexadecimal>(?:[0-9A-Fa-f]{2})*)>
      | (?P<string>\((?:[^()\\]|\\.)*\))
      | (?P<quote>['"])
      | (?P<opening>\[|<<)
      | (?P<closing>\]|>>)
    )""",
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(rb"[\0\s]*\Z")
_BOOLEAN = {b"true": True, b"false": False}
_PICTURE = frozenset({b"BI", b"ID", b"EI"})

MAX_BYTES = 4_000_000
"""More in one content stream is a drawing or an attack, and not held in memory as a whole."""


@contextmanager
def in_use() -> Iterator[None]:
    """Have pdfminer tell the objects of content streams this way meanwhile."""
    pdfinterp.PDFContentParser = ContentParser  # type: ignore[misc]
    try:
        yield
    finally:
        pdfinterp.PDFContentParser = PDFContentParser  # type: ignore[misc]


class ContentParser(PDFContentParser):
    """pdfminer's parser of content streams, with the objects told beforehand where they can be."""

    def __init__(self, streams: Sequence[object]) -> None:
        super().__init__(streams)
        told = objects(b"\n".join(stream_value(stream).get_data() for stream in streams))
        self._told = None if told is None else iter(told)

    def nextobject(self) -> tuple[int, Any]:
        """Give the next operand or operator; the place it stands at is not told.

        Raises:
            PSEOF: there is none.
        """
        if self._told is None:
            return super().nextobject()
        for one in self._told:
            return 0, one
        raise PSEOF("the end of the content")


def objects(data: bytes) -> list[Any] | None:
    """Give the objects of a content stream as pdfminer's values; None where it is not plain."""
    if len(data) > MAX_BYTES:
        return None
    out: list[Any] = []
    around: list[tuple[bytes, list[Any]]] = []
    end = 0
    for token in iter(_TOKEN.scanner(data).match, None):  # type: ignore[attr-defined]
        kind, end = token.lastgroup, token.end()
        word: bytes = token[kind]
        if kind == "keyword" and word not in _PICTURE:
            out.append(_BOOLEAN[word] if word in _BOOLEAN else KWD(word))
        elif kind == "opening":
            around.append((word, out))
            out = []
        elif kind in _VALUES:
            out.append(_VALUES[kind](word))
        elif kind == "closing" and around:
            opened, outer = around.pop()
            value = _closed(opened + word, out)
            if value is None:
                return None
            out = outer
            out.append(value)
        else:
            return None
    return out if not around and _SPACE.match(data, end) else None


def _closed(marks: bytes, inside: list[Any]) -> list[Any] | dict[str, Any] | None:
    """Give an array or a dictionary; None where it is neither."""
    if marks == b"[]":
        return inside
    keys, values = inside[::2], inside[1::2]
    if marks != b"<<>>" or len(keys) != len(values):
        return None
    if not all(isinstance(key, PSLiteral) for key in keys):
        return None
    return {str(key.name): value for key, value in zip(keys, values, strict=True)}


def _string(word: bytes) -> bytes:
    if b"\\" not in word:
        return word[1:-1]
    _, value = PSBaseParser(BytesIO(word)).nexttoken()  # its own way with escapes
    assert isinstance(value, bytes)  # noqa: S101 - the word is a string
    return value


_VALUES: dict[str, Callable[[bytes], Any]] = {
    "integer": int,
    "real": float,
    "name": lambda word: LIT(word.decode()),
    "hexadecimal": lambda word: bytes.fromhex(word.decode()),
    "string": _string,
    "quote": KWD,
}

"""pdfium's answers for many objects or characters of a page at once.

A page has thousands of them, and a call through ctypes costs more in the passing of its arguments
than pdfium takes to answer. So handles are plain numbers, answers are written into places that
are made once, and loops are left to `map`. Gives plain lists. One thread at a time, as pdfium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_Handle = ctypes.c_void_p

_BLOCK = 1024
"""Answers that are taken over at a time."""


def _plainly(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Give a function of pdfium that takes handles as numbers; anything, where none are named."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    plain = ctypes.CFUNCTYPE(result, *arguments)(address or 0)
    if not arguments:
        plain.argtypes = None  # type: ignore[assignment]
    return plain


_object = _plainly(pdfium.FPDFPage_GetObject, _Handle)
_object_of_form = _plainly(pdfium.FPDFFormObj_GetObject, _Handle)
_kind = _plainly(pdfium.FPDFPageObj_GetType, ctypes.c_int, _Handle)
_bounds = _plainly(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, *[_Handle] * 5)
_loose_box = _plainly(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_text_object = _plainly(pdfium.FPDFText_GetTextObject, _Handle)
_origin = _plainly(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)

_floats = (ctypes.c_float * (4 * _BLOCK))()
_written = memoryview(_floats).cast("B").cast("f")
_START = ctypes.addressof(_floats)
_SIDES = [range(_START + 4 * side, _START + 16 * _BLOCK, 16) for side in range(4)]
"""Where left, bottom, right and top of each object are written."""
_RECTS = [ctypes.byref(_floats, 16 * i) for i in range(_BLOCK)]


def objects(page: object, count: int) -> list[int]:
    """Give the objects of a page."""
    return list(map(_object, repeat(page), range(count)))


def objects_of_form(form: object, count: int) -> list[int]:
    """Give the objects of a form XObject."""
    return list(map(_object_of_form, repeat(form), range(count)))


def kinds(items: Sequence[int]) -> list[int]:
    """Give the kind of each object (`FPDF_PAGEOBJ_…`)."""
    return list(map(_kind, items))


def bounds(items: Sequence[int]) -> list[float]:
    """Give left, bottom, right and top of each object, one after the other."""
    out: list[float] = []
    for start in range(0, len(items), _BLOCK):
        part = items[start : start + _BLOCK]
        told = list(map(_bounds, part, *_SIDES))
        out += _written[: 4 * len(told)].tolist()
    return out


def loose_boxes(text: object, indices: Sequence[int]) -> tuple[list[int], list[float]]:
    """Give whether each character has a box; left, bottom, right and top of each."""
    told: list[int] = []
    out: list[float] = []
    for start in range(0, len(indices), _BLOCK):
        part = indices[start : start + _BLOCK]
        told += map(_loose_box, repeat(text), part, _RECTS)
        out += _written[: 4 * len(part)].tolist()
    out[1::4], out[3::4] = out[3::4], out[1::4]  # pdfium writes the top before the bottom
    return told, out


def text_objects(text: object, indices: Sequence[int]) -> list[int | None]:
    """Give the text object that each character is drawn by."""
    return list(map(_text_object, repeat(text), indices))


def origins(text: object, indices: Sequence[int]) -> list[tuple[float, float]]:
    """Give where on the page each character is set down."""
    x, y = ctypes.c_double(), ctypes.c_double()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    return [
        (x.value, y.value)
        for told in map(_origin, repeat(text), indices, repeat(to_x), repeat(to_y))
        if told
    ]

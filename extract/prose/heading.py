"""Title, issuer and year of a report from its running text. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.grid import Line
from extract.prose.outline import sections
from extract.prose.period import Period, doubt, period, scope
from extract.script import simplified
from extract.text import squeeze

__all__ = ["Period", "Title", "doubt", "period", "scope", "sections", "title"]

_SUBJECT = r"(?:政府信息(?:与政务)?|政务信息|政务|信息)公开"
_REPORT = rf"{_SUBJECT}(?:工作|年度|情况|的)*(?:报告|年报)"
_YEAR = r"(?P<year>20[0-2]\d)年?度?"

# Menus and breadcrumbs that stand before the title are no part of an organ's name.
_MENU = r"首页|年报|政府信息公开|主动公开|申请公开"
_ORGAN = rf"(?P<issuer>(?!关于)(?:(?!{_MENU})[^\d，。；：、《》“”]){{2,40}}?)"

# An organ, then the year, then what it is; or the year first, without the organ or with it; or the
# year within what it is, or after it in brackets. Compared without white space.
_BEGIN = r"^[《“]?(?:关于)?"
_TITLE = (
    re.compile(rf"{_BEGIN}{_ORGAN}(?:关于)?{_YEAR}的?{_REPORT}"),
    re.compile(rf"{_BEGIN}{_YEAR}(?P<issuer>)的?{_REPORT}"),
    re.compile(rf"{_BEGIN}{_YEAR}{_ORGAN}的?{_REPORT}"),
    re.compile(rf"{_BEGIN}{_ORGAN}(?:关于)?{_SUBJECT}(?:工作)?{_YEAR}(?:工作)?(?:报告|年报)"),
    re.compile(rf"{_BEGIN}{_ORGAN}(?:关于)?的?{_REPORT}[（(]{_YEAR}[）)]"),
    re.compile(rf"{_BEGIN}(?P<issuer>){_REPORT}[（(]{_YEAR}[）)]"),
)

_WRITTEN_YEAR = re.compile(r"二[〇○零Ｏ][一二][〇○零Ｏ一二三四五六七八九]")
_WRITTEN = str.maketrans("〇○零Ｏ一二三四五六七八九", "0000123456789")

TITLE_LINES = 40
"""The title stands before the first table, within this many lines."""


class Title(NamedTuple):
    """The title as printed; the organ and the year it names, where it names them."""

    text: str
    issuer: str
    year: int | None


def title(lines: Sequence[Line], metadata: str) -> Title:
    """Find the report's title: in the text, a line or two or three in a row; else the metadata.

    `lines` is the running text in reading order, `metadata` the document's own title. The year
    is the one the report describes (报告年度). Gives empty fields where nothing fits.
    """
    texts = [line.text for line in lines[:TITLE_LINES]]
    partial: Title | None = None
    for start in range(len(texts)):
        for count in (1, 2, 3):
            found = _read("".join(texts[start : start + count]))
            if found is not None and found.issuer:
                return found._replace(text=_shown(texts[start : start + count], found.text))
            partial = partial or found
    from_metadata = _read(metadata)
    if from_metadata is not None and (from_metadata.issuer or partial is None):
        return from_metadata
    return partial or Title("", "", None)


def _read(text: str) -> Title | None:
    squeezed = "".join(text.split())
    plain = _WRITTEN_YEAR.sub(lambda match: match[0].translate(_WRITTEN), simplified(squeezed))
    for pattern in _TITLE if "公开" in plain else ():
        match = pattern.search(plain)
        if match:
            issuer = squeezed[slice(*match.span("issuer"))]
            return Title(squeezed[: match.end()], issuer, int(match["year"]))
    return None


def _shown(texts: Sequence[str], found: str) -> str:
    """Give the title as printed, with its white space, without what follows it on its line."""
    whole = squeeze(" ".join(texts))
    match = re.search(r"\s*".join(map(re.escape, found)), whole)
    return match[0] if match else found

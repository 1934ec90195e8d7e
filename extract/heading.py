"""Title, issuer, year and sections of a report from its running text. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from extract.grid import Line
from extract.records import Section
from extract.text import key, squeeze

_REPORT = r"政府信息(?:与政务)?公开(?:工作)?(?:年度|情况|工作)*(?:报告|年报)"
_YEAR = r"(?P<year>20[0-2]\d)年?度?"

# An organ, then the year, then what it is; or the year first. Compared without white space.
_TITLE = (
    re.compile(rf"^(?:关于)?(?P<issuer>[^\d，。；：、《》]{{2,40}}?)(?:关于)?{_YEAR}的?{_REPORT}"),
    re.compile(rf"^(?:关于)?{_YEAR}(?P<issuer>[^\d，。；：、《》]{{2,40}}?)的?{_REPORT}"),
)
_BARE = re.compile(rf"^{_YEAR}的?{_REPORT}")

_SECTION = re.compile(
    r"^(?P<ordinal>[一二三四五六])[,.]?(?:总体情况|主动公开|收到和处理|行政复议|因?政府信息公开"
    r"(?:工作)?(?:被申请)?(?:行政复议|存在)|存在的?(?:主要)?问题|其他需要报告)"
)
_ORDINALS = "一二三四五六"
_PAGE_NUMBER = re.compile(r"[-\s]*\d{1,3}[-\s]*")

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
    for pattern in _TITLE:
        match = pattern.search(squeezed)
        if match:
            return Title(match[0], match["issuer"], int(match["year"]))
    match = _BARE.search(squeezed)
    return Title(match[0], "", int(match["year"])) if match else None


def _shown(texts: Sequence[str], found: str) -> str:
    """Give the title as printed, with its white space, without what follows it on its line."""
    whole = squeeze(" ".join(texts))
    match = re.search(r"\s*".join(map(re.escape, found)), whole)
    return match[0] if match else found


def sections(lines: Sequence[Line]) -> list[Section]:
    """Cut the running text into the six sections (一、总体情况 to 六、其他需要报告的事项).

    Lines before the first heading belong to none. A heading that is not found has no section.
    """
    found: list[tuple[int, str, list[str]]] = []
    for line in lines:
        match = _SECTION.match(key(line.text))
        number = _ORDINALS.index(match["ordinal"]) + 1 if match else 0
        if number > (found[-1][0] if found else 0):
            found.append((number, line.text, []))
        elif found and not _PAGE_NUMBER.fullmatch(key(line.text)):
            found[-1][2].append(line.text)
    return [Section(number, heading, "\n".join(body)) for number, heading, body in found]

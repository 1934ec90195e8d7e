"""Which of the six sections (一、总体情况 … 六、其他需要报告的事项) a text has. Pure.

The fixed outline of the report is the surest sign of one: a self-inspection or a notice has two of
its names, the report five or six. Before 2019 offices had outlines of their own under the old
regulations' list of contents (Article 32), of which charging fees (收费) is told.
"""

from __future__ import annotations

import re

from crawler.findings.titles import plain

_SIX = (
    r"(?:总体|基本|工作总体)(?:工作)?情况|概述|总述",
    r"(?:政府信息)?主动公开",
    r"收到和处理|依?申请公开(?:政府信息|办理|工作|处理)*(?:的)?情况|依申请公开",
    r"(?:因?政府信息公开(?:工作)?被?(?:申请)?)?(?:行政复议|提起行政诉讼|行政诉讼)",
    r"(?:政府信息公开工作)?存在的?(?:主要)?(?:问题|困难|不足)|(?:主要)?问题(?:及|和|与)改进",
    r"其[他它](?:需要)?(?:报告|说明)?的?(?:事项|情况)",
)
_NAMES = tuple(
    re.compile(rf"^(?:[一二三四五六七八九十]{{1,2}}[、.,:]?|第[一二三四五六七]部分)?(?:{name})")
    for name in _SIX
)
_OLD_NAMES = (
    *_NAMES,
    re.compile(r"^(?:[一二三四五六七八九十]{1,2}[、.,:]?)?.{0,10}(?:收费及?减免|收费情况)"),
)

_SENTENCE = re.compile(r",|[。;]$")

LONGEST = 45
"""Characters of a heading; a longer line is a sentence."""

ENOUGH = 4
"""Of six sections: a page that prints so many under their own headings is the report."""

ENOUGH_OLD = 3
"""The same for a report of 2018 or before, whose outline was the office's own."""

FIXED_SINCE = 2019
"""First year of the fixed outline (国办公开办函〔2019〕60号)."""


def count(text: str) -> int:
    """Count the sections whose headings stand at the beginning of a line of their own."""
    found: set[int] = set()
    for line in text.splitlines():
        bare = plain(line)
        if not 2 <= len(bare) <= LONGEST or _SENTENCE.search(bare):
            continue
        for number, name in enumerate(_NAMES):
            if name.search(bare):
                found.add(number)
    return len(found)


def enough(found: int, year: int | None) -> bool:
    """Say whether so many sections make a report of that year."""
    old = year is not None and year < FIXED_SINCE
    return found >= (ENOUGH_OLD if old else ENOUGH)

"""Which time a report covers (统计期限) and whose figures it tells (口径). Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from extract.script import simplified

_DATE = r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日"
_PERIOD = re.compile(
    rf"(?:期限|期间|时限|时间段?|截止?日期|数据|统计)[^。；\d]{{0,12}}?"
    rf"(?P<printed>(20\d\d)年?(\d{{1,2}})月(\d{{1,2}})日起?(?:至|到|—+|-+|~|～){_DATE})"
)


class Period(NamedTuple):
    """The time a report says it covers."""

    text: str
    """As printed; empty where the text does not say."""
    year: int | None
    """The year it lies in; None where it lies in more than one, or is not told."""
    whole_year: bool
    """Whether it is that calendar year, 1 January to 31 December."""


def period(texts: Iterable[str]) -> Period:
    """Find the sentence that tells the period (统计期限为…年1月1日至12月31日)."""
    whole = "".join("".join(texts).split())
    match = _PERIOD.search(_digits(whole))
    if match is None:
        return Period("", None, False)
    first = _date(match[2], match[3], match[4])
    last = _date(match[5] or match[2], match[6], match[7])
    if first is None or last is None or last < first:
        return Period("", None, False)
    printed = whole[slice(*match.span("printed"))]
    one = first.year == last.year
    calendar = one and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return Period(printed, first.year if one else None, calendar)


def doubt(title_year: int | None, told: Period) -> str:
    """Say where the period is another year's than the title: a year copied from last time."""
    if title_year is None or told.year in {None, title_year}:
        return ""
    return f"the title is of {title_year}, the period told is {told.text}"


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _digits(text: str) -> str:
    return simplified(text.translate(_FULL_WIDTH) if _WIDE.search(text) else text)


_WIDE = re.compile("[０-９]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

# --- scope -----------------------------------------------------------------------------------

_TOLD = r"(?:收到|收办|受理|新收|接收|办理|处理|答复)[^。；，]{0,16}申请"
_AREA = (
    r"全(?:省|市|区|县|州|盟|旗|镇|乡|街道|自治区|自治州|域)|[本我](?:行政)?区域内?"
    r"|各级(?:行政机关|政府|各部门)|各(?:乡镇|街道|镇街|区县|县区|县市区)"
)
_GOVERNMENT = (
    r"代表(?:本|我)?(?:[^，。；]{0,8})?(?:省|市|区|县|州|旗|镇|乡|人民)政府"
    r"|(?:省|市|区|县|州|旗)(?:人民)?政府(?:及|和|、|与)(?:其|本级)?(?:省|市|区|县|州|旗)?"
    r"(?:人民)?政府?办公[室厅]|政府本级"
)
_OWN = r"本机关|[本我](?:单位|部门|局|委|厅|办|镇|乡|街道|所|中心)"
_COMPILED = (
    rf"(?:汇总|综合|涵盖|包括|包含|涉及)[^。；]{{0,30}}(?:{_AREA}|所属(?:各)?部门|各部门)"
    rf"|(?:{_AREA})[^。；]{{0,30}}汇总"
)

_SCOPES = (
    ("area", re.compile(rf"(?:{_AREA})[^。；我本]{{0,20}}?{_TOLD}|{_COMPILED}")),
    ("government", re.compile(rf"(?:{_GOVERNMENT})[^。；]{{0,20}}?{_TOLD}")),
    (
        "area",
        re.compile(r"(?:^|[。；，年])全(?:省|市|区|县|州|旗)各级(?:行政机关|政府|各?部门|各?单位)"),
    ),
    ("own", re.compile(rf"(?:{_OWN})[^。；]{{0,16}}?{_TOLD}")),
)


def scope(texts: Iterable[str]) -> str:
    """Say whose figures the report tells, where its text says: `area`, `government` or `own`.

    `area`: the organ, its departments and those below it (全区、全市各级、本行政区域);
    `government`: the office in the name of its government (代表区政府); `own`: one organ. Empty
    where no sentence on requests, or on what was summed up, names it.
    """
    whole = _digits("".join("".join(texts).split()))
    return next((name for name, pattern in _SCOPES if pattern.search(whole)), "")

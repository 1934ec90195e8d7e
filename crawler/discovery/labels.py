"""What the label of a menu's entry promises: the column, a menu on the way to it, or neither. Pure.

The labels are rows of `data/reference/menu_labels.csv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from crawler.findings import titles
from crawler.reference import REFERENCE

LABELS = REFERENCE / "menu_labels.csv"

Kind = Literal["column", "menu", "other"]


class Promise(NamedTuple):
    """What a label promises, and how much."""

    kind: Kind
    weight: float


NOTHING = Promise("other", 0.0)

_COLUMN_PATH = re.compile(r"(?:xxgk|gk|zfxxgk)?(?:nb|ndbg|nianbao|annualreport)(?![a-z])", re.I)
_MENU_PATH = re.compile(r"(?:zfxxgk|xxgk|zwgk|zwxxgk|gkmlpt|xxgkml|zfxxgkml)(?![a-z])", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d(?:年|年度)?(?:年报|报告|年度报告)?")
_UNIT = re.compile(
    r"[\u4e00-\u9fff（）()]{1,20}(?:局|厅|委|委员会|办|办公室|中心|政府|街道|街道办事处|办事处|镇|乡|苏木|管委会)"
)
_OPEN_SUBJECT = re.compile(r"^(?:年报|年度报告)$")
"""Labels that do not say what the report is about."""

_PLAIN = re.compile(r"(?:历年|往年|各?部门|各?单位|本级|本局|我局|政府|政务|信息|工作|机关)*")
"""What may stand before such a label and still name no other subject."""

_DIGITS = re.compile(r"(?:19|20)\d\d")
_SHORT = re.compile(r"年?度?(?:工作)?(?:情况)?的?(?:年报|年度报告|年度工作报告|工作报告|报告)?")
_GOVERNMENT = re.compile(r"(?:[省市州盟县区旗]|本级)(?:本级)?(?:人民)?政府(?:办公[室厅]|办)?")
_BRACKETED = re.compile(r"[【\[(《「]([^】\])》」]*)[】\])》」]")
_AFTER = re.compile(r"[（(【\[].*$|(?:更多|more|>+|»|›|\+)+$", re.I)
_BEFORE = re.compile(r"^(?:[·•▪◆■▶>»\-|]|\d{1,2}[、.])+")


def promise(label: str, url: str = "") -> Promise:
    """Weigh a label and the address it leads to.

    A label that names one report (望川区2023年…年度报告) promises nothing: it is a row of a column.
    What follows the organ's name counts (望川区政府信息公开年报).
    """
    if not is_entry(label):
        return NOTHING
    text = _bare(label)
    path = unquote(urlsplit(url).path)
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("column", _COLUMN_PATH),
        ("menu", _MENU_PATH),
    )
    for kind, hint in kinds:
        for word, weight in _words(kind).items():
            if share := _share(text, word):
                return Promise(kind, weight * share + (1.5 if hint.search(path) else 0.0))
    if _COLUMN_PATH.search(path) and re.search(r"报告|年报|公开", text):
        return Promise("column", 4.0)
    return NOTHING


def is_entry(label: str) -> bool:
    """Say whether a label may be of a menu's entry, whatever it promises.

    What names a year is a row, and some entries are known to be of something else.
    """
    text = _bare(label)
    if not text or len(text) > 30 or any(word in text for word in _words("other")):
        return False
    return not titles.read(text).years


def _bare(label: str) -> str:
    """Give a label without the marks before it, what is bracketed after it, and its brackets."""
    text = _BEFORE.sub("", titles.plain(label))
    if whole := _BRACKETED.fullmatch(text):
        text = whole[1]
    return _AFTER.sub("", text)


def _share(text: str, word: str) -> float:
    """Give which part of a label's weight a text has that holds it, 0 to 1.

    年报 and 年度报告 are of disclosure only where nothing else is named before them
    (部门年度报告, 财政局年报; not 环境质量年报), and a sentence is no entry of a menu.
    """
    if text == word:
        return 1.0
    before, found, after = text.partition(word)
    if not found or (before and after and len(word) < 4):
        return 0.0
    if _OPEN_SUBJECT.search(word) and (after or not (_PLAIN.fullmatch(before) or is_unit(before))):
        return 0.3
    if before and after:
        return 0.7 if len(text) <= len(word) + 6 else 0.3
    return 0.9 if len(text) <= len(word) + 12 else 0.6


def is_year(label: str) -> bool:
    """Say whether a label is a year's: 2023年, 2023年度, 2023."""
    return _YEAR.fullmatch(titles.plain(label)) is not None


def is_unit(label: str) -> bool:
    """Say whether a label is an organ's name: 教育局, 城关镇, 望川区人民政府."""
    return _UNIT.fullmatch(titles.plain(label)) is not None


def is_short(title: str) -> bool:
    """Say whether a row that names a year and not its subject may be a report on disclosure.

    望川区2019年年报 may, in a column of that name; 望川区2019年环境质量年报 may not.
    """
    text = titles.plain(title)
    years = list(_DIGITS.finditer(text))
    if not years:
        return False
    return "公开" in text or bool(_SHORT.fullmatch(_AFTER.sub("", text[years[-1].end() :])))


def is_named(label: str, names: Iterable[str]) -> bool:
    """Say whether a label is one of a unit's names, or the end of one: 财政局, 县政府.

    `names` are as `titles.plain` gives them.
    """
    text = titles.plain(label)
    if len(text) < 3:
        return False
    if any(name.endswith(text) for name in names):
        return True
    return bool(_GOVERNMENT.fullmatch(text)) and any(name.endswith("政府") for name in names)


@cache
def _words(kind: Kind) -> dict[str, float]:
    """Give the labels of a kind, the longest first, so that a part does not speak for the whole."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    rows.sort(key=lambda row: -len(row["label"]))
    return {row["label"]: float(row["weight"]) for row in rows}

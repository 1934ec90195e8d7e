"""What the label of a menu's entry promises: the column, a menu on the way to it, or neither. Pure.

The labels are rows of `data/reference/menu_labels.csv`.
"""

from __future__ import annotations

import csv
import re
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
_AFTER = re.compile(r"[（(【\[].*$|(?:更多|more|>+|»|›|\+)+$", re.I)
_BEFORE = re.compile(r"^(?:[·•▪◆■▶>»\-|]|\d{1,2}[、.])+")


def promise(label: str, url: str = "") -> Promise:
    """Weigh a label and the address it leads to.

    A label that names one report (望川区2023年…年度报告) promises nothing: it is a row of a column.
    What follows the organ's name counts (望川区政府信息公开年报).
    """
    text = _AFTER.sub("", _BEFORE.sub("", titles.plain(label)))
    if not text or len(text) > 30:
        return NOTHING
    if any(word in text for word in _words("other")):
        return NOTHING
    named = titles.read(text)
    if named.years:
        return NOTHING
    path = unquote(urlsplit(url).path)
    kinds: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("column", _COLUMN_PATH),
        ("menu", _MENU_PATH),
    )
    for kind, hint in kinds:
        for word, weight in _words(kind).items():
            if text == word:
                exact = 1.0
            elif text.endswith(word) or text.startswith(word):
                exact = 0.9 if len(text) <= len(word) + 12 else 0.6
            elif word in text and len(word) >= 4:
                exact = 0.7
            else:
                continue
            return Promise(kind, weight * exact + (1.5 if hint.search(path) else 0.0))
    if _COLUMN_PATH.search(path) and re.search(r"报告|年报|公开", text):
        return Promise("column", 4.0)
    return NOTHING


def is_year(label: str) -> bool:
    """Say whether a label is a year's: 2023年, 2023年度, 2023."""
    return _YEAR.fullmatch(titles.plain(label)) is not None


@cache
def _words(kind: Kind) -> dict[str, float]:
    """Give the labels of a kind, the longest first, so that a part does not speak for the whole."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    rows.sort(key=lambda row: -len(row["label"]))
    return {row["label"]: float(row["weight"]) for row in rows}

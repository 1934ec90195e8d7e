"""Text as documents hold it, made comparable. Pure functions on strings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extract import script

# CJK Radicals Supplement that office software writes in place of the character, and that NFKC
# leaves alone (Kangxi radicals, U+2F00-2FDF, it does mend).
_RADICALS = str.maketrans(
    "⺠⻅⻓⻔⻛⻬⻥⻢⻋⻉⻚⻝⻩⻦⻰⺟⺁⼾", "民见长门风齐鱼马车贝页食黄鸟龙母厂户"
)

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_REPAIRS = _RADICALS | _INVISIBLE
_KANGXI = re.compile("[\u2f00-\u2fdf]")
_ODD = re.compile("[\u2e80-\u2fdf" + "".join(map(chr, _REPAIRS)) + "]")

# One spelling for marks that offices use for each other, and for characters of either script.
_MARKS = script.TABLE | str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "「": '"',
        "」": '"',
        "‘": "'",
        "’": "'",
        ";": ",",
        "、": ",",
        "。": ".",
        "—": "-",
        "–": "-",
        "―": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "─": "-",
        "~": "-",
        "〔": "(",
        "〕": ")",
        "【": "(",
        "】": ")",
    }
)


def repair(text: str) -> str:
    """Give `text` with radicals in place of characters mended and invisible marks dropped.

    Only these are touched: the result is still the text as printed, full width or not.
    """
    if text.isascii() or not _ODD.search(text):
        return text
    out = text.translate(_REPAIRS)
    return _KANGXI.sub(lambda radical: unicodedata.normalize("NFKC", radical[0]), out)


def squeeze(text: str) -> str:
    """Give `text` stripped, with each run of white space of any kind as one blank."""
    return " ".join(text.split())


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """Give the comparable form of a label: NFKC, no white space, one spelling of each mark.

    Traditional characters (公開) are compared as simplified ones (公开).
    """
    return "".join(unicodedata.normalize("NFKC", repair(text)).translate(_MARKS).split())

"""Text as documents hold it, made comparable. Pure functions on strings."""

from __future__ import annotations

import unicodedata

# CJK Radicals Supplement that office software writes in place of the character, and that NFKC
# leaves alone (Kangxi radicals, U+2F00-2FDF, it does mend).
_RADICALS = str.maketrans(
    "⺠⻅⻓⻔⻛⻬⻥⻢⻋⻉⻚⻝⻩⻦⻰⺟⺁⼾", "民见长门风齐鱼马车贝页食黄鸟龙母厂户"
)

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

# One spelling for marks that offices use for each other.
_MARKS = str.maketrans(
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
    out = text.translate(_RADICALS).translate(_INVISIBLE)
    if any("\u2f00" <= c <= "\u2fdf" for c in out):
        out = "".join(
            unicodedata.normalize("NFKC", c) if "\u2f00" <= c <= "\u2fdf" else c for c in out
        )
    return out


def squeeze(text: str) -> str:
    """Give `text` stripped, with each run of white space of any kind as one blank."""
    return " ".join(text.split())


def key(text: str) -> str:
    """Give the comparable form of a label: NFKC, no white space, one spelling of each mark."""
    return "".join(unicodedata.normalize("NFKC", repair(text)).translate(_MARKS).split())

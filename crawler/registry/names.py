"""Names of organs: how they are compared, and what a government is called in print.

Pure functions on text. They refuse nothing: a name without a known ending stays as it is.
"""

from __future__ import annotations

import re
import unicodedata

_RADICALS = str.maketrans("⺠⻅⻓⻔⻛⻬⻥", "民见长门风齐鱼")
_UNSEEN = re.compile(r"[\s\u200b\ufeff]+")
_CLASS = re.compile(r"(?:自治[县旗区州]|特别行政区|地区|林区|特区|[省市县区旗盟州])$")
_SEPARATOR = re.compile(r"[;；|]")


def key(printed: str) -> str:
    """Give a name as it is compared; `organ_key` of transform's SQL does the same.

    NFKC, radicals that NFKC leaves as characters, no white space, no leading 关于.
    """
    mended = unicodedata.normalize("NFKC", printed).translate(_RADICALS)
    return _UNSEEN.sub("", mended).removeprefix("关于")


def parts(field: str) -> tuple[str, ...]:
    """Give the names of a field in which semicolons part them."""
    return tuple(name for name in map(str.strip, _SEPARATOR.split(field)) if name)


def joined(names: list[str]) -> str:
    """Write names into a field, each once, in the order given."""
    return ";".join(dict.fromkeys(names))


def stem(place: str) -> str:
    """Give a division's name without its class: 洪泽县 and 洪泽区 are both 洪泽."""
    bare = _CLASS.sub("", place)
    return bare if len(bare) > 1 or len(place) < 3 else place


def government(place: str) -> str:
    """Name the government of a division: 人民政府, or 行政公署 in a 地区 or a 盟."""
    return place + ("行政公署" if place.endswith(("地区", "盟")) else "人民政府")


def printed(place: str, above: tuple[str, ...]) -> list[str]:
    """Give the other names a government goes by in print; `above` are its divisions, nearest first.

    洪泽区 below 淮安市, 江苏省: 洪泽区; 淮安市洪泽区, with and without 人民政府, and both again
    behind 江苏省. In a 地区 or a 盟 行署 stands for 行政公署 too.
    """
    short = [place]
    if government(place) != place + "人民政府":
        short.append(place + "行署")
    found = list(short)
    prefix = ""
    for division in above:
        prefix = division + prefix
        found += [prefix + name for name in (government(place), *short)]
    return found

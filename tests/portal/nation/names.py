"""Invented names: places that are on no map, and the organs that every place has.

Refuses, by leaving it out, a place whose two characters begin or are part of a name in the
registry: no real organ is named.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import product

from tests.portal.country import REFERENCE, rows

_FIRST = (
    "岚澜霁渚砚槿杞荻葭蓼苕萱蕙芷茝棠榕楸樗柘桤檀枫梓椿霏霖虹雩霄岑崟嵩嶂岫峤岬砀碣磬"
    "瑶琅琊珩璇珞珂玢菡萏荇藻蘅薜荔芸芮茗茱萸榆桦椴栎橡槐桕杉桧柏"
)
_SECOND = "川湖原岭渡亭浦汀渊泽坡塬峪冈埠津洲溪"

DEPARTMENTS = (
    "教育局",
    "公安局",
    "民政局",
    "财政局",
    "水务局",
    "商务局",
    "审计局",
    "统计局",
    "林业局",
    "司法局",
    "交通运输局",
    "城市管理局",
    "生态环境局",
    "应急管理局",
)
"""Departments (工作部门) that have gone by one name all the time."""

RENAMED = ("卫生和计划生育局", "卫生健康局", 2019)
"""One that goes by another name since that year."""

FOUNDED = (("文化局", "旅游局"), "文化和旅游局", 2019)
"""Two that ended, and what was founded of them in that year."""

MERGED = ("粮食局", "发展和改革局", 2018)
"""One that went into another which was there before."""

TOWNS = ("镇人民政府", "乡人民政府", "街道办事处")


@cache
def _known() -> str:
    fields = ("name", "aliases", "names_before")
    return "\n".join(row[f] for row in rows(REFERENCE / "units.csv") for f in fields)


def places(rng: random.Random) -> Iterator[str]:
    """Give stems of places (岚川, 霁湖 …), each once, in an order that the seed decides."""
    found = [a + b for a, b in product(_FIRST, _SECOND) if a + b not in _known()]
    rng.shuffle(found)
    yield from found

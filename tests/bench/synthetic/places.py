"""The units (机关) of the synthetic country and its registry: provinces down to departments."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

PROVINCES = 31
_PREFECTURES, _COUNTIES = 0.019, 0.165
"""Shares of all units; the rest are departments."""

_SYLLABLES = (
    "安宝昌成崇达德定丰福高广海和衡弘怀吉嘉建江金景康来乐黎临龙洛明南宁平清泉荣瑞山顺泰通文新兴阳"
)
_DEPARTMENTS = (
    "教育局 财政局 民政局 司法局 审计局 统计局 水利局 商务局 林业局 体育局 "
    "公安局 交通运输局 农业农村局 生态环境局 应急管理局 市场监督管理局 "
    "卫生健康委员会 发展和改革委员会 自然资源局 住房和城乡建设局 "
    "人力资源和社会保障局 文化和旅游局 医疗保障局 退役军人事务局 行政审批局 "
    "信访局 城市管理局 科学技术局 民族宗教事务局 工业和信息化局"
).split()


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the synthetic country."""

    number: int
    name: str
    level: str
    division: str
    parent: int | None
    column: str
    """The column its reports are listed in: its own, or its government's."""


def units(count: int) -> list[Unit]:
    """Give that many units, governments before their departments, provinces first."""
    out: list[Unit] = []
    places: list[tuple[int, str]] = []

    def govern(place: str, level: str, division: str, parent: int | None) -> int:
        number = len(out) + 1
        out.append(Unit(number, f"{place}人民政府", level, division, parent, f"u{number}"))
        places.append((number, place))
        return number

    provinces = [
        govern(f"{_word(i, 2)}省", "province", f"{11 + i}0000", None)
        for i in range(min(PROVINCES, count))
    ]
    prefectures = []
    for i in range(min(max(1, int(count * _PREFECTURES)), count - len(out))):
        of, nth = i % PROVINCES, i // PROVINCES + 1
        division = f"{11 + of}{nth:02}"
        number = govern(f"{_word(i, 2)}市", "prefecture", f"{division}00", provinces[of])
        prefectures.append((number, division))
    for i in range(min(max(1, int(count * _COUNTIES)), count - len(out))):
        (above, division), nth = prefectures[i % len(prefectures)], i // len(prefectures) + 1
        govern(f"{_word(i, 3)}县", "county", f"{division}{nth:02}", above)
    for i in range(count - len(out)):
        (above, place), nth = places[i % len(places)], i // len(places)
        number, own = len(out) + 1, i % 2 == 0
        name = f"{place}{_DEPARTMENTS[nth % len(_DEPARTMENTS)]}{'' if nth < 30 else _word(nth, 2)}"
        out.append(
            Unit(number, name, "department", "", above, f"u{number}" if own else f"u{above}")
        )
    return out


def _word(number: int, length: int) -> str:
    """Give the number in syllables."""
    base = len(_SYLLABLES)
    return "".join(_SYLLABLES[number // base**place % base] for place in range(length))


def write_registry(folder: Path, known: list[Unit]) -> None:
    """Write units.csv and columns.csv."""
    folder.mkdir(parents=True)
    with (folder / "units.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            "unit_id name aliases names_before level division parent_id valid_from valid_to".split()
        )
        for unit in known:
            above = unit.parent or ""
            out.writerow(
                [unit.number, unit.name, "", "", unit.level, unit.division, above, "2008-01-01", ""]
            )
    with (folder / "columns.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow("column_id host unit_id url confirmed".split())
        for unit in known:
            if unit.column == f"u{unit.number}":
                host = f"www.{unit.column}.test"
                out.writerow([unit.column, host, unit.number, f"http://{host}/nb/", "2025-01-01"])

"""Forty-two held-out portals: a frame, a publishing system, a label and a unit a row.

`portals()` gives each with its pages, its data addresses and the addresses that count as found.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.portal.unseen.frames import FRAMES, links
from tests.portal.unseen.listings import MAKERS
from tests.portal.unseen.portal import Portal, rows

SITES = """
dropdown     trs       政府信息公开年报           南岭市水务局               utf-8
dropdown     vsb       信息公开年报               青石县教育局               gb18030
dropdown     jpaas     政府信息公开年度报告       临川市市场监督管理局       utf-8
side_menu    jpage     政府信息公开工作年度报告   东河省交通运输厅           utf-8
side_menu    ucap      公开年报                   西岭州人民政府             utf-8
side_menu    trs_count 政务信息公开年报           北原市财政局               gb18030
tab_strip    plain     信息公开年报               石桥区人民政府             utf-8
tab_strip    trs       政府信息公开工作年度报告   长林县人民政府             utf-8
images       trs       政府信息公开年报           云台市自然资源局           utf-8
images       jpage     信息公开年度报告           海宁港区管理委员会         gb18030
framed       vsb       政府信息公开年报           大庙县人民政府             utf-8
framed       longxun   政府信息公开年报           梅城区城市管理局           utf-8
platform     ucap      政府信息公开年报           金沙省科学技术厅           utf-8
platform     trs       政府信息公开年报           银滩市人民政府             utf-8
platform     jpaas     政府信息公开年报           泰河市商务局               utf-8
platform     gkmlpt    政府信息公开年报           南湾区人力资源局           utf-8
platform     xxgk      政府信息公开年报           松江口市民政局             utf-8
mega         trs       政府信息公开年报           中州市人民政府             utf-8
mega         jpage     信息公开年报               江左省人民政府             utf-8
mega         longxun   政府信息公开年报           皖东县人民政府             utf-8
county       plain     信息公开年报               白水县人民政府             gb18030
county       trs_count 信息公开年报               红旗县人民政府             utf-8
county       ucap      政府信息公开年度报告       黑岭县人民政府             utf-8
onclick      vsb       政府信息公开年报           临江市审计局               utf-8
onclick      trs       年度报告                   平湖县统计局               gb18030
area_map     trs       信息公开年报               古镇县林业局               gb18030
area_map     plain     政府信息公开年报           沙洲区司法局               utf-8
quick_entry  gkmlpt    政府信息公开年报           东湾市教育局               utf-8
quick_entry  jpage     政府信息公开工作年度报告   丰山海关                   utf-8
quick_entry  xxgk      政府信息公开年报           蒙北旗卫生健康委员会       utf-8
spaced       trs       政府信息公开年报           淮阳市农业农村局           utf-8
spaced       vsb       信息公开年度报告           陇南山县人民政府           gb18030
sister       trs       政府信息公开年报           京南区人民政府             utf-8
sister       plain     政府信息公开工作年报       滨江市人民政府             utf-8
shell        jpaas     政府信息公开年报           胶北市应急管理局           utf-8
shell        trs_count 政府信息公开年报           怀山区人民政府             utf-8
script_menu  ucap      政府信息公开年报           国家示例监督管理局         utf-8
script_menu  longxun   政府信息公开年度报告       霍山口县人民政府           utf-8
"""


def _year_tree(p: Portal) -> str:
    """A column whose first page has years only; each year lists its units."""
    units = ("城关镇", "教育局", "财政局", "民政局")
    for year in (2025, 2024, 2023, 2022):
        p.put(f"/zfxxgk/zfxxgknb/{year}n/", f"<h2>{year}年</h2><ul>" + links(
            *((f"{p.unit}{u}{year}年政府信息公开工作年度报告", f"./{year + 1}01/t{year + 1}0120_{i}.html")
              for i, u in enumerate(units))) + "</ul>", f"{year}年")  # fmt: skip
    years = links(*((f"{y}年", f"./{y}n/") for y in (2025, 2024, 2023, 2022)))
    return p.put(
        "/zfxxgk/zfxxgknb/",
        f"<h2>政府信息公开年报</h2><ul class='years'>{years}</ul>",
        "政府信息公开年报",
    )


def _unit_list(p: Portal) -> str:
    """A column that lists the units of a county, each with a list of its own."""
    units = ("教育局", "公安局", "民政局", "司法局", "财政局", "水利局", "审计局", "信访局")
    for i, unit in enumerate(units):
        p.put(f"/public/column/{66018 + i}?type=4&action=list", f"<h2>{unit}</h2><ul id='timeFrame'></ul><ul>" + links(
            *((f"{p.unit}{unit}{y}年政府信息公开工作年度报告", f"/public/{66018 + i}/{y}.html") for y in (2025, 2024, 2023))
        ) + "</ul>", unit)  # fmt: skip
    body = links(
        *((unit, f"/public/column/{66018 + i}?type=4&action=list") for i, unit in enumerate(units))
    )
    return p.put(
        "/public/column/66017?type=4&action=rel",
        f"<h2>政府信息公开年报</h2><ul class='units'>{body}</ul>",
        "政府信息公开年报",
    )


def portals() -> Iterator[tuple[str, Portal]]:
    """Name and portal, the same at every call."""
    for number, line in enumerate(SITES.split("\n")[1:-1]):
        frame, system, label, unit, charset = line.split()
        p = Portal(f"http://www.u{number}.gov.cn/", unit, charset)
        _, make = MAKERS[system]
        if frame == "sister":
            path = f"http://zfxxgk.u{number}.gov.cn/110{number}/zfxxgknb/"
            column = make(p, label, rows(unit, 2025, 3 + number % 10, number), path)
        else:
            column = make(p, label, rows(unit, 2025, 3 + number % 10, number))
        p.accepted.append(column)
        FRAMES[frame](p, column, label)
        yield f"{frame}/{system}", p
    for number, (name, build, frame) in enumerate((
        ("year_tree", _year_tree, "platform"), ("year_tree", _year_tree, "county"),
        ("unit_list", _unit_list, "platform"), ("unit_list", _unit_list, "mega"),
    ), 70):  # fmt: skip
        p = Portal(f"http://www.u{number}.gov.cn/", "示范县" if number % 2 else "山阴县")
        p.accepted.append(build(p))
        FRAMES[frame](p, p.accepted[0], "政府信息公开年报")
        yield f"{frame}/{name}", p

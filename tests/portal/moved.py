"""The sample country moved to another platform: the same reports at other addresses.

Receives a platform's name. Gives a Country of one host, `www.<platform>.test`, with two units, a
column for each, and notices enough to fill several pages of each list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tests.portal.country import Column, Country, Other, Report, Site, country

UNITS = (1, 2)
NOTICES = 20
"""Rows of each column that are no reports."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """How a platform writes its addresses: of columns, documents and files."""

    column: Callable[[int], str]
    """From a unit."""
    document: Callable[[str, int], str]
    """From a day, YYYY-MM-DD, and a number that no other document has."""
    file: Callable[[str, int], str]


def _hex(number: int) -> str:
    return hashlib.md5(str(number).encode()).hexdigest()


def _days(day: str) -> str:
    return day.replace("-", "/")


ADDRESSES: Mapping[str, Addresses] = {
    "aspx": Addresses(
        lambda unit: f"/InfoPublic.aspx?cid={1018 + unit}&pid=971",
        lambda day, n: f"/InfoShow.aspx?id={n}",
        lambda day, n: f"/UploadFiles/{day[:4]}/{n}.pdf",
    ),
    "intertid": Addresses(
        lambda unit: f"/zfxxgk/xxgknb{unit}/index.shtml",
        lambda day, n: f"/doc/{_days(day)}/{n}.shtml",
        lambda day, n: f"/uploadfiles/{_days(day)}/{n}.pdf",
    ),
    "jhtml": Addresses(
        lambda unit: f"/zfxxgknb{unit}/index.jhtml",
        lambda day, n: f"/zfxxgknb/{n}.jhtml",
        lambda day, n: f"/u/cms/www/{day[:7].replace('-', '')}/{n}.pdf",
    ),
    "longxun": Addresses(
        lambda unit: f"/public/column/{6601840 + unit}?type=4&action=list&nav=3&catId=6717245",
        lambda day, n: f"/public/6601841/{n}.html",
        lambda day, n: f"/group1/M00/{n}.pdf",
    ),
    "ucap": Addresses(
        # The first unit's list comes as JSON, the second's is static.
        lambda unit: f"/kls/c10020{unit}/common_{'zfxxgknb' if unit == 1 else 'list'}.shtml",
        lambda day, n: f"/kls/c100204/{day[:7].replace('-', '')}/{_hex(n)}.shtml",
        lambda day, n: f"/kls/c100204/{day[:7].replace('-', '')}/{_hex(n)}/files/{n}.pdf",
    ),
    "vsb": Addresses(
        lambda unit: f"/zwgk/xxgknb{unit}.htm",
        lambda day, n: f"/info/1045/{n}.htm",
        lambda day, n: (
            f"/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1404&wbfileid={n}"
        ),
    ),
}


def moved(platform: str) -> Country:
    """Give the sample country on another platform."""
    old, host = country(), f"www.{platform}.test"
    addresses = ADDRESSES[platform]
    columns = tuple(
        Column(f"{platform}-{unit}", host, unit, f"http://{host}{addresses.column(unit)}")
        for unit in UNITS
    )
    reports = tuple(
        _report(report, host, addresses, 4100 + number)
        for number, report in enumerate(old.reports)
        if report.unit_id in UNITS
    )
    names = {report.unit_id: report.unit for report in old.reports}
    others = []
    for number in range(NOTICES * len(UNITS)):
        unit, day = UNITS[number % len(UNITS)], f"20{10 + number // 4}-06-{10 + number % 4}"
        title = f"{names[unit]}{day[:4]}年政务公开工作要点（{number}）"
        url = f"http://{host}{addresses.document(day, 4500 + number)}"
        others.append(Other(f"{platform}-{unit}", title, day, url))
    return replace(
        old,
        reports=reports,
        others=tuple(others),
        columns=columns,
        sites=(Site(host, "", "澄湖市人民政府门户网站", "", "9900000001", "澄湖市镕金大道1号"),),
        platforms={host: platform},
        figures={key: cells for key, cells in old.figures.items() if key[0] in UNITS},
    )


def registry(one: Country, folder: Path) -> Path:
    """Write the registry of a country; it names no platform."""
    files = {
        "units.csv": ["unit_id,name", *{f"{r.unit_id},{r.unit}" for r in one.reports}],
        "portals.csv": [
            "host,platform,status",
            *(f"{host},,sample" for host in one.platforms),
        ],
        "columns.csv": [
            "column_id,host,unit_id,url,confirmed",
            *(f"{c.column_id},{c.host},{c.unit_id},{c.url},2026-11-22" for c in one.columns),
        ],
    }
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _report(report: Report, host: str, addresses: Addresses, number: int) -> Report:
    if not report.url:
        return report
    url = f"http://{host}{addresses.document(report.published, number)}"
    file = f"http://{host}{addresses.file(report.published, number)}"
    return replace(report, url=url, attachment=file if report.attachment else "")

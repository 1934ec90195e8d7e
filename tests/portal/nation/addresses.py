"""How each platform writes its addresses: of columns, documents and files.

Of a host's columns number 0 is the government's own, the others are those of its departments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tests.portal.moved import ADDRESSES


@dataclass(frozen=True, slots=True)
class Style:
    """The addresses of a platform."""

    column: Callable[[int], str]
    """From the number of a column."""
    document: Callable[[int, str, int], str]
    """From column, day (YYYY-MM-DD) and a number that no other document of the host has."""
    file: Callable[[int, str, int, str], str]
    """From column, day, number and the name of the file with its ending."""


def _hex(number: int) -> str:
    return hashlib.md5(str(number).encode()).hexdigest()


def _month(day: str) -> str:
    return day[:7].replace("-", "")


def _plain_day(day: str) -> str:
    """2026-04-16 → 2026/4/16."""
    year, month, rest = day.split("-")
    return f"{year}/{int(month)}/{int(rest)}"


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def _trs(column: int) -> str:
    return f"/zwgk/zfxxgk/zfxxgknb{column or ''}/"


def _base(column: int) -> str:
    return f"/bm{column}" if column else ""


def _hanweb(column: int) -> str:
    """Columns of the `jpage` kind; every third is of the older one."""
    return f"/col/col{61490 + column}/index.html" + (
        "?uid=1737&pageNum=1" if column % 3 == 2 else ""
    )


def _disclosure(column: int) -> str:
    """Columns of the module for disclosure, in its three shapes."""
    asked = (f"?vc_xxgkarea=11990000MB1{column:06}C", "?number=A08", "")[column % 3]
    return f"/col/col{13008 + column}/index.html{asked}"


def _art(column: int, day: str, number: int) -> str:
    return f"/art/{_plain_day(day)}/art_{61490 + column}_{number}.html"


def _download(column: int, day: str, number: int, name: str) -> str:
    shown = quote(name.encode("gbk"))
    stored = f"{_hex(number)}.{_ending(name)}"
    return f"/module/download/downfile.jsp?classid=0&showname={shown}&filename={stored}"


def _known(platform: str) -> Style:
    """The addresses that the sample country has when it is moved to a platform."""
    known = ADDRESSES[platform]

    def file(column: int, day: str, number: int, name: str) -> str:
        if platform == "vsb" and name.endswith(".png"):
            return f"/__local/{_hex(number)}.png"
        address = known.file(day, number)
        stem = address.removesuffix(".pdf")
        return address if stem == address else f"{stem}.{_ending(name)}"

    return Style(
        lambda column: known.column(column + 1),
        lambda column, day, number: known.document(day, number),
        file,
    )


STYLES: Mapping[str, Style] = {
    "trs": Style(
        _trs,
        lambda column, day, n: f"{_trs(column)}{_month(day)}/t{day.replace('-', '')}_{n}.html",
        lambda column, day, n, name: (
            f"{_trs(column)}{_month(day)}/P0{day.replace('-', '')}{n:012}.{_ending(name)}"
        ),
    ),
    "gkmlpt": Style(
        lambda column: f"{_base(column)}/gkmlpt/index#{1001 + column}",
        lambda column, day, n: (
            f"{_base(column)}/gkmlpt/content/{n // 10**6}/{n // 1000}/post_{n}.html"
        ),
        lambda column, day, n, name: f"/attachment/0/{n // 1000}/{n}/{n}.{_ending(name)}",
    ),
    "hanweb_jpage": Style(_hanweb, _art, _download),
    "hanweb_xxgk": Style(_disclosure, _art, _download),
    "jpaas": Style(
        lambda column: f"/col/col{1487002 + column}/index.html",
        lambda column, day, n: f"/art/{day[:4]}/art_{_hex(n)}.html",
        lambda column, day, n, name: (
            f"/cms_files/filemanager/2945/attach/{_hex(n)}.{_ending(name)}"
        ),
    ),
    **{platform: _known(platform) for platform in ADDRESSES},
}

"""Hanweb xxgk (大汉 信息公开): a shell of a page, the rows as a table of `search.jsp`.

What a column's address says decides its shape: with `number=` the page's call names the class; with
`vc_xxgkarea=` alone the tree has to be asked; with neither there is one page for every year's
reports, `xxgkAnnualReport.jsp?fbtime=2024&area=…`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import parse_qs, urlsplit

from tests.portal.answers import Answer, Pages, Scripts, html
from tests.portal.country import Column, Country, key_of, path_of
from tests.portal.pages import fill, site_of
from tests.portal.platforms import hanweb

ROWS_A_PAGE = 3
CLASSES = {"A01": "政府信息公开指南", "A02": "政府信息公开制度", "A08": "政府信息公开年报"}
REPORTS = "A08"


def pages(country: Country, host: str) -> Pages:
    """Every page of a host but what the module's scripts answer."""
    result = hanweb.common(country, host, indexed=True)
    for column in hanweb.columns_of(country, host):
        result[key_of(column.url)] = partial(_column, country, column)
    return result


def scripts(country: Country, host: str) -> Scripts:
    """The module's scripts."""
    return {
        "/module/xxgk/search.jsp": partial(_search, country, host),
        "/module/xxgk/tree.jsp": partial(_tree, country, host),
        "/module/xxgk/xxgkAnnualReport.jsp": partial(_year, country, host),
    }


def area_of(column: Column) -> str:
    """The organ of a column, as its address has it, else a code made of the unit's number."""
    named = parse_qs(urlsplit(column.url).query).get("vc_xxgkarea")
    return named[0] if named else f"11990000{column.unit_id:09}X"


def _column(country: Country, column: Column) -> Answer:
    by_year = not urlsplit(column.url).query
    years = _years(hanweb.rows_of(country, column)) if by_year else []
    page = fill(
        "hanweb_xxgk_column.html",
        site=site_of(country, column.host, path_of(column.url)),
        menu=hanweb.MENU,
        area=area_of(column),
        column=hanweb.number_of(column),
        years=years,
    )
    return html(page)


def _of_area(country: Country, host: str, asked: Mapping[str, str]) -> Column | None:
    columns = hanweb.columns_of(country, host)
    return next((c for c in columns if area_of(c) == asked.get("area")), None)


def _tree(country: Country, host: str, asked: Mapping[str, str]) -> Answer:
    known = _of_area(country, host, asked) is not None
    return html(fill("hanweb_xxgk_tree.html", classes=CLASSES if known else {}))


def _search(country: Country, host: str, asked: Mapping[str, str]) -> Answer:
    """Answer a page of a class's table; an organ or a class that is unknown has no rows."""
    column = _of_area(country, host, asked)
    known = column is not None and asked.get("infotypeId") == REPORTS
    rows = hanweb.rows_of(country, column) if column and known else []
    number = int(asked.get("currpage") or 1)
    page = fill(
        "hanweb_xxgk_table.html",
        rows=rows[(number - 1) * ROWS_A_PAGE :][:ROWS_A_PAGE],
        total=len(rows),
        number=number,
        count=-(-len(rows) // ROWS_A_PAGE),
    )
    return html(page, "gb18030")


def _year(country: Country, host: str, asked: Mapping[str, str]) -> Answer:
    column = _of_area(country, host, asked)
    rows = hanweb.rows_of(country, column) if column else []
    page = fill(
        "hanweb_xxgk_year.html",
        rows=[row for row in rows if row["day"][:4] == asked.get("fbtime")],
        years=_years(rows),
        year=asked.get("fbtime", ""),
    )
    return html(page)


def _years(rows: list[dict[str, str]]) -> list[str]:
    return sorted({row["day"][:4] for row in rows}, reverse=True)

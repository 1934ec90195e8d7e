"""龙讯 openness: a unit's list is `/public/column/<unit>?type=4&action=list&nav=3&catId=…`,
page N of it `&pageIndex=N`, how many there are in a script; `?type=4&action=rel` lists every unit
of the host. Documents `/public/<unit>/<document>.html`.
"""

from __future__ import annotations

from functools import partial

from tests.portal.answers import Answer, Pages, html
from tests.portal.country import Column, Country, key_of, path_of
from tests.portal.pages import fill, site_of
from tests.portal.platforms import paged
from tests.portal.platforms.documents import href_of

ROWS_A_PAGE = 7


def _listings(country: Country, column: Column) -> Pages:
    base = href_of(column.url)
    chunks, _ = paged.chunks(country, column, ROWS_A_PAGE)
    result: Pages = {}
    for number, chunk in enumerate(chunks, 1):
        answer = partial(
            paged.listing,
            "longxun_listing.html",
            country,
            column,
            "utf-8",
            rows=paged.lines(chunk, column.host),
            number=number,
            count=len(chunks),
        )
        result[key_of(f"{base}&pageIndex={number}")] = answer
        if number == 1:
            result[key_of(base)] = answer
    units = key_of(f"{path_of(column.url)}?type=4&action=rel")
    result[units] = partial(_units, country, column.host)
    return result


def _units(country: Country, host: str) -> Answer:
    columns = [column for column in country.columns if column.host == host]
    page = fill(
        "longxun_units.html",
        site=site_of(country, host, "/"),
        charset="utf-8",
        menu=paged.MENU,
        title="各部门公开",
        units=[(href_of(column.url), country.name_of(column.unit_id)) for column in columns],
    )
    return html(page)


pages = paged.plain("longxun", _listings)

"""jpaas (大汉, the newer platform): units of a page, each asked of one interface; HTML in JSON.

A column is `/col/col1487002/index.html`. Its unit must be asked with everything that its
`queryData` says, `parseType` as misspelt as there. Columns of an odd number have their first rows
in the page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from tests.portal.answers import Answer, Pages, Scripts, as_json, html
from tests.portal.country import Column, Country, key_of, path_of
from tests.portal.pages import fill, site_of
from tests.portal.platforms import hanweb

ROWS_A_PAGE = 3
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def pages(country: Country, host: str) -> Pages:
    """Every page of a host but what the interface answers."""
    result: Pages = dict.fromkeys(("/", "/index.html"), partial(_home, country, host))
    result |= hanweb.documents_of(country, host, partial(fill, "jpaas_document.html"), "utf-8")
    for column in hanweb.columns_of(country, host):
        result[key_of(column.url)] = partial(_column, country, column)
    return result


def scripts(country: Country, host: str) -> Scripts:
    """The interface behind the units of a host."""
    return {UNIT: partial(_unit, country, host)}


def query_of(column: Column, tag: str = "信息公开_分页列表") -> dict[str, str]:
    """What the queryData of a column's unit says."""
    number = hanweb.number_of(column)
    return {
        "parseType": "buildstatic" if int(number) % 2 else "bulidstatic",
        "webId": "2945",
        "tplSetId": "quSyqDUrFfjv1nGRQhEEH",
        "pageType": "column",
        "tagId": tag,
        "editType": "null",
        "pageId": number,
    }


def _literal(query: Mapping[str, str]) -> str:
    return "{" + ",".join(f"'{name}':'{value}'" for name, value in query.items()) + "}"


def _home(country: Country, host: str) -> Answer:
    columns = hanweb.columns_of(country, host)
    page = fill(
        "jpaas_home.html",
        site=site_of(country, host, "/"),
        links=hanweb.links_of(country, host),
        unit=UNIT,
        query=_literal(query_of(columns[0], "页面导航")),
    )
    return html(page)


def _list(country: Country, column: Column, number: int, size: int) -> str:
    rows = hanweb.rows_of(country, column)
    chunk = rows[(number - 1) * size :][:size]
    return fill("jpaas_list.html", rows=chunk, size=size, count=len(rows), number=number)


def _column(country: Country, column: Column) -> Answer:
    in_page = int(hanweb.number_of(column)) % 2 == 1
    units = [query_of(column, "页面导航"), query_of(column)]
    page = fill(
        "jpaas_column.html",
        site=site_of(country, column.host, path_of(column.url)),
        menu=hanweb.MENU,
        column=column.url,
        unit=UNIT,
        queries=[_literal(query) for query in units],
        listed=_list(country, column, 1, ROWS_A_PAGE) if in_page else "",
    )
    return html(page)


def _unit(country: Country, host: str, asked: Mapping[str, str]) -> Answer:
    """Answer a unit that is asked for as the page says; anything else is an error at 200."""
    for column in hanweb.columns_of(country, host):
        if query_of(column).items() <= asked.items():
            said = json.loads(asked.get("paramJson", "{}"))
            number, size = said.get("pageNo", 1), said.get("pageSize", ROWS_A_PAGE)
            listed = _list(country, column, number, size)
            return as_json({"success": True, "code": "200", "data": {"html": listed}})
    return as_json({"success": False, "code": "500", "message": "系统异常", "data": None})

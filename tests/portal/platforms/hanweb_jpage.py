"""Hanweb JCMS (大汉), columns listed by `jpage`: the first rows in the page, the others as XML.

A column is `/col/col37/index.html`. `dataproxy.jsp` takes `startrecord`, `endrecord` and a form
that must name column, unit and site. As on real sites a batch after the second begins with the row
that the one before it ended with. A column whose address has `uid=` is of the older kind: GBK, no
script, and batches by `page=N`, of which each names the next, also past the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlencode

from tests.portal.answers import Answer, Pages, Scripts, html, xml
from tests.portal.country import Column, Country, key_of, path_of
from tests.portal.pages import fill, site_of
from tests.portal.platforms import hanweb

PER_PAGE = 2
BATCH = 2 * PER_PAGE
PROXY = "/module/web/jpage/dataproxy.jsp"


def pages(country: Country, host: str) -> Pages:
    """Every page of a host but what `dataproxy.jsp` answers."""
    result = hanweb.common(country, host, indexed=False)
    for column in hanweb.columns_of(country, host):
        page = partial(_column, country, column)
        result |= dict.fromkeys((path_of(column.url), key_of(column.url)), page)
    return result


def scripts(country: Country, host: str) -> Scripts:
    """The interface behind the columns of a host."""
    return {PROXY: partial(_proxy, country, host)}


def form_of(column: Column, name: str) -> dict[str, str]:
    """The form that a column's script sends."""
    number = hanweb.number_of(column)
    return {
        "col": "1",
        "appid": "1",
        "webid": "39",
        "path": "/",
        "columnid": number,
        "sourceContentType": "1",
        "unitid": f"2{number}",
        "webname": name,
        "permissiontype": "0",
    }


def _is_older(column: Column) -> bool:
    return "uid=" in column.url


def _charset(column: Column) -> str:
    return "gb18030" if _is_older(column) else "utf-8"


def _column(country: Country, column: Column) -> Answer:
    site = site_of(country, column.host, path_of(column.url))
    rows = hanweb.rows_of(country, column)
    page = fill(
        "hanweb_jpage_column.html",
        site=site,
        menu=hanweb.MENU,
        charset="gb2312" if _is_older(column) else "utf-8",
        column=column.url,
        form=form_of(column, site.name),
        older=_is_older(column),
        rows=rows[:BATCH],
        following=_following(column, site.name, 1) if len(rows) > BATCH else "",
        total=len(rows),
        per_page=PER_PAGE,
        group=BATCH // PER_PAGE,
        proxy=PROXY,
    )
    return html(page, _charset(column))


def _following(column: Column, name: str, number: int) -> str:
    form = form_of(column, name)
    asked = {key: form[key] for key in ("appid", "webid", "path", "columnid", "unitid")}
    query = urlencode({"page": number} | asked, safe="/")
    return f"{PROXY}?{query}&webname={urlencode({'': name}, encoding=_charset(column))[1:]}"


def _proxy(country: Country, host: str, asked: Mapping[str, str]) -> Answer:
    """Answer a batch; a form that names no column of the host gets an empty one, as in life."""
    for column in hanweb.columns_of(country, host):
        name = site_of(country, host, path_of(column.url)).name
        form = form_of(column, name)
        if all(asked.get(key) == form[key] for key in ("webid", "columnid", "unitid")):
            rows = hanweb.rows_of(country, column)
            return _batch(column, name, rows, asked)
    return xml(
        fill("hanweb_jpage_answer.xml", rows=[], total=0, pages=0, following="", older=False)
    )


def _batch(
    column: Column, name: str, rows: list[dict[str, str]], asked: Mapping[str, str]
) -> Answer:
    if "startrecord" in asked:
        start, end = int(asked["startrecord"]), int(asked["endrecord"])
        overlap = start > 2 * BATCH
        chunk, following = rows[max(start - 1 - overlap, 0) : end], ""
    else:
        number = int(asked.get("page", "0"))
        chunk = rows[number * BATCH :][:BATCH]
        following = _following(column, name, number + 1)
    answer = fill(
        "hanweb_jpage_answer.xml",
        rows=chunk,
        total=len(rows),
        pages=-(-len(rows) // PER_PAGE),
        following=following,
        older=_is_older(column),
    )
    return xml(answer, _charset(column))

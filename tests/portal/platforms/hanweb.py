"""What the platforms of Hanweb (大汉) have in common: home page, documents, attachments, rows.

A document is `/art/2026/4/16/art_<column>_<number>.html` in GBK that calls itself gb2312; an
attachment is what `/module/download/downfile.jsp?…&showname=<GBK>&filename=<32 hex digits>.pdf`
sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tests.portal.answers import Answer, Pages, html
from tests.portal.country import Column, Country, Other, Report, path_of
from tests.portal.pages import content, fill, linked, site_of, title_of
from tests.portal.platforms import documents
from tests.portal.platforms.documents import href_of

MENU = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "依申请公开")
SHORT = 18  # characters of a title before a listing cuts it


def number_of(column: Column) -> str:
    """The number of a column, as its address has it: `/col/col37/`."""
    found = re.search(r"/col/col(\d+)/", column.url)
    if not found:
        raise ValueError(f"column {column.column_id}: {column.url} has no /col/col<number>/")
    return found[1]


def columns_of(country: Country, host: str) -> list[Column]:
    """The columns of a host."""
    return [column for column in country.columns if column.host == host]


def rows_of(country: Country, column: Column) -> list[dict[str, str]]:
    """What a column lists, as templates take it: href, title, what is shown of it, day."""
    return [
        {
            "href": href_of(row.url, column.host),
            "title": row.title,
            "short": row.title if len(row.title) <= SHORT else row.title[:SHORT] + "...",
            "day": row.published,
        }
        for row in country.listed(column)
    ]


def common(country: Country, host: str, *, indexed: bool) -> Pages:
    """The home page of a host, and what `documents_of` gives, in GB18030.

    `indexed`: the documents have a head with 索引号, as those of the module for disclosure.
    """
    result: Pages = dict.fromkeys(("/", "/index.html"), partial(_home, country, host))
    dress = partial(fill, "hanweb_document.html", charset="gb2312", indexed=indexed)
    return result | documents_of(country, host, dress, "gb18030")


def links_of(country: Country, host: str) -> list[tuple[str, str]]:
    """The columns of a host: address and unit."""
    return [(c.url, country.name_of(c.unit_id)) for c in columns_of(country, host)]


def documents_of(country: Country, host: str, dress: Callable[..., str], charset: str) -> Pages:
    """Every document of a host in its dress, a template but for its values; every file."""
    result: Pages = {}
    for column in columns_of(country, host):
        page = partial(_document, country, column, dress, charset)
        result |= documents.pages(country, column, page)
    return result


def _home(country: Country, host: str) -> Answer:
    site, links = site_of(country, host, "/"), links_of(country, host)
    return html(fill("hanweb_home.html", site=site, links=links, charset="gb2312"), "gb18030")


def _document(
    country: Country,
    column: Column,
    dress: Callable[..., str],
    charset: str,
    row: Report | Other,
) -> Answer:
    page = dress(
        site=site_of(country, column.host, path_of(row.url)),
        title=title_of(row),
        unit=row.unit if isinstance(row, Report) else "",
        day=row.published,
        column=column.url,
        body=content(country, row),
        files=[(f.url, f.name) for f in linked(row)],
    )
    return html(page, charset, modified=row.published)

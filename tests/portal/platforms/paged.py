"""What the platforms of plain pages share: rows cut into pages, documents, attachments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.portal.answers import Answer, Pages, html
from tests.portal.country import Column, Country, Other, Report, path_of
from tests.portal.pages import content, fill, site_of, title_of
from tests.portal.platforms import documents
from tests.portal.platforms.documents import href_of

SHORT = 20  # characters of a title before a listing cuts it
MENU = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "依申请公开")


class Line(NamedTuple):
    """A row as a listing prints it."""

    href: str
    title: str
    short: str
    day: str


def lines(rows: Sequence[Report | Other], host: str) -> list[Line]:
    """Rows as a listing of a host prints them, long titles cut."""
    return [
        Line(
            href_of(row.url, host),
            row.title,
            row.title if len(row.title) <= SHORT else row.title[:SHORT] + "…",
            row.published,
        )
        for row in rows
    ]


def chunks(country: Country, column: Column, size: int) -> tuple[list[list[Report | Other]], int]:
    """The rows of each page of a column, at least one page, and how many rows there are."""
    listed = country.listed(column)
    pages = [listed[i : i + size] for i in range(0, len(listed), size)]
    return pages or [[]], len(listed)


def listing(
    template: str, country: Country, column: Column, charset: str, **values: object
) -> Answer:
    """A listing page from its template, in the portal's charset."""
    declared = "gb2312" if charset == "gb18030" else charset
    site = site_of(country, column.host, "/")
    page = fill(
        template, site=site, charset=declared, menu=MENU, title="政府信息公开年报", **values
    )
    return html(page, charset)


def home(country: Country, host: str) -> Answer:
    """A home page that leads to every column of the host by the name of its unit."""
    links = [
        (href_of(c.url), country.name_of(c.unit_id)) for c in country.columns if c.host == host
    ]
    page = fill(
        "plain_home.html",
        site=site_of(country, host, "/"),
        charset="utf-8",
        menu=MENU,
        title="首页",
        links=links,
    )
    return html(page)


def plain(
    name: str, host_pages: Callable[[Country, Column], Pages]
) -> Callable[[Country, str], Pages]:
    """Make a platform's `pages`: the home page, each column's listings and its documents."""

    def pages(country: Country, host: str) -> Pages:
        result: Pages = dict.fromkeys(("/", "/index.html"), partial(home, country, host))
        for column in country.columns:
            if column.host == host:
                result |= host_pages(country, column)
                page = partial(_document, country, column, f"{name}_document.html")
                result |= documents.pages(country, column, page)
        return result

    return pages


def _document(country: Country, column: Column, template: str, row: Report | Other) -> Answer:
    report = row if isinstance(row, Report) else None
    charset = report.charset if report else "utf-8"
    page = fill(
        template,
        site=site_of(country, column.host, path_of(row.url)),
        charset="gb2312" if charset == "gb18030" else charset,
        menu=MENU,
        title=title_of(row),
        day=row.published,
        unit=report.unit if report else "",
        body=content(country, row),
        files=documents.links(row, column.host),
    )
    return html(page, charset, report.header if report else "", row.published)

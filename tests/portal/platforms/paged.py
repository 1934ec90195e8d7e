"""What the platforms of plain pages share: rows cut into pages, documents, attachments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.portal.answers import Answer, Pages, html, pdf
from tests.portal.country import Column, Country, Other, Report, key_of, path_of
from tests.portal.pages import body, fill, site_of

SHORT = 20  # characters of a title before a listing cuts it
MENU = ("政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "依申请公开")


class Line(NamedTuple):
    """A row as a listing prints it."""

    href: str
    title: str
    short: str
    day: str


def href_of(url: str) -> str:
    """An address as a page of its host links it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def lines(rows: Sequence[Report | Other]) -> list[Line]:
    """Rows as a listing prints them, long titles cut."""
    return [
        Line(
            href_of(row.url),
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
    units = {report.unit_id: report.unit for report in country.reports}
    links = [(href_of(c.url), units[c.unit_id]) for c in country.columns if c.host == host]
    page = fill(
        "plain_home.html",
        site=site_of(country, host, "/"),
        charset="utf-8",
        menu=MENU,
        title="首页",
        links=links,
    )
    return html(page)


def documents(country: Country, column: Column, template: str) -> Pages:
    """Every document of a column and every attachment of it."""
    result: Pages = {}
    for row in country.listed(column):
        result[key_of(row.url)] = partial(_document, country, column, row, template)
        if isinstance(row, Report) and row.attachment:
            result[key_of(row.attachment)] = partial(_attachment, row)
    return result


def plain(
    name: str, host_pages: Callable[[Country, Column], Pages]
) -> Callable[[Country, str], Pages]:
    """Make a platform's `pages`: the home page, each column's listings and its documents."""

    def pages(country: Country, host: str) -> Pages:
        result: Pages = dict.fromkeys(("/", "/index.html"), partial(home, country, host))
        for column in country.columns:
            if column.host == host:
                result |= host_pages(country, column)
                result |= documents(country, column, f"{name}_document.html")
        return result

    return pages


def _document(country: Country, column: Column, row: Report | Other, template: str) -> Answer:
    report = row if isinstance(row, Report) else None
    charset = report.charset if report else "utf-8"
    attachment = report.attachment if report else ""
    if report and not attachment:
        content = body(country, report)
    else:
        content = "" if report else fill("other.html", title=row.title)
    page = fill(
        template,
        site=site_of(country, column.host, path_of(row.url)),
        charset="gb2312" if charset == "gb18030" else charset,
        menu=MENU,
        title=row.title,
        day=row.published,
        unit=report.unit if report else "",
        body=content,
        attachment=href_of(attachment) if attachment else "",
    )
    return html(page, charset, report.header if report else "", row.published)


def _attachment(report: Report) -> Answer:
    return pdf(report.document.read_bytes(), report.published)

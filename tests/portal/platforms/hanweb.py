"""What the platforms of Hanweb (大汉) have in common: home page, documents, attachments, rows.

A document is `/art/2026/4/16/art_<column>_<number>.html` in GBK that calls itself gb2312; an
attachment is what `/module/download/downfile.jsp?…&showname=<GBK>&filename=<32 hex digits>.pdf`
sends.
"""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlsplit

from tests.portal.answers import Answer, Pages, html, pdf
from tests.portal.country import Column, Country, Other, Report, key_of, path_of
from tests.portal.pages import body, fill, site_of

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
            "href": key_of(row.url) if urlsplit(row.url).netloc == column.host else row.url,
            "title": row.title,
            "short": row.title if len(row.title) <= SHORT else row.title[:SHORT] + "...",
            "day": row.published,
        }
        for row in country.listed(column)
    ]


def common(country: Country, host: str, template: str, charset: str) -> Pages:
    """The home page of a host, and its documents and attachments in a template."""
    result: Pages = dict.fromkeys(("/", "/index.html"), partial(_home, country, host, charset))
    for column in columns_of(country, host):
        for row in country.listed(column):
            result[path_of(row.url)] = partial(_document, country, column, row, template, charset)
            if isinstance(row, Report) and row.attachment:
                result[key_of(row.attachment)] = partial(_attachment, row)
    return result


def _home(country: Country, host: str, charset: str) -> Answer:
    units = {r.unit_id: r.unit for r in country.reports}
    links = [(c.url, units[c.unit_id]) for c in columns_of(country, host)]
    page = fill(
        "hanweb_home.html", site=site_of(country, host, "/"), links=links, charset=_named(charset)
    )
    return html(page, charset)


def _document(
    country: Country, column: Column, row: Report | Other, template: str, charset: str
) -> Answer:
    report = row if isinstance(row, Report) else None
    attachment = report.attachment if report else ""
    if report is None:
        content = fill("other.html", title=row.title)
    else:
        content = "" if attachment else body(country, report)
    page = fill(
        template,
        site=site_of(country, column.host, path_of(row.url)),
        charset=_named(charset),
        title=row.title,
        unit=report.unit if report else "",
        day=row.published,
        column=column.url,
        body=content,
        attachment=attachment,
    )
    return html(page, charset, modified=row.published)


def _attachment(report: Report) -> Answer:
    return pdf(report.document.read_bytes(), report.published)


def _named(charset: str) -> str:
    """What a page calls its charset: GB18030 is never named as such."""
    return "gb2312" if charset == "gb18030" else charset

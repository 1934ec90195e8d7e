"""TRS WCM (拓尔思), the static kind: listing pages `index.html`, `index_1.html`, documents
`./YYYYMM/tYYYYMMDD_N.html`, attachments `./P0….pdf` beside them.

Listings are GB18030 that calls itself gb2312; documents are what their office's editor made.
"""

from __future__ import annotations

from functools import partial
from posixpath import relpath
from urllib.parse import urlsplit

from tests.portal.answers import Answer, Pages, html
from tests.portal.country import Column, Country, Other, Report, path_of
from tests.portal.pages import content, fill, linked, site_of, title_of
from tests.portal.platforms import documents

ROWS_A_PAGE = 7
SHORT = 22  # characters of a title before a listing cuts it


def pages(country: Country, host: str) -> Pages:
    """Every page of a TRS host."""
    columns = [column for column in country.columns if column.host == host]
    result: Pages = dict.fromkeys(("/", "/index.html"), partial(_home, country, host))
    for column in columns:
        base = path_of(column.url)
        listed = country.listed(column)
        chunks = [listed[i : i + ROWS_A_PAGE] for i in range(0, len(listed), ROWS_A_PAGE)]
        for number, chunk in enumerate(chunks):
            listing = partial(_listing, country, column, chunk, number, len(chunks))
            result[f"{base}index{f'_{number}' if number else ''}.html"] = listing
            if not number:
                result[base] = listing
        result |= documents.pages(country, column, partial(_document, country, column))
    return result


def _gb(template: str, **values: object) -> Answer:
    return html(fill(template, charset="gb2312", **values), "gb18030")


def _home(country: Country, host: str) -> Answer:
    links = [
        (path_of(c.url), country.name_of(c.unit_id)) for c in country.columns if c.host == host
    ]
    return _gb("trs_home.html", site=site_of(country, host, "/"), links=links)


def _listing(
    country: Country, column: Column, chunk: list[Report | Other], number: int, count: int
) -> Answer:
    base = path_of(column.url)
    rows = [
        {
            "href": _beside(row.url, base, column.host),
            "title": row.title,
            "short": row.title if len(row.title) <= SHORT else row.title[:SHORT] + "…",
            "day": row.published,
        }
        for row in chunk
    ]
    site = site_of(country, column.host, base)
    return _gb("trs_listing.html", site=site, base=base, rows=rows, number=number, count=count)


def _beside(url: str, base: str, host: str) -> str:
    """An address as pages of a column link it: from the column's folder on, where it lies below."""
    path = path_of(url)
    if urlsplit(url).netloc != host:
        return url
    return "./" + relpath(path, base) if path.startswith(base) else path


def _document(country: Country, column: Column, row: Report | Other) -> Answer:
    report = row if isinstance(row, Report) else None
    charset = report.charset if report else "gb18030"
    folder = path_of(row.url).rpartition("/")[0] + "/"
    page = fill(
        "trs_document.html",
        site=site_of(country, column.host, path_of(row.url)),
        charset="gb2312" if charset == "gb18030" else charset,
        title=title_of(row),
        unit=report.unit if report else "",
        day=row.published,
        body=content(country, row),
        files=[(_beside(f.url, folder, column.host), f.name) for f in linked(row)],
    )
    return html(page, charset, report.header if report else "", row.published)

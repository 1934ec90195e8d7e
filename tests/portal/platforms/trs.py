"""TRS WCM (拓尔思), the static kind: listing pages `index.html`, `index_1.html`, documents
`./YYYYMM/tYYYYMMDD_N.html`, attachments `./P0….pdf` beside them.

Listings are GB18030 that calls itself gb2312; documents are what their office's editor made.
"""

from __future__ import annotations

from functools import partial
from posixpath import relpath

from tests.portal.answers import Answer, Pages, html, pdf
from tests.portal.country import Column, Country, Other, Report, path_of
from tests.portal.pages import body, fill, site_of

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
        for row in listed:
            if isinstance(row, Other):
                result[path_of(row.url)] = partial(_other, country, column, row)
                continue
            result[path_of(row.url)] = partial(_report, country, column, row)
            if row.attachment:
                result[path_of(row.attachment)] = partial(_attachment, row)
    return result


def _gb(template: str, **values: object) -> Answer:
    return html(fill(template, charset="gb2312", **values), "gb18030")


def _home(country: Country, host: str) -> Answer:
    units = {r.unit_id: r.unit for r in country.reports}
    links = [(path_of(c.url), units[c.unit_id]) for c in country.columns if c.host == host]
    return _gb("trs_home.html", site=site_of(country, host, "/"), links=links)


def _listing(
    country: Country, column: Column, chunk: list[Report | Other], number: int, count: int
) -> Answer:
    base = path_of(column.url)
    rows = [
        {
            "href": "./" + relpath(path_of(row.url), base),
            "title": row.title,
            "short": row.title if len(row.title) <= SHORT else row.title[:SHORT] + "…",
            "day": row.published,
        }
        for row in chunk
    ]
    site = site_of(country, column.host, base)
    return _gb("trs_listing.html", site=site, base=base, rows=rows, number=number, count=count)


def _report(country: Country, column: Column, report: Report) -> Answer:
    page = fill(
        "trs_document.html",
        site=site_of(country, column.host, path_of(report.url)),
        charset="gb2312" if report.charset == "gb18030" else report.charset,
        title=report.title,
        unit=report.unit,
        day=report.published,
        body="" if report.attachment else body(country, report),
        attachment="./" + report.attachment.rpartition("/")[2] if report.attachment else "",
    )
    return html(page, report.charset, report.header, report.published)


def _other(country: Country, column: Column, other: Other) -> Answer:
    page = fill(
        "trs_document.html",
        site=site_of(country, column.host, path_of(other.url)),
        charset="gb2312",
        title=other.title,
        unit="",
        day=other.published,
        body=fill("other.html", title=other.title),
        attachment="",
    )
    return html(page, "gb18030", modified=other.published)


def _attachment(report: Report) -> Answer:
    return pdf(report.document.read_bytes(), report.published)

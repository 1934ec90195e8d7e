"""博达 VSB: a column is `/zwgk/xxgknb.htm`, its other pages count down, `/zwgk/xxgknb/3.htm` …
`1.htm`; documents `/info/1045/2171.htm`; attachments `download.jsp?…wbfileid=…`, whose names only
the links tell. Listings are GB18030 that calls itself gb2312.
"""

from __future__ import annotations

from functools import partial

from tests.portal.answers import Pages
from tests.portal.country import Column, Country, path_of
from tests.portal.platforms import paged

ROWS_A_PAGE = 7
WINDOW = 2  # numbers that the pager prints on either side of the page's own


def _listings(country: Country, column: Column) -> Pages:
    first = path_of(column.url)
    folder = first.removesuffix(".htm")
    chunks, total = paged.chunks(country, column, ROWS_A_PAGE)
    count = len(chunks)
    paths = {1: first} | {n: f"{folder}/{count + 1 - n}.htm" for n in range(2, count + 1)}
    result: Pages = {}
    for number, chunk in enumerate(chunks, 1):
        shown = {n: p for n, p in paths.items() if abs(n - number) <= WINDOW or n in {1, count}}
        result[paths[number]] = partial(
            paged.listing,
            "vsb_listing.html",
            country,
            column,
            "gb18030",
            rows=paged.lines(chunk, column.host),
            total=total,
            number=number,
            count=count,
            shown=shown,
            paths=paths,
        )
    return result


pages = paged.plain("vsb", _listings)

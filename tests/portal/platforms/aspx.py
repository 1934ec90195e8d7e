"""ASP.NET: a column is `/InfoPublic.aspx?cid=1019&pid=971`, page N of it `&page=N`; documents
`/InfoShow.aspx?id=48213`. Rows are a table; the pager links the next page and the last, and says
which page of how many it is. Listings are GB18030 that calls itself gb2312.
"""

from __future__ import annotations

from functools import partial

from tests.portal.answers import Pages
from tests.portal.country import Column, Country, key_of
from tests.portal.platforms import paged
from tests.portal.platforms.documents import href_of

ROWS_A_PAGE = 7


def _listings(country: Country, column: Column) -> Pages:
    base = href_of(column.url)
    chunks, total = paged.chunks(country, column, ROWS_A_PAGE)
    result: Pages = {}
    for number, chunk in enumerate(chunks, 1):
        answer = partial(
            paged.listing,
            "aspx_listing.html",
            country,
            column,
            "gb18030",
            rows=paged.lines(chunk, column.host),
            total=total,
            number=number,
            count=len(chunks),
            base=base,
        )
        result[key_of(f"{base}&page={number}")] = answer
        if number == 1:
            result[key_of(base)] = answer
    return result


pages = paged.plain("aspx", _listings)

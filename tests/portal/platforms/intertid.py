"""intertid (无锡 and its districts): a column is a folder, page 2 is `index_2.shtml`; documents
`/doc/2025/12/16/4734097.shtml`. The pager links its neighbours and the last page.
"""

from __future__ import annotations

from functools import partial

from tests.portal.answers import Pages
from tests.portal.country import Column, Country, path_of
from tests.portal.platforms import paged

ROWS_A_PAGE = 7


def _listings(country: Country, column: Column) -> Pages:
    folder = path_of(column.url).rpartition("/")[0]
    chunks, total = paged.chunks(country, column, ROWS_A_PAGE)
    result: Pages = {}
    for number, chunk in enumerate(chunks, 1):
        answer = partial(
            paged.listing,
            "intertid_listing.html",
            country,
            column,
            "utf-8",
            rows=paged.lines(chunk, column.host),
            total=total,
            number=number,
            count=len(chunks),
        )
        result[f"{folder}/index{f'_{number}' if number > 1 else ''}.shtml"] = answer
        if number == 1:
            result[f"{folder}/"] = answer
    return result


pages = paged.plain("intertid", _listings)

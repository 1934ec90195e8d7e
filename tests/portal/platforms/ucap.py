"""UCAP (开普云). A column `common_list.shtml` is static, its page 2 `common_list_2.shtml`, the
number of pages in a script; any other name is a page whose script asks
`/common/search/<channelId>` for JSON. Documents `/kls/c100204/202503/<32 hex>.shtml`, attachments
beside them.
"""

from __future__ import annotations

import hashlib
from functools import partial
from urllib.parse import urlencode

from tests.portal.answers import Answer, Pages, as_json
from tests.portal.country import Column, Country, Other, Report, key_of, path_of
from tests.portal.platforms import paged

ROWS_A_PAGE = 7
STATIC = "common_list.shtml"


def channel_of(column: Column) -> str:
    """The channelId of a column: 32 hex digits."""
    return hashlib.md5(column.url.encode()).hexdigest()


def _listings(country: Country, column: Column) -> Pages:
    chunks, total = paged.chunks(country, column, ROWS_A_PAGE)
    path = path_of(column.url)
    if path.endswith(f"/{STATIC}"):
        return {
            path.replace(".shtml", f"_{number}.shtml") if number > 1 else path: partial(
                paged.listing,
                "ucap_listing.html",
                country,
                column,
                "utf-8",
                rows=paged.lines(chunk, column.host),
                total=total,
                number=number,
                count=len(chunks),
                channel="",
            )
            for number, chunk in enumerate(chunks, 1)
        }
    channel = channel_of(column)
    index = partial(
        paged.listing,
        "ucap_listing.html",
        country,
        column,
        "utf-8",
        rows=(),
        total=0,
        number=1,
        count=0,
        channel=channel,
    )
    result: Pages = {path: index}
    for number, chunk in enumerate(chunks, 1):
        query = {
            "_channelName": "",
            "_isAgg": "true",
            "_isJson": "true",
            "_pageSize": str(ROWS_A_PAGE),
            "_rangeTimeGte": "",
            "_template": "index",
            "page": str(number),
        }
        target = key_of(f"/common/search/{channel}?{urlencode(query)}")
        result[target] = partial(_results, chunk, number, total, channel)
    return result


def _results(chunk: list[Report | Other], number: int, total: int, channel: str) -> Answer:
    results = [
        {
            "title": row.title,
            "url": row.url.removeprefix("http:"),
            "publishedTimeStr": f"{row.published} 10:00:00",
            "content": "",
        }
        for row in chunk
    ]
    data = {"page": number, "rows": ROWS_A_PAGE, "total": total, "channelId": channel}
    return as_json({"code": 200, "data": {**data, "results": results}})


pages = paged.plain("ucap", _listings)

"""gkmlpt (政府信息公开目录平台): an index page with `window._CONFIG`, a JSON listing per category,
documents `/gkmlpt/content/N/N/post_N.html`, attachments under `/attachment/`.

A department's site lies under a path of the host (`/jyj/gkmlpt/…`) and has its own SID.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from urllib.parse import urlsplit

from tests.portal.answers import Answer, Pages, as_json, html
from tests.portal.country import Column, Country, Other, Report, Site, path_of
from tests.portal.pages import content, fill, site_of, title_of
from tests.portal.platforms import documents

ROWS_A_PAGE = 100
CHINA = timezone(timedelta(hours=8))
COLUMN = "政府信息公开年报"


def pages(country: Country, host: str) -> Pages:
    """Every page of a gkmlpt host."""
    columns = [column for column in country.columns if column.host == host]
    result: Pages = {"/": partial(_home, country, host)}
    for column in columns:
        site = site_of(country, host, path_of(column.url))
        category = urlsplit(column.url).fragment
        listed = country.listed(column)
        index = partial(_index, site, category, len(listed))
        result[f"{site.base}/gkmlpt/index"] = index
        result[f"{site.base}/gkmlpt/"] = index
        for number in range(len(listed) // ROWS_A_PAGE + 1):
            chunk = listed[number * ROWS_A_PAGE :][:ROWS_A_PAGE]
            result[f"{site.base}/gkmlpt/api/all/{category}?page={number + 1}&sid={site.sid}"] = (
                partial(_listing, country, column, chunk, len(listed))
            )
        result |= documents.pages(country, column, partial(_document, country, site))
    return result


def _home(country: Country, host: str) -> Answer:
    links = [
        (site.base + "/gkmlpt/index", site.name) for site in country.sites if site.host == host
    ]
    return html(
        fill("gkmlpt_home.html", site=site_of(country, host, "/"), links=links), header="utf-8"
    )


def _index(site: Site, category: str, count: int) -> Answer:
    tree = [{"id": int(category), "name": COLUMN, "post_count": count, "children": []}]
    return html(fill("gkmlpt_index.html", site=site, tree=tree), header="utf-8")


def _listing(country: Country, column: Column, chunk: list[Report | Other], total: int) -> Answer:
    publisher = country.name_of(column.unit_id)
    return as_json({"total": total, "articles": [_article(row, publisher) for row in chunk]})


def _article(row: Report | Other, publisher: str) -> dict[str, object]:
    number = (
        int(f"0{row.url.rpartition('_')[2].removesuffix('.html')}") if "/post_" in row.url else 7
    )
    midnight = datetime.fromisoformat(row.published).replace(tzinfo=CHINA)
    online = midnight + timedelta(hours=9, seconds=number % 25200)
    return {
        "id": number,
        "title": row.title,
        "publisher": publisher,
        "date": int(midnight.timestamp()),
        "display_publish_time": int(online.timestamp()),
        "created_at": online.strftime("%Y-%m-%d %H:%M:%S"),
        "document_number": "",
        "url": row.url,
        "post_url": row.url,
        "attachments": [],
    }


def _document(country: Country, site: Site, row: Report | Other) -> Answer:
    page = fill(
        "gkmlpt_document.html",
        site=site,
        title=title_of(row),
        day=row.published,
        body=content(country, row),
        files=documents.links(row, site.host),
    )
    return html(page, "utf-8", "utf-8", row.published)

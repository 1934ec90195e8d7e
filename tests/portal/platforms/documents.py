"""What all platforms share: documents under their addresses, and the files they offer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from tests.portal.answers import Answer, Pages
from tests.portal.country import Column, Country, File, Other, Report, key_of
from tests.portal.pages import files_of, linked

Row = Report | Other


def href_of(url: str, host: str = "") -> str:
    """An address as a page links it: without its host, unless it is another one than `host`."""
    parts = urlsplit(url)
    if host and parts.netloc != host:
        return url
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def links(row: Row, host: str) -> list[tuple[str, str]]:
    """The files of a document as its page links them: address and name."""
    return [(href_of(file.url, host), file.name) for file in linked(row)]


def pages(country: Country, column: Column, page: Callable[[Row], Answer]) -> Pages:
    """What a column leads to on its own host: the pages of its rows, and their files.

    A row may lead to a file, or to a document of another host, which serves it.
    """
    result: Pages = {}
    for row in country.listed(column):
        if urlsplit(row.url).netloc == column.host:
            result[key_of(row.url)] = partial(page, row)
        for file in files_of(row):
            if urlsplit(file.url).netloc == column.host:
                result[key_of(file.url)] = partial(_file, file)
    return result


def _file(file: File) -> Answer:
    return Answer(200, file.media, file.make(), modified=file.modified)

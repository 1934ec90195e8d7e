"""Shapes of documents' addresses (URL dialects): which address is a document, and of which day.

Receives an address. Gives the dialect it is written in, a row of
`data/reference/document_urls.csv`, and the date it names. A shape of one platform says nothing
about how that platform lists its documents: several share a shape, and some have many.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from crawler.reference import REFERENCE

TABLE = REFERENCE / "document_urls.csv"


@dataclass(frozen=True, slots=True)
class Dialect:
    """A shape: `pattern` is searched in path and query; it may name `y`, `m` and `d`."""

    name: str
    pattern: re.Pattern[str]
    platform: str
    """The platform, or family of platforms, whose documents mostly look so."""
    example: str


@cache
def dialects() -> tuple[Dialect, ...]:
    """Read the table, once; of two shapes that fit an address the earlier row counts."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Dialect(row["dialect"], re.compile(row["pattern"]), row["platform"], row["example"])
            for row in csv.DictReader(file)
        )


def dialect_of(url: str) -> Dialect | None:
    """Give the dialect of a document's address; None for any other address."""
    target = _target(url)
    return next((d for d in dialects() if d.pattern.search(target)), None)


def date_in(url: str) -> str | None:
    """Give the day that a document's address names, as YYYY-MM-DD; None when it names none."""
    dialect = dialect_of(url)
    found = dialect.pattern.search(_target(url)) if dialect else None
    named = found.groupdict() if found else {}
    if not named.get("d"):
        return None
    month, day = int(named["m"]), int(named["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{named['y']}-{month:02}-{day:02}"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path

"""A simulator of government portals on loopback that keeps the truth.

`serve()` starts the portals of the sample country (`data/reference/sample`), `truth()` and
`coverage()` say what a perfect pipeline would make of them. Nothing here touches any address but
127.0.0.1. From a shell: `python -m tests.portal run -- COMMAND…`.

A report is a row of `country.csv` and a file of `figures/`: invented ones come from
`python -m tests.portal.invent`, and those with an attachment are printed by
`python -m tests.portal.render`. A dress is a file of `templates/styles` (or of `templates/print`
for PDF), a platform a module of `platforms/`, a fault a class of `faults.py`. A whole country, of
any size and with every fault, is `nation/`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.portal.country import Country, Truth, country, key_of
from tests.portal.faults import Fault
from tests.portal.platforms import pages_of
from tests.portal.server import Request, Sample

__all__ = ["Request", "Sample", "Truth", "coverage", "documents", "serve", "truth"]


def serve(*faults: Fault, of: Country | None = None) -> Sample:
    """Start the portals; a context manager that stops them. Faults: `tests.portal.faults`.

    Served is the sample country, or `of`.
    """
    return Sample(*faults, of=of)


def truth() -> list[Truth]:
    """Every value cell of the 17 reports that can be reached, when nothing was corrected."""
    return country().truth()


def coverage() -> dict[tuple[int, int], tuple[str, str]]:
    """(unit_id, year) → (state, kind): held, absent, or blocked with kind `robots`."""
    return country().coverage()


def documents() -> dict[tuple[int, int], bytes]:
    """(unit_id, year) → the bytes of the report, page or PDF, of all that can be reached."""
    found = {}
    for report in country().reports:
        if report.state == "held":
            url = report.attachment or report.url
            pages = pages_of(country(), urlsplit(url).netloc)
            found[report.unit_id, report.year] = pages[key_of(url)]().body
    return found

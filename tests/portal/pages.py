"""From a report to HTML: grids in their dress, prose around them, and the templates.

Gives text; bytes and charsets are the platforms' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

import jinja2

from tests.portal import grids, outlines, prints, prose
from tests.portal.country import HERE, Country, File, Other, Report, Site, path_of, variants

SPOILED: Mapping[str, Mapping[str, Callable[[grids.Grid], grids.Grid]]] = {
    "bare": {"requests": grids.unspanned, "remedies": grids.unspanned},
    "padded": {
        "proactive": grids.padded,
        "requests": grids.unspanned,
        "remedies": grids.unspanned,
    },
    "phantom": dict.fromkeys(grids.TABLES, grids.phantom),
}
"""Style → table → what its editor did to the table."""

_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    keep_trailing_newline=True,
)


def fill(template: str, **values: object) -> str:
    """Fill a template of `templates/`."""
    return _TEMPLATES.get_template(template).render(**values)


def site_of(country: Country, host: str, path: str) -> Site:
    """The site that a path of a host belongs to: the longest base that it lies under."""
    sites = [s for s in country.sites if s.host == host and path.startswith(s.base + "/")]
    return max(sites, key=lambda site: len(site.base))


def content(country: Country, row: Report | Other) -> str:
    """What the page of a document prints below its title; nothing where a file holds it all."""
    if isinstance(row, Other):
        return row.text or fill("other.html", title=row.title)
    if row.attachment or row.outline == "none":
        return ""
    return outlines.draw(row) if row.outline else body(country, row)


def files_of(row: Report | Other) -> tuple[File, ...]:
    """What the page of a document offers."""
    if isinstance(row, Report) and row.attachment:
        printed = File(
            row.attachment, f"{row.title}.pdf", row.document.read_bytes, modified=row.published
        )
        return (printed, *row.files)
    return row.files


def linked(row: Report | Other) -> tuple[File, ...]:
    """The files that a page links; pictures of the report it shows."""
    shows = isinstance(row, Report) and row.outline == "pictures"
    return () if shows else files_of(row)


def title_of(row: Report | Other) -> str:
    """What stands over a document."""
    return (row.printed if isinstance(row, Report) else "") or row.title


def body(country: Country, report: Report) -> str:
    """The report itself, from title to date line."""
    figures = report.figures or country.figures[report.unit_id, report.year]
    if figures[0].table == "statistics":
        return prints.page(report, figures)
    own = variants(report.unit_id, report.year)
    drawn = {}
    for table in grids.TABLES:
        grid = grids.draw(table, figures, own)
        spoil = SPOILED.get(report.style, {}).get(table)
        drawn[table] = spoil(grid) if spoil else grid
    return fill(
        "report.html",
        report=replace(report, title=title_of(report)),
        grids=drawn,
        site=site_of(country, urlsplit(report.url).netloc, path_of(report.url)),
        t=prose.texts(report, figures),
        rule=prose.rule(report),
    )

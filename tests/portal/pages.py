"""From a report to HTML: grids in their dress, prose around them, and the templates.

Gives text; bytes and charsets are the platforms' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jinja2

from tests.portal import grids, prose
from tests.portal.country import HERE, Country, Report, Site, path_of, variants

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


def body(country: Country, report: Report) -> str:
    """The report itself, from title to date line."""
    figures = country.figures[report.unit_id, report.year]
    own = variants(report.unit_id, report.year)
    drawn = {}
    for table in grids.TABLES:
        grid = grids.draw(table, figures, own)
        spoil = SPOILED.get(report.style, {}).get(table)
        drawn[table] = spoil(grid) if spoil else grid
    host = country.column_of(report.unit_id).host
    return fill(
        "report.html",
        report=report,
        grids=drawn,
        site=site_of(country, host, path_of(report.url)),
        t=prose.texts(report, figures),
        rule=prose.rule(report),
    )

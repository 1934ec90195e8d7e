"""One module a CMS platform: from a country and a host to the pages of that host.

Each gives `pages(country, host) -> Pages`, lazily, so that a page costs nothing until asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.portal.answers import Pages, plain
from tests.portal.country import HERE, Country
from tests.portal.platforms import aspx, gkmlpt, intertid, jhtml, longxun, trs, ucap, vsb

PLATFORMS: Mapping[str, Callable[[Country, str], Pages]] = {
    "aspx": aspx.pages,
    "gkmlpt": gkmlpt.pages,
    "intertid": intertid.pages,
    "jhtml": jhtml.pages,
    "longxun": longxun.pages,
    "trs": trs.pages,
    "ucap": ucap.pages,
    "vsb": vsb.pages,
}


def pages_of(country: Country, host: str) -> Pages:
    """All that a host publishes; nothing at all when it is no host of the country."""
    platform = country.platforms.get(host)
    if platform is None:
        return {}
    pages = PLATFORMS[platform](country, host)
    robots = HERE / "robots" / f"{host}.txt"
    if robots.exists():
        pages["/robots.txt"] = lambda: plain(robots.read_text(encoding="utf-8"))
    return pages

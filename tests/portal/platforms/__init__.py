"""One module a CMS platform: from a country and a host to the pages of that host.

Each gives `pages(country, host) -> Pages`, lazily, so that a page costs nothing until asked for.
Platforms whose listings come from a script of the server give `scripts(country, host)` as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.portal.answers import Pages, Scripts, plain
from tests.portal.country import HERE, Country
from tests.portal.platforms import (
    aspx,
    gkmlpt,
    hanweb_jpage,
    hanweb_xxgk,
    intertid,
    jhtml,
    jpaas,
    longxun,
    trs,
    ucap,
    vsb,
)

PLATFORMS: Mapping[str, Callable[[Country, str], Pages]] = {
    "aspx": aspx.pages,
    "gkmlpt": gkmlpt.pages,
    "hanweb_jpage": hanweb_jpage.pages,
    "hanweb_xxgk": hanweb_xxgk.pages,
    "intertid": intertid.pages,
    "jhtml": jhtml.pages,
    "jpaas": jpaas.pages,
    "longxun": longxun.pages,
    "trs": trs.pages,
    "ucap": ucap.pages,
    "vsb": vsb.pages,
}

SCRIPTS: Mapping[str, Callable[[Country, str], Scripts]] = {
    "hanweb_jpage": hanweb_jpage.scripts,
    "hanweb_xxgk": hanweb_xxgk.scripts,
    "jpaas": jpaas.scripts,
}


def pages_of(country: Country, host: str) -> Pages:
    """All that a host publishes; nothing at all when it is no host of the country."""
    platform = country.platforms.get(host)
    if platform is None:
        return {}
    pages = PLATFORMS[platform](country, host)
    robots = HERE / "robots" / f"{host}.txt"
    if host in country.robots:
        pages["/robots.txt"] = lambda: plain(country.robots[host])
    elif robots.exists():
        pages["/robots.txt"] = lambda: plain(robots.read_text(encoding="utf-8"))
    return pages


def scripts_of(country: Country, host: str) -> Scripts:
    """The scripts that answer on a host, by path."""
    scripts = SCRIPTS.get(country.platforms.get(host, ""))
    return scripts(country, host) if scripts else {}

"""Columns found on portals not used in development: `python -m tests.bench.held_discovery [SET]`.

Walks every held-out portal in memory. A miss is a portal whose best proposal is not its column.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from crawler.discovery.walk import Walk
from crawler.manners.hops import SHELL, literal_target
from crawler.platforms import Page
from tests.portal.heldout import Site, sites


@dataclass(frozen=True)
class Walked:
    """One portal walked: its proposals, best first, and what it took."""

    site: Site
    proposed: tuple[str, ...]
    requests: int

    @property
    def found(self) -> bool:
        return bool(self.proposed) and self.site.found(self.proposed[0])


def fetched(site: Site, url: str, form: bytes) -> Page | None:
    """Give what the crawler would hand on: past a shell with one literal address, what is there."""
    body = site.answer(url, form)
    if body is None:
        return None
    page = Page(url, body, {"Content-Type": "text/html"})
    target = literal_target(page.text, url) if len(body) < SHELL else None
    if target is None:
        return page
    body = site.answer(target)
    return None if body is None else Page(target, body)


def walk(site: Site) -> Walked:
    """Walk one portal until there is nothing left to ask."""
    walk, asked = Walk(site.home, site.names), 0
    while (ask := walk.next()) is not None:
        asked += 1
        assert asked <= 500, f"a walk without an end: {site.home}"
        walk.heard(fetched(site, ask.url, ask.body.encode()))
    return Walked(site, tuple(proposal.url for proposal in walk.proposals()), asked)


def report(walked: Iterable[Walked]) -> None:
    """Print the share found, the requests, and every miss."""
    all_of = list(walked)
    found = sum(one.found for one in all_of)
    requests = [one.requests for one in all_of]
    print(f"portals {len(all_of)}, frames {len({one.site.frame for one in all_of})}")
    print(f"columns found: {found} of {len(all_of)}, {100 * found / len(all_of):.1f} %")
    print(f"requests a portal: median {median(requests):.0f}, most {max(requests)}")
    for one in all_of:
        if not one.found:
            among = next((at for at, url in enumerate(one.proposed, 1) if one.site.found(url)), 0)
            print(
                f"miss: {one.site.home} ({one.site.frame}, {one.site.platform}, {one.requests} "
                f"requests): {', '.join(one.proposed[:2]) or 'nothing'} instead of "
                f"{' or '.join(sorted(one.site.truth))}{f' (proposal {among})' if among else ''}"
            )


if __name__ == "__main__":
    report(walk(site) for site in sites(int((sys.argv[1:] or ["1"])[0])))

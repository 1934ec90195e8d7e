"""How many held-out portals the walk finds the column of, and at how many requests.

`python -m tests.bench.discovery` walks them in memory and prints a line a miss.
"""

from __future__ import annotations

import re
from statistics import median
from typing import NamedTuple

from crawler.discovery.walk import Walk
from crawler.manners.hops import SHELL, literal_target
from crawler.platforms import Page
from tests.portal.unseen.portal import Portal
from tests.portal.unseen.sites import portals


class Outcome(NamedTuple):
    """One walk: `first` is the address proposed first ('' for none)."""

    name: str
    portal: Portal
    found: bool
    listed: bool
    requests: int
    first: str


def _key(url: str) -> str:
    return re.sub(r"^https?:|index\.s?html?$", "", url.partition("#")[0])


def _fetched(portal: Portal, url: str) -> Page | None:
    """Give what the crawler would hand on: where a shell names a literal address, that page."""
    body = portal.answer(url)
    if body is None:
        return None
    page = Page(url, body)
    target = literal_target(page.text, url) if len(body) < SHELL else None
    if target is None:
        return page
    body = portal.answer(target)
    return None if body is None else Page(target, body)


def walked(name: str, portal: Portal) -> Outcome:
    """Walk one portal; found when the first proposal is an accepted address."""
    walk = Walk(portal.home, [portal.unit])
    asked = 0
    while ask := walk.next():
        asked += 1
        walk.heard(_fetched(portal, ask.url))
    accepted = {_key(url) for url in portal.accepted}
    proposed = [proposal.url for proposal in walk.proposals()]
    keys = [_key(url) for url in proposed]
    first = proposed[0] if proposed else ""
    found = bool(keys) and keys[0] in accepted
    return Outcome(name, portal, found, any(k in accepted for k in keys), asked, first)


def outcomes() -> list[Outcome]:
    return [walked(name, portal) for name, portal in portals()]


def main() -> None:
    results = outcomes()
    for miss in (r for r in results if not r.found):
        print(f"miss {miss.name} {miss.portal.accepted[-1]} first={miss.first or '-'} "
              f"listed={miss.listed} requests={miss.requests}")  # fmt: skip
    found = sum(r.found for r in results)
    listed = sum(r.listed for r in results)
    requests = [r.requests for r in results]
    print(f"portals {len(results)}  found {found / len(results):.1%}  "
          f"among the proposals {listed / len(results):.1%}  "
          f"requests a portal: median {median(requests):.0f}, max {max(requests)}")  # fmt: skip


if __name__ == "__main__":
    main()

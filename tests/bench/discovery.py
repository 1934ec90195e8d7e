"""How many held-out portals the walk finds the column of, and at how many requests.

`python -m tests.bench.discovery [SET…]` walks them in memory, and prints a line a set and one a
miss. Sets are 0, the portals of `tests/portal/unseen`, and 1 to 5 of `tests/portal/heldout`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple, Protocol

from crawler.discovery.walk import Walk
from crawler.manners.hops import SHELL, literal_target
from crawler.platforms import Page
from tests.portal.heldout import SITES, sites
from tests.portal.unseen.sites import portals


class Portal(Protocol):
    """A portal in memory: `truth` names the addresses that count as its column."""

    home: str

    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def truth(self) -> str: ...
    def found(self, url: str) -> bool: ...
    def answer(self, url: str, form: bytes = b"") -> bytes | None: ...


class Outcome(NamedTuple):
    """One walk: `first` is the address proposed first ('' for none)."""

    name: str
    portal: Portal
    found: bool
    listed: bool
    requests: int
    first: str


def _fetched(portal: Portal, url: str, form: bytes) -> Page | None:
    """Give what the crawler would hand on: where a shell names a literal address, that page."""
    body = portal.answer(url, form)
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
    walk = Walk(portal.home, portal.names)
    asked = 0
    while ask := walk.next():
        asked += 1
        walk.heard(_fetched(portal, ask.url, ask.body.encode()))
    proposed = [proposal.url for proposal in walk.proposals()]
    first = proposed[0] if proposed else ""
    found = bool(first) and portal.found(first)
    return Outcome(name, portal, found, any(map(portal.found, proposed)), asked, first)


def of_set(which: str) -> Iterable[tuple[str, Portal]]:
    """Give the portals of a set with their names."""
    if which == "0":
        return portals()
    return ((f"{one.frame}/{one.platform}", one) for one in sites(which))


def outcomes(which: str = "0") -> list[Outcome]:
    return [walked(name, portal) for name, portal in of_set(which)]


def main(which: Iterable[str]) -> None:
    for each in which:
        results = outcomes(each)
        found = sum(r.found for r in results)
        listed = sum(r.listed for r in results)
        requests = [r.requests for r in results]
        print(f"set {each}: portals {len(results)}  found {found / len(results):.1%}  "
              f"among the proposals {listed / len(results):.1%}  "
              f"requests a portal: median {median(requests):.0f}, max {max(requests)}")  # fmt: skip
        for miss in (r for r in results if not r.found):
            print(f"miss {miss.name} {miss.portal.truth} first={miss.first or '-'} "
                  f"listed={miss.listed} requests={miss.requests}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:] or ("0", *SITES))

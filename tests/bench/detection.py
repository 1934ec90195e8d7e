"""How often the platform of a held-out page is named rightly, not named, or named wrongly.

`python -m tests.bench.detection [SET…]` prints the shares of each set and a line for every page
not named rightly. Sets are 0, the pages of `tests/portal/unseen`, and 1 and 2 of
`tests/portal/heldout`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from crawler.platforms import Page, told
from tests.portal import heldout
from tests.portal.unseen.pages import pages


class Truth(Protocol):
    """A page and the answers that are right for it."""

    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def body(self) -> bytes: ...
    @property
    def right(self) -> frozenset[str]: ...


def verdict(truth: Truth) -> tuple[str, str]:
    """`right`, `unknown` or `wrong`, and what was told."""
    name = told(Page(truth.url, truth.body))
    if name in truth.right:
        return "right", name
    return ("wrong" if name else "unknown"), name


def verdicts(which: str = "0") -> list[tuple[Truth, str, str]]:
    of_set: Iterable[Truth] = pages() if which == "0" else heldout.pages(which)
    return [(truth, *verdict(truth)) for truth in of_set]


def main(which: Iterable[str]) -> None:
    for each in which:
        results = verdicts(each)
        counts = Counter(outcome for _, outcome, _ in results)
        shares = "  ".join(
            f"{outcome} {counts[outcome] / len(results):.1%}"
            for outcome in ("right", "unknown", "wrong")
        )
        print(f"set {each}: pages {len(results)}  {shares}")
        for truth, outcome, name in results:
            if outcome != "right":
                print(f"{outcome} {truth.name} {truth.url} told={name or '-'}")


if __name__ == "__main__":
    main(sys.argv[1:] or ("0", *heldout.PAGES))

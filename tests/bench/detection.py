"""How often the platform of a held-out page is named rightly, not named, or named wrongly.

`python -m tests.bench.detection` prints the shares and a line for every page not named rightly.
"""

from __future__ import annotations

from collections import Counter

from crawler.platforms import Page, told
from tests.portal.unseen.pages import Truth, pages


def verdict(truth: Truth) -> tuple[str, str]:
    """`right`, `unknown` or `wrong`, and what was told."""
    name = told(Page(truth.url, truth.body))
    if name in truth.right:
        return "right", name
    return ("wrong" if name else "unknown"), name


def verdicts() -> list[tuple[Truth, str, str]]:
    return [(truth, *verdict(truth)) for truth in pages()]


def main() -> None:
    results = verdicts()
    for truth, outcome, name in results:
        if outcome != "right":
            print(f"{outcome} {truth.name} {truth.url} told={name or '-'}")
    counts = Counter(outcome for _, outcome, _ in results)
    shares = "  ".join(
        f"{outcome} {counts[outcome] / len(results):.1%}"
        for outcome in ("right", "unknown", "wrong")
    )
    print(f"pages {len(results)}  {shares}")


if __name__ == "__main__":
    main()

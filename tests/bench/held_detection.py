"""Platforms of pages not used in development: `python -m tests.bench.held_detection [SET]`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from crawler.platforms import Page, told
from tests.portal.heldout import pages
from tests.portal.heldout.marks import Marked


def verdict(page: Marked, answer: str) -> str:
    """Give `right`, `unknown` (nothing said of a page that bears a mark) or `wrong`."""
    if answer in page.right:
        return "right"
    return "wrong" if answer else "unknown"


def answers(of: Iterable[Marked]) -> list[tuple[Marked, str]]:
    """Give each page with what is told of it."""
    return [(page, told(Page(page.url, page.body, {"Content-Type": "text/html"}))) for page in of]


def report(told_of: list[tuple[Marked, str]]) -> None:
    """Print the shares, and every kind of page that was not told right."""
    verdicts = Counter(verdict(page, answer) for page, answer in told_of)
    print(f"pages {len(told_of)}, templates {len({page.template for page, _ in told_of})}")
    for name in ("right", "unknown", "wrong"):
        print(f"{name}: {verdicts[name]}, {100 * verdicts[name] / len(told_of):.1f} %")
    strangers = sum(page.right == {""} for page, _ in told_of)
    print(f"of them {strangers} pages without a mark of any platform")
    misses: Counter[tuple[str, str]] = Counter()
    example = {}
    for page, answer in told_of:
        if answer not in page.right:
            misses[page.template, answer] += 1
            example[page.template, answer] = page.url
    for (template, answer), many in misses.most_common():
        kind = "wrong" if answer else "unknown"
        told = answer or "nothing"
        print(f"{kind}: {template}, {many}: told {told}, as {example[template, answer]}")


if __name__ == "__main__":
    report(answers(pages(int((sys.argv[1:] or ["1"])[0]))))

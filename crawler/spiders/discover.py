"""The spider `discover`: from home pages to columns that a person may confirm.

Each portal is one `Walk`, which names what to ask for next; all asks of a portal follow each other.
"""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from crawler.discovery.walk import Walk
from crawler.ledger.asks import Ask
from crawler.ledger.facts import Result
from crawler.manners.outcomes import Verdict
from crawler.runs.answers import Answer
from crawler.runs.plan import Home
from crawler.runs.session import Session
from crawler.spiders.asking import AskingSpider

OFFERED = 3
"""Columns proposed for a unit at most: a person looks at the first, and rarely at the others."""


class DiscoverSpider(AskingSpider):
    """Walks the menus of the plan's portals."""

    name = "discover"
    purposes: ClassVar[frozenset[str]] = frozenset({"menu"})

    def __init__(self, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(session, **kwargs)
        self._walks: dict[str, tuple[Home, Walk]] = {}
        for home in self.session.plan.homes:
            walk = Walk(home.url, home.names)
            walk.next()  # the home page, which is queued as the root
            self._walks[Ask(home.url, "menu").key] = home, walk

    async def understood(
        self,
        ask: Ask,
        answer: Answer | None,
        verdict: Verdict,
        time: str,  # noqa: ARG002
    ) -> tuple[Verdict, Result]:
        """Tell the walk what came, and queue what it asks for next."""
        found = self._walks.get(self.session.ledger.root(ask.key))
        if found is None:
            return verdict, Result("done")
        home, walk = found
        walk.heard(answer.page if answer and verdict.outcome == "ok" else None)
        if not verdict.stop and (following := walk.next()):
            return verdict, Result("done", pages=(following,))
        host = urlsplit(home.url).hostname or ""
        proposals = tuple(
            (
                host,
                home.unit_id,
                one.url,
                one.platform,
                one.label,
                len(one.path),
                walk.requests,
                one.evidence,
            )
            for one in walk.proposals()[:OFFERED]
        )
        return verdict, Result("done", proposals=proposals)

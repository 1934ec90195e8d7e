"""The spider `probe`: how a portal answers, from few requests.

robots.txt, the home page, its columns, and one address that cannot exist. What it finds stands in
`fetch`; a person carries it over into `portals.csv`.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.ledger.asks import Ask
from crawler.ledger.facts import Result
from crawler.manners.outcomes import Verdict
from crawler.manners.soft404 import is_missing, shape
from crawler.platforms import told
from crawler.runs.answers import Answer
from crawler.spiders.asking import AskingSpider


class ProbeSpider(AskingSpider):
    """Looks at the plan's portals."""

    name = "probe"
    purposes: ClassVar[frozenset[str]] = frozenset({"probe"})

    async def understood(
        self,
        ask: Ask,  # noqa: ARG002
        answer: Answer | None,
        verdict: Verdict,
        time: str,
    ) -> tuple[Verdict, Result]:
        """Say which platform a page tells; a page like that of an impossible address is none."""
        if answer is None or verdict.outcome != "ok":
            return verdict, Result("done")
        probed = await self._probe(answer.page.url, time)
        if probed and is_missing(shape(answer.page.text, answer.page.url), probed):
            return Verdict("gone", "soft404", "like what an impossible address answers"), Result(
                "done"
            )
        evidence = f"platform {told(answer.page) or 'unknown'}"
        return Verdict("ok", verdict.kind, evidence), Result("done")

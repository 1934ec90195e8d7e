"""What a person sees while a crawl runs: one moving line on a terminal, plain lines in a log."""

from __future__ import annotations

from collections import Counter
from types import TracebackType

from rich.console import Console
from rich.status import Status

from crawler.ledger.facts import Fetch

EVERY = 100
"""Attempts between two lines of a log."""


class Progress:
    """Counts attempts; a context manager that clears its line."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._outcomes: Counter[str] = Counter()
        self._status: Status | None = None

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            self._status = self._console.status("crawling")
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._status:
            self._status.stop()

    def heard(self, fetch: Fetch) -> None:
        """Count an attempt, and show where the crawl is."""
        self._outcomes[fetch.outcome] += 1
        counts = ", ".join(f"{n} {outcome}" for outcome, n in sorted(self._outcomes.items()))
        if self._status:
            self._status.update(f"{counts}  {fetch.url[:60]}")
        elif self._outcomes.total() % EVERY == 0:
            self._console.print(f"crawl: {counts}", highlight=False, soft_wrap=True)

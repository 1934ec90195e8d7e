"""The pace of one host: what its answers ask of the crawler besides the delay between requests.

Receives how each attempt came out and how long it took, and gives whether to stop or to wait. All
of it is in the archive, so a replay stops where the run did.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from statistics import median

from crawler.manners.outcomes import Verdict

REFUSED_IN_A_ROW = 5
"""Attempts a host may refuse or leave unanswered, one after the other, before it is left alone."""

LONGEST_WAIT = 600.0
"""Seconds; a host that asks for a longer Retry-After is left alone for the rest of the run."""

SAMPLE = 5
"""Answers by whose median a host's latency is told, at first and now."""

SLOWER, SLOWEST = 3.0, 9.0
"""Times its first latency at which a host is given more time, and at which it is left alone."""

SLOW_FROM, SLOWEST_FROM = 3.0, 20.0
"""Seconds below which a latency is no sign of strain, however much it grew."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: leave the host alone for the run, or wait before its next request."""

    stop: Verdict | None = None
    wait: float = 0.0
    """Seconds, besides the delay."""


@dataclass
class Pace:
    """What a run knows of one host."""

    refused: int = 0
    first: list[float] = field(default_factory=list)
    latest: deque[float] = field(default_factory=lambda: deque(maxlen=SAMPLE))

    def after(
        self, verdict: Verdict, *, seconds: float | None, asked: float | None, retry_wait: float
    ) -> Step:
        """Say what follows an attempt.

        `seconds` is how long it took, None when nothing was sent; `asked` the Retry-After;
        `retry_wait` what is waited before a retry where the host names no time.
        """
        if seconds is None:
            return Step(verdict if verdict.stop else None)
        refused = verdict.outcome in {"blocked", "unreachable"}
        self.refused = self.refused + 1 if refused else 0
        tired = self.refused >= REFUSED_IN_A_ROW
        if verdict.stop or tired or (refused and (asked or 0.0) > LONGEST_WAIT):
            return Step(verdict)
        if verdict.retry:
            return Step(wait=max(asked or 0.0, retry_wait))
        return Step() if refused else self._strain(seconds)

    def _strain(self, seconds: float) -> Step:
        """Give a host whose latency has tripled as much time again as it takes."""
        if len(self.first) < SAMPLE:
            self.first.append(seconds)
            return Step()
        self.latest.append(seconds)
        if len(self.latest) < SAMPLE:
            return Step()
        then, now = median(self.first), median(self.latest)
        if now > max(SLOWEST * then, SLOWEST_FROM):
            seen = f"answers take {now:.1f} s, at first {then:.1f} s"
            return Step(Verdict("unreachable", "slow", seen, stop=True))
        return Step(wait=now if now > max(SLOWER * then, SLOW_FROM) else 0.0)


def retry_after(value: str, time: str) -> float | None:
    """Read a Retry-After as seconds from `time`: a number, or a date; None when it is neither."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:  # a date in -0000 says that its zone is not known
        return None
    return (moment - datetime.fromisoformat(time)).total_seconds()

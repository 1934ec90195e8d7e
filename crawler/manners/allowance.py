"""What a run may still ask of whom: asked by the last step before the wire, for every request.

Receives the plan and the hosts that the run has stopped asking. Refuses a request to such a host,
to one whose budget of the day is spent, and any request once the night is over. In a replay nobody
asks: what was refused is on the tape, and what was sent is counted there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.manners import hours
from crawler.manners.outcomes import Verdict
from crawler.manners.resolver import endpoint
from crawler.manners.robots import RefusedError, WithheldError
from crawler.runs.plan import Plan
from crawler.store import archive


@dataclass
class Manners:
    """The state of one run."""

    plan: Plan
    stopped: Mapping[str, tuple[str, Verdict]]
    """Hosts that are left alone for the rest of the run: since when, and why."""
    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(host, day of China) → requests of this run, robots.txt, redirects and probes too."""
    ending: bool = False
    """Set when the run ends: what waits for its turn is not sent any more."""

    def admit(self, url: str, now: str = "") -> str:
        """Count a request that is sent now; gives the time.

        Raises RefusedError, which is recorded, and WithheldError, which is not: the ask waits.
        """
        now = now or archive.now()
        host = endpoint(url)[0]
        if self.ending or (self.plan.nights and not hours.is_night(now)):
            raise WithheldError(f"{url}: the run ends at {hours.clock(now)} in China")
        if host in self.stopped:
            since, why = self.stopped[host]
            evidence = f"{host} is left alone since {since}: {why.kind}"
            raise RefusedError(Verdict("blocked", "left_alone", evidence))
        day = hours.day(now)
        if self.plan.budget and self.spent(host, day) >= self.plan.budget:
            evidence = f"{self.plan.budget} requests on {day}"
            raise RefusedError(Verdict("blocked", "budget", evidence, stop=True))
        self.sent[host, day] += 1
        return now

    def spent(self, host: str, day: str) -> int:
        """Give the requests to a host on a day, those of earlier runs too."""
        before = self.plan.spent.get(host, 0) if day == hours.day(self.plan.started) else 0
        return before + self.sent[host, day]

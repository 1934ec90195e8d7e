"""What goes wrong at portals, to be composed at will: `serve(Challenge("www.chenghu.test"))`.

A fault may change the country (a correction), an answer (a challenge, a cut body), or the way to
a host (refused). Faults are applied in the order given; each names its host and the beginning of
the paths it touches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.portal.answers import Answer, html
from tests.portal.country import Country
from tests.portal.pages import fill


@dataclass(frozen=True, slots=True)
class Fault:
    """The harmless fault, base of all others."""

    host: str = ""
    path: str = "/"

    def touches(self, host: str, path: str) -> bool:
        """Whether a request meets this fault."""
        return host == self.host and path.startswith(self.path)

    def amend(self, country: Country) -> Country:
        """Change what is published."""
        return country

    def disturb(self, answer: Answer) -> Answer:
        """Change one answer that this fault touches."""
        return answer


@dataclass(frozen=True, slots=True)
class RobotsUnavailable(Fault):
    """robots.txt answers 503."""

    path: str = "/robots.txt"

    def disturb(self, answer: Answer) -> Answer:
        return Answer(503, "text/html", b"<html><body>Service Unavailable</body></html>")


@dataclass(frozen=True, slots=True)
class Challenge(Fault):
    """瑞数: 412, a script that sets `$_ts` and cookies of random names."""

    def disturb(self, answer: Answer) -> Answer:
        cookie = {"Set-Cookie": "FSSBBIl1UgzbN7NO=5U7k2xW9aGJ; Path=/; HttpOnly"}
        page = html(fill("challenge.html"))
        return replace(page, status=412, headers=cookie)


@dataclass(frozen=True, slots=True)
class Silence(Fault):
    """The request is taken and never answered."""

    def disturb(self, answer: Answer) -> Answer:
        return replace(answer, silent=True)


@dataclass(frozen=True, slots=True)
class Refused(Fault):
    """Nothing listens at the host's address; `path` has no meaning here."""


@dataclass(frozen=True, slots=True)
class Truncated(Fault):
    """The connection ends halfway through the body."""

    def disturb(self, answer: Answer) -> Answer:
        return replace(answer, cut=True)


@dataclass(frozen=True, slots=True)
class Nonsense(Fault):
    """200 with a page that says nothing: maintenance, an empty shell."""

    def disturb(self, answer: Answer) -> Answer:
        return html(fill("maintenance.html"))


@dataclass(frozen=True, slots=True)
class Status(Fault):
    """Any other refusal: 403 of a firewall, 429, 502."""

    status: int = 403

    def disturb(self, answer: Answer) -> Answer:
        return Answer(self.status, "text/html", b"<html><body></body></html>")


@dataclass(frozen=True, slots=True)
class Correction(Fault):
    """The office corrects figures at the same address (更正); only where the page is the report."""

    unit_id: int = 0
    year: int = 0
    raws: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(row code, column code) → the new number as printed."""

    def touches(self, host: str, path: str) -> bool:
        return False

    def amend(self, country: Country) -> Country:
        return country.corrected(self.unit_id, self.year, self.raws)

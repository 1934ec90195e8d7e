"""What goes wrong at portals, to be composed at will: `serve(Challenge("www.chenghu.test"))`.

A fault may change the country (a correction), an answer (a challenge, a cut body), or the way to
a host (refused). Faults are applied in the order given; each names its host and the beginning of
the paths it touches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

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


_CHALLENGES = {  # status → page and cookie
    412: ("challenge.html", "FSSBBIl1UgzbN7NO=5U7k2xW9aGJ; Path=/; HttpOnly"),
    521: ("challenge_cookie.html", "__jsluid_s=9a6b3f2e8c; Path=/; HttpOnly"),
    512: ("challenge_cookie.html", "__jsluid_h=9a6b3f2e8c; Path=/; HttpOnly"),
    202: ("challenge_guard.html", "_guard=1b7e; Path=/"),
    403: ("challenge.html", "FSSBBIl1UgzbN7NO=5U7k2xW9aGJ; Path=/; HttpOnly"),
    200: ("challenge.html", "FSSBBIl1UgzbN7NO=5U7k2xW9aGJ; Path=/; HttpOnly"),
}


@dataclass(frozen=True, slots=True)
class Challenge(Fault):
    """A challenge by its status: 瑞数 412 and 403, 加速乐 521, 512, 网防 202, a shell at 200."""

    status: int = 412

    def disturb(self, answer: Answer) -> Answer:
        template, cookie = _CHALLENGES[self.status]
        return replace(html(fill(template)), status=self.status, headers={"Set-Cookie": cookie})


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
class RateLimited(Fault):
    """429 with a Retry-After: seconds, or a date."""

    retry_after: str = "1"

    def disturb(self, answer: Answer) -> Answer:
        headers = {"Retry-After": self.retry_after}
        return Answer(429, "text/html", b"<html><body>429</body></html>", headers)


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """The body comes in drops, over so many seconds."""

    seconds: float = 0.5

    def disturb(self, answer: Answer) -> Answer:
        return replace(answer, seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class SoftMissing(Fault):
    """What is not there answers 200, with a page that says so, each time with another number."""

    title: str = "404"

    def disturb(self, answer: Answer) -> Answer:
        if answer.status != 404:
            return answer
        return html(fill("soft_404.html", title=self.title, number=next(_NUMBERS)))


@dataclass(frozen=True, slots=True)
class Leads(Fault):
    """One address leads elsewhere: by `status` and Location, by `script`, or by `refresh`."""

    to: str = "/"
    how: str = "redirect"
    status: int = 301

    def touches(self, host: str, path: str) -> bool:
        return host == self.host and path == self.path

    def disturb(self, answer: Answer) -> Answer:
        if self.how == "redirect":
            return Answer(self.status, "text/html", b"", {"Location": self.to})
        return html(_SHELLS[self.how].format(to=self.to))


@dataclass(frozen=True, slots=True)
class Tls(Fault):
    """The host is also reached by https: `trusted`, `self_signed`, `expired`, or `other_name`.

    `path` has no meaning here.
    """

    certificate: str = "self_signed"

    def touches(self, host: str, path: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class HttpOnly(Fault):
    """Nothing listens at the host's https port; `path` has no meaning here."""

    def touches(self, host: str, path: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Passing(Fault):
    """Another fault, for the first `times` requests of each path only."""

    fault: Fault = field(default_factory=Fault)
    times: int = 1
    _met: Counter[str] = field(default_factory=Counter, compare=False)

    def touches(self, host: str, path: str) -> bool:
        if not self.fault.touches(host, path):
            return False
        self._met[path] += 1
        return self._met[path] <= self.times

    def disturb(self, answer: Answer) -> Answer:
        return self.fault.disturb(answer)


@dataclass(frozen=True, slots=True)
class Rewritten(Fault):
    """Text of a page is replaced: a total that disagrees, a pager that is gone."""

    pattern: str = ""
    """A regular expression."""
    to: str | Callable[[re.Match[str]], str] = ""

    def disturb(self, answer: Answer) -> Answer:
        if answer.status != 200 or not answer.content_type.startswith(
            ("text/", "application/json")
        ):
            return answer
        charset = "utf-8"
        try:
            text = answer.body.decode(charset)
        except UnicodeDecodeError:
            charset = "gb18030"
            text = answer.body.decode(charset)
        return replace(answer, body=re.sub(self.pattern, self.to, text).encode(charset))


@dataclass(frozen=True, slots=True)
class Garbled(Fault):
    """Bytes of a page are broken: no charset reads it."""

    def disturb(self, answer: Answer) -> Answer:
        middle = len(answer.body) // 2
        return replace(answer, body=answer.body[:middle] + b"\xff\xff" + answer.body[middle:])


@dataclass(frozen=True, slots=True)
class Body(Fault):
    """One and the same body, whatever is asked for."""

    text: str = ""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200

    def disturb(self, answer: Answer) -> Answer:
        return Answer(self.status, self.content_type, self.text.encode())


SCRIPT_ONLY = '<!DOCTYPE html><html><head><script src="/js/app.8f2c.js"></script></head><body><div id="app"></div></body></html>'  # noqa: E501
"""A page that is nothing without its script."""

SCRIPT_DRAWN = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>政府信息公开年报</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div><h2>政府信息公开年报</h2>
<ul id="list"></ul><div id="pager"></div><script>
$(function(){ $.ajax({url: '/api/content/list', type: 'post', data: {channel: key(), page: 1},
  success: function(answer){ $('#list').html(render(answer.rows)); }}); });
</script><div class="footer">主办单位：人民政府办公室　地址：一号楼</div></body></html>
"""
"""A column whose rows a script fetches from an interface that nobody knows."""


_NUMBERS = count(100000)
_SHELLS = {
    "script": "<html><body><script>window.location.replace('{to}');</script></body></html>",
    "href": '<script type="text/javascript">location.href = "{to}";</script>',
    "refresh": '<html><head><meta http-equiv="refresh" content="0; url={to}"></head></html>',
    "computed": "<script>var p='{to}';location.replace(p.split('').join(''));</script>",
}


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

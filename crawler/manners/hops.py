"""Hops: what an answer that leads elsewhere comes to, and whether the crawler goes there.

- A redirect within the host is followed; one to the host's home page is not, the page is gone.
- A column that is redirected to another host has moved: recorded, proposed, not followed. A
  document may lie on one other host; nothing further is followed from there.
- A short page whose script or `<meta>` names one literal address of the same host is followed,
  once. An address that a script would have to compute is left alone.
- A host whose registry row says `tls: lax` is asked again, once, without a check of the certificate
  that it failed.

Every hop is an exchange of its own, and passes the gate like any other request.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from crawler.manners import outcomes
from crawler.manners.outcomes import Verdict
from crawler.manners.resolver import endpoint
from crawler.manners.wire import UNVERIFIED
from crawler.pages.decoding import DamagedBodyError, decode, decompress
from crawler.store.tape import verdict_of

SHELL = 2048
"""Bytes over which a page has more to say than where to go."""

FINDING = "finding"
"""Key of a request's meta: the Verdict of an answer that leads where the crawler does not go."""

_REDIRECTS = {301, 302, 303, 307, 308}
_HOME = re.compile(r"/?(?:(?:index|default|home|main)\.\w{2,5})?", re.I)
_SCRIPT = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*(['"])(?P<set>[^'"]+)\1\s*(?:;|\}|<|$)"""
    r"""|\blocation\.(?:replace|assign)\(\s*(['"])(?P<call>[^'"]+)\3\s*\)""",
    re.I | re.M,
)
_ANY_SCRIPT = re.compile(r"\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\(", re.I)
_META = re.compile(r"<meta\b[^>]*http-equiv\s*=\s*['\"]?refresh\b[^>]*>", re.I)
_CONTENT = re.compile(r"content\s*=\s*(['\"])\s*\d+\s*[;,]\s*url\s*=\s*(?P<url>.+?)\s*\1", re.I)


def literal_target(text: str, url: str) -> str | None:
    """Give the one address of the same host that a short page leads to by itself, or None.

    None also when a script computes an address, names several, or sets a cookie first: that is a
    challenge (验证页面), not a redirect.
    """
    if re.search(r"\bcookie\b|\beval\b|setTimeout\(\s*['\"]", text):
        return None
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    scripts = [match["set"] or match["call"] for match in _SCRIPT.finditer(text)]
    if len(scripts) != len(_ANY_SCRIPT.findall(text)):
        return None  # one of them is computed
    contents = [_CONTENT.search(tag[0]) for tag in _META.finditer(text)]
    metas = [content["url"].strip("'\"") for content in contents if content]
    try:
        targets = {urljoin(url, unescape(target).strip()) for target in (*scripts, *metas)}
        same = {t for t in targets if urlsplit(t).hostname == urlsplit(url).hostname}
    except ValueError:
        return None
    if len(targets) != 1 or not same or targets == {url}:
        return None
    return next(iter(targets))


def leads_home(url: str, target: str) -> bool:
    """Say whether a page that is not the home page is redirected to one."""
    return _is_home(target) and not _is_home(url)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and bool(_HOME.fullmatch(parts.path))


def finding(url: str, target: str, status: int, purpose: str, *, away: bool) -> Verdict | None:
    """Give what a redirect comes to that is not followed; None when it may be.

    `purpose` is that of the ask, or `robots` or `probe`; `away` says that the chain has left the
    column's host already.
    """
    seen = f"HTTP {status}, Location: {target}"
    if purpose == "robots":
        return None  # RFC 9309 follows robots.txt anywhere
    if urlsplit(url).hostname != urlsplit(target).hostname:
        if purpose in {"listing", "probe"} or away or leads_home(url, target):
            return Verdict("gone", "moved", seen)
        return None
    return Verdict("gone", "redirected_home", seen) if leads_home(url, target) else None


class Hops(RedirectMiddleware):
    """Downloader middleware in place of Scrapy's redirects."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self._lax: set[str] = set()
        """Hosts that failed a check of their certificate, and need not pass one."""

    def process_request(self, request: Request) -> None:
        """Mark a request to a host that is known to fail the check."""
        request.meta.pop(FINDING, None)
        lax = urlsplit(request.url).scheme == "https" and endpoint(request.url)[0] in self._lax
        request.meta[UNVERIFIED] = lax

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the next hop, or the answer with what it comes to."""
        location = response.headers.get("Location")
        if response.status not in _REDIRECTS or location is None:
            return self._literal(request, response)
        following: Request | Response = super().process_response(request, response)
        if isinstance(following, Response):
            return response
        purpose = _purpose(request)
        away = bool(request.meta.get("away"))
        target = following.url
        if found := finding(request.url, target, response.status, purpose, away=away):
            request.meta[FINDING] = found
            return response
        if endpoint(target)[0] != endpoint(request.url)[0]:
            following.meta["away"] = True
        return _unsent(following)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask a lax host again without the check that it failed."""
        host = endpoint(request.url)[0]
        plan = self.crawler.spider.session.plan  # type: ignore[union-attr]
        if verdict_of(exception).kind != "tls" or host not in plan.lax or host in self._lax:
            return None
        self._lax.add(host)
        return _unsent(self._redirect(request.replace(), request, "tls"))

    def _literal(self, request: Request, response: Response) -> Request | Response:
        """Follow a short page that leads to one literal address."""
        meta = request.meta
        if (
            response.status != 200
            or meta.get("literal")
            or _purpose(request) in {"robots", "probe"}
        ):
            return response
        text = _short_text(response)
        target = literal_target(text, request.url) if text else None
        if target is None or outcomes.of_shell(text):
            return response
        if leads_home(request.url, target):
            meta[FINDING] = Verdict("gone", "redirected_home", f"the page leads to {target}")
            return response
        following = self._redirect_request_using_get(request, response, target)
        following.meta["literal"] = True
        return _unsent(self._redirect(following, request, "literal"))


def _unsent(request: Request) -> Request:
    """Give a request without what is known of the exchange before it: it may yet be refused."""
    request.meta.pop("wire", None)
    return request


def _purpose(request: Request) -> str:
    if request.meta.get("robots"):
        return "robots"
    asked = request.meta.get("asked")
    return asked.purpose if asked else "probe"


def _short_text(response: Response) -> str:
    if len(response.body) > SHELL:
        return ""
    encoding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
    try:
        body = decompress(response.body, encoding)
    except DamagedBodyError:
        return ""
    decoded = decode(body) if len(body) <= SHELL else None
    return decoded[0] if decoded else ""

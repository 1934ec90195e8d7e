"""What an answer, or the lack of one, comes to: outcome, kind and one line of evidence.

The outcomes are those of `ledger.sql`; `docs/crawling.md` lists the kinds. A challenge
(验证页面) is recognised so that the host can be left alone, never to be solved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.pages.decoding import decode


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one attempt, or one column, came out."""

    outcome: str
    kind: str = ""
    evidence: str = ""
    retry: bool = False
    """Whether asking again in this run may help."""
    stop: bool = False
    """Whether the host is to be left alone for the rest of this run."""


OK = Verdict("ok")

_CHALLENGES = {202, 412, 512, 521}  # 网防, 瑞数, 加速乐
_WALLS = {401, 403, 405, 406, 418, 493}
_AWAY = {408, 500, 502, 503, 504, 522, 524}
_MARKERS = re.compile(
    r"\$_ts\b|__jsl_clearance|__jsluid|_waf_|anti-?bot|acw_sc__v2|滑动验证|安全验证"
)
_SCRIPTED = re.compile(r"\$_ts\b|__jsl_clearance|acw_sc__v2|document\.cookie\s*=")
"""Marks of a page that is nothing but a challenge's script."""
_MISSING = re.compile(
    r"页面不存在|您访问的页面|您所访问的页面|页面没有找到|非法请求|找不到该页面|404 Not Found"
)
_HIDDEN = re.compile(r"(?is)<!--.*?-->|<(script|style|noscript|title)\b.*?</\1\s*>|<[^>]*>|\s")
_SHELL = 2048
"""Bytes under which a page with a challenge's marker has room for nothing else."""
_SCRIPT_SHELL = 5 * 1024
"""Bytes of the largest page that is nothing but a challenge's script."""


def of_answer(status: int, headers: Mapping[str, str], body: bytes, *, cut: bool) -> Verdict:
    """Judge an answer by status and body; `cut` says that the connection ended too early."""
    seen = f"HTTP {status}, {len(body)} bytes"
    if status in _CHALLENGES:
        return Verdict("blocked", f"challenge_{status}", seen + _marks(headers, body), stop=True)
    small = _text(body) if len(body) < _SCRIPT_SHELL else ""
    if status in _WALLS:
        if marker := _MARKERS.search(small):
            seen += f", contains {marker[0]}"
            return Verdict("blocked", f"challenge_{status}", seen, stop=True)
        return Verdict("blocked", f"waf_{status}", seen)
    if status == 429:
        wait = headers.get("retry-after", "")
        return Verdict("blocked", "rate_limited", f"{seen}, Retry-After: {wait}", retry=True)
    if status in {404, 410}:
        return Verdict("gone", f"http_{status}", seen)
    if status in _AWAY:
        return Verdict("unreachable", f"http_{status}", seen, retry=True)
    if status == 304:
        return Verdict("ok", "not_modified", seen)
    if not 200 <= status < 300:
        return Verdict(
            "error", f"http_{status}", f"{seen}, Location: {headers.get('location', '')}"
        )
    if cut:
        return Verdict("error", "truncated", f"{seen}; the connection ended early", retry=True)
    if not body.strip():
        return Verdict("nonsense", "empty_body", seen)
    return _of_page(small, len(body), seen) if small else OK


def _of_page(text: str, size: int, seen: str) -> Verdict:
    """Judge a small page that was answered with 200: those are shells more often than pages."""
    if marker := of_shell(text, size):
        return Verdict("blocked", "challenge_shell", f"{seen}, contains {marker}", stop=True)
    bare = re.sub(r"(?is)<script.*?</script>|<[^>]*>|\s", "", text)
    if size < _SHELL and "<script" in text.lower() and not bare:
        return Verdict("nonsense", "js_only", f"{seen}, only a script")
    return OK


def of_shell(text: str, size: int = 0) -> str | None:
    """Give the mark by which a page is a challenge's shell, or None; `size` is in bytes."""
    size = size or len(text.encode())
    if size < _SHELL and (marker := _MARKERS.search(text)):
        return marker[0]
    if size < _SCRIPT_SHELL and (marker := _SCRIPTED.search(text)) and not _HIDDEN.sub("", text):
        return marker[0]
    return None


def says_missing(body: bytes, *, short: bool = True) -> str | None:
    """Give the phrase by which a page says that it is not there; by itself no proof.

    The title does not count, and of a page that is not `short` nothing does.
    """
    if short and len(body) >= _SHELL * 2:
        return None
    marker = _MISSING.search(re.sub(r"(?is)<title\b.*?</title\s*>", "", _text(body)))
    return marker[0] if marker else None


def _marks(headers: Mapping[str, str], body: bytes) -> str:
    """Name what else of an answer shows whose challenge it is."""
    marks = set(_MARKERS.findall(_text(body[:_SCRIPT_SHELL])))
    cookie = headers.get("set-cookie", "").partition("=")[0].strip()
    return "".join(
        [f", contains {mark}" for mark in sorted(marks)] + ([f", sets {cookie}"] if cookie else [])
    )


def _text(body: bytes) -> str:
    decoded = decode(body)
    return decoded[0] if decoded else body.decode("latin-1")


FAILURES = (  # name of the exception's class, kind, whether to ask again
    ("CannotResolveHostError", "dns", False),
    ("DownloadConnectionRefusedError", "refused", True),
    ("DownloadTimeoutError", "timeout", True),
    ("TimeoutError", "timeout", True),
    ("DownloadCancelledError", "too_large", False),
    ("ConnectionLost", "connection_lost", True),
    ("ConnectionDone", "connection_lost", True),
    ("UnsupportedURLSchemeError", "scheme", False),
    ("ConnectError", "no_route", True),
    ("OSError", "no_route", True),
)


def of_failure(error: BaseException) -> Verdict:
    """Judge an exception of the download: nothing answered, or nothing whole."""
    names = [cls.__name__ for cls in type(error).__mro__]
    evidence = f"{type(error).__name__}: {error}"[:300]
    evidence = re.sub(r"<[^>]*0x[0-9a-f]+[^>]*>", "", evidence)  # addresses of objects mean nothing
    if re.search(r"certificate|SSL|TLS|service_identity", evidence, re.I):
        return Verdict("unreachable", "tls", evidence)
    for name, kind, retry in FAILURES:
        if name in names:
            return Verdict("unreachable", kind, evidence, retry=retry)
    if "DownloadFailedError" in names:
        return Verdict("unreachable", "connection_lost", evidence, retry=True)
    return Verdict("error", type(error).__name__, evidence)

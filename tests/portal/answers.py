"""What a portal answers: status, headers and bytes, before anything goes wrong on the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.portal.pages import fill


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `cut` and `silent` are how it fails on the wire."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    modified: str = ""
    """YYYY-MM-DD of the last change, when the server knows one."""
    cut: bool = False
    """The connection ends halfway through the body."""
    silent: bool = False
    """Nothing is ever answered."""
    seconds: float = 0.0
    """How long the body takes to come."""


Pages = dict[str, Callable[[], Answer]]
"""Path (with its query, names sorted) → what answers it. Anything else is a 404."""


Scripts = dict[str, Callable[[Mapping[str, str]], Answer]]
"""Path → what a script of the server makes of the fields it is asked with, by GET or by POST."""


def html(text: str, charset: str = "utf-8", header: str = "", modified: str = "") -> Answer:
    """A page: bytes in `charset`, whatever Content-Type says."""
    content_type = f"text/html; charset={header}" if header else "text/html"
    return Answer(200, content_type, text.encode(charset), modified=modified)


def as_json(value: object) -> Answer:
    """An answer of an API."""
    text = json.dumps(value, ensure_ascii=False)
    return Answer(200, "application/json; charset=utf-8", text.encode())


def xml(text: str, charset: str = "utf-8") -> Answer:
    """An answer of an older API."""
    return Answer(200, f"text/xml; charset={charset}", text.encode(charset))


def pdf(data: bytes, modified: str) -> Answer:
    """A PDF file."""
    return Answer(200, "application/pdf", data, modified=modified)


def plain(text: str) -> Answer:
    """A text file."""
    return Answer(200, "text/plain", text.encode())


def not_found() -> Answer:
    """The page that stands for all that is not there."""
    return Answer(404, "text/html; charset=utf-8", fill("not_found.html").encode())

"""Soft 404s: pages that answer 200 and stand for all that is not there.

What a host says of an address that cannot exist is learned by asking for one, once a run. A page
that says nearly the same is gone too. A title or a phrase alone is no proof: offices write
页面不存在 into pages that are there.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

NEAR = 0.9
"""Share of the shingles of two pages that must be the same. Of two pages of one template, one a
report and one not, under a half is."""

_SHINGLE = 4
_DROPPED = re.compile(r"(?is)<!--.*?-->|<(script|style|noscript|title)\b.*?</\1\s*>|<[^>]*>")
_FILE = re.compile(
    r"(?i)(?:href|src|data)\s*=\s*[\"'][^\"']*\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)\b"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A page as far as it can be compared."""

    shingles: frozenset[str]
    offers_file: bool
    """A page that offers a document is not the one that stands for nothing."""


def impossible(url: str, run: str) -> str:
    """Give an address of the host of `url` that cannot exist, the same for a whole run."""
    token = hashlib.sha256(f"{run} {urlsplit(url).hostname}".encode()).hexdigest()[:16]
    return urljoin(url, f"/gongkai-{token}.html")


def shape(text: str, url: str) -> Shape:
    """Normalise a page: visible text without title, figures, blanks and its own address."""
    address = urlsplit(url)
    visible = _DROPPED.sub(" ", text)
    for own in (url, address.path, address.path.rpartition("/")[2]):
        if len(own) > 1:
            visible = visible.replace(own, "")
    visible = re.sub(r"[\s\d]+", "", visible)
    count = max(1, len(visible) - _SHINGLE + 1)
    shingles = frozenset(visible[i : i + _SHINGLE] for i in range(count))
    return Shape(shingles, bool(_FILE.search(text)))


def likeness(page: Shape, probe: Shape) -> float:
    """Give the share of shingles that two pages have in common, 0 to 1 (Jaccard)."""
    union = len(page.shingles | probe.shingles)
    return len(page.shingles & probe.shingles) / union if union else 1.0


def is_missing(page: Shape, probe: Shape) -> bool:
    """Say whether a page says no more than the one that stands for nothing."""
    if page.offers_file and not probe.offers_file:
        return False
    return likeness(page, probe) >= NEAR

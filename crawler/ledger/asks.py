"""An ask: a request as the ledger knows it, with the key that names it for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from w3lib.url import canonicalize_url

Purpose = Literal["listing", "document", "attachment", "menu", "probe"]
"""What is asked for: the first three by the spider `reports`, the others by `discover`, `probe`."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a listing page (栏目列表), a document or an attachment of a document.

    The fragment of `url` is part of the key although it is never sent: on some platforms it
    names the column.
    """

    url: str
    purpose: Purpose
    method: str = "GET"
    body: str = ""

    @property
    def key(self) -> str:
        """Give the first 32 hex digits of SHA-256 over method, canonical URL and body.

        What is asked for to look around (menu, probe) is an ask of its own.
        """
        own = self.purpose if self.purpose in {"menu", "probe"} else ""
        return _key(self.url, self.method, self.body, own)


@lru_cache(maxsize=4096)  # each is needed several times in a row: wanted, queued, listed
def _key(url: str, method: str, body: str, own: str) -> str:
    canonical = canonicalize_url(url, keep_fragments=True)
    text = "\n".join((method, canonical, body, *([own] if own else [])))
    return hashlib.sha256(text.encode()).hexdigest()[:32]

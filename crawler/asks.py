"""An ask: a request as the ledger knows it, with the key that names it for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from w3lib.url import canonicalize_url

Purpose = Literal["listing", "document", "attachment", "menu", "probe"]


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
        """Give the first 32 hex digits of SHA-256 over method, canonical URL and body."""
        canonical = canonicalize_url(self.url, keep_fragments=True)
        text = "\n".join((self.method, canonical, self.body))
        return hashlib.sha256(text.encode()).hexdigest()[:32]

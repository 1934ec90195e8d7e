"""One held-out portal: what it answers, and where its column of yearly reports is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Api = tuple[str, Callable[[str, bytes], str]]
"""A pattern of an address without its scheme, and what answers it."""


def key(url: str) -> str:
    """Give an address as this server and the truth compare it.

    Without scheme, fragment (except a number, by which gkmlpt names a column) and the name of an
    index page.
    """
    parts = urlsplit(url)
    path = re.sub(r"index\.(s?html?|htm)$", "", parts.path) or "/"
    fragment = f"#{parts.fragment}" if re.fullmatch(r"/?\d+", parts.fragment) else ""
    return parts.netloc + path + (f"?{parts.query}" if parts.query else "") + fragment


@dataclass
class Site:
    """A portal in memory. `accepted` holds the addresses that count as its column, as `key` gives them.

    `answer` gives None for a host that is not this portal's: 404 and silence alike.
    """

    home: str
    names: tuple[str, ...]
    frame: str
    platform: str
    accepted: frozenset[str] = frozenset()
    charset: str = "utf-8"
    hosts: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    apis: list[Api] = field(default_factory=list)
    documents: dict[str, tuple[str, str]] = field(default_factory=dict)
    document: Callable[[str, str], str] = lambda title, day: title + day
    fallback: Callable[[], str] = str

    def answer(self, url: str, form: bytes = b"") -> bytes | None:
        """Give the bytes at an address, asked with a form if there is one."""
        at = key(url.split("#", maxsplit=1)[0])
        asked = f"{at}&{form.decode(errors='replace')}"
        for pattern, api in self.apis:
            if re.search(pattern, asked):
                return api(url, form).encode()
        if at in self.texts:
            return self.encode(self.texts[at])
        if urlsplit(url).netloc not in self.hosts:
            return None
        if re.search(r"\.(pdf|docx?|xlsx?|zip|jpe?g|png|gif|css|js)$", at):
            return b"%PDF-1.4\n" if at.endswith("pdf") else b"\0"
        if at in self.documents:
            return self.encode(self.document(*self.documents[at]))
        return self.encode(self.fallback())

    @property
    def truth(self) -> str:
        return " or ".join(sorted(self.accepted))

    def encode(self, text: str) -> bytes:
        """Give a page's bytes in the portal's charset."""
        return text.encode(self.charset, "xmlcharrefreplace")

    def found(self, url: str) -> bool:
        """Whether an address is the column's."""
        return key(url) in self.accepted

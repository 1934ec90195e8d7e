"""Platform adapters (建站平台适配): from the bytes of a page to what a crawler needs of it.

Every other module of this folder is an adapter. A module named `trs` is the platform `trs` of
`portals.csv`; it is found by being here. Each has four pure functions and does no input or output:

- `detect(page) -> float`: how sure it is, 0 to 1, that the page is of its platform;
- `columns(page) -> tuple[Lead, ...]`: the entries of the page's menus, also of those in a script;
- `listing(page) -> Listing`: the rows of a listing page (栏目列表) and the pages that continue it;
  raises NotAListingError for a page that is not one;
- `document(page) -> Document`: title, date and attachments of a document's page.

A portal on a platform that has an adapter is a row of the registry and no code.

Every `detect` uses one scale, so that scores can be compared. What counts is what the page is made
of and what its *own* host serves; a link to a portal elsewhere says nothing.

| score | what it takes |
|---|---|
| 0.9 and more | the address is the platform's interface, or two marks of the platform alone |
| 0.7 | one mark of the platform alone: its script, its interface's name |
| 0.5 | the platform's addresses and no more: a menu of its columns, a document's name |
| below `SURE` | marks that pages of other platforms carry too; not enough to decide |

`choose` takes the surest, and none where the surest is below `SURE` or not ahead of the next by
`LEAD`: an unknown platform costs a look by a person, a wrong one costs a column.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Protocol, cast

from crawler.ledger.asks import Ask
from crawler.pages.decoding import decode

SURE = 0.5
"""Below this an adapter does not know the page."""

LEAD = 0.1
"""By which the surest adapter must be ahead of every other."""


class NotAListingError(ValueError):
    """The page is not a listing of this platform; the message says what was missing."""


@dataclass(frozen=True)
class Page:
    """A fetched page: its address with the fragment that was asked for, its bytes and headers."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def text(self) -> str:
        """Give the decoded text; characters no codec reads are replaced.

        Of a page that is broken, the codec is taken that breaks less of it.
        """
        decoded = decode(self.body)
        if decoded:
            return decoded[0]
        texts = [self.body.decode(codec, "replace") for codec in ("utf-8", "gb18030")]
        return min(texts, key=lambda text: text.count("\ufffd"))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a listing: where it leads, its whole title, its date (YYYY-MM-DD) if it has one."""

    url: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing page holds."""

    rows: tuple[Row, ...]
    next: tuple[Ask, ...] = ()
    """Pages that continue the listing."""
    total: int | None = None
    """Rows of the whole column, where the portal says so."""
    complete: bool = True
    """False when the page shows that there is more than `next` leads to."""


@dataclass(frozen=True, slots=True)
class Lead:
    """An entry of a menu: where it leads and what it is called (政府信息公开年报)."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a document's page offers, under the name of the link."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Document:
    """What a document's page says of itself."""

    title: str
    date: str | None
    attachments: tuple[Attachment, ...]


class Adapter(Protocol):
    """The functions every module of this folder has."""

    def detect(self, page: Page) -> float:
        """Say how sure it is, 0 to 1, that the page is of this platform."""

    def columns(self, page: Page) -> tuple[Lead, ...]:
        """Give the columns the page's menus lead to."""

    def listing(self, page: Page) -> Listing:
        """Read a listing page; raises NotAListingError."""

    def document(self, page: Page) -> Document:
        """Read a document's page."""


@cache
def adapters() -> Mapping[str, Adapter]:
    """Give every adapter by its name, in the order of the names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return MappingProxyType({name: cast(Adapter, module) for name, module in found.items()})


def told(page: Page) -> str:
    """Give the platform that a page tells by itself; empty when none is sure, or two are."""
    scores = sorted(((a.detect(page), key) for key, a in adapters().items()), reverse=True)
    surest, second = (*scores, (0.0, ""))[:2]
    sure = surest[0] >= SURE and surest[0] - second[0] >= LEAD - 1e-9
    return surest[1] if sure else ""

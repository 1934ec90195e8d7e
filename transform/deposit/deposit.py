"""The way from a release to a record.

    find the draft of this version, or make one → describe it → send what is not there yet →
    compare every checksum → (a person says yes) → publish

It can be broken off at any point and run again. A draft is known from the book, or else found
among the account's records by title and version; a file that lies there with the same size and MD5
is not sent again. A version that is published is refused, whoever published it. The draft of a
later version belongs to the record of the version before (one concept, one DOI for all).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from transform.deposit.book import Book, Deposit
from transform.deposit.errors import AlreadyDepositedError, TryAgainError
from transform.deposit.package import Item
from transform.deposit.zenodo import Record, There, Zenodo
from transform.words import Say

_SENDINGS = 3
"""Of one file, when it arrives otherwise than it was sent, or the server breaks off."""


@dataclass(frozen=True, slots=True)
class Package:
    """What is deposited."""

    version: str
    metadata: dict[str, Any]
    items: tuple[Item, ...]


def draft(
    package: Package, zenodo: Zenodo, book: Book, say: Say, *, continues: str | None = None
) -> tuple[Record, Deposit]:
    """Make, or finish, the draft of a version; give it and its entry in the book.

    `continues` is a published record whose next version this is, where neither the book nor the
    titles of the account's records tell.
    """
    found = _known(package, zenodo, book, say)
    if found is None:
        say("looking through the account's records")
        alike = _alike(package, zenodo)
        found = _found(package, zenodo, book, alike) or _made(
            package, zenodo, say, continues or _before(package, zenodo, book, alike)
        )
    book.enter(_entry(package.version, zenodo, found, "draft", {}))
    say(f"describing the draft {found.id}")
    zenodo.describe(found, package.metadata)
    _fill(package.items, zenodo, found, say)
    zenodo.describe(found, package.metadata, tuple(item.name for item in package.items))
    entry = _entry(package.version, zenodo, found, "draft", _compared(package, zenodo, found))
    book.enter(entry)
    return found, entry


def publish(package: Package, zenodo: Zenodo, book: Book, say: Say, found: Record) -> Deposit:
    """Publish a finished draft; give its entry. Whether a person said yes is the caller's part."""
    say(f"publishing {found.id}")
    record = zenodo.published(found.id) or _published(package, zenodo, found)
    md5 = _compared(package, zenodo, record)
    entry = _entry(package.version, zenodo, record, "published", md5)
    book.enter(entry)
    return entry


def _published(package: Package, zenodo: Zenodo, found: Record) -> Record:
    """Publish a draft that still has our files, and no others."""
    _compared(package, zenodo, found)
    try:
        return zenodo.publish(found)
    except TryAgainError:
        # The answer was lost; the work may have been done.
        if record := zenodo.published(found.id):
            return record
        raise


def _known(package: Package, zenodo: Zenodo, book: Book, say: Say) -> Record | None:
    """Give the draft of this version that the book knows; refuse where it is published."""
    known = book.of(zenodo.server, package.version)
    if known is None:
        return None
    if known.state == "published":
        raise AlreadyDepositedError(
            f"{package.version} is published already: {known.doi or known.address}; "
            "a correction is a new release"
        )
    say(f"looking for the draft {known.record}")
    if record := zenodo.published(known.record):
        _refuse_published(package, zenodo, book, record)
    return zenodo.draft(known.record)


def _found(package: Package, zenodo: Zenodo, book: Book, alike: list[Record]) -> Record | None:
    """Give the draft of this version that the account has; refuse where it is published."""
    mine = [record for record in alike if record.version == package.version]
    for record in mine:
        if record.published:
            _refuse_published(package, zenodo, book, record)
    return mine[0] if mine else None


def _refuse_published(package: Package, zenodo: Zenodo, book: Book, record: Record) -> None:
    """Enter what was published in other ways, on the site for instance, and refuse."""
    md5 = {there.name: there.md5 for there in zenodo.files(record).values()}
    book.enter(_entry(package.version, zenodo, record, "published", md5))
    ours = {item.name: item.md5 for item in package.items}
    same = "with these files" if md5 == ours else "with OTHER files than this release has"
    raise AlreadyDepositedError(
        f"{package.version} is published already, {same}: {record.doi or zenodo.address(record)}; "
        "it has been entered in deposits.json"
    )


def _before(package: Package, zenodo: Zenodo, book: Book, alike: list[Record]) -> str | None:
    """Give the record that a new version continues: the last of the book, or of the account.

    Refuse a version older than that: readers who follow the DOI of the dataset would be led back.
    """
    if last := book.last(zenodo.server):
        version, record = last.version, last.record
    elif published := [record for record in alike if record.published]:
        latest = max(published, key=lambda each: each.index)
        version, record = latest.version, latest.id
    else:
        return None
    if _order(version) > _order(package.version):
        raise AlreadyDepositedError(
            f"{version} is published already, and {package.version} is older; "
            "an older release cannot follow a newer one"
        )
    return record


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _made(package: Package, zenodo: Zenodo, say: Say, before: str | None) -> Record:
    """Make a draft: of the next version of what was published before, or of a new record."""
    if before is None:
        say("making the draft of a new record")
        return zenodo.create(package.metadata)
    say(f"making the draft of the next version of {before}")
    made = zenodo.next_version(before)
    if made.version not in {"", package.version} and not _inherited(made, zenodo, before):
        raise AlreadyDepositedError(
            f"{zenodo.address(made)} is a draft of {made.version}, and a record has one at a time; "
            "publish or discard it there, then run the command again"
        )
    return made


def _inherited(made: Record, zenodo: Zenodo, before: str) -> bool:
    """Tell whether a draft has its version from the record before: then it is nobody's yet."""
    record = zenodo.published(before)
    return record is not None and record.version == made.version


def _alike(package: Package, zenodo: Zenodo) -> list[Record]:
    """Give the account's records whose title is this one's, but for the version in it."""
    title = _without_version(package.metadata["title"], package.version)
    return [
        record
        for record in zenodo.mine(title)
        if _without_version(record.title, record.version) == title
    ]


def _without_version(title: str, version: str) -> str:
    return " ".join((title.replace(version, "") if version else title).split())


def _fill(items: tuple[Item, ...], zenodo: Zenodo, draft: Record, say: Say) -> None:
    """Bring a draft's files to be the items, sending only what is not there."""
    wanted = {item.name: item for item in items}
    kept = set()
    for name, there in zenodo.files(draft).items():
        if name in wanted and there.is_(wanted[name]):
            kept.add(name)
        else:
            say(f"taking out {name}: {'incomplete or other' if name in wanted else 'not ours'}")
            zenodo.remove(draft, name)
    for item in items:
        if item.name in kept:
            say(f"{item.name} is there")
        else:
            _send(item, zenodo, draft, say)


def _send(item: Item, zenodo: Zenodo, draft: Record, say: Say) -> None:
    """Send a file until it is there as it was sent."""
    for sending in range(1, _SENDINGS + 1):
        say(f"sending {item.name}, {item.size:,} bytes")
        try:
            arrived: There | None = zenodo.send(draft, item)
        except TryAgainError:
            if sending == _SENDINGS:
                raise
            arrived = zenodo.files(draft).get(item.name)
        if arrived and arrived.is_(item):
            return
        # Announced, half sent or damaged: a file is sent whole, or anew.
        if arrived:
            say(f"{item.name} arrived as md5:{arrived.md5}, {arrived.size:,} bytes")
            zenodo.remove(draft, item.name)
    raise TryAgainError(
        f"{item.name} arrives otherwise than it was sent (md5:{item.md5}, {item.size:,} bytes), "
        f"{_SENDINGS} times; the draft is not complete, run the command again later"
    )


def _compared(package: Package, zenodo: Zenodo, record: Record) -> dict[str, str]:
    """Compare the server's files with ours, all of them; give their MD5."""
    there = zenodo.files(record)
    for item in package.items:
        if item.name not in there or not there[item.name].is_(item):
            raise TryAgainError(f"{zenodo.address(record)}: {item.name} is not as it was sent")
    if others := sorted(there.keys() - {item.name for item in package.items}):
        raise TryAgainError(f"{zenodo.address(record)}: has files that are not ours: {others}")
    return {item.name: item.md5 for item in package.items}


def _entry(
    version: str,
    zenodo: Zenodo,
    record: Record,
    state: Literal["draft", "published"],
    md5: dict[str, str],
) -> Deposit:
    return Deposit(
        version=version,
        server=zenodo.server,
        state=state,
        record=record.id,
        concept=record.concept,
        doi=record.doi,
        concept_doi=record.concept_doi,
        address=zenodo.address(record),
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        md5=md5,
    )

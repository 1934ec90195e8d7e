"""DATA/releases/deposits.json: what was deposited where.

It lies beside the releases, not in them, since a release is sealed before it has a DOI. It is
replaced by rename, after every step that a later run has to know of: a draft was made, its files
are there, it was published. One entry a version and server.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from transform.deposit.errors import ReleaseRefusedError


@dataclass(frozen=True, slots=True)
class Deposit:
    """A release on a server. This is the form of an entry, for whoever reads the file."""

    version: str
    server: str
    state: Literal["draft", "published"]
    record: str
    """Identifier of this version's record."""
    concept: str
    """Identifier that all versions have in common."""
    doi: str
    """Of this version; empty while it is a draft."""
    concept_doi: str
    """Of the dataset, whichever version."""
    address: str
    """Where a person can look at it."""
    at: str
    """UTC, when it came to this state."""
    md5: dict[str, str]
    """Of every file the server holds, as compared with ours; empty until they are all there."""


class Book:
    """The file, read once and replaced at every change; left as it is when it is not to write."""

    def __init__(self, path: Path, *, writes: bool = True) -> None:
        self._path = path
        self._writes = writes
        self.deposits = _read(path)

    def of(self, server: str, version: str) -> Deposit | None:
        """Give what is known of a version on a server."""
        return next((each for each in self.on(server) if each.version == version), None)

    def last(self, server: str) -> Deposit | None:
        """Give what was published last on a server: a new version continues it."""
        published = [each for each in self.on(server) if each.state == "published"]
        return max(published, key=lambda each: each.at, default=None)

    def on(self, server: str) -> list[Deposit]:
        """Give everything known of a server."""
        return [each for each in self.deposits if each.server == server]

    def enter(self, deposit: Deposit) -> None:
        """Write an entry, in place of the one of that version and server."""
        key = deposit.version, deposit.server
        others = [each for each in self.deposits if (each.version, each.server) != key]
        self.deposits = [*others, deposit]
        if not self._writes:
            return
        text = json.dumps(
            {"deposits": [asdict(each) for each in self.deposits]}, ensure_ascii=False, indent=2
        )
        part = self._path.with_name(f".{self._path.name}.part")
        with part.open("w", encoding="utf-8") as out:
            out.write(text + "\n")
            out.flush()
            os.fsync(out.fileno())
        part.replace(self._path)


def _read(path: Path) -> list[Deposit]:
    try:
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return [Deposit(**each) for each in read["deposits"]]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError, KeyError) as problem:
        raise ReleaseRefusedError(
            f"{path}: is not what `publish` wrote ({problem}); move it away, "
            "the account's records are then looked through instead"
        ) from None

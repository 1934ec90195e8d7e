"""The part of Zenodo's API that a deposit needs: records and their drafts, as InvenioRDM has them.

Zenodo still answers at `/api/deposit/depositions`, its API from before it was moved to InvenioRDM
in 2023; but there a new version of a record that has files is refused ("Please remove all files
first") and the deletion of an inherited file fails with 500. `/api/records` is what the site itself
uses, starts a new version without files, and takes a file of any size as a stream.

    GET  /api/user/records                            what the account has
    POST /api/records                                 a draft of a new record
    POST /api/records/{id}/versions                   a draft of its next version, or the one it has
    GET, PUT /api/records/{id}/draft                  its metadata
    GET, POST /api/records/{id}/draft/files           its files; announce one
    PUT  /api/records/{id}/draft/files/{name}/content, POST …/commit, DELETE …/{name}
    POST /api/records/{id}/draft/actions/publish
    GET  /api/records/{id}, /api/records/{id}/files   what was published

Paths are made here from identifiers; no address of an answer is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from transform.deposit.errors import ServerRefusedError, ServerUnavailableError
from transform.deposit.package import Item
from transform.deposit.wire import NotThereError, Wire, problems

_STRANGE = "gives an answer that no Zenodo gives; look at --server"
_PAGE = 25
_MOST_PAGES = 20
IDENTIFIER = re.compile(r"[0-9a-z-]+")
"""Of a record."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record or its draft."""

    id: str
    concept: str
    """What all versions of it have in common."""
    published: bool
    title: str
    version: str
    """Empty where none is set: a draft of a next version before its metadata."""
    doi: str
    """Of this version; empty before it is published."""
    concept_doi: str
    index: int
    """Of its versions, from 1."""
    pids: dict[str, Any]
    """As the server has them: a person may have reserved a DOI on the site."""


@dataclass(frozen=True, slots=True)
class There:
    """A file as the server has it."""

    name: str
    complete: bool
    size: int
    md5: str

    def is_(self, item: Item) -> bool:
        """Tell whether it is whole and has the bytes of an item."""
        return self.complete and (self.size, self.md5) == (item.size, item.md5)


class Zenodo:
    """One account on one server."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.server = wire.server

    def mine(self, title: str) -> Iterator[Record]:
        """Give the account's records and drafts that the server finds by a title, every version."""
        words = " ".join(re.findall(r"\w+", title))
        for page in range(1, _MOST_PAGES + 1):
            query = {
                "q": f'metadata.title:"{words}"',
                "size": _PAGE, "page": page, "sort": "newest", "allversions": "true",
            }  # fmt: skip
            answer = self._ask("GET", f"/api/user/records?{urlencode(query)}")
            with self._understood():
                hits = [_record(hit) for hit in answer["hits"]["hits"]]
            yield from hits
            if len(hits) < _PAGE:
                return

    def create(self, metadata: dict[str, Any]) -> Record:
        """Make the draft of a new record."""
        return self._record(self._ask("POST", "/api/records", json=_body(metadata), once=True))

    def next_version(self, record: str) -> Record:
        """Make the draft of a record's next version, or give the one it has."""
        return self._record(self._ask("POST", f"/api/records/{record}/versions"))

    def draft(self, record: str) -> Record | None:
        """Give a draft, None where there is none."""
        try:
            return self._record(self._ask("GET", f"/api/records/{record}/draft"))
        except NotThereError:
            return None

    def published(self, record: str) -> Record | None:
        """Give a published record, None where there is none."""
        try:
            return self._record(self._ask("GET", f"/api/records/{record}"))
        except NotThereError:
            return None

    def describe(
        self, draft: Record, metadata: dict[str, Any], files: tuple[str, ...] = ()
    ) -> None:
        """Set a draft's metadata, and the order of its files; refuse what the server does not like.

        Of the files, which must be there, the first that is a page of text is shown on the site.
        """
        body = _body(metadata)
        if draft.pids:
            body["pids"] = draft.pids
        if files:
            shown = next((name for name in files if name.endswith(".md")), files[0])
            body["files"] |= {"default_preview": shown, "order": list(files)}
        answer = self._ask("PUT", f"/api/records/{draft.id}/draft", json=body)
        # A draft is saved with its faults; only publishing would refuse it for them.
        if found := problems(answer):
            raise ServerRefusedError(f"{self.server}: the draft {draft.id} is refused: {found}")

    def files(self, record: Record) -> dict[str, There]:
        """Give the files of a draft, or of a published record, by name."""
        draft = "" if record.published else "/draft"
        answer = self._ask("GET", f"/api/records/{record.id}{draft}/files")
        with self._understood():
            return {there.name: there for there in map(_there, answer["entries"])}

    def send(self, draft: Record, item: Item) -> There:
        """Announce a file, send its bytes, complete it; give it as the server has it.

        Where a step breaks off, the file is to be removed and sent anew: each step works once.
        """
        files = f"/api/records/{draft.id}/draft/files"
        self._ask("POST", files, json=[{"key": item.name}], once=True)
        self._ask("PUT", f"{files}/{quote(item.name)}/content", body=item.path, once=True)
        answer = self._ask("POST", f"{files}/{quote(item.name)}/commit", once=True)
        with self._understood():
            return _there(answer)

    def remove(self, draft: Record, name: str) -> None:
        """Take a file out of a draft."""
        with suppress(NotThereError):  # tried again after an answer that was lost
            self._ask("DELETE", f"/api/records/{draft.id}/draft/files/{quote(name)}")

    def publish(self, draft: Record) -> Record:
        """Publish a draft, for good."""
        return self._record(
            self._ask("POST", f"/api/records/{draft.id}/draft/actions/publish", once=True)
        )

    def address(self, record: Record) -> str:
        """Give where a person can look at a record or a draft."""
        return f"{self.server}/{'records' if record.published else 'uploads'}/{record.id}"

    def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self._wire.ask(method, path, **more)
        if not isinstance(answer, dict) and method != "DELETE":
            raise ServerUnavailableError(f"{self.server}: {method} {path}: {_STRANGE}")
        return answer

    def _record(self, read: dict[str, Any]) -> Record:
        with self._understood():
            return _record(read)

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Refuse an answer that lacks what every Zenodo gives."""
        try:
            yield
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise ServerUnavailableError(f"{self.server}: {_STRANGE} ({problem})") from None


def _record(read: dict[str, Any]) -> Record:
    parent, metadata = read.get("parent") or {}, read.get("metadata") or {}
    identifier = str(read["id"])
    if not IDENTIFIER.fullmatch(identifier.strip("{}")):
        raise ValueError(f"{identifier!r} is no identifier of a record")
    return Record(
        id=identifier,
        concept=str(parent.get("id", "")),
        published=bool(read.get("is_published")),
        title=str(metadata.get("title", "")),
        version=str(metadata.get("version") or ""),
        doi=_doi(read),
        concept_doi=_doi(parent),
        index=int((read.get("versions") or {}).get("index", 0)),
        pids=read.get("pids") or {},
    )


def _body(metadata: dict[str, Any]) -> dict[str, Any]:
    """Give a draft as it is sent. Without `files` the server takes it for one that has none."""
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": metadata,
    }


def _doi(read: dict[str, Any]) -> str:
    return str(((read.get("pids") or {}).get("doi") or {}).get("identifier", ""))


def _there(entry: dict[str, Any]) -> There:
    return There(
        str(entry.get("key", "")),
        entry.get("status") == "completed",
        int(entry.get("size") or 0),
        str(entry.get("checksum") or "").removeprefix("md5:"),
    )

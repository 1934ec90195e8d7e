"""An account on a Zenodo: its drafts, its records, and the rules of both.

Each method is what one recorded exchange does; it gives the values of that answer, or refuses with
the name of a recorded error.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from tests.zenodo.recorded import part

FIELDS = set(
    "title description publisher publication_date resource_type creators contributors rights"
    " version languages subjects related_identifiers references dates"
    " additional_descriptions".split()
)
RIGHTS = {"cc-by-4.0", "cc0-1.0", "mit"}
TYPES = {"dataset", "software", "other"}
RELATIONS = {"issupplementto", "isderivedfrom", "iscompiledby", "isdocumentedby", "references"}
MOST_FILES = 100
_DRAFT = ("draft", "new_version_draft")


class RefusedError(Exception):
    def __init__(self, error: str, /, **values: Any) -> None:
        super().__init__(error)
        self.error, self.values = error, values


@dataclass
class File:
    content: bytes = b""
    complete: bool = False

    @property
    def md5(self) -> str:
        return hashlib.md5(self.content).hexdigest()


@dataclass
class Record:
    id: str
    concept: str
    index: int
    metadata: dict[str, Any]
    published: bool = False
    pids: dict[str, Any] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    preview: str = ""


class Account:
    """Drafts and records by id, in the order they were made."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.records: dict[str, Record] = {}
        self.inherits_version = False
        """Whether the draft of a next version starts with the version before; both are met."""
        self._next = 1000

    # What the exchanges do

    def search(self, *, query: dict[str, str], **_: Any) -> dict[str, Any]:
        words = re.findall(r'metadata\.title:"(.*)"', query["q"])[0].lower()
        found = [
            record
            for record in reversed(self.records.values())
            if words in " ".join(re.findall(r"\w+", record.metadata.get("title", ""))).lower()
        ]
        size, page = int(query["size"]), int(query["page"])
        shown = found[size * (page - 1) : size * page]
        return {"hits": [part("record", self._values(each)) for each in shown], "total": len(found)}

    def create(self, *, json: Any, **_: Any) -> dict[str, Any]:
        concept, identifier = self._number(), self._number()
        record = Record(identifier, concept, 1, json["metadata"])
        record.errors = faults_of(json["metadata"])
        self.records[identifier] = record
        return self._values(record)

    def next_version(self, *, number: str, **_: Any) -> dict[str, Any]:
        of = self._published(number)
        versions = [each for each in self.records.values() if each.concept == of.concept]
        for record in versions:
            if not record.published:
                return self._values(record)
        latest = max(versions, key=lambda each: each.index)
        kept = {
            key: value
            for key, value in latest.metadata.items()
            if key != "publication_date" and (key != "version" or self.inherits_version)
        }
        identifier = self._number()
        self.records[identifier] = Record(identifier, of.concept, latest.index + 1, kept)
        return self._values(self.records[identifier])

    def read_draft(self, *, number: str, **_: Any) -> dict[str, Any]:
        return self._values(self._draft(number))

    def update(self, *, number: str, json: Any, **_: Any) -> dict[str, Any]:
        record = self._draft(number)
        if not json.get("files", {}).get("enabled") and record.files:
            raise RefusedError(
                "invalid", errors=_error("files.enabled", "Please remove all files first.")
            )
        record.metadata, record.pids = json["metadata"], json.get("pids", {})
        record.errors = faults_of(record.metadata)
        record.preview = json["files"].get("default_preview", "")
        if record.preview and record.preview not in record.files:
            raise RefusedError("invalid", errors=_error("files.default_preview", "No such file."))
        return self._values(record)

    def list_draft_files(self, *, number: str, **_: Any) -> dict[str, Any]:
        return self._files(self._draft(number))

    def start_file(self, *, number: str, json: Any, **_: Any) -> dict[str, Any]:
        record = self._draft(number)
        for each in json:
            if each["key"] in record.files:
                raise RefusedError("exists", name=each["key"])
            record.files[each["key"]] = File()
        return self._files(record)

    def send_file(self, *, number: str, name: str, body: bytes, **_: Any) -> dict[str, Any]:
        file = self._file(number, name)
        if file.complete:
            raise RefusedError("forbidden")
        file.content = body
        return self._entry(number, name, file)

    def complete_file(self, *, number: str, name: str, **_: Any) -> dict[str, Any]:
        file = self._file(number, name)
        file.complete = True
        return self._entry(number, name, file)

    def delete_file(self, *, number: str, name: str, **_: Any) -> dict[str, Any]:
        self._file(number, name)
        del self._draft(number).files[name]
        return {}

    def publish(self, *, number: str, **_: Any) -> dict[str, Any]:
        record = self._draft(number)
        errors = faults_of(record.metadata)
        if not record.files:
            errors += _error("files.enabled", "Missing uploaded files.")
        if len(record.files) > MOST_FILES:
            errors += _error("files", f"A record has at most {MOST_FILES} files.")
        errors += [
            each
            for name, file in record.files.items()
            if not file.complete
            for each in _error(f"files.{name}", "The upload is not complete.")
        ]
        if errors:
            raise RefusedError("invalid", errors=errors)
        record.published = True
        record.pids = {"doi": _doi(record.id)}
        return self._values(record)

    def read_record(self, *, number: str, **_: Any) -> dict[str, Any]:
        return self._values(self._published(number))

    def list_record_files(self, *, number: str, **_: Any) -> dict[str, Any]:
        return self._files(self._published(number))

    # What stands in the answers

    def _values(self, record: Record) -> dict[str, Any]:
        parents = [each for each in self.records.values() if each.concept == record.concept]
        return {
            "id": record.id,
            "concept": record.concept,
            "concept_pids": {"doi": _doi(record.concept)}
            if any(each.published for each in parents)
            else {},
            "pids": record.pids,
            "index": record.index,
            "metadata": record.metadata,
            "is_published": record.published,
            "is_draft": not record.published,
            "status": "published" if record.published else _DRAFT[record.index > 1],
            "errors": record.errors or Ellipsis,
            "server": self.server,
            "now": "2026-11-22T08:00:00+00:00",
        }

    def _files(self, record: Record) -> dict[str, Any]:
        entries = [
            part("file", self._entry(record.id, name, file))
            for name, file in sorted(record.files.items())
        ]
        return {"entries": entries, "id": record.id, "server": self.server}

    def _entry(self, number: str, name: str, file: File) -> dict[str, Any]:
        return {
            "id": number,
            "name": name,
            "status": "completed" if file.complete else "pending",
            "checksum": f"md5:{file.md5}" if file.complete else Ellipsis,
            "size": len(file.content) if file.complete else Ellipsis,
            "server": self.server,
            "now": "2026-11-22T08:00:00+00:00",
        }

    def _draft(self, number: str) -> Record:
        record = self.records.get(number)
        if record is None or record.published:
            raise RefusedError("absent")
        return record

    def _published(self, number: str) -> Record:
        record = self.records.get(number)
        if record is None or not record.published:
            raise RefusedError("absent")
        return record

    def _file(self, number: str, name: str) -> File:
        file = self._draft(number).files.get(name)
        if file is None:
            raise RefusedError("unknown-file", id=number, name=name)
        return file

    def _number(self) -> str:
        self._next += 1
        return str(self._next)


def _doi(number: str) -> dict[str, str]:
    return {"identifier": f"10.5281/zenodo.{number}", "provider": "datacite"}


def _error(name: str, message: str) -> list[dict[str, Any]]:
    return [{"field": name, "messages": [message]}]


def faults_of(metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """What the server finds wrong with the metadata of a draft."""
    missing = "Missing data for required field."
    found = []
    for name in ("title", "publication_date", "resource_type", "creators"):
        if not metadata.get(name):
            found += _error(f"metadata.{name}", missing)
    for name in metadata.keys() - FIELDS:
        found += _error(f"metadata.{name}", "Unknown field.")
    if metadata.get("resource_type", {}).get("id") not in TYPES:
        found += _error("metadata.resource_type", "Invalid value.")
    for index, creator in enumerate(metadata.get("creators", [])):
        who = creator.get("person_or_org", {})
        name = "family_name" if who.get("type") == "personal" else "name"
        if not who.get(name):
            found += _error(f"metadata.creators.{index}.person_or_org.{name}", missing)
    for index, rights in enumerate(metadata.get("rights", [])):
        if rights.get("id") not in RIGHTS:
            found += _error(f"metadata.rights.{index}", f"Invalid value {rights.get('id')}.")
    for index, related in enumerate(metadata.get("related_identifiers", [])):
        if related.get("scheme") not in {"url", "doi"}:
            found += _error(f"metadata.related_identifiers.{index}.scheme", "Invalid scheme.")
        if related.get("relation_type", {}).get("id") not in RELATIONS:
            found += _error(f"metadata.related_identifiers.{index}.relation_type", "Invalid value.")
    return found

"""The archive: WARC 1.1, a gzip member a record, that alone tells every run from begin to end.

A run's files are `RAW/warc/<run>-0001.warc.gz`, `-0002` and so on (`writer` says when a new
one is begun); runs of older versions have one, `<run>.warc.gz`. In the order things happened:

- `warcinfo`, first in each file: the software, the user agent, the settings, what is not as on the
  wire;
- `metadata` `urn:gongkai:plan`: what the run is to do, as JSON;
- for every answer, robots.txt included, a `response` as received (still compressed; chunking
  undone, case of header names normalised, reason phrase lost), and the `request` that it answers;
- in place of a `response` a `revisit`, where the payload lies in the archive already (profile
  identical-payload-digest) or the portal said that nothing has changed (304, profile
  server-not-modified). It has the answer's own status and headers; `WARC-Refers-To-Target-URI` and
  `-Date` name the record with the payload, and `Gongkai-Refers-To: <file>:<offset>` leads there,
  never to another revisit;
- for every attempt without an answer, and every request that was refused before it was sent, a
  `metadata` record with outcome, kind and evidence as JSON;
- `metadata` `urn:gongkai:end`, unless the run was killed.

`Gongkai-Exchange: <ask>/<attempt>/<hop>` in the record's header names the exchange; hop counts
redirects. `WARC-Date` is the time the ledger uses, in microseconds. What was sent says when, and
to which address: `Gongkai-Began`, `Gongkai-Ended` and `WARC-IP-Address` of an answer, `wire` in the
JSON of a failure. Politeness is recomputed from these (`crawler/audit.py`).

This module reads. The last file of a run may end in a record that was cut off by a kill, and is
read up to there; a damaged record anywhere else raises ArchiveError.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.errors import ArchiveError
from crawler.pages.decoding import decompress

EXCHANGE = "Gongkai-Exchange"
REFERS_TO = "Gongkai-Refers-To"
PLAN = "urn:gongkai:plan"
END = "urn:gongkai:end"
BEGAN, ENDED, TLS = "Gongkai-Began", "Gongkai-Ended", "Gongkai-TLS"
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
SAME_PAYLOAD = PROFILE + "identical-payload-digest"
NOT_MODIFIED = PROFILE + "server-not-modified"

_SUFFIX = ".warc.gz"
_CHUNK = 1 << 16

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies, and the time it bears."""

    warc_file: str
    warc_offset: int
    time: str


@dataclass(frozen=True, slots=True)
class Payload:
    """A body that lies in the archive, as received, with the address that gave it."""

    digest: str
    """`sha256:` and base 32, as in `WARC-Payload-Digest`."""
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class Wire:
    """How an exchange went over the wire. Times are UTC as `now` gives them."""

    began: str
    """When the request was handed to its connection."""
    ended: str
    """When the answer, or the failure, was whole."""
    address: str = ""
    """The IP address that answered; empty when nothing did."""
    verified: bool = True
    """False when the server's certificate was not checked."""

    @property
    def seconds(self) -> float:
        """Give how long it took."""
        return (
            datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.began)
        ).total_seconds()


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read: an answer has a status, a `metadata` record has none."""

    kind: str
    """`warcinfo`, `response`, `revisit`, `request` or `metadata`."""
    place: Place
    url: str
    exchange: str
    status: int | None
    headers: Headers
    body: bytes
    """Of a `response` as received, of a `metadata` record its JSON; a `revisit` has none."""
    cut: bool
    """The connection ended before the body did."""
    wire: Wire | None = None
    """None when nothing was sent."""
    digest: str = ""
    """Of the payload; of a `revisit`, the digest of what it refers to."""
    profile: str = ""
    """Of a `revisit`: `SAME_PAYLOAD` or `NOT_MODIFIED`."""
    refers_to: tuple[str, int] | None = None
    """Of a `revisit`: file and offset of the payload."""

    def header(self, name: str) -> str:
        """Give an HTTP header's value; empty when it is absent."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def facts(self) -> dict[str, Any]:
        """Give the JSON of a `metadata` record."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts

    @property
    def payload(self) -> Payload | None:
        """Give the payload that a later answer can refer to; None when there is none whole."""
        whole = self.kind == "response" and self.body and self.digest and not self.cut
        return Payload(self.digest, self.url, self.place) if whole else None


def now() -> str:
    """Give the time as the ledger and WARC-Date write it: UTC, microseconds, Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# -- runs and their files


def runs(raw: Path) -> list[str]:
    """Give every run that has a file, in order."""
    found = (raw / "warc").glob("*" + _SUFFIX)
    return sorted({path.name.removesuffix(_SUFFIX).partition("-")[0] for path in found})


def files(raw: Path, run: str) -> list[str]:
    """Give the names of a run's files in the order they were written; none when it has none."""
    folder = raw / "warc"
    old = [run + _SUFFIX] if (folder / (run + _SUFFIX)).exists() else []
    return old + sorted(path.name for path in folder.glob(f"{run}-*{_SUFFIX}"))


def file_name(run: str, number: int) -> str:
    """Name a run's file, counting from 1."""
    return f"{run}-{number:04}{_SUFFIX}"


def history(raw: Path, run: str) -> Iterator[Record]:
    """Give every record of a run in order; raises ArchiveError when one is damaged or none is."""
    names = files(raw, run)
    if not names:
        raise ArchiveError(f"{raw / 'warc' / file_name(run, 1)}: No such file; restore the archive")
    for name in names:
        yield from records(raw, name, may_be_cut=name == names[-1])


# -- records


def records(raw: Path, warc_file: str, *, may_be_cut: bool = True) -> Iterator[Record]:
    """Give the records of a file in their order; one that is cut off at the end is left out.

    Raises ArchiveError for a file that is missing, damaged before its end, or cut where it may not
    be.
    """
    for offset, member in _members(raw, warc_file, 0):
        if member is None:
            if may_be_cut:
                return  # the tail of a killed run
            raise _damaged(warc_file, offset, "it is cut short")
        yield _parse(member, warc_file, offset)


def read_record(raw: Path, warc_file: str, warc_offset: int) -> Record:
    """Give the record at an offset; raises ArchiveError when it is missing or damaged."""
    member = next(_members(raw, warc_file, warc_offset), (0, None))[1]
    if member is None:
        raise _damaged(warc_file, warc_offset, "it is cut short")
    return _parse(member, warc_file, warc_offset)


def original(raw: Path, record: Record) -> Record:
    """Give the record that holds the payload: what a `revisit` refers to, else the record itself.

    Raises ArchiveError when it is missing, damaged, or holds another payload than it should.
    """
    if record.refers_to is None:
        return record
    found = read_record(raw, *record.refers_to)
    if found.kind != "response" or (record.digest and record.digest != found.digest):
        where = record.place
        reason = f"{':'.join(map(str, record.refers_to))} does not hold what it refers to"
        raise _damaged(where.warc_file, where.warc_offset, reason)
    return found


def answer(raw: Path, record: Record) -> Record:
    """Give an answer with the body that was received, wherever it lies; 304 had none."""
    if record.profile != SAME_PAYLOAD:
        return record
    return replace(record, body=original(raw, record).body)


def read_body(raw: Path, warc_file: str, warc_offset: int) -> bytes:
    """Give the body of an archived answer after Content-Encoding: what the ledger's SHA-256 is of.

    Of a `revisit` that is the body it refers to. `raw` is `DATA/raw`. Raises ArchiveError when the
    record is missing, damaged or no answer, and decoding.DamagedBodyError when the portal sent a
    body that its Content-Encoding does not fit.
    """
    record = read_record(raw, warc_file, warc_offset)
    if record.kind not in {"response", "revisit"}:
        raise _damaged(warc_file, warc_offset, f"it is a {record.kind} record, not an answer")
    found = original(raw, record)
    # A 304 says nothing of the encoding, so the encoding is that of the body it confirms.
    encoded = found if record.profile == NOT_MODIFIED else record
    return decompress(found.body, encoded.header("content-encoding"))


def _members(raw: Path, warc_file: str, offset: int) -> Iterator[tuple[int, bytes | None]]:
    """Give the gzip members from an offset on, each with its own; None for one that is cut."""
    path = raw / "warc" / warc_file
    try:
        with path.open("rb") as file:
            file.seek(offset)
            rest = b""
            while rest or (rest := file.read(_CHUNK)):
                inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
                parts: list[bytes] = []
                length = 0
                while rest and not inflater.eof:
                    parts.append(inflater.decompress(rest))
                    length += len(rest)
                    rest = inflater.unused_data or (b"" if inflater.eof else file.read(_CHUNK))
                if not inflater.eof:
                    yield offset, None
                    return
                yield offset, b"".join(parts)
                offset += length - len(inflater.unused_data)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; restore the archive") from error
    except zlib.error as error:
        raise _damaged(warc_file, offset, str(error)) from error


def _parse(member: bytes, warc_file: str, offset: int) -> Record:
    try:
        for record in ArchiveIterator(io.BytesIO(member), check_digests="raise"):
            head, http = record.rec_headers, record.http_headers
            body: bytes = record.raw_stream.read()
            answered = record.rec_type in {"response", "revisit"}
            file, _, place = (head.get_header(REFERS_TO) or "").rpartition(":")
            return Record(
                kind=record.rec_type,
                place=Place(warc_file, offset, head.get_header("WARC-Date") or ""),
                url=head.get_header("WARC-Target-URI") or "",
                exchange=head.get_header(EXCHANGE) or "",
                status=int(http.get_statuscode()) if answered else None,
                headers=tuple(http.headers) if http else (),
                body=body,
                cut=head.get_header("WARC-Truncated") == "disconnect",
                wire=_wire(record.rec_type, head, body),
                digest=head.get_header("WARC-Payload-Digest") or "",
                profile=head.get_header("WARC-Profile") or "",
                refers_to=(file, int(place)) if file else None,
            )
    except Exception as error:  # warcio raises a dozen types for a broken record
        raise _damaged(warc_file, offset, str(error)) from error
    raise _damaged(warc_file, offset, "it is empty")


def _wire(kind: str, head: Any, body: bytes) -> Wire | None:
    if kind == "metadata":
        facts = json.loads(body).get("wire")
        return Wire(**facts) if facts else None
    began = head.get_header(BEGAN)
    if not began:
        return None
    address = head.get_header("WARC-IP-Address") or ""
    verified = head.get_header(TLS) != "unverified"
    return Wire(began, head.get_header(ENDED) or began, address, verified)


def _damaged(warc_file: str, offset: int, reason: str) -> ArchiveError:
    return ArchiveError(
        f"{warc_file}: the record at byte {offset} cannot be read: {reason}; restore the file"
    )

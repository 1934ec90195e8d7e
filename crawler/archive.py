"""The archive: one WARC 1.1 file a run, a gzip member a record, that alone tells the whole run.

Layout of `RAW/warc/<run>.warc.gz`, in the order things happened:

- `warcinfo`: the software, the user agent, what is not as on the wire;
- `metadata` `urn:gongkai:plan`: the columns and hosts of the run, as JSON;
- for every answer, robots.txt included, a `response` as received (still compressed; chunking
  undone, case of header names normalised, reason phrase lost), and the `request` that it answers;
- for every attempt without an answer, and every request that was refused before it was sent, a
  `metadata` record with outcome, kind and evidence as JSON;
- `metadata` `urn:gongkai:end`, unless the run was killed.

`Gongkai-Exchange: <ask>/<attempt>/<hop>` in the record's header names the exchange; hop counts
redirects. `WARC-Date` is the time the ledger uses, in microseconds. What was sent says when, and
to which address: `Gongkai-Began`, `Gongkai-Ended` and `WARC-IP-Address` of an answer, `wire` in the
JSON of a failure. Politeness is recomputed from these (`crawler/audit.py`).

`Writer.append` returns when the record is on the disk. A file whose last record was cut off by a
kill is read up to there; a damaged record anywhere else raises ArchiveError.
"""

from __future__ import annotations

import io
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.decoding import decompress
from crawler.errors import ArchiveError

EXCHANGE = "Gongkai-Exchange"
PLAN = "urn:gongkai:plan"
END = "urn:gongkai:end"
BEGAN, ENDED, TLS = "Gongkai-Began", "Gongkai-Ended", "Gongkai-TLS"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies, and the time it bears."""

    warc_file: str
    warc_offset: int
    time: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent."""

    url: str
    method: str
    headers: Headers
    body: bytes


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
class Got:
    """An answer as it was received; `cut` says that the connection ended before the body did."""

    status: int
    headers: Headers
    body: bytes
    cut: bool
    wire: Wire | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it was read: an answer has a status, a `metadata` record has none."""

    kind: str
    """`warcinfo`, `response`, `request` or `metadata`."""
    place: Place
    url: str
    exchange: str
    status: int | None
    headers: Headers
    body: bytes
    """Of an answer as received, of a `metadata` record its JSON."""
    cut: bool
    """The connection ended before the body did."""
    wire: Wire | None = None
    """None when nothing was sent."""

    def header(self, name: str) -> str:
        """Give an HTTP header's value; empty when it is absent."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def facts(self) -> dict[str, Any]:
        """Give the JSON of a `metadata` record."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts


def now() -> str:
    """Give the time as the ledger and WARC-Date write it: UTC, microseconds, Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class _Latin(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers that keep the bytes portals send, such as a file name in GBK."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        text: str = self.to_str(filter_func)
        return b"".join(_raw(char) for char in text) + b"\r\n"


def _raw(char: str) -> bytes:
    return char.encode("latin-1" if ord(char) < 256 else "utf-8")


class Writer:
    """Appends records to the file of one run."""

    def __init__(self, raw: Path, run: str) -> None:
        """Create `raw/warc/<run>.warc.gz`; raises FileExistsError rather than write into one."""
        self.name = f"{run}.warc.gz"
        folder = raw / "warc"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / self.name).open("xb")
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)  # the name, too, is to survive
        finally:
            os.close(handle)

    def info(self, facts: Mapping[str, str]) -> None:
        """Write the `warcinfo` record."""
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record(self.name, dict(facts)))
        self.append(buffer.getvalue())

    def facts(self, url: str, exchange: str, facts: Mapping[str, Any]) -> Place:
        """Write a `metadata` record with `facts` as JSON."""
        body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
        time = now()
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        head = {"WARC-Date": time, EXCHANGE: exchange}
        writer.write_record(
            writer.create_warc_record(
                url,
                "metadata",
                payload=io.BytesIO(body),
                length=len(body),
                warc_content_type="application/json",
                warc_headers_dict=head,
            )
        )
        return Place(self.name, self.append(buffer.getvalue()), time)

    def exchange(self, exchange: str, sent: Sent, got: Got) -> Place:
        """Write an answer and the request it answers."""
        time = now()
        buffer = io.BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        head = {"WARC-Date": time, EXCHANGE: exchange}
        phrase = HTTPStatus(got.status).phrase if got.status in set(HTTPStatus) else ""
        answer = writer.create_warc_record(
            sent.url,
            "response",
            payload=io.BytesIO(got.body),
            length=len(got.body),
            http_headers=_Latin(f"{got.status} {phrase}", list(got.headers), protocol="HTTP/1.1"),
            warc_headers_dict=head
            | ({"WARC-Truncated": "disconnect"} if got.cut else {})
            | _wire_headers(got.wire),
        )
        path = "/" + sent.url.partition("://")[2].partition("/")[2].partition("#")[0]
        line = f"{sent.method} {path} HTTP/1.1"
        ask = writer.create_warc_record(
            sent.url,
            "request",
            payload=io.BytesIO(sent.body),
            length=len(sent.body),
            http_headers=_Latin(line, list(sent.headers), is_http_request=True),
            warc_headers_dict={EXCHANGE: exchange},
        )
        writer.write_request_response_pair(ask, answer)
        return Place(self.name, self.append(buffer.getvalue()), time)

    def append(self, member: bytes) -> int:
        """Write bytes at the end, wait until they are on the disk, give their offset."""
        offset = self._file.tell()
        self._file.write(member)
        self._file.flush()
        os.fsync(self._file.fileno())
        return offset

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def records(raw: Path, warc_file: str) -> Iterator[Record]:
    """Give the records of a file in their order; a record cut off at the end is left out.

    Raises ArchiveError for a file that is missing, or damaged before its end.
    """
    data = _load(raw, warc_file)
    offset = 0
    while offset < len(data):
        try:
            member, end = _member(data, offset)
        except EOFError:
            return  # the tail of a killed run
        except zlib.error as error:
            raise _damaged(warc_file, offset, str(error)) from error
        yield _parse(member, warc_file, offset)
        offset = end


def read_record(raw: Path, warc_file: str, warc_offset: int) -> Record:
    """Give the record at an offset; raises ArchiveError when it is missing or damaged."""
    path = raw / "warc" / warc_file
    try:
        with path.open("rb") as file:
            file.seek(warc_offset)
            inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
            parts = []
            while not inflater.eof and (chunk := file.read(1 << 16)):
                parts.append(inflater.decompress(chunk))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; restore the archive") from error
    except zlib.error as error:
        raise _damaged(warc_file, warc_offset, str(error)) from error
    if not inflater.eof:
        raise _damaged(warc_file, warc_offset, "it is cut short")
    return _parse(b"".join(parts), warc_file, warc_offset)


def read_body(raw: Path, warc_file: str, warc_offset: int) -> bytes:
    """Give the body of an archived answer after Content-Encoding: what the ledger's SHA-256 is of.

    `raw` is `DATA/raw`. Raises ArchiveError when the record is missing, damaged or no answer, and
    decoding.DamagedBodyError when the portal sent a body that its Content-Encoding does not fit.
    """
    record = read_record(raw, warc_file, warc_offset)
    if record.kind != "response":
        raise _damaged(warc_file, warc_offset, f"it is a {record.kind} record, not an answer")
    return decompress(record.body, record.header("content-encoding"))


def _load(raw: Path, warc_file: str) -> memoryview:
    path = raw / "warc" / warc_file
    try:
        return memoryview(path.read_bytes())
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror}; restore the archive") from error


def _member(data: memoryview, offset: int) -> tuple[bytes, int]:
    """Give the gzip member at `offset` and where it ends; EOFError when the file ends first."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    position = offset
    while not inflater.eof:
        if position >= len(data):
            raise EOFError
        chunk = data[position : position + (1 << 16)]
        parts.append(inflater.decompress(chunk))
        position += len(chunk)
    return b"".join(parts), position - len(inflater.unused_data)


def _parse(member: bytes, warc_file: str, offset: int) -> Record:
    try:
        for record in ArchiveIterator(io.BytesIO(member), check_digests="raise"):
            head, http = record.rec_headers, record.http_headers
            body: bytes = record.raw_stream.read()
            status = int(http.get_statuscode()) if record.rec_type == "response" else None
            return Record(
                kind=record.rec_type,
                place=Place(warc_file, offset, head.get_header("WARC-Date") or ""),
                url=head.get_header("WARC-Target-URI") or "",
                exchange=head.get_header(EXCHANGE) or "",
                status=status,
                headers=tuple(http.headers) if http else (),
                body=body,
                cut=head.get_header("WARC-Truncated") == "disconnect",
                wire=_wire(record.rec_type, head, body),
            )
    except Exception as error:  # warcio raises a dozen types for a broken record
        raise _damaged(warc_file, offset, str(error)) from error
    raise _damaged(warc_file, offset, "it is empty")


def _wire_headers(wire: Wire | None) -> dict[str, str]:
    if wire is None:
        return {}
    head = {BEGAN: wire.began, ENDED: wire.ended}
    if wire.address:
        head["WARC-IP-Address"] = wire.address
    if not wire.verified:
        head[TLS] = "unverified"
    return head


def _wire(kind: str, head: StatusAndHeaders, body: bytes) -> Wire | None:
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

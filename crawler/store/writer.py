"""The archive's writer: appends records to the files of one run and sees them on to the disk.

A file is closed, and the next one begun, when it has reached `FILE_SIZE` or has been open for
`FILE_AGE`. An answer and its request are written together and never parted by that.

What is written survives the death of this process at once. `durable` waits until it survives that
of the machine as well: one fsync for all that wait. The spider enters nothing into the ledger
before, so that whatever the ledger points at is there; a power cut costs the answers of that
moment, no more than one a host, and they are asked for again.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import json
import os
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import DiskError
from crawler.store.archive import (
    BEGAN,
    ENDED,
    EXCHANGE,
    NOT_MODIFIED,
    REFERS_TO,
    SAME_PAYLOAD,
    TLS,
    Headers,
    Payload,
    Place,
    Wire,
    file_name,
    now,
)

FILE_SIZE = 1_000_000_000
"""Bytes after which a file is closed: what most tools and file systems still handle with ease."""

FILE_AGE = 86_400.0
"""Seconds after which a file is closed: a day."""

_LEVEL = 3
"""Of gzip: half the time of the usual 6 for a tenth more bytes."""

_SAMPLE = 4096
"""Bytes of a body's middle that tell whether it can be compressed at all."""

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it was sent."""

    url: str
    method: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Got:
    """An answer as it was received; `cut` says that the connection ended before the body did."""

    status: int
    headers: Headers
    body: bytes
    cut: bool
    wire: Wire | None = None


def digest_of(payload: bytes) -> str:
    """Give the digest by which a payload is found again, as `WARC-Payload-Digest` writes it."""
    return "sha256:" + base64.b32encode(hashlib.sha256(payload).digest()).decode()


class _Latin(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers that keep the bytes portals send, such as a file name in GBK."""

    def to_ascii_bytes(self, filter_func: Any = None) -> bytes:
        text: str = self.to_str(filter_func)
        return raw_bytes(text) + b"\r\n"


def raw_bytes(text: str) -> bytes:
    """Give the bytes of a header's text: Latin-1 as it was read, UTF-8 where it cannot be that."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return b"".join(c.encode("latin-1" if ord(c) < 256 else "utf-8") for c in text)


class Writer:
    """Appends records to the files of one run. `info` goes into the `warcinfo` of each.

    Every method raises DiskError when the disk refuses; what was written before stays.
    """

    def __init__(
        self,
        raw: Path,
        run: str,
        info: Mapping[str, str],
        *,
        size: int = FILE_SIZE,
        age: float = FILE_AGE,
    ) -> None:
        """Create the first file; raises FileExistsError rather than write into one."""
        self.name = ""
        self._folder = raw / "warc"
        self._run = run
        self._info = dict(info)
        self._size, self._age = size, age
        self._number = 0
        self._offset = 0
        self._written = self._synced = 0  # records, over all files
        self._syncing: asyncio.Future[None] | None = None
        self._warc = WARCWriter(None, gzip=False, warc_version="WARC/1.1")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._begin_file()

    def facts(self, url: str, exchange: str, facts: Mapping[str, Any]) -> Place:
        """Write a `metadata` record with `facts` as JSON."""
        self._rotate()
        body = json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()
        time = now()
        record = self._warc.create_warc_record(
            url,
            "metadata",
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type="application/json",
            warc_headers_dict={"WARC-Date": time, EXCHANGE: exchange},
        )
        return Place(self.name, self._append(self._member(record)), time)

    def exchange(
        self, exchange: str, sent: Sent, got: Got, known: Payload | None = None, digest: str = ""
    ) -> Place:
        """Write an answer and the request it answers.

        `known` is where its payload lies already, or, of a 304, what it confirms: then the answer
        becomes a `revisit`. `digest` is that of the body, where the caller has computed it.
        """
        self._rotate()
        head = {"WARC-Date": now(), EXCHANGE: exchange, **_wire(got.wire)}
        if known:
            answer, level = self._revisit(sent.url, got, head, known), _LEVEL
        else:
            head["WARC-Payload-Digest"] = digest or digest_of(got.body)
            answer, level = self._response(sent.url, got, head), _level(got.body)
        path = "/" + sent.url.partition("://")[2].partition("/")[2].partition("#")[0]
        ask = self._warc.create_warc_record(
            sent.url,
            "request",
            payload=io.BytesIO(sent.body),
            length=len(sent.body),
            http_headers=_Latin(
                f"{sent.method} {path} HTTP/1.1", list(sent.headers), is_http_request=True
            ),
            warc_headers_dict={
                "WARC-Date": head["WARC-Date"],
                "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
                EXCHANGE: exchange,
            },
        )
        members = self._member(answer, level) + self._member(ask)
        return Place(self.name, self._append(members), head["WARC-Date"])

    async def durable(self) -> None:
        """Wait until everything written so far is on the disk."""
        wanted = self._written
        while self._synced < wanted:
            if self._syncing is None:
                self._syncing = asyncio.ensure_future(self._sync())
            await asyncio.shield(self._syncing)

    def close(self) -> None:
        """Close the last file once it is on the disk."""
        self._end_file()

    async def _sync(self) -> None:
        written = self._written
        handle = os.dup(self._file.fileno())  # the file may be closed meanwhile
        try:
            await asyncio.get_running_loop().run_in_executor(None, _fsync, handle)
            self._synced = max(self._synced, written)
        except OSError as error:
            raise self._refused(error) from error
        finally:
            self._syncing = None

    def _response(self, url: str, got: Got, head: dict[str, str]) -> Any:
        return self._warc.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(got.body),
            length=len(got.body),
            http_headers=_answer_head(got),
            warc_headers_dict=head | ({"WARC-Truncated": "disconnect"} if got.cut else {}),
        )

    def _revisit(self, url: str, got: Got, head: dict[str, str], known: Payload) -> Any:
        place = known.place
        record = self._warc.create_revisit_record(
            url,
            known.digest,
            known.url,
            place.time,
            http_headers=_answer_head(got),
            warc_headers_dict=head | {REFERS_TO: f"{place.warc_file}:{place.warc_offset}"},
        )
        profile = NOT_MODIFIED if got.status == 304 else SAME_PAYLOAD
        record.rec_headers.replace_header("WARC-Profile", profile)
        return record

    def _member(self, record: Any, level: int = _LEVEL) -> bytes:
        """Give a record as a gzip member."""
        self._warc.out = buffer = io.BytesIO()
        self._warc.write_record(record)
        return zlib.compress(buffer.getvalue(), level, zlib.MAX_WBITS | 16)

    def _append(self, members: bytes) -> int:
        """Write bytes at the end and give their offset."""
        offset = self._offset
        rest = memoryview(members)
        try:
            while rest:  # unbuffered: a disk that fills up takes a part
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            raise self._refused(error) from error
        self._offset += len(members)
        self._written += 1
        return offset

    def _rotate(self) -> None:
        if self._offset >= self._size or time.monotonic() - self._opened >= self._age:
            self._end_file()
            self._begin_file()

    def _begin_file(self) -> None:
        self._number += 1
        self.name = file_name(self._run, self._number)
        self._file = (self._folder / self.name).open("xb", buffering=0)
        self._offset = 0
        self._opened = time.monotonic()
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)  # the name, too, is to survive
        finally:
            os.close(handle)
        record = self._warc.create_warcinfo_record(self.name, self._info)
        self._append(self._member(record))

    def _end_file(self) -> None:
        try:
            os.fsync(self._file.fileno())
            self._file.close()
        except OSError as error:
            raise self._refused(error) from error
        self._synced = self._written

    def _refused(self, error: OSError) -> DiskError:
        return DiskError(
            f"{self._folder / self.name}: {error.strerror}; free the disk and crawl again"
        )


def _wire(wire: Wire | None) -> dict[str, str]:
    """Give the headers that say how an exchange went over the wire."""
    if wire is None:
        return {}
    head = {BEGAN: wire.began, ENDED: wire.ended}
    if wire.address:
        head["WARC-IP-Address"] = wire.address
    return head if wire.verified else head | {TLS: "unverified"}


def _answer_head(got: Got) -> _Latin:
    line = f"{got.status} {_PHRASES.get(got.status, '')}"
    return _Latin(line, list(got.headers), protocol="HTTP/1.1")


def _level(body: bytes) -> int:
    """Give the level for a record: what is compressed already is stored as it is."""
    middle = body[len(body) // 2 :][:_SAMPLE]
    if len(middle) < _SAMPLE // 4:
        return _LEVEL
    return _LEVEL if len(zlib.compress(middle, 1)) < 0.9 * len(middle) else 0


def _fsync(handle: int) -> None:
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

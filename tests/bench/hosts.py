"""A crowd of TRS portals on one loopback port, in a process of its own.

    with Crowd(hosts=500, documents=20) as crowd: crowd.resolve, crowd.registry(folder), crowd.log()

Every host has one column, listings of 15 rows and report pages out of the sample country, each
made unlike all others by its address. One document in five has a PDF attached, one a host is
reached by a redirect, one a host is a twin: the same bytes at every host. Odd hosts compress.
The server is one loop without threads, with pages rendered once, so that a crawler on another core
is what is measured. Documents have an ETag and answer 304 to it.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import os
import re
import selectors
import socket
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Self

from tests import portal
from tests.portal.country import SAMPLE

ROWS = 15
COLUMN = "/zwgk/zfxxgknb/"
_DOCUMENT = re.compile(COLUMN + r"202503/t20250320_(\d+)\.html$")
_FILE = re.compile(COLUMN + r"202503/P020250320000(\d+)\.pdf$")
_LISTING = re.compile(COLUMN + r"(?:index(?:_(\d+))?\.html)?$")
_LINE = 53
"""Bytes of a line of the log, on the average."""
TWIN, MOVED = 1, 2
"""Numbers of the documents that are alike everywhere, and that are reached by a redirect."""


class Crowd:
    """The portals while they run; a context manager. `core` is the processor they run on."""

    def __init__(
        self, hosts: int, documents: int, log: Path | None = None, core: int | None = None
    ) -> None:
        self.hosts = [f"www.c{number:04}.test" for number in range(hosts)]
        self.documents = documents
        self._log = log
        if log:
            log.touch()
        words = [sys.executable, "-m", "tests.bench.hosts", str(documents), str(log or "")]
        self._process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        if core is not None:
            os.sched_setaffinity(self._process.pid, {core})
        assert self._process.stdout
        self.port = int(self._process.stdout.readline())

    @property
    def resolve(self) -> list[str]:
        """Where each host is, as `--resolve` takes it."""
        return [f"{host}:80=127.0.0.1:{self.port}" for host in self.hosts]

    def registry(self, folder: Path) -> Path:
        """Write units, portals and columns into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        numbered = list(enumerate(self.hosts, 1))
        units = [{"unit_id": n, "name": f"第{n}县人民政府"} for n, _ in numbered]
        portals = [
            {"host": host, "unit_id": n, "platform": "trs", "scheme": "http", "status": "sample"}
            for n, host in numbered
        ]
        columns = [
            {
                "column_id": f"c{n:04}",
                "host": host,
                "unit_id": n,
                "url": f"http://{host}{COLUMN}",
                "confirmed": "2026-11-22",
            }
            for n, host in numbered
        ]
        for name, rows in (("units", units), ("portals", portals), ("columns", columns)):
            sample = SAMPLE / f"{name}.csv"
            header = sample.read_text(encoding="utf-8").splitlines()[0].split(",")
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, header, restval="")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    def answers(self) -> int:
        """Give how many requests there were, about: cheap enough to be asked all the time."""
        assert self._log
        return self._log.stat().st_size // _LINE

    def asked(self) -> Counter[tuple[str, str]]:
        """Count the requests by host and path, of a crowd that keeps a log."""
        assert self._log
        lines = self._log.read_text(encoding="ascii").splitlines()
        return Counter((host, path) for host, path in map(str.split, lines))

    def sought(self) -> set[tuple[str, str]]:
        """Give sha256 and address of every document and attachment: what a whole crawl holds."""
        found = set()
        for host in self.hosts:
            for number in range(self.documents):
                for path in (_document_path(number), _file_path(number)):
                    body = _body(host, path, self.documents)
                    if body is not None:
                        digest = hashlib.sha256(_plain(body)).hexdigest()
                        found.add((digest, f"http://{host}{path}"))
        return found

    def close(self) -> None:
        """Stop serving."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


# -- what is served


def _document_path(number: int) -> str:
    return f"{COLUMN}202503/t20250320_{number}.html"


def _file_path(number: int) -> str:
    return f"{COLUMN}202503/P020250320000{number}.pdf"


@cache
def _reports(kind: bytes) -> list[bytes]:
    found = [body for body in portal.documents().values() if body.startswith(kind)]
    return sorted(found, key=len)[:7]


@cache
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


@cache
def _frame() -> str:
    menu = "".join(f'<li><a href="/zwgk/m{n}/">栏目{n}</a></li>' for n in range(80))
    return f"<html><head><title>政府信息公开年报</title></head><body><ul>{menu}</ul>"


def _plain(body: bytes | tuple[bytes, ...]) -> bytes:
    return body if isinstance(body, bytes) else b"".join(body)


def _body(host: str, path: str, documents: int) -> bytes | tuple[bytes, ...] | None:
    """Give a page; documents in parts, of which some are alike at many addresses."""
    if path == "/robots.txt":
        return b"User-agent: *\nDisallow: /private/\n"
    if match := _DOCUMENT.match(path):
        number = int(match[1])
        if number >= documents:
            return None
        reports = _reports(b"<!DOC")
        if number == TWIN:
            return (reports[0],)
        mark = f"<!-- {host}{path} -->"
        if number % 5 == 4:
            mark += f'<div id="zoom"><a href="./P020250320000{number}.pdf">附件</a></div>'
        head, end, tail = reports[(number + int(host[5:9])) % len(reports)].partition(b"</body>")
        return head, mark.encode(), end + tail
    if match := _FILE.match(path):
        number = int(match[1])
        if number >= documents or number % 5 != 4:
            return None
        files = _reports(b"%PDF-")
        return files[number % len(files)] + f"\n%{host}{path}\n".encode()
    if match := _LISTING.match(path):
        return _listing(host, int(match[1] or 0), documents)
    return None


def _listing(host: str, page: int, documents: int) -> bytes | None:
    pages = -(-documents // ROWS)
    if page >= pages:
        return None
    rows = "".join(
        f'<li><a href="./{202504 if n == MOVED else 202503}/t20250320_{n}.html" title="{host}'
        f'2024年政府信息公开工作年度报告（{n}）">2024年政府信息公开工作年度…</a><span>2025-03-20</span></li>'
        for n in range(page * ROWS, min((page + 1) * ROWS, documents))
    )
    pager = f'<script>createPageHTML({pages}, {page}, "index", "html");</script>'
    return f"{_frame()}<ul>{rows}</ul>{pager}</body></html>".encode("gb18030")


def answer(head: bytes, documents: int) -> tuple[bytes, str, str]:
    """Give the bytes of an answer to a request's head, with host and path."""
    lines = head.decode("latin-1").split("\r\n")
    path = lines[0].split(" ")[1]
    headers = {name.lower(): value for name, _, value in (x.partition(": ") for x in lines[1:])}
    host = headers["host"].partition(":")[0]
    if path == f"{COLUMN}202504/t20250320_{MOVED}.html":
        return _http("302 Found", b"", f"Location: {_document_path(MOVED)}\r\n"), host, path
    body = _body(host, path, documents)
    if body is None:
        return _http("404 Not Found", b"<html><body>404</body></html>"), host, path
    more = ""
    if _DOCUMENT.match(path) or _FILE.match(path):
        tag = f'"{hashlib.md5(f"{host}{path}".encode()).hexdigest()}"'
        more = f"ETag: {tag}\r\n"
        if headers.get("if-none-match") == tag:
            return _http("304 Not Modified", None, more), host, path
    if isinstance(body, bytes):
        return _http("200 OK", body, more), host, path
    if int(host[5:9]) % 2:  # www.c0001.test
        more += "Content-Encoding: gzip\r\n"
        parts = [gzip.compress(p, 1, mtime=0) if len(p) < 1000 else _packed(p) for p in body]
        body = tuple(parts)
    return _http("200 OK", b"".join(body), more), host, path


def _http(status: str, body: bytes | None, more: str = "") -> bytes:
    length = "" if body is None else f"Content-Length: {len(body)}\r\n"
    head = f"HTTP/1.1 {status}\r\nServer: nginx\r\nContent-Type: text/html\r\n{more}{length}\r\n"
    return head.encode() + (body or b"")


# -- the server


def serve(documents: int, log: str) -> None:
    """Serve on a free port, which is printed first, until killed."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if log else None
    _reports(b"%PDF-")
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    listener.setblocking(False)
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)
    print(listener.getsockname()[1], flush=True)
    while True:
        for key, _ in selector.select():
            if key.data is None:
                connection, _ = listener.accept()
                connection.settimeout(10)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                selector.register(connection, selectors.EVENT_READ, bytearray())
                continue
            connection, buffer = key.fileobj, key.data
            assert isinstance(connection, socket.socket)
            try:
                read = connection.recv(1 << 16)
                buffer += read
                while (end := buffer.find(b"\r\n\r\n")) >= 0:
                    reply, host, path = answer(bytes(buffer[:end]), documents)
                    del buffer[: end + 4]
                    if out is not None:
                        os.write(out, f"{host} {path}\n".encode())
                    connection.sendall(reply)
            except OSError:
                read = b""
            if not read:
                selector.unregister(connection)
                connection.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])

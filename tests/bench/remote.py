"""What a query costs over HTTP: requests and bytes, counted by the server that answers them.

DuckDB's own HTTP reader (httpfs) does not come with its wheel. Here DuckDB reads through a file
system registered with it, in which each read is one ranged GET, with no cache and nothing read
ahead: what is counted is what DuckDB's Parquet reader asks of any remote file.
"""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import duckdb
from fsspec import AbstractFileSystem


@dataclass
class Count:
    """What was asked of the server."""

    gets: int = 0
    sent: int = 0


class Shelf(ThreadingHTTPServer):
    """Serves a folder on loopback, ranges only, and counts."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.count = Count()
        self._lock = Lock()

    def note(self, sent: int) -> None:
        with self._lock:
            self.count.gets += 1
            self.count.sent += sent


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Shelf

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(self._path.stat().st_size))
        self.end_headers()

    def do_GET(self) -> None:
        first, last = self.headers["Range"].removeprefix("bytes=").split("-")
        with self._path.open("rb") as file:
            file.seek(int(first))
            body = file.read(int(last) - int(first) + 1)
        self.server.note(len(body))
        self.send_response(206)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""

    @property
    def _path(self) -> Path:
        return self.server.folder / self.path.lstrip("/")


class _File:
    """A remote file: a read is a GET."""

    def __init__(self, host: str, path: str) -> None:
        self._host, self._path, self._at = host, path, 0
        self.size = int(self._ask("HEAD", {})[1])

    def _ask(self, method: str, headers: dict[str, str]) -> tuple[bytes, str]:
        connection = http.client.HTTPConnection(self._host)
        try:
            connection.request(method, self._path, headers=headers)
            answer = connection.getresponse()
            return answer.read(), answer.headers["Content-Length"]
        finally:
            connection.close()

    def read(self, size: int = -1) -> bytes:
        end = self.size if size < 0 else min(self._at + size, self.size)
        if end <= self._at:
            return b""
        body, _ = self._ask("GET", {"Range": f"bytes={self._at}-{end - 1}"})
        self._at = end
        return body

    def seek(self, place: int, whence: int = 0) -> int:
        self._at = place + (0, self._at, self.size)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """Nothing is held open."""


class Counted(AbstractFileSystem):  # type: ignore[misc]  # fsspec has no types
    """`counted://…` for DuckDB."""

    protocol = "counted"
    cachable = False

    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host

    def _open(self, path: str, mode: str = "rb", **_: Any) -> _File:
        return _File(self.host, "/" + self._strip_protocol(path))

    def open(self, path: str, mode: str = "rb", **_: Any) -> _File:
        return self._open(path, mode)

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        name = self._strip_protocol(path)
        return {"name": name, "type": "file", "size": _File(self.host, "/" + name).size}

    def glob(self, path: str, **_: Any) -> list[str]:
        return [self._strip_protocol(path)]

    def modified(self, path: str) -> datetime:
        return datetime.fromtimestamp(0, UTC)


@contextmanager
def served(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Count]]:
    """Serve a folder; give a connection that reads it as `counted://…`, and the count."""
    with Shelf(folder) as shelf:
        Thread(target=partial(shelf.serve_forever, 0.05), daemon=True).start()
        try:
            with duckdb.connect() as con:
                con.register_filesystem(Counted(f"127.0.0.1:{shelf.server_address[1]}"))
                yield con, shelf.count
        finally:
            shelf.shutdown()


def asked(folder: Path, table: str, query: str) -> tuple[Count, list[tuple[Any, ...]]]:
    """Give what a query over a table by year (its name stands for `{files}`) asks, and its rows."""
    files = [f"'counted://{table}/{path.name}'" for path in sorted((folder / table).iterdir())]
    with served(folder) as (con, count):
        rows = con.execute(query.format(files=f"read_parquet([{', '.join(files)}])")).fetchall()
        return Count(count.gets, count.sent), rows

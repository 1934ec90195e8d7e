"""A Zenodo on a loopback port.

Checks what Zenodo checks of a request (token, path, content type, length), and notes as `misuse`
what it would let pass and a careful client never does: a token in an address, an answer asked for
in fields of long ago. `seen` has every request, `account` what came of them; `faults` may be
changed at any time.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.zenodo import recorded
from tests.zenodo.account import Account, RefusedError
from tests.zenodo.faults import Answers, Cut, Damaged, Fault, Held, Lost

TOKEN = "a-token-for-rehearsals-only"  # of the account; any other is unauthorized
_RECORDS = "application/vnd.inveniordm.v1+json"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    """Without its query."""
    size: int
    """Bytes of the body that its header announced."""
    status: int
    """Of the answer; 0 when none was given."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Server:
    """The server while it runs."""

    def __init__(self, *faults: Fault, tls: ssl.SSLContext | None = None) -> None:
        self.faults = list(faults)
        self.seen: list[Seen] = []
        self.misuse: list[str] = []
        self.closing = threading.Event()
        self._http = _Http(self)
        if tls:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
        scheme = "https" if tls else "http"
        self.address = f"{scheme}://127.0.0.1:{self._http.server_address[1]}"
        self.account = Account(self.address)
        self.lock = threading.Lock()
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, server: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.zenodo = server

    def handle_error(self, *_: Any) -> None:
        problem = sys.exception()
        if not isinstance(problem, OSError):  # a client that was killed is none of our faults
            self.zenodo.misuse.append(f"the server failed: {problem!r}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # header and body would wait for one another
    server: _Http

    def log_message(self, *_: Any) -> None:
        pass

    def _handle(self) -> None:
        zenodo, target = self.server.zenodo, urlsplit(self.path)
        request = f"{self.command} {target.path}"
        size = int(self.headers.get("Content-Length", 0))
        if "access_token" in target.query or TOKEN in self.path:
            zenodo.misuse.append(f"{request}: a token in the address")
        accepted = [each.partition(";")[0].strip() for each in self.headers["Accept"].split(",")]
        if accepted[0] != _RECORDS or "application/json" not in accepted:
            zenodo.misuse.append(f"{request}: Accept is {self.headers['Accept']}")
        if "Transfer-Encoding" in self.headers:
            zenodo.misuse.append(f"{request}: no length")
        fault = next((each for each in zenodo.faults if each.meets(request)), None)
        if isinstance(fault, Cut | Held):
            self.rfile.read(min(fault.after, size))
            if isinstance(fault, Held):
                fault.reached.set()
                zenodo.closing.wait()
            self._end(request, size)
            return
        body = self.rfile.read(size)
        if isinstance(fault, Damaged):
            body = bytes([body[0] ^ 1]) + body[1:]
        with zenodo.lock:
            answer = self._answer(fault, target.path, dict(parse_qsl(target.query)), body)
        if isinstance(fault, Lost):
            self._end(request, size)
            return
        zenodo.seen.append(Seen(self.command, target.path, size, answer.status))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _answer(
        self, fault: Fault | None, path: str, query: dict[str, str], body: bytes
    ) -> recorded.Answer:
        if isinstance(fault, Answers):
            values = {"token": TOKEN, "name": "x", "id": "x", "errors": []}
            return recorded.error(fault.error, values, fault.headers)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return recorded.error("unauthorized", {})
        found = recorded.find(self.command, path)
        if found is None:
            self.server.zenodo.misuse.append(f"{self.command} {path}: no such request is recorded")
            return recorded.error("absent", {})
        exchange, named = found
        kind = self.headers.get("Content-Type")
        if kind != exchange.content_type:
            self.server.zenodo.misuse.append(f"{self.command} {path}: Content-Type is {kind}")
        sent = json.loads(body) if exchange.content_type == "application/json" else None
        try:
            does = getattr(self.server.zenodo.account, exchange.does)
            values = does(**named, query=query, json=sent, body=body)
        except RefusedError as refused:
            return recorded.error(refused.error, refused.values)
        return recorded.answer(exchange, {**named, "server": "", **values})

    def _end(self, request: str, size: int) -> None:
        """Close the connection without an answer."""
        method, _, path = request.partition(" ")
        self.server.zenodo.seen.append(Seen(method, path, size, 0))
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815

"""The portals on one loopback port: every host by its Host header, every request logged.

Receives a country and faults; answers GET and HEAD over HTTP/1.1 with keep-alive, ETag,
Last-Modified, 304 and gzip, as the servers of real portals do. Scripts answer POST as well. A host
or a path that is not there gets a 404 page, any other method a 405.
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from tests.portal import certificates
from tests.portal.answers import Answer, Pages, Scripts, not_found
from tests.portal.country import Country, Truth, country, key_of
from tests.portal.faults import Fault, HttpOnly, Refused, Tls
from tests.portal.platforms import pages_of, scripts_of


@dataclass(frozen=True, slots=True)
class Request:
    """One request as the portals' server saw it."""

    time: float
    """Seconds since the epoch, when its headers had been read."""
    host: str
    path: str
    """With its query."""
    status: int
    """0 when it was never answered."""
    user_agent: str
    method: str = "GET"
    body: str = ""
    """The form of a POST, as it was sent."""


class _Now:
    """What is published under some faults, host by host as it is asked for."""

    def __init__(self, faults: list[Fault], country: Country) -> None:
        self.faults = faults
        self.country = country
        self.by_host: dict[str, list[Fault]] = {}
        for fault in faults:
            self.by_host.setdefault(fault.host, []).append(fault)
        self._hosts: dict[str, tuple[Pages, Scripts]] = {}

    def host(self, host: str) -> tuple[Pages, Scripts]:
        """Pages and scripts of a host."""
        if host not in self._hosts:
            self._hosts[host] = pages_of(self.country, host), scripts_of(self.country, host)
        return self._hosts[host]


class Sample:
    """The portals while they run: `resolve`, `requests`, `faults`, `truth()`, `close()`.

    `faults` may be changed at any time; the next request meets them. Served is the sample country,
    or `of` when one is given.
    """

    def __init__(self, *faults: Fault, of: Country | None = None) -> None:
        self.faults: list[Fault] = list(faults)
        self._undisturbed = of or country()
        self._now: _Now | None = None
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._closed_port = socket.socket()
        self._closed_port.bind(("127.0.0.1", 0))  # bound and never listening: refuses
        self._folder = tempfile.TemporaryDirectory(prefix="portal-")
        self._server = _Server(self)
        self._tls = {
            fault.host: _Server(self, certificates.context(Path(self._folder.name), fault))
            for fault in faults
            if isinstance(fault, Tls)
        }
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            for server in (self._server, *self._tls.values())
        ]
        for thread in self._threads:
            thread.start()

    @property
    def port(self) -> int:
        """The loopback port of all hosts."""
        return self._server.port

    @property
    def country(self) -> Country:
        """What is published now, corrections included."""
        return self._published().country

    def publish(self, country: Country) -> None:
        """Let the portals publish another country from now on: the same hosts, a day later."""
        self._undisturbed, self._now = country, None

    def _published(self) -> _Now:
        now = self._now
        if now is None or now.faults != self.faults:
            there = self._undisturbed
            for fault in self.faults:
                there = fault.amend(there)
            now = self._now = _Now([*self.faults], there)
        return now

    @property
    def resolve(self) -> list[str]:
        """Where each host is, as `host:80=127.0.0.1:PORT`, and its https port where it has one."""
        refused = {fault.host for fault in self.faults if isinstance(fault, Refused)}
        closed = self._closed_port.getsockname()[1]
        found = [
            f"{host}:80=127.0.0.1:{closed if host in refused else self.port}"
            for host in sorted(self._undisturbed.platforms)
        ]
        found += [
            f"{f.host}:443=127.0.0.1:{closed}" for f in self.faults if isinstance(f, HttpOnly)
        ]
        found += [f"{host}:443=127.0.0.1:{tls.port}" for host, tls in self._tls.items()]
        return found

    @property
    def authority(self) -> Path:
        """The certificate that makes a `trusted` host trusted, as a PEM file."""
        return certificates.authority(Path(self._folder.name))

    def truth(self) -> list[Truth]:
        """Every cell of every reachable report, as it is published now."""
        return self.country.truth()

    def answer(self, host: str, target: str, form: str | None = None) -> Answer:
        """What a host answers to a path, faults included; `form` is the body of a POST."""
        path = urlsplit(target).path
        now = self._published()
        pages, scripts = now.host(host)
        if script := scripts.get(path):
            sent = "&".join((urlsplit(target).query, form or ""))
            answer = script(dict(parse_qsl(sent, keep_blank_values=True)))
        elif form is not None:
            answer = Answer(405, "text/html", b"", {"Allow": "GET, HEAD"})
        else:
            answer = (pages.get(key_of(target)) or pages.get(path) or not_found)()
        for fault in now.by_host.get(host, ()):
            if fault.touches(host, path):
                answer = fault.disturb(answer)
        return answer

    def close(self) -> None:
        """Stop serving; connections that wait for an answer are dropped."""
        self.closing.set()
        for server in (self._server, *self._tls.values()):
            server.shutdown()
            server.server_close()
        self._closed_port.close()
        for thread in self._threads:
            thread.join()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # hundreds of hosts are asked at once
    block_on_close = False  # a silent connection must not hold the end up

    def __init__(self, sample: Sample, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sample = sample
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is its own affair; anything else is ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    server: _Server

    def do_GET(self) -> None:
        if self.server.sample.closing.is_set():  # a connection kept from before the end
            self.close_connection = True
            return
        self._handle(self.server.sample.answer(self._host(), self.path))

    do_HEAD = do_GET  # noqa: N815  the name http.server looks for

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
        self._handle(self.server.sample.answer(self._host(), self.path, form), form)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as inherited
        """Say nothing: the log is `Sample.requests`."""

    def _write(self, body: bytes, seconds: float) -> None:
        """Send a body, in drops when it is to take its time."""
        drops = 10 if seconds else 1
        size = len(body) // drops + 1
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            if seconds:
                self.server.sample.closing.wait(seconds / drops)

    def _host(self) -> str:
        return self.headers.get("Host", "").partition(":")[0].lower()

    def _handle(self, answer: Answer, form: str = "") -> None:
        body = answer.body
        headers: dict[str, str] = {"Content-Type": answer.content_type, **answer.headers}
        if answer.status == 200:
            headers |= _validators(answer)
        status = 304 if _unchanged(dict(self.headers), headers) else answer.status
        if "gzip" in self.headers.get("Accept-Encoding", "") and _is_text(answer):
            body = gzip.compress(body, mtime=0)
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        if status == 304:
            body = b""
            headers.pop("Content-Encoding", None)
        agent = self.headers.get("User-Agent", "")
        logged = 0 if answer.silent else status
        self.server.sample.requests.append(
            Request(time.time(), self._host(), self.path, logged, agent, self.command, form)
        )
        if answer.silent:
            self.server.sample.closing.wait()
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self._write(body[: len(body) // 2] if answer.cut else body, answer.seconds)
        if answer.cut:
            self.close_connection = True


def _is_text(answer: Answer) -> bool:
    return answer.content_type.startswith(("text/", "application/json")) and len(answer.body) > 1000


def _validators(answer: Answer) -> dict[str, str]:
    found = {"ETag": f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'}
    if answer.modified:
        day = datetime.fromisoformat(answer.modified).replace(hour=2, tzinfo=UTC)
        found["Last-Modified"] = format_datetime(day, usegmt=True)
    return found


def _unchanged(asked: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    if "ETag" not in headers:
        return False
    if "If-None-Match" in asked:
        return asked["If-None-Match"] == headers["ETag"]
    since = asked.get("If-Modified-Since")
    return since is not None and since == headers.get("Last-Modified")

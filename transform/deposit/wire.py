"""Requests to Zenodo over HTTP.

Receives a method, a path and a body; gives the JSON of the answer. The token travels in the
Authorization header of requests to the one server that was named, and nowhere else: no address
from an answer is followed, no redirect, and no message that is shown contains it.

A request is tried again after 429, 5xx or a broken connection: after what `Retry-After` says, or
else after a rest that doubles. One that would do its work twice (`once`) is tried again only when
it cannot have begun. Our own loop, since that difference and an upper bound of the rest are not to
be had from urllib3's.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import NewConnectionError

from transform.deposit.errors import (
    LimitReachedError,
    NotPermittedError,
    ServerRefusedError,
    ServerUnavailableError,
    TryAgainError,
)

ZENODO = "https://zenodo.org"
SANDBOX = "https://sandbox.zenodo.org"
LONGEST_REST = 600.0
"""Seconds. A server that asks for more is left alone until a person runs the command again."""

_ACCEPT = "application/vnd.inveniordm.v1+json, application/json;q=0.9"
"""Without the first Zenodo gives records in the fields it had before it was moved to InvenioRDM;
files are given as the second only."""
_TIMEOUT = (30.0, 300.0)
"""Seconds to connect, and between two pieces of an answer: publishing takes minutes at times."""
_BUSY = frozenset({429, 500, 502, 503, 504})
_NOT_BEGUN = frozenset({429, 503})
_LIMIT = re.compile(r"quota|size limit|too large|number of files", re.IGNORECASE)


class NotThereError(ServerRefusedError):
    """The server knows no such record or draft (404, 410)."""


class Wire(Protocol):
    """What can ask a Zenodo: over HTTP, or on paper."""

    server: str

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: Path | None = None,
        once: bool = False,
    ) -> Any:
        """Give the JSON of the answer, None when it has none. Raise a DepositError otherwise."""


def server_address(text: str) -> str:
    """Give a server's address; refuse one over plain HTTP that is not on this machine."""
    parts = urlsplit(text)
    plain = parts.scheme == "http" and _loopback(parts.hostname or "")
    if not (parts.scheme == "https" or plain) or not parts.hostname:
        raise ValueError(f"{text!r}: https, or http on loopback, is needed: it is sent a token")
    if parts.username or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError(f"{text!r}: a scheme, a host and a port, nothing more")
    return f"{parts.scheme}://{parts.netloc}"


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Bearer(AuthBase):
    """The token in the header; as `auth`, so that no .netrc takes its place."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass(frozen=True, slots=True)
class Patience:
    """How often, and how long, a request that failed for a passing reason is tried again."""

    tries: int = 6
    pause: float = 2.0
    """Seconds before the second try; doubled before each further one."""


class Http:
    """A Zenodo over HTTP."""

    def __init__(
        self,
        server: str,
        token: str,
        agent: str,
        patience: Patience,
        say: Callable[[str], None],
    ) -> None:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise NotPermittedError("ZENODO_TOKEN: is no token; copy it anew, without line breaks")
        self.server = server
        self._token = token
        self._patience = patience
        self._say = say
        self._session = requests.Session()
        self._session.auth = _Bearer(token)
        self._session.headers.update({"Accept": _ACCEPT, "User-Agent": agent})

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: Path | None = None,
        once: bool = False,
    ) -> Any:
        """Ask, and again where that can help."""
        what = f"{method} {path.partition('?')[0]}"
        for tried in range(1, self._patience.tries + 1):
            rest = self._patience.pause * 2 ** (tried - 1)
            try:
                answer = self._send(method, path, json, body)
            except requests.exceptions.SSLError:
                raise ServerUnavailableError(
                    f"{self.server}: its certificate does not hold; nothing was sent"
                ) from None
            except requests.RequestException as problem:
                begun = not _unopened(problem)
                why, error = _trouble(problem), TryAgainError if begun else ServerUnavailableError
            else:
                if answer.status_code not in _BUSY:
                    return self._read(what, answer)
                begun = answer.status_code not in _NOT_BEGUN
                why, error = f"answers {answer.status_code}", TryAgainError
                rest = _told(answer) or rest
            if tried == self._patience.tries or (once and begun) or rest > LONGEST_REST:
                asks = f" and asks for {rest:.0f} s of rest" if rest > LONGEST_REST else ""
                raise error(f"{self.server}: {what}: {why}{asks}; run the command again later")
            self._say(f"{what}: {why}; again in {rest:.0f} s")
            time.sleep(rest)
        raise AssertionError("a try returns or raises")

    def _send(self, method: str, path: str, json: Any, body: Path | None) -> requests.Response:
        address = self.server + path
        if body is None:
            return self._session.request(
                method, address, json=json, timeout=_TIMEOUT, allow_redirects=False
            )
        with body.open("rb") as stream:
            return self._session.request(
                method,
                address,
                data=stream,
                headers={"Content-Type": "application/octet-stream"},
                timeout=_TIMEOUT,
                allow_redirects=False,
            )

    def _read(self, what: str, answer: requests.Response) -> Any:
        status = answer.status_code
        if status == 204:
            return None
        try:
            read = answer.json()
        except requests.exceptions.JSONDecodeError:
            read = None
        if status < 300 and read is not None:
            return read
        said = f"{self.server}: {what}: {status} {self._clean(_message(read))}".rstrip()
        if status == 401:
            raise NotPermittedError(f"{said}; ZENODO_TOKEN is none of this server's tokens")
        if status == 403:
            raise NotPermittedError(
                f"{said}; the token needs the scopes deposit:write and deposit:actions, "
                "and its account must own the record"
            )
        if status in {404, 410}:
            raise NotThereError(said)
        if status == 413 or (400 <= status < 500 and _LIMIT.search(said)):
            raise LimitReachedError(f"{said}; ask Zenodo for more room, or deposit less")
        if 400 <= status < 500:
            raise ServerRefusedError(said)
        raise ServerUnavailableError(f"{said}; no Zenodo answers like that, look at --server")

    def _clean(self, text: str) -> str:
        """Make a server's words fit to be shown: no token, no control characters, not endless."""
        shown = re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", text.replace(self._token, "***"))
        return shown if len(shown) <= 500 else shown[:500] + "…"


def _unopened(problem: requests.RequestException) -> bool:
    """Tell whether no connection was opened, so that nothing can have been done."""
    if isinstance(problem, requests.exceptions.ConnectTimeout):
        return True
    inner = getattr(problem.args[0], "reason", None) if problem.args else None
    return isinstance(inner, NewConnectionError)


def _trouble(problem: requests.RequestException) -> str:
    if _unopened(problem):
        return "nobody answers"
    if isinstance(problem, requests.exceptions.Timeout):
        return "the answer did not come in time"
    return "the connection broke"


def _told(answer: requests.Response) -> float | None:
    """Give the seconds an answer asks to rest: Retry-After, or else until its limit ends."""
    after = answer.headers.get("Retry-After", "")
    now = datetime.now(UTC)
    if after.strip().isdecimal():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after) - now).total_seconds())
    except (TypeError, ValueError):
        reset = answer.headers.get("X-RateLimit-Reset", "")
    if answer.status_code == 429 and reset.isdecimal():
        return max(0.0, int(reset) - now.timestamp())
    return None


def _message(read: Any) -> str:
    """Give what an error's body says: its message, and each field with what is wrong with it."""
    if not isinstance(read, dict):
        return ""
    return " ".join(part for part in (str(read.get("message", "")), problems(read)) if part)


def problems(read: Any) -> str:
    """Give the `errors` of an answer as one line: `field: message; field: message`."""
    errors = read.get("errors") if isinstance(read, dict) else None
    if not isinstance(errors, list):
        return ""
    return "; ".join(
        f"{each.get('field')}: {' '.join(map(str, each.get('messages', [])))}"
        for each in errors
        if isinstance(each, dict)
    )

"""The recorded exchanges: finds the one of a request, and fills its answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

_FOLDER = Path(__file__).parent / "exchanges"


def _read(name: str) -> Any:
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Exchange:
    method: str
    path: re.Pattern[str]
    content_type: str | None
    does: str
    """Name of the account's method."""
    status: int
    body: Any


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def _exchange(read: Any) -> Exchange:
    request, answer = read["request"], read["answer"]
    path = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(request["path"]))
    return Exchange(
        request["method"],
        re.compile(path),
        request["content_type"],
        read["does"],
        answer["status"],
        answer["body"],
    )


EXCHANGES = [
    _exchange(read) for read in (_read(path.stem) for path in sorted(_FOLDER.glob("*-*.json")))
]
ERRORS = _read("errors")
_PARTS = {"record": _read("record"), "file": _read("file")}


def find(method: str, path: str) -> tuple[Exchange, dict[str, str]] | None:
    """The exchange of a request, and what its path names."""
    for exchange in EXCHANGES:
        named = exchange.path.fullmatch(path)
        if exchange.method == method and named:
            return exchange, {key: unquote(value) for key, value in named.groupdict().items()}
    return None


def answer(exchange: Exchange, values: dict[str, Any]) -> Answer:
    return _answer(exchange.status, {}, exchange.body, values)


def error(name: str, values: dict[str, Any], headers: dict[str, str] | None = None) -> Answer:
    read = ERRORS[name]
    return _answer(read["status"], read.get("headers", {}) | (headers or {}), read["body"], values)


def part(name: str, values: dict[str, Any]) -> Any:
    """A record or a file as it stands in an answer."""
    return fill(_PARTS[name], values)


def fill(template: Any, values: dict[str, Any]) -> Any:
    """A template with its placeholders filled: a value whole where nothing else stands there."""
    if isinstance(template, dict):
        filled = {key: fill(value, values) for key, value in template.items()}
        return {key: value for key, value in filled.items() if value is not Ellipsis}
    if isinstance(template, list):
        return [fill(value, values) for value in template]
    if isinstance(template, str):
        if whole := re.fullmatch(r"\{(\w+)\}", template):
            return values[whole[1]]
        return re.sub(r"\{(\w+)\}", lambda name: str(values[name[1]]), template)
    return template


def _answer(status: int, headers: dict[str, str], body: Any, values: dict[str, Any]) -> Answer:
    if body is None:
        return Answer(status, headers, b"")
    if isinstance(body, str) and not body.startswith("@"):
        return Answer(status, {"Content-Type": "text/html", **headers}, body.encode())
    filled = part(body[1:], values) if isinstance(body, str) else fill(body, values)
    kind = {"Content-Type": "application/json"}
    return Answer(status, kind | headers, json.dumps(filled).encode())

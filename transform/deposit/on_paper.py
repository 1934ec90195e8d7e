"""A Zenodo on paper: no network, every request written down.

Receives the same requests as the real one and gives the answers of an account that never
deposited, or that deposited what the book says; `lines` then has what would have been sent, in
order, since it is the same code that asks.
"""

from __future__ import annotations

import json as _json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from transform.deposit.package import Item, item
from transform.deposit.wire import NotThereError

_FILE = re.compile(r".*/draft/files/([^/]+)/(content|commit)")


class Paper:
    """Answers as Zenodo would, and keeps what it was asked."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.lines: list[str] = []
        self._sent: dict[str, Item] = {}

    def ask(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: Path | None = None,
        once: bool = False,  # noqa: ARG002
    ) -> Any:
        """Write a request down; answer it."""
        self.lines.append(f"{method} {path}{_carried(json, body)}")
        if path.startswith("/api/user/records"):
            return {"hits": {"hits": []}, "links": {}}
        file = _FILE.fullmatch(path)
        if file and body:
            self._sent[unquote(file[1])] = item(body)
        if file or path.endswith("/files"):
            return self._files(file and unquote(file[1]))
        if method == "GET" and not path.endswith("/draft"):
            raise NotThereError(f"{path}: nothing is published on paper")
        known = path.split("/")[3] if "/draft" in path else "{id}"
        return _draft(known) | {"is_published": path.endswith("/publish")}

    def _files(self, name: str | None) -> Any:
        entries = [_entry(sent) for sent in self._sent.values()]
        if name is None:
            return {"entries": entries}
        return _entry(self._sent[name])


def _draft(record: str) -> dict[str, Any]:
    return {"id": record, "is_published": False, "parent": {"id": "{concept}"}, "metadata": {}}


def _entry(sent: Item) -> dict[str, Any]:
    return {
        "key": sent.name,
        "status": "completed",
        "size": sent.size,
        "checksum": f"md5:{sent.md5}",
    }


def _carried(json: Any, body: Path | None) -> str:
    """Tell what a request carries: its size and type, and for a file its checksums."""
    if body is not None:
        file = item(body)
        return f"  {file.size:,} bytes  md5:{file.md5}  sha256:{file.sha256}"
    if json is not None:
        return f"  {len(_json.dumps(json)):,} bytes of JSON"
    return ""

"""Runs `publish` against the recorded Zenodo, and reads what came of it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.zenodo.release import VERSION
from tests.zenodo.server import Server
from transform.__main__ import main

ARCHIVE = f"gongkai-{VERSION}.zip"
FILES = {ARCHIVE, "README.md", "CHANGES.md", "datapackage.json", "release.json", "SHA256SUMS"}
SENDING = r"^PUT .*zip/content"
"""The request that sends the archive."""


def deposit(data: Path, zenodo: Server, *more: str) -> int:
    """Run the command against the server, without rests."""
    where = ["--data", str(data), "--server", zenodo.address, "--pause", "0"]
    return main(["publish", *where, *more])


def published(data: Path, zenodo: Server, terminal: int, version: str = VERSION) -> int:
    os.write(terminal, f"{version}\n".encode())
    return deposit(data, zenodo, "--publish")


def entries(data: Path) -> list[dict[str, Any]]:
    text = (data / "releases" / "deposits.json").read_text(encoding="utf-8")
    read: list[dict[str, Any]] = json.loads(text)["deposits"]
    return read


def entries_yet(data: Path) -> list[dict[str, Any]]:
    return entries(data) if (data / "releases" / "deposits.json").exists() else []


def requests(zenodo: Server, what: str) -> int:
    return sum(what in str(seen) for seen in zenodo.seen)

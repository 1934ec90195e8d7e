"""A release of the country made by hand, with everything that its metadata is about."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.dataset import country
from transform import exports, metadata
from transform.dataset.build import build
from transform.metadata.holdings import OWN, SCHEMAS
from transform.release.info import ReleaseInfo

RELEASE = ReleaseInfo(
    version="2026.11.22",
    schema_version="1.0.0",
    previous=None,
    commit="0" * 40,
    lock_sha256="0" * 64,
    duckdb="2.0.0",
    released=date(2026, 11, 22),
    rows={},
    first_year=2019,
    last_year=2024,
)


def make(data: Path) -> Path:
    """A dataset with exports and two texts, and the metadata of all of it."""
    folder = build(data, country.lay_out(data), years=(2019, 2024)).folder
    exports.write(folder)
    (folder / "README.md").write_text("# Gongkai\n", encoding="utf-8")
    (folder / "gates").mkdir()
    (folder / "gates" / "empty_table.sql").write_text("SELECT 1;\n", encoding="utf-8")
    metadata.write(folder, RELEASE)
    return folder


@contextmanager
def offline() -> Iterator[None]:
    """Nothing may ask the network, not even in vain."""
    asked = []

    def refuse(*what: object, **more: object) -> None:
        asked.append(what)
        raise OSError("there is no network here")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
    assert asked == []


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def described(made: Path) -> list[str]:
    """The paths of the files that metadata is about."""
    paths = (path.relative_to(made) for path in made.rglob("*") if path.is_file())
    return sorted(
        path.as_posix() for path in paths if path.name not in OWN and path.parts[0] != SCHEMAS
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

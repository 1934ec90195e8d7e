"""Opens a release folder for a deposit.

Receives DATA and a version; gives DATA/releases/VERSION once every file of it has been read again
and found as SHA256SUMS says. Refuses a folder that is not there, that is not the release its
release.json names, or that lacks, adds or changes a file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transform.dataset.publish import SUMS, sums
from transform.deposit.errors import ReleaseRefusedError

VERSION = re.compile(r"\d{4}\.\d{2}\.\d{2}(\.\d+)?")
"""CalVer of the data: 2026.11.22, or 2026.11.22.1 for a second one on that day."""
ZENODO = ".zenodo.json"
RELEASE = "release.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A release whose checksums hold."""

    version: str
    folder: Path
    names: tuple[str, ...]
    """Every file, SHA256SUMS included, relative to the folder, sorted."""
    zenodo: dict[str, Any]
    """What .zenodo.json says."""


def opened(data: Path, version: str | None) -> Release:
    """Give the release of a version, or the latest."""
    folder = _folder(data / "releases", version)
    if not (folder / SUMS).is_file():
        raise ReleaseRefusedError(f"{folder}: no release lies there; make one, or name its version")
    _verify(folder)
    said = _json(folder / RELEASE).get("version")
    if said != folder.name:
        raise ReleaseRefusedError(f"{folder / RELEASE}: names version {said!r}, not {folder.name}")
    names = sorted(path.relative_to(folder).as_posix() for path in _files(folder))
    return Release(folder.name, folder, tuple(names), _json(folder / ZENODO))


def _folder(releases: Path, version: str | None) -> Path:
    if version is None:
        latest = releases / "latest"
        if not latest.exists():
            raise ReleaseRefusedError(f"{latest}: there is no release; make one first")
        version = latest.resolve().name
    if not VERSION.fullmatch(version):
        raise ReleaseRefusedError(f"{version!r} is no version of a release, as in 2026.11.22")
    return releases / version


def _verify(folder: Path) -> None:
    """Refuse a folder that SHA256SUMS does not describe, file by file."""
    listed = _lines((folder / SUMS).read_text(encoding="utf-8"))
    found = _lines(sums(folder))
    for name in sorted(listed.keys() | found.keys()):
        if listed.get(name) != found.get(name):
            fault = (
                "is not there" if name not in found
                else "is not listed in it" if name not in listed
                else "has changed since"
            )  # fmt: skip
            raise ReleaseRefusedError(
                f"{folder / SUMS}: {name} {fault}; a release is never mended, make a new one"
            )


def _lines(text: str) -> dict[str, str]:
    """Read SHA256SUMS as name → digest; a line of another form counts as a name nobody has."""
    parts = (line.partition("  ") for line in text.splitlines())
    return {name or digest: digest for digest, _, name in parts}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _json(path: Path) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ReleaseRefusedError(f"{path}: is missing, and a deposit needs it") from None
    except ValueError as problem:
        raise ReleaseRefusedError(f"{path}: is no JSON: {problem}") from None
    if not isinstance(read, dict):
        raise ReleaseRefusedError(f"{path}: is no JSON object")
    return read

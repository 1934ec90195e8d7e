"""Lays out a small release by hand, as a deposit finds it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from transform.dataset.publish import SUMS, sums

VERSION = "2026.11.22"
NEXT = "2026.12.24"
ZENODO: dict[str, Any] = {
    "title": "Gongkai 公开: yearly reports on information disclosure, every cell",
    "description": "<p>Every cell of the statutory tables.</p>",
    "upload_type": "dataset",
    "creators": [{"name": "Gongkai contributors"}],
    "license": "cc-by-4.0",
    "publication_date": "2026-11-22",
    "language": "zho",
    "keywords": ["政府信息公开", "freedom of information"],
    "related_identifiers": [
        {"identifier": "https://example.org/gongkai", "relation": "isCompiledBy"}
    ],
    "notes": "Blank is not zero.",
    "access_right": "open",
}


def seal(folder: Path) -> None:
    """Write SHA256SUMS as a release has it, without waiting for the disk."""
    (folder / SUMS).write_text(sums(folder), encoding="utf-8")


def lay_out(data: Path, version: str = VERSION, changed: dict[str, Any] | None = None) -> Path:
    """Write DATA/releases/VERSION and make it the latest; `changed` are fields of .zenodo.json."""
    folder = data / "releases" / version
    (folder / "facts").mkdir(parents=True)
    (folder / "README.md").write_text(f"# Gongkai {version}\n", encoding="utf-8")
    (folder / "CHANGES.md").write_text("Nothing before.\n", encoding="utf-8")
    (folder / "datapackage.json").write_text('{"name": "gongkai"}\n', encoding="utf-8")
    (folder / "release.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    for year in (2023, 2024):
        table = f"{year} of {version}".encode() * 20_000
        (folder / "facts" / f"{year}.parquet").write_bytes(table)
    fields = {**ZENODO, "version": version, **(changed or {})}
    told = {name: value for name, value in fields.items() if value is not None}
    (folder / ".zenodo.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    seal(folder)
    latest = data / "releases" / "latest"
    latest.unlink(missing_ok=True)
    latest.symlink_to(version)
    return folder

"""Packs a release into the few files a deposit has.

Zenodo takes at most 100 files and 50 GB a record, and a release may have more files. So the whole
release goes as one archive, `gongkai-VERSION.zip`: unpacked, its SHA256SUMS holds. What a visitor
wants to read before downloading lies beside it.

The archive has the same bytes wherever and whenever it is packed, so that a second run finds what
it has sent: names sorted, one date (the version's), one mode. What is compressed already (Parquet)
is stored, the rest is deflated.
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transform.dataset.publish import SUMS
from transform.deposit.folder import RELEASE, Release

BESIDE = ("README.md", "CHANGES.md", "datapackage.json", RELEASE, SUMS)
"""Of the release, what is deposited beside the archive too, where it is there."""
MOST_FILES = 100
MOST_BYTES = 50_000_000_000
"""Of one record of Zenodo."""

_STORED = frozenset({".parquet", ".gz", ".zip", ".zst", ".xz", ".png", ".jpg"})
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a deposit."""

    name: str
    path: Path
    size: int
    """In bytes."""
    md5: str
    """As Zenodo gives it back, without its prefix."""
    sha256: str


def packed(release: Release, archive: Path) -> tuple[Item, ...]:
    """Write the archive; give the files of the deposit, the archive first."""
    pack(release, archive)
    beside = (name for name in BESIDE if name in release.names)
    return item(archive), *(item(release.folder / name) for name in beside)


def pack(release: Release, archive: Path) -> None:
    """Write the whole release as a ZIP archive that has one folder, gongkai-VERSION."""
    year, month, day = (int(part) for part in release.version.split(".")[:3])
    with zipfile.ZipFile(archive, "w") as out:
        for name in release.names:
            source = release.folder / name
            entry = zipfile.ZipInfo(f"{archive.stem}/{name}", (year, month, day, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever it is packed
            entry.external_attr = 0o100644 << 16
            stored = source.suffix in _STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.file_size = source.stat().st_size  # tells whether ZIP64 is needed
            with source.open("rb") as read, out.open(entry, "w") as written:
                shutil.copyfileobj(read, written, _CHUNK)


def item(path: Path) -> Item:
    """Measure a file."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    size = 0
    for chunk in _chunks(path):
        md5.update(chunk)
        sha256.update(chunk)
        size += len(chunk)
    return Item(path.name, path, size, md5.hexdigest(), sha256.hexdigest())


def refusals(items: tuple[Item, ...]) -> list[str]:
    """Tell what Zenodo would refuse of the files, a line each."""
    size = sum(item.size for item in items)
    found = [f"{item.name} is empty" for item in items if not item.size]
    if len(items) > MOST_FILES:
        found.append(f"{len(items)} files; Zenodo takes {MOST_FILES} a record")
    if size > MOST_BYTES:
        found.append(f"{size:,} bytes; Zenodo takes {MOST_BYTES:,} a record")
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as read:
        while chunk := read.read(_CHUNK):
            yield chunk

"""Publishes a finished folder so that a reader, or a kill, finds a whole dataset at any moment.

DATA/dataset is a symlink that is swapped by rename. It leads to DATA/datasets/<id>, where id is the
first 12 hex digits of the SHA-256 of its SHA256SUMS; the dataset before it stays there too, for
readers that still have it open. A build works in DATA/.dataset-*; whatever lies there is dead when
no build holds the lock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from transform.errors import InputRefusedError

SUMS = "SHA256SUMS"
SCRATCH = ".dataset-"


def sums(folder: Path) -> str:
    """Give the text of SHA256SUMS for the files below a folder, in the order of their names."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = sorted(path.relative_to(folder).as_posix() for path in paths)
    return "".join(f"{_digest(folder / name)}  {name}\n" for name in names if name != SUMS)


def whole(folder: Path) -> bool:
    """Tell whether a folder holds exactly the bytes its SHA256SUMS names."""
    try:
        return (folder / SUMS).read_text(encoding="utf-8") == sums(folder)
    except OSError:
        return False


def seal(folder: Path) -> None:
    """Write SHA256SUMS and bring every byte to the disk."""
    (folder / SUMS).write_text(sums(folder), encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def current(data: Path) -> Path | None:
    """Give the folder that is published, or None; refuse a `dataset` that is no symlink."""
    link = data / "dataset"
    if link.is_symlink():
        return data / link.readlink()
    if link.exists():
        raise InputRefusedError(f"{link}: not a symlink made by a build; move it away")
    return None


def publish(data: Path, built: Path) -> tuple[Path, bool]:
    """Make a sealed folder the dataset; give its new place and whether anything changed."""
    name = hashlib.sha256((built / SUMS).read_bytes()).hexdigest()[:12]
    target = data / "datasets" / name
    before = current(data)
    if before == target and whole(target):
        _clean(data, target, None)
        return target, False
    target.parent.mkdir(exist_ok=True)
    if target.exists():  # left by a build that was killed before the swap, or damaged since
        _discard(data, target)
    built.rename(target)
    _sync(target.parent)
    fresh = data / f"{SCRATCH}link"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path("datasets") / name)
    fresh.replace(data / "dataset")
    _sync(data)
    _clean(data, target, before)
    return target, True


def sweep(data: Path) -> None:
    """Remove what a killed build left. Only for the holder of the lock."""
    for path in data.glob(f"{SCRATCH}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _clean(data: Path, published: Path, before: Path | None) -> None:
    """Remove older datasets, but the one before, which a reader may still have open."""
    others = [path for path in (data / "datasets").iterdir() if path != published]
    if before is None or before == published:
        before = max(others, key=lambda path: path.stat().st_mtime_ns, default=None)
    for path in others:
        if path != before:
            _discard(data, path)


def _discard(data: Path, folder: Path) -> None:
    """Remove a folder: out of sight first, so that no half of it stays under its name."""
    dead = data / f"{SCRATCH}old-{folder.name}"
    if dead.exists():
        shutil.rmtree(dead)
    folder.rename(dead)
    shutil.rmtree(dead)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

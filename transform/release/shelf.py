"""The folder of releases: what lies there, which is the latest, and how a new one comes in.

Receives `DATA/releases`. A version is a date, `2026.11.22`, with `.1`, `.2` … for another one of
the same day. Releases are never removed or written to; `latest` and `index.json` are replaced by
rename and follow from the folders alone, so that a run after a kill sets them right.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from transform.dataset.publish import SUMS
from transform.errors import InputRefusedError, ReleaseRunningError

SCRATCH = ".release-"
_VERSION = re.compile(r"(\d{4})\.(\d{2})\.(\d{2})(?:\.([1-9]\d*))?")


def key(version: str) -> tuple[date, int]:
    """Give what versions are ordered by: the day and the number within it.

    Raises `InputRefusedError` when the text is no version.
    """
    match = _VERSION.fullmatch(version)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3])), int(match[4] or 0)
    except ValueError:
        pass
    raise InputRefusedError(f"{version!r} is no version; name one as 2026.11.22 or 2026.11.22.1")


def versions(shelf: Path) -> list[str]:
    """Give the versions that are released, newest first."""
    found = (path.name for path in shelf.iterdir() if path.is_dir() and not path.is_symlink())
    return sorted((name for name in found if _VERSION.fullmatch(name)), key=key, reverse=True)


def free(shelf: Path, day: date) -> str:
    """Give the first version of a day that is not taken and comes after every other."""
    taken = [key(version) for version in versions(shelf)]
    number = max((n + 1 for of, n in taken if of == day), default=0)
    return f"{day:%Y.%m.%d}" + (f".{number}" if number else "")


@contextmanager
def held(data: Path) -> Iterator[tuple[Path, Path]]:
    """Hold the lock of the releases; give their folder, and one in it to work in.

    What a killed run left is removed, and `latest` and the index are set right first.
    """
    if not data.is_dir():
        raise InputRefusedError(f"{data}: no such folder")
    shelf = data / "releases"
    shelf.mkdir(exist_ok=True)
    lock = FileLock(shelf / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as busy:
        raise ReleaseRunningError(f"{shelf}: another release is being cut; wait for it") from busy
    try:
        for path in shelf.glob(f"{SCRATCH}*"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        point(shelf)
        work = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=shelf))
        try:
            yield shelf, work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        lock.release()


def put(shelf: Path, sealed: Path, version: str) -> Path:
    """Make a sealed folder the release of a version, and the latest; give its place."""
    place = shelf / version
    sealed.rename(place)
    _sync(shelf)
    point(shelf)
    for refusal in shelf.glob("refused-*.json"):
        refusal.unlink()
    return place


def point(shelf: Path) -> None:
    """Let `latest` lead to the newest release, and the index list all."""
    found = versions(shelf)
    link = shelf / "latest"
    if link.exists() and not link.is_symlink():
        raise InputRefusedError(f"{link}: not a symlink made by a release; move it away")
    if not found:
        return
    listed = [_listed(shelf / version) for version in found]
    if not link.is_symlink() or link.readlink() != Path(found[0]):
        fresh = shelf / f"{SCRATCH}latest"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(found[0])
        fresh.replace(link)
        _sync(shelf)
    replace(shelf / "index.json", {"last": found[0], "releases": listed})


def replace(path: Path, what: dict[str, Any]) -> None:
    """Write a JSON file by rename, when it is not there as such already."""
    text = as_json(what)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return
    fresh = path.with_name(f"{SCRATCH}{path.name}")
    fresh.write_text(text, encoding="utf-8")
    _sync(fresh)
    fresh.replace(path)
    _sync(path.parent)


def as_json(what: Any) -> str:
    """Give the text of a JSON file of a release."""
    return json.dumps(what, ensure_ascii=False, indent=2) + "\n"


def _listed(release: Path) -> dict[str, Any]:
    try:
        about = json.loads((release / "release.json").read_text(encoding="utf-8"))
        sums = (release / SUMS).read_bytes()
    except (OSError, ValueError) as problem:
        raise InputRefusedError(f"{release}: no release; move it away") from problem
    return {
        **{name: about[name] for name in ("version", "previous", "schema_version")},
        "sha256sums": hashlib.sha256(sums).hexdigest(),
    }


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

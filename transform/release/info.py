"""What a release says of itself: `ReleaseInfo`, and `release.json` made of it.

Receives the tables of a release and the code that cuts it. Reads no clock: the date of a release is
that of its version.
"""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from extract import EXTRACTOR
from transform.release.shelf import key
from transform.tables import SCHEMA_VERSION

ROOT = Path(__file__).resolve().parent.parent.parent
"""Where the code lies, with its lock and its licences."""


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A release, as its papers and metadata name it."""

    version: str
    """`YYYY.MM.DD` or `YYYY.MM.DD.N`."""
    schema_version: str
    """SemVer of the tables and columns."""
    previous: str | None
    """Version of the release before; None for the first."""
    commit: str
    """The code: a commit, `-dirty` where the checkout differs from it, or a package version."""
    lock_sha256: str
    """SHA-256 of requirements.lock; empty where the code lies without it."""
    duckdb: str
    """Version of DuckDB, which the bytes of the tables depend on."""
    released: date
    """The day of the version."""
    rows: dict[str, int]
    """Rows of each table."""
    first_year: int
    last_year: int
    """First and last year described by a value; 0 when there is none."""


def gather(folder: Path, version: str, previous: str | None) -> ReleaseInfo:
    """Say what the release is whose tables lie in a folder."""
    by_year = rows_by_year(folder)
    whole = {path.stem: _rows(path) for path in sorted(folder.glob("*.parquet"))}
    years = [int(year) for year, rows in by_year.get("facts", {}).items() if rows]
    lock = ROOT / "requirements.lock"
    return ReleaseInfo(
        version=version,
        schema_version=SCHEMA_VERSION,
        previous=previous,
        commit=commit(ROOT),
        lock_sha256=hashlib.sha256(lock.read_bytes()).hexdigest() if lock.is_file() else "",
        duckdb=duckdb.__version__,
        released=key(version)[0],
        rows=dict(sorted((whole | {t: sum(n.values()) for t, n in by_year.items()}).items())),
        first_year=min(years, default=0),
        last_year=max(years, default=0),
    )


def rows_by_year(folder: Path) -> dict[str, dict[str, int]]:
    """Give the rows of each file of the tables by year: table → year → rows."""
    found: dict[str, dict[str, int]] = {}
    for path in sorted(folder.glob("*/[0-9][0-9][0-9][0-9].parquet")):
        found.setdefault(path.parent.name, {})[path.stem] = _rows(path)
    return found


def about(info: ReleaseInfo, by_year: dict[str, dict[str, int]]) -> dict[str, Any]:
    """Give what `release.json` says, the gates aside."""
    return {
        "version": info.version,
        "schema_version": info.schema_version,
        "previous": info.previous,
        "released": info.released.isoformat(),
        "commit": info.commit,
        "lock_sha256": info.lock_sha256,
        "duckdb": info.duckdb,
        "extractor": EXTRACTOR,
        "first_year": info.first_year,
        "last_year": info.last_year,
        "rows": info.rows,
        "rows_by_year": by_year,
    }


def commit(root: Path) -> str:
    """Give the commit of the code where it lies in a checkout of its own, else its version."""
    top = _git(root, "rev-parse", "--show-toplevel")
    head = _git(root, "rev-parse", "HEAD")
    if head and top and Path(top).resolve() == root:
        return head + ("-dirty" if _git(root, "status", "--porcelain") else "")
    try:
        return f"gongkai {installed('gongkai')}"
    except PackageNotFoundError:
        return "unknown"


def _git(root: Path, *words: str) -> str:
    """Give what git answers; nothing where there is no git, no checkout or no leave to read it."""
    try:
        done = subprocess.run(  # noqa: S603 (words of ours alone)
            ["git", "-C", str(root), *words],  # noqa: S607 (the reader's own git)
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _rows(path: Path) -> int:
    return int(pq.ParquetFile(path).metadata.num_rows)

"""Tells whether a build would read what the build before it read (输入未变), and so make its bytes.

Receives a connection with the ledger loaded, and the files that a build reads. Gives one SHA-256 of
all of it: records, ledger, registry, reference tables, corrections, the release that `changes` is
against, the years asked for, this program and the libraries that write. `DATA/built.json` keeps it
beside the dataset; a note that does not fit, or cannot be read, is none, and the build is made.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa

from transform.dataset import publish
from transform.tables import statement

NOTE = "built.json"
_PROGRAMS = ("crawler", "extract", "transform")
_CODE = frozenset({".py", ".sql", ".md", ".csv"})


def digest(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    paths: Iterable[Path],
    folders: Iterable[Path],
    years: tuple[int, int] | None,
) -> str:
    """Give the digest of all that a build reads.

    `paths` are records and tables, `folders` are read with all that lies in them.
    """
    found = hashlib.sha256()
    for line in _lines(con, data, paths, folders):
        found.update(f"{line}\n".encode())
    found.update(f"years {years}".encode())
    return found.hexdigest()


def known(data: Path, wanted: str) -> tuple[Path, dict[str, int], list[str]] | None:
    """Give the published dataset, the rows of its tables and its notes, if it has these inputs.

    None where it has others, where there is none, and where its bytes are not those written.
    """
    try:
        note = json.loads((data / NOTE).read_text(encoding="utf-8"))
        folder = data / "datasets" / note["dataset"]
        rows, notes = dict(note["rows"]), list(note["notes"])
        same = note["inputs"] == wanted and publish.current(data) == folder
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (folder, rows, notes) if same and publish.whole(folder) else None


def keep(data: Path, found: str, folder: Path, rows: dict[str, int], notes: Iterable[str]) -> None:
    """Note of what inputs the published dataset was made, and what was said of it."""
    fresh = data / f"{publish.SCRATCH}{NOTE}"
    said = {"dataset": folder.name, "inputs": found, "rows": rows, "notes": [*notes]}
    fresh.write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")
    fresh.replace(data / NOTE)


def _lines(
    con: duckdb.DuckDBPyConnection,
    data: Path,
    paths: Iterable[Path],
    folders: Iterable[Path],
) -> Iterator[str]:
    yield f"python {sys.version_info[:3]} duckdb {duckdb.__version__} pyarrow {pa.__version__}"
    for name in _PROGRAMS:
        root = Path(str(files(name)))
        yield from _of(root, (path for path in root.rglob("*") if path.suffix in _CODE))
    for folder in folders:
        yield from _of(folder, (path for path in folder.rglob("*") if path.is_file()))
    for path in paths:
        yield f"{path.name} {_sha256(path)}"
    for row in con.execute(statement("dataset", "02_inputs")).fetchall():
        yield " ".join(map(str, row))
    latest = data / "releases" / "latest"
    if latest.exists():
        yield f"release {latest.resolve().name} {_sha256(latest / publish.SUMS)}"


def _of(root: Path, paths: Iterable[Path]) -> Iterator[str]:
    for path in sorted(paths):
        yield f"{path.relative_to(root).as_posix()} {_sha256(path)}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

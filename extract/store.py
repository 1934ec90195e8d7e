"""The record store, `DATA/records`: what was read, kept once.

    DATA/records/<extractor>-<digest>.parquet    records of one batch, one row a document

A batch is written beside and renamed, so a file is whole or not there; its name is a digest of
the documents in it, so writing the same batch again changes nothing. A document is keyed by its
SHA-256 and the extractor's version: bytes already read by this version are not read again.
Records of older versions stay, and stay queryable; `transform` takes the newest of each document.
Refused documents are kept too, with their reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from extract import EXTRACTOR
from extract.records import Record
from extract.schema import SCHEMA


class StoreLockedError(Exception):
    """Another extraction is writing to the store. Wait for it, or stop it."""


class StoreDamagedError(Exception):
    """A file of the store is no Parquet file. Remove it; its documents are then read again."""


class Store:
    """The records of one DATA folder. One writer at a time: a context manager holds the lock."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "records"
        self._lock = FileLock(self.folder / ".lock", blocking=False)

    def __enter__(self) -> Store:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StoreLockedError(
                f"another extraction is writing to {self.folder}; try again when it has ended"
            ) from error
        for leftover in self.folder.glob(".writing-*"):
            leftover.unlink()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def known(self) -> set[str]:
        """Give the SHA-256 of every document that this version of the extractor has read.

        Raises:
            StoreDamagedError: a file of the store cannot be read.
        """
        out: set[str] = set()
        for path in sorted(self.folder.glob(f"{EXTRACTOR}-*.parquet")):
            try:
                out.update(pq.read_table(path, columns=["sha256"])["sha256"].to_pylist())
            except (pa.ArrowInvalid, OSError) as error:
                raise StoreDamagedError(
                    f"{path} is damaged ({error}); remove it and its documents are read again"
                ) from error
        return out

    def add(self, records: Sequence[Record]) -> Path:
        """Write one batch; give its file."""
        rows = sorted((record.row() for record in records), key=lambda row: row["sha256"])
        digest = hashlib.sha256("\n".join(row["sha256"] for row in rows).encode()).hexdigest()
        path = self.folder / f"{EXTRACTOR}-{digest[:16]}.parquet"
        beside = self.folder / f".writing-{path.name}"
        with beside.open("wb") as file:
            pq.write_table(pa.Table.from_pylist(rows, SCHEMA), file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        return path

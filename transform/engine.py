"""DuckDB as the commands use it: within a memory and a number of threads, in a work folder.

Receives a folder that is removed afterwards; gives a connection. What DuckDB says of memory and of
the disk becomes `ResourcesExhaustedError`, so that it is never taken for a fault of the input.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from transform.errors import ResourcesExhaustedError


@contextmanager
def connected(
    work: Path, memory: str, threads: int, *, database: str = ":memory:"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open DuckDB; `database` is its file in the work folder, where tables do not fit in memory."""
    place = database if database == ":memory:" else str(work / database)
    with duckdb.connect(
        place,
        config={"memory_limit": memory, "threads": threads, "temp_directory": str(work / "spill")},
    ) as con:
        try:
            yield con
        except duckdb.Error as problem:
            if not exhausted(problem):
                raise
            what = (
                "give more with --memory"
                if isinstance(problem, duckdb.OutOfMemoryException)
                else "make room on the disk"
            )
            raise ResourcesExhaustedError(f"{problem}; {what}") from problem


def exhausted(problem: Exception) -> bool:
    """Tell whether it is about memory or the disk: any failure to read or write is."""
    return isinstance(problem, duckdb.IOException) or out_of_room(problem)


def out_of_room(problem: Exception) -> bool:
    """Tell whether memory or disk ran out, where a failure to read may be the file's own fault.

    A full disk is an IO error, or one of the transaction that was to be committed.
    """
    return isinstance(problem, duckdb.OutOfMemoryException) or "No space left" in str(problem)

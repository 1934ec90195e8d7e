"""What DuckDB says of memory and of the disk is told as such, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from transform.engine import connected, out_of_room
from transform.errors import ResourcesExhaustedError


def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    with (
        pytest.raises(ResourcesExhaustedError, match=r"No space left.*; make room on the disk"),
        connected(tmp_path, "100MB", 1) as con,
    ):
        con.execute("COPY (FROM range(100000)) TO '/dev/full' (FORMAT csv)")


def test_too_little_memory_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(ResourcesExhaustedError, match="; give more with --memory"),
        connected(tmp_path, "20MB", 1) as con,
    ):
        con.execute("SELECT list(range || 'padding') FROM range(10000000)")


def test_a_full_disk_that_shows_in_a_transaction_is_no_fault_of_the_input() -> None:
    told = "Failed to commit: Could not write file “build.duckdb.wal”: No space left on device"
    assert out_of_room(duckdb.TransactionException(told))
    assert not out_of_room(duckdb.TransactionException("Failed to commit: write-write conflict"))


def test_other_errors_pass_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(duckdb.CatalogException), connected(tmp_path, "100MB", 1) as con:
        con.execute("FROM nothing")

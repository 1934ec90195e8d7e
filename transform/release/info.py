"""What a release is: its version and what it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReleaseInfo:
    """A release, as its metadata and `release.json` tell it."""

    version: str
    """`YYYY.MM.DD`, or `YYYY.MM.DD.N` for another of the same day."""
    schema_version: str
    """SemVer of the tables and columns."""
    previous: str | None
    """Version of the release before; None for the first."""
    commit: str
    """Of the code and the reference tables."""
    lock_sha256: str
    """Of `requirements.lock`."""
    duckdb: str
    """Version of DuckDB, on which the bytes depend."""
    released: date
    """The version's date."""
    rows: dict[str, int]
    """Rows of each table."""
    first_year: int
    """First year that is covered."""
    last_year: int
    """Last year that is covered."""

"""Brings a ledger of an older version forward, in one transaction, before anything else uses it.

Receives an open ledger and the archive beside it. Gives the tables of `ledger.sql`, filled as a
replay of the archive would fill them. Refuses, with ConfigError, a ledger of a later version, and
one from before the first release.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path

from crawler.errors import ConfigError

SCHEMA = 1
"""The version that `ledger.sql` describes, kept as `user_version`."""


def prepare(db: sqlite3.Connection, raw: Path) -> None:
    """Create the tables of a ledger, or bring them forward from any earlier version."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA:
        raise ConfigError(
            f"{raw}: the ledger is of version {version}, this program knows {SCHEMA}; update it"
        )
    empty = not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    schema = resources.files("crawler.ledger").joinpath("ledger.sql").read_text(encoding="utf-8")
    if empty:
        db.executescript(f"BEGIN; {schema} PRAGMA user_version = {SCHEMA}; COMMIT;")
        return
    for step in range(version, SCHEMA):
        if step not in _STEPS:
            raise ConfigError(
                f"{raw}: the ledger is older than the first release; name another folder"
            )
        with db:
            db.execute("BEGIN IMMEDIATE")
            _STEPS[step](db, raw)
            db.execute(f"PRAGMA user_version = {step + 1}")


_STEPS: dict[int, Callable[[sqlite3.Connection, Path], None]] = {}
"""By the version they begin from; each adds what a replay of the archive would have entered."""

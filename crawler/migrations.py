"""Brings a ledger of an older version forward, in one transaction, before anything else uses it.

Receives an open ledger and the archive beside it. Gives the tables of `ledger.sql`, filled as a
replay of the archive would fill them. Refuses, with ConfigError, a ledger of a later version.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from crawler import archive, bodies, decoding
from crawler.errors import ConfigError

SCHEMA = 2
"""The version that `ledger.sql` describes, kept as `user_version`."""


def prepare(db: sqlite3.Connection, raw: Path) -> None:
    """Create the tables of a ledger, or bring them forward from any earlier version."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA:
        raise ConfigError(
            f"{raw}: the ledger is of version {version}, this program knows {SCHEMA}; update it"
        )
    empty = not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    schema = resources.files("crawler").joinpath("ledger.sql").read_text(encoding="utf-8")
    if empty:
        db.executescript(f"BEGIN; {schema} PRAGMA user_version = {SCHEMA}; COMMIT;")
        return
    for step in range(version, SCHEMA):
        with db:
            db.execute("BEGIN IMMEDIATE")
            _STEPS[step](db, raw, schema)
            db.execute(f"PRAGMA user_version = {step + 1}")


def _from_0(db: sqlite3.Connection, raw: Path, schema: str) -> None:
    """To 1: roots and kinds of asks, purposes of other spiders, versions, payloads, alarms."""
    for index in ("ask_parent", "fetch_ask", "listed_ask", "visit_column"):
        db.execute(f"DROP INDEX IF EXISTS {index}")
    db.execute("ALTER TABLE ask RENAME TO ask_0")
    db.execute("ALTER TABLE run ADD COLUMN vantage TEXT NOT NULL DEFAULT ''")
    for statement in _statements(schema):
        db.execute(statement)
    db.execute(_ASKS_0)
    db.execute("DROP TABLE ask_0")
    found = db.execute(
        "SELECT ask, sha256, time, kind FROM fetch WHERE kind = 'not_modified'"
        " OR (outcome = 'ok' AND sha256 IN (SELECT sha256 FROM document)) ORDER BY time"
    ).fetchall()
    for ask, sha256, time, kind in found:
        bodies.see(db, ask, None if kind == "not_modified" else sha256, time)
    for run in archive.runs(raw):
        for record in archive.history(raw, run):
            if payload := record.payload:
                bodies.remember(db, payload)


def _from_1(db: sqlite3.Connection, raw: Path, schema: str) -> None:
    """To 2: what charsets were claimed, certificates, documents on other hosts; contacts."""
    for statement in _statements(schema):
        db.execute(statement)
    for column in ("charset_header TEXT", "charset_meta TEXT", "tls_verified INTEGER"):
        db.execute(f"ALTER TABLE fetch ADD COLUMN {column}")
    db.execute("ALTER TABLE fetch ADD COLUMN offsite INTEGER NOT NULL DEFAULT 0")
    found = db.execute(
        "SELECT f.rowid, f.url, coalesce(r.url, a.url), f.charset, f.warc_file, f.warc_offset"
        " FROM fetch f JOIN ask a USING (ask) LEFT JOIN ask r ON r.ask = a.root"
    ).fetchall()
    for row, url, root, charset, file, offset in found:
        said = decoding.Claims(None, None)
        if charset:
            header = archive.read_record(raw, file, offset).header("content-type")
            said = decoding.claims(archive.read_body(raw, file, offset), header)
        away = urlsplit(url).hostname != urlsplit(root).hostname
        db.execute(
            "UPDATE fetch SET charset_header = ?, charset_meta = ?, offsite = ? WHERE rowid = ?",
            (said.header, said.meta, away, row),
        )


_STEPS: dict[int, Callable[[sqlite3.Connection, Path, str], None]] = {0: _from_0, 1: _from_1}

_ASKS_0 = """
    INSERT INTO ask
    WITH RECURSIVE tree(ask, root) AS (
        SELECT ask, ask FROM ask_0 WHERE parent IS NULL
        UNION ALL SELECT a.ask, tree.root FROM ask_0 a JOIN tree ON a.parent = tree.ask)
    SELECT a.ask, method, url, body, purpose, parent, tree.root, state, run,
           coalesce((SELECT kind FROM fetch f WHERE f.ask = a.ask
                     ORDER BY f.run DESC, f.attempt DESC LIMIT 1), ''),
           attempts, etag, last_modified
    FROM ask_0 a JOIN tree USING (ask) ORDER BY a.rowid
"""


def _statements(script: str) -> list[str]:
    """Split a script, which `executescript` would run outside the transaction."""
    found, statement = [], ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return found

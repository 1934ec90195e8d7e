"""The ledger (台账): the state of the crawl in SQLite, as `ledger.sql` describes it.

An ask is leased before it is sent. `record` writes what came of it, everything it led to, and what
becomes of the ask, in one transaction; a kill between two calls loses nothing. Whatever is written
depends on what was exchanged and when, never on the order in which two hosts happened to be
served, so that a replay writes the same rows.

The archive is ahead of the ledger at every moment: WAL with `synchronous = NORMAL` survives the
death of the process, and of the machine it may lose the last commits, never their order. What is
lost so is played from the archive, as after a kill.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.findings import alarms
from crawler.ledger import bodies, migrations, sights, visits
from crawler.ledger.asks import Ask, Purpose
from crawler.ledger.facts import Fetch, Result
from crawler.manners.outcomes import Verdict
from crawler.runs.plan import PlannedColumn
from crawler.store.archive import Payload, Place

RECHECK = timedelta(days=30)
"""A document that was fetched is asked for again, conditionally, when a listing names it this much
later. Reports are corrected seldom, and mostly within weeks; a shorter period would only cost the
portals requests."""

CONTINUE = timedelta(days=1)
"""A listing that a killed run left half read is continued within this time, and read from its
beginning afterwards: rows move from page to page."""

CACHE = 32 * 1024
"""KiB of the database that are kept in memory: its keys are digests and lie everywhere."""

CHECKPOINT = 4000
"""Pages of 4 KiB in the WAL before they are moved into the database, which waits for the disk."""

AT_ONCE = 1000
"""Payloads that are noted before they are entered, when no answer comes that takes them along."""

COOLDOWN = timedelta(days=30)
"""A host that answered with a challenge is left alone this long."""


_INSERT_FETCH = f"INSERT INTO fetch VALUES ({', '.join('?' * len(fields(Fetch)))})"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Queued:
    """An ask that waits to be sent."""

    key: str
    ask: Ask
    serial: int
    """Order in which the ledger came to know it."""
    etag: str | None
    last_modified: str | None


class Ledger:
    """One open ledger. Not for several processes at once: `session.lock` sees to that."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, creating it when it is missing, or bringing it up to date.

        Raises ConfigError for a ledger of a later version.
        """
        self._db = sqlite3.connect(path, isolation_level=None)
        # WAL: readers see a whole state while the crawl writes; a kill leaves the last commit.
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(f"PRAGMA cache_size = -{CACHE}")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
        migrations.prepare(self._db, path.parent)
        self._lying: dict[str, Payload] = {}
        """Payloads that go into the table with the next transaction."""

    def close(self) -> None:
        """Close the ledger."""
        if self._db.in_transaction:
            self._db.commit()
        self._db.close()

    # -- runs

    def begin(
        self,
        run: str,
        started: str,
        roots: Iterable[Ask],
        spider: str = "reports",
        vantage: str = "",
    ) -> None:
        """Enter a run and queue the first pages of its due columns.

        Does nothing when the run was entered before it was killed: it queued them then, and what
        it has read since is not to be read again.
        """
        with self._db:
            self._begin()
            if self._one("SELECT 1 FROM run WHERE run = ?", run):
                return
            self._db.execute(
                "INSERT INTO run (run, spider, started, vantage) VALUES (?, ?, ?, ?)",
                (run, spider, started, vantage),
            )
            # What an earlier walk had in mind is not this one's business.
            self._db.execute(
                "UPDATE ask SET state = 'failed'"
                " WHERE purpose IN ('menu', 'probe') AND state = 'queued'"
            )
            for root in roots:
                self._seed(root, started)

    def unfinished(self) -> str | None:
        """Give the last run when it was killed: its archive may know more than the ledger."""
        row = self._one("SELECT run, finished FROM run ORDER BY run DESC LIMIT 1")
        return str(row[0]) if row and row[1] is None else None

    def runs(self) -> list[str]:
        """Give every run in order."""
        return [row[0] for row in self._db.execute("SELECT run FROM run ORDER BY run")]

    def finish(
        self,
        run: str,
        outcome: str,
        missed: Iterable[tuple[str, str, Verdict]],
        columns: Iterable[PlannedColumn] = (),
    ) -> None:
        """End a run, and raise the alarms of its columns.

        `missed` are due columns that were not asked: column, time and reason.
        """
        with self._db:
            self._begin()
            self._lay_down()
            for column_id, time, verdict in missed:
                self._db.execute(
                    "INSERT INTO visit"
                    " (run, column_id, time, outcome, kind, evidence, complete, pages, rows)"
                    " VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0) ON CONFLICT DO NOTHING",
                    (run, column_id, time, verdict.outcome, verdict.kind, verdict.evidence),
                )
            self._db.execute(
                "UPDATE run SET outcome = ?1, finished ="
                " coalesce((SELECT max(time) FROM fetch WHERE run = ?2), started) WHERE run = ?2",
                (outcome, run),
            )
            alarms.raise_all(self._db, run, columns)

    def contacted(self, run: str, sent: Mapping[tuple[str, str], int]) -> None:
        """Enter how many requests a run sent to each host on each day of China."""
        with self._db:
            self._begin()
            for (host, day), requests in sent.items():
                self._db.execute(
                    "INSERT OR REPLACE INTO contact VALUES (?, ?, ?, ?)", (run, host, day, requests)
                )

    def spent(self, day: str, run: str) -> dict[str, int]:
        """Give the requests that runs before this one sent to each host on a day of China."""
        rows = self._db.execute(
            "SELECT host, sum(requests) FROM contact WHERE day = ? AND run < ? GROUP BY host",
            (day, run),
        )
        return dict(rows.fetchall())

    # -- asks

    def _seed(self, root: Ask, started: str) -> None:
        """Queue the first page of a due column, unless its reading is to be continued."""
        row = self._one("SELECT state FROM ask WHERE ask = ?", root.key)
        if row is None:
            self._insert(root, None)
        elif row[0] in {"done", "failed"} and not self._continues(root.key, started):
            self._db.execute("UPDATE ask SET state = 'queued' WHERE ask = ?", (root.key,))

    def _continues(self, root: str, started: str) -> bool:
        last = self._one("SELECT max(time) FROM fetch WHERE ask = ?", root)
        if not last or not last[0] or last[0] < before(started, CONTINUE):
            return False
        return visits.is_waiting(self._db, root)

    def release(self, key: str | None = None) -> None:
        """Return a leased ask, or all of them, to the queue as if they had never been leased."""
        query = (
            "UPDATE ask SET state = 'queued',"
            " run = (SELECT max(run) FROM fetch WHERE fetch.ask = ask.ask) WHERE state = 'leased'"
        )
        if key is None:
            self._db.execute(query)
        else:
            self._db.execute(f"{query} AND ask = ?", (key,))

    def lease(self, key: str, run: str) -> int:
        """Give an ask to a run; gives the number of the attempt, from 1.

        Committed with the next answer: a lease that is lost is one that was released.
        """
        self._begin()
        self._db.execute("UPDATE ask SET state = 'leased', run = ? WHERE ask = ?", (run, key))
        row = self._one("SELECT count(*) FROM fetch WHERE run = ? AND ask = ?", run, key)
        return 1 + (row[0] if row else 0)

    def queued(self, keys: Iterable[str] | None = None) -> Iterator[Queued]:
        """Give the asks that wait: all of them, or those of these keys."""
        query = (
            "SELECT ask, url, purpose, method, body, rowid, etag, last_modified FROM ask"
            " WHERE state = 'queued'"
        )
        if keys is None:
            found = self._db.execute(query).fetchall()
        else:
            found = [row for key in keys if (row := self._one(f"{query} AND ask = ?", key))]
        for key, url, purpose, method, body, serial, etag, modified in found:
            yield Queued(key, Ask(url, purpose, method, body), serial, etag, modified)

    def root(self, key: str) -> str:
        """Give the ask at the head of the chain that led to this one: a column's first page."""
        row = self._one("SELECT root FROM ask WHERE ask = ?", key)
        return str(row[0]) if row else key

    def chain(self, key: str) -> list[str]:
        """Give the addresses that led to an ask, the column's first page first, itself last."""
        rows = self._db.execute(
            "WITH RECURSIVE up(ask, parent, url, depth) AS ("
            " SELECT ask, parent, url, 0 FROM ask WHERE ask = ?"
            " UNION SELECT a.ask, a.parent, a.url, depth + 1 FROM ask a JOIN up"
            "  ON a.ask = up.parent WHERE depth < 1000)"
            " SELECT url FROM up ORDER BY depth DESC",
            (key,),
        )
        return [row[0] for row in rows]

    def settled(self, run: str, key: str, attempt: int) -> bool:
        """Say whether an attempt of a run is entered."""
        query = "SELECT 1 FROM fetch WHERE run = ? AND ask = ? AND attempt = ?"
        return self._one(query, run, key, attempt) is not None

    # -- bodies in the archive

    def stored(self, digest: str) -> Payload | None:
        """Give where a payload lies in the archive, so that it is not written twice."""
        return self._lying.get(digest) or bodies.stored(self._db, digest)

    def held(self, key: str) -> Place | None:
        """Give the place of the answer whose body a 304 to this ask confirms."""
        return bodies.held(self._db, key)

    def remember(self, payload: Payload) -> None:
        """Note where a payload lies; it is entered with the next answer, or with many others."""
        known = self._lying.get(payload.digest)
        if known is None or _where(payload) < _where(known):
            self._lying[payload.digest] = payload
        if len(self._lying) >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Enter the payloads that were noted."""
        with self._db:
            self._begin()
            self._lay_down()

    def _lay_down(self) -> None:
        for payload in self._lying.values():
            bodies.remember(self._db, payload)
        self._lying.clear()

    # -- what came of an ask

    def record(
        self, fetch: Fetch, result: Result, started: str, recheck: timedelta = RECHECK
    ) -> list[str]:
        """Write an attempt and all it led to; gives the keys it queued.

        Documents fetched `recheck` before `started`, the run's start, are due again.
        """
        due = before(started, recheck)
        with self._db:
            self._begin()
            self._db.execute(_INSERT_FETCH, fetch.row())
            self._db.execute(
                "UPDATE ask SET state = ?, run = ?, kind = ?, attempts = attempts + 1,"
                " etag = coalesce(?, etag), last_modified = coalesce(?, last_modified)"
                " WHERE ask = ?",
                (
                    result.state,
                    fetch.run,
                    fetch.kind,
                    result.etag,
                    result.last_modified,
                    fetch.ask,
                ),
            )
            self._lay_down()
            queued = [fetch.ask] if result.state == "queued" else []
            if result.is_document:
                sights.document(self._db, fetch)
            if result.look and fetch.sha256:
                sights.look(self._db, fetch.sha256, result.look)
            for offer in result.attachments:
                sights.attach(self._db, fetch.ask, offer)
                queued += self._queue(offer.ask, fetch, due)
            if fetch.kind == "not_modified":
                bodies.see(self._db, fetch.ask, None, fetch.time)
                queued += self._recheck_attachments(fetch, due)
            if result.columns:
                queued += self._listing(fetch, result, due)
            elif result.pages:
                for page in result.pages:
                    queued += self._queue(page, fetch, due)
            for proposal in result.proposals:
                self._db.execute(
                    "INSERT OR REPLACE INTO proposal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (fetch.run, *proposal),
                )
            if result.is_document:
                sights.of_page(self._db, fetch.ask)
        return queued

    def _listing(self, fetch: Fetch, result: Result, due: str) -> list[str]:
        queued: list[str] = []
        new: dict[str, int] = dict.fromkeys(result.columns, 0)
        for page in result.pages:
            queued += self._queue(page, fetch, due)
        for row in result.rows:
            ask = Ask(row.url, "document")
            fresh = False
            for column_id in result.columns:
                entered = self._db.execute(
                    "INSERT INTO listed VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                    " first_seen = excluded.first_seen WHERE excluded.first_seen < first_seen",
                    (column_id, ask.key, row.title, row.date, fetch.time),
                ).rowcount
                new[column_id] += entered
                fresh = fresh or entered > 0
            if ask.key in result.wanted:
                queued += self._queue(ask, fetch, due)
            if fresh:
                sights.of_page(self._db, ask.key)
                sights.of_files(self._db, ask.key)
        if result.state != "queued":
            for column_id in result.columns:
                visits.update(self._db, column_id, fetch, result, new[column_id])
        return queued

    def _queue(self, ask: Ask, fetch: Fetch, due: str) -> list[str]:
        """Queue an ask that is new, failed in an earlier run, or is due again."""
        row = self._one("SELECT state, run FROM ask WHERE ask = ?", ask.key)
        if row is None:
            self._insert(ask, fetch.ask)
            return [ask.key]
        state, run = row
        again = run != fetch.run and (
            state == "failed"
            or (state == "done" and (ask.purpose in _WHOLE or self._stale(ask.key, due)))
        )
        if not again:
            return []
        self._db.execute("UPDATE ask SET state = 'queued' WHERE ask = ?", (ask.key,))
        return [ask.key]

    def _stale(self, key: str, due: str) -> bool:
        row = self._one("SELECT max(time) FROM fetch WHERE ask = ? AND outcome = 'ok'", key)
        return not row or not row[0] or row[0] < due

    def _recheck_attachments(self, fetch: Fetch, due: str) -> list[str]:
        """Queue the attachments of a page that did not change: they may have."""
        rows = self._db.execute(
            "SELECT url FROM ask WHERE parent = ? AND purpose = 'attachment'", (fetch.ask,)
        ).fetchall()
        return [k for row in rows for k in self._queue(Ask(row[0], "attachment"), fetch, due)]

    def _insert(self, ask: Ask, parent: str | None) -> None:
        purpose: Purpose = ask.purpose
        root = self.root(parent) if parent else ask.key
        self._db.execute(
            "INSERT INTO ask (ask, method, url, body, purpose, parent, root, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'queued')",
            (ask.key, ask.method, ask.url, ask.body, purpose, parent, root),
        )

    # -- columns

    def visited(self, started: str, days: int) -> set[str]:
        """Give the columns that were read whole within so many days before `started`."""
        rows = self._db.execute(
            "SELECT column_id FROM visit WHERE outcome = 'ok' AND complete = 1 AND time > ?",
            (before(started, timedelta(days=days)),),
        )
        return {row[0] for row in rows}

    def challenged(self, started: str) -> list[str]:
        """Give the addresses that answered with a challenge within `COOLDOWN`."""
        rows = self._db.execute(
            "SELECT DISTINCT url FROM fetch WHERE kind LIKE 'challenge%' AND time > ? AND run < ?",
            (before(started, COOLDOWN), _run_of(started)),
        )
        return [row[0] for row in rows]

    def moved(self, run: str) -> list[tuple[str, str]]:
        """Give the addresses that were found to have moved to another host, and where to."""
        rows = self._db.execute(
            "SELECT url, evidence FROM fetch WHERE run = ? AND kind = 'moved'", (run,)
        )
        return [(url, evidence.rpartition("Location: ")[2]) for url, evidence in rows]

    def count(self, query: str, *values: object) -> int:
        """Give the number a counting query gives."""
        row = self._one(query, *values)
        return int(row[0]) if row else 0

    def _begin(self) -> None:
        """Begin a transaction, unless leases have begun it."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN")

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        with closing(self._db.execute(query, values)) as cursor:
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row


_WHOLE = frozenset({"listing", "menu", "probe"})
"""Purposes of asks that are read whole every time."""


def _where(payload: Payload) -> tuple[str, int]:
    return payload.place.warc_file, payload.place.warc_offset


def before(started: str, period: timedelta) -> str:
    """Give the time that lies a period before another, as the ledger writes it."""
    moment = datetime.fromisoformat(started) - period
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _run_of(started: str) -> str:
    return datetime.fromisoformat(started).strftime("%Y%m%dT%H%M%SZ")

"""What changed on a portal is noticed in the run in which it changed, each change by its alarm."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.findings import alarms
from crawler.ledger.ledger import Ledger
from crawler.runs.plan import PlannedColumn

FIRST, SECOND, THIRD = "20260601T020000Z", "20260608T020000Z", "20260615T020000Z"
USUAL = {
    "outcome": "ok",
    "kind": "",
    "complete": 1,
    "pages": 1,
    "rows": 8,
    "total": None,
    "fresh": 0,
    "dated": 8,
    "reports": 6,
    "newest": 2025,
    "platform": "trs",
}
CHANGES: dict[str, dict[str, Any]] = {
    "column_lost": {"outcome": "gone", "kind": "http_404", "rows": 0},
    "rows_fell": {"rows": 5, "dated": 5, "reports": 5},
    "total_disagrees": {"total": 12},
    "every_row_new": {"fresh": 8},
    "titles_lost": {"reports": 1},
    "dates_lost": {"dated": 0},
    "newest_missing": {"newest": 2024},
    "platform_changed": {"platform": "ucap"},
}


def column(number: int) -> PlannedColumn:
    return PlannedColumn(f"c{number}", f"http://h{number}.test/nb/", "", number, 9)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[tuple[Ledger, sqlite3.Connection]]:
    made = Ledger(tmp_path / "ledger.sqlite")
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        yield made, db
    made.close()


def visit(db: sqlite3.Connection, run: str, number: int, **changed: Any) -> None:
    time = f"{run[:4]}-{run[4:6]}-{run[6:8]}T02:00:00.000000Z"
    with db:
        db.execute(
            "INSERT OR IGNORE INTO run (run, spider, started) VALUES (?, 'reports', ?)", (run, time)
        )
        values = {"run": run, "column_id": f"c{number}", "time": time, **USUAL, **changed}
        names = ", ".join(values)
        db.execute(
            f"INSERT INTO visit ({names}) VALUES ({', '.join('?' * len(values))})",
            tuple(values.values()),
        )


def raised(db: sqlite3.Connection, run: str) -> list[tuple[str, str]]:
    return db.execute(
        "SELECT alarm, subject FROM alarm WHERE run = ? ORDER BY alarm, subject", (run,)
    ).fetchall()


def finish(ledger: Ledger, run: str, count: int = 4) -> None:
    ledger.finish(run, "finished", [], [column(number) for number in range(1, count + 1)])


def usual(ledger: Ledger, db: sqlite3.Connection, count: int = 4) -> None:
    for number in range(1, count + 1):
        visit(db, FIRST, number)
    finish(ledger, FIRST, count)


@pytest.mark.parametrize("alarm", CHANGES)
def test_a_change_raises_its_alarm_in_its_run_and_no_other(
    ledger: tuple[Ledger, sqlite3.Connection], alarm: str
) -> None:
    usual(*ledger)
    made, db = ledger
    assert raised(db, FIRST) == []
    for number in (2, 3, 4):
        visit(db, SECOND, number)
    visit(db, SECOND, 1, **CHANGES[alarm])
    finish(made, SECOND)
    assert raised(db, SECOND) == [(alarm, "c1")]


def test_nothing_new_raises_nothing(ledger: tuple[Ledger, sqlite3.Connection]) -> None:
    usual(*ledger)
    usual_again = {"fresh": 1, "rows": 9, "dated": 9, "reports": 7}
    for number in range(1, 5):
        visit(ledger[1], SECOND, number, **usual_again)
    finish(ledger[0], SECOND)
    assert raised(ledger[1], SECOND) == []


def test_before_may_a_report_that_siblings_have_is_not_yet_missing(
    ledger: tuple[Ledger, sqlite3.Connection],
) -> None:
    made, db = ledger
    march = "20260320T020000Z"
    for number in range(1, 5):
        visit(db, march, number, newest=2024 if number == 1 else 2025)
    finish(made, march)
    assert raised(db, march) == []


def test_the_same_alarm_on_three_hosts_is_the_platforms(
    ledger: tuple[Ledger, sqlite3.Connection],
) -> None:
    usual(*ledger)
    made, db = ledger
    for number in range(1, 5):
        lost = {"outcome": "nonsense", "kind": "not_a_listing", "rows": 0, "platform": ""}
        visit(db, SECOND, number, **(lost if number < 4 else {}))
    finish(made, SECOND)
    assert ("platform_broken", "trs") in raised(db, SECOND)


def test_an_alarm_says_since_when(ledger: tuple[Ledger, sqlite3.Connection]) -> None:
    usual(*ledger)
    made, db = ledger
    for run in (SECOND, THIRD):
        for number in range(1, 5):
            visit(db, run, number, **(CHANGES["column_lost"] if number == 1 else {}))
        finish(made, run)
    since = db.execute("SELECT run, since FROM alarm ORDER BY run").fetchall()
    began = "2026-06-08T02:00:00.000000Z"
    assert since == [(SECOND, began), (THIRD, began)]


def test_every_alarm_is_explained() -> None:
    explained = (Path(__file__).parents[1] / "docs" / "crawling.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in explained for name in alarms.names())

"""From a host and a unit to its column, by the real spider; and how a portal answers a probe."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.portal import Sample, serve
from tests.portal.country import SAMPLE, rows
from tests.portal.faults import Challenge, Nonsense

ROOT = Path(__file__).parents[1]
CHENGHU, WANGCHUAN = "www.chenghu.test", "www.wangchuan.test"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def look(sample: Sample, data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    pins = [word for pin in sample.resolve for word in ("--resolve", pin)]
    return run(*words, "--data", data, "--registry", SAMPLE, *pins)


def columns(printed: str) -> dict[int, str]:
    """Unit → address of the first proposal for it."""
    found: dict[int, str] = {}
    for row in csv.reader(printed.splitlines()):
        found.setdefault(int(row[2]), row[3])
    return found


def test_the_columns_of_the_sample_country_are_found_from_its_home_pages(tmp_path: Path) -> None:
    known = {row["host"]: row["url"] for row in reversed(list(rows(SAMPLE / "columns.csv")))}
    with serve() as sample:
        done = look(sample, tmp_path, "discover", CHENGHU, WANGCHUAN)
        asked = len(sample.requests)
    assert done.returncode == 0, done.stderr
    assert set(columns(done.stdout).values()) == set(known.values())
    assert asked <= 2 * 41, "40 requests a portal, and its robots.txt"
    assert "titled as reports" in done.stderr
    again = run("replay", "--data", tmp_path)
    assert (again.returncode, again.stdout) == (0, ""), again.stdout


def test_a_crawl_after_a_discovery_does_not_take_up_its_walk(tmp_path: Path) -> None:
    with serve() as sample:
        look(sample, tmp_path, "discover", CHENGHU)
        assert look(sample, tmp_path, "crawl").returncode == 0
    with closing(sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")) as db:
        spiders = db.execute("SELECT spider FROM run ORDER BY run").fetchall()
        purposes = db.execute(
            "SELECT DISTINCT a.purpose"
            " FROM fetch f JOIN ask a USING (ask) JOIN run r ON r.run = f.run"
            " WHERE r.spider = 'reports'"
        ).fetchall()
    assert spiders == [("discover",), ("reports",)]
    assert ("menu",) not in purposes


def test_a_challenge_ends_a_walk_at_once(tmp_path: Path) -> None:
    with serve(Challenge(CHENGHU)) as sample:
        done = look(sample, tmp_path, "discover", CHENGHU)
        asked = [r.path for r in sample.requests]
    assert done.returncode == 69
    assert asked == ["/robots.txt"]


def test_a_probe_tells_how_a_portal_answers(tmp_path: Path) -> None:
    with serve(Nonsense(WANGCHUAN, "/zwgk/")) as sample:
        done = look(sample, tmp_path, "probe", CHENGHU, WANGCHUAN)
        impossible = [r for r in sample.requests if r.path.startswith("/gongkai-")]
        asked = [r for r in sample.requests if r.host == WANGCHUAN]
    answers = {row[0]: row[1:] for row in csv.reader(done.stdout.splitlines())}
    assert answers["http://www.chenghu.test/gkmlpt/index"] == ["ok", "platform gkmlpt"]
    assert answers["http://www.wangchuan.test/bmxxgk/wsjkj/zfxxgknb/"][0] == "blocked:robots"
    assert len(impossible) == 2, "one a host"
    assert len(asked) <= 4
    assert run("replay", "--data", tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("discover", "www.nowhere.gov.cn"), "no such host"),
        (("probe", "www.nowhere.gov.cn"), "no such host"),
    ],
)
def test_a_host_that_the_registry_does_not_have_is_refused(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    with serve() as sample:
        done = look(sample, tmp_path, *words)
    assert done.returncode == 78
    assert said in done.stderr
    assert not sample.requests

"""The crawl of the sample country: whole, polite, repeatable, and none the worse for a kill."""

from __future__ import annotations

import hashlib
import os
import random
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from crawler.store import archive
from crawler.store.archive import read_body
from tests.portal import Sample, serve
from tests.portal.faults import (
    Challenge,
    Correction,
    Fault,
    Nonsense,
    Refused,
    RobotsUnavailable,
    Silence,
    Status,
    Truncated,
)

ROOT = Path(__file__).resolve().parents[1]
REGISTRY = ROOT / "data" / "reference" / "sample"
FRESH = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
CHENGHU, WANGCHUAN = "www.chenghu.test", "www.wangchuan.test"
TABLES = ("document", "sighting", "listed")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "crawler", *map(str, arguments)]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=FRESH,
        cwd=ROOT,
    )


def crawling(sample: Sample, data: Path, *more: str) -> list[str | Path]:
    pins = [word for pin in sample.resolve for word in ("--resolve", pin)]
    return ["crawl", "--data", data, "--registry", REGISTRY, *pins, *more]


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as db:
        return db.execute(query).fetchall()


def visits(data: Path) -> dict[str, tuple[str, str, int]]:
    rows = ask(data, "SELECT column_id, outcome, kind, complete FROM visit ORDER BY run")
    return {column: (outcome, kind, complete) for column, outcome, kind, complete in rows}


def harvest(data: Path) -> dict[str, set[tuple[Any, ...]]]:
    """What a crawl found, without when and where in the archive."""
    queries = {
        "document": "SELECT sha256, media_type, size FROM document",
        "sighting": "SELECT sha256, column_id, url, page_url, title, row_date FROM sighting",
        "listed": "SELECT column_id, ask, title, row_date FROM listed",
    }
    return {table: set(ask(data, query)) for table, query in queries.items()}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any], str]:
    """One undisturbed crawl, its requests as the portals saw them, and what it printed."""
    data = tmp_path_factory.mktemp("crawled")
    with serve() as sample:
        done = run(*crawling(sample, data))
        assert done.returncode == 0, done.stderr
        return data, list(sample.requests), done.stderr


def test_every_column_is_read_whole_or_says_why_not(crawled: Any) -> None:
    assert visits(crawled[0]) == {
        "chenghu-gov": ("ok", "", 1),
        "chenghu-jyj": ("ok", "", 1),
        "wangchuan-gov": ("ok", "", 1),
        "wangchuan-wsjkj": ("blocked", "robots", 0),
    }
    [(evidence,)] = ask(crawled[0], "SELECT evidence FROM visit WHERE kind = 'robots'")
    assert "Disallow: /bmxxgk/wsjkj/" in evidence


def test_every_report_is_in_the_archive_under_its_row_s_whole_title(crawled: Any) -> None:
    data = crawled[0]
    titles = {row[0] for row in ask(data, "SELECT title FROM sighting")}
    assert "望川区人民政府2024年政府信息公开工作年度报告" in titles
    assert not [title for title in titles if title.endswith(("…", "..."))]
    kinds = Counter(row[0] for row in ask(data, "SELECT media_type FROM document"))
    assert set(kinds) == {"text/html", "application/pdf"}
    for sha256, file, offset, size in ask(
        data, "SELECT sha256, warc_file, warc_offset, size FROM document"
    ):
        body = read_body(data / "raw", file, offset)
        assert len(body) == size, sha256


def test_rows_that_are_no_reports_are_listed_and_not_fetched(crawled: Any) -> None:
    guides = ask(
        crawled[0],
        "SELECT title FROM listed WHERE ask NOT IN (SELECT ask FROM ask) AND title LIKE '%指南%'",
    )
    assert len(guides) == 3


def test_the_crawler_is_polite(crawled: Any) -> None:
    requests = crawled[1]
    assert {r.path for r in requests if r.path.startswith("/bmxxgk/wsjkj/")} == set()
    assert all(r.user_agent.startswith("Gongkai/") for r in requests)
    for host in (CHENGHU, WANGCHUAN):
        times = [r.time for r in requests if r.host == host]
        assert next(r.path for r in requests if r.host == host) == "/robots.txt"
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert sum(gaps) >= 0.018 * len(gaps), "0.02 s were asked for"
        assert min(gaps) > 0, "one connection a host"
    assert max(Counter((r.host, r.path) for r in requests).values()) == 1


def test_it_ends_with_one_line_and_status_shows_the_columns(crawled: Any) -> None:
    data, _, printed = crawled
    assert printed.splitlines()[-1].endswith(
        "3 of 4 due columns read, 32 answers, 26 new documents"
    )
    shown = run("status", "--data", data)
    assert shown.returncode == 0
    assert "wangchuan-wsjkj" in shown.stdout.replace("\n", "") or "26 documents" in shown.stdout


def test_a_replay_without_portals_gives_the_same_rows(crawled: Any, tmp_path: Path) -> None:
    data = crawled[0]
    done = run("replay", "--data", data, "--into", tmp_path / "again")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert harvest(tmp_path / "again") == harvest(data)
    [(sha256, file, offset)] = ask(
        tmp_path / "again", "SELECT sha256, warc_file, warc_offset FROM document LIMIT 1"
    )
    assert read_body(tmp_path / "again" / "raw", file, offset), sha256


def test_a_replay_that_differs_says_which_row(crawled: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", crawled[0], copy], check=True)
    with closing(sqlite3.connect(copy / "raw" / "ledger.sqlite")) as db, db:
        db.execute("UPDATE listed SET title = 'x' WHERE title LIKE '%2024年政务公开工作要点%'")
    done = run("replay", "--data", copy)
    assert done.returncode == 65
    assert "listed: only in ledger: " in done.stdout
    assert "listed: only in replay: " in done.stdout


def test_a_crawl_that_is_killed_again_and_again_finds_the_same_and_asks_nothing_twice(
    crawled: Any, tmp_path: Path
) -> None:
    chance = random.Random(20261122)
    kills = 0
    with serve() as sample:
        arguments = command(*crawling(sample, tmp_path, "--loopback-delay", "0.05"))
        for _ in range(6):
            goal = len(sample.requests) + chance.randint(0, 5)
            process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, env=FRESH, cwd=ROOT)
            while process.poll() is None and len(sample.requests) < goal:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.08)
            kills += process.poll() is None
            process.kill()
            process.wait()
        assert run(*crawling(sample, tmp_path)).returncode == 0
        asked = Counter((r.host, r.path) for r in sample.requests)
    assert kills >= 3
    assert harvest(tmp_path) == harvest(crawled[0])
    for host in (CHENGHU, WANGCHUAN):
        again = sum(times - 1 for (where, _), times in asked.items() if where == host)
        assert again <= kills, f"only the request in flight may be repeated: {asked}"
    [(most,)] = ask(tmp_path, "SELECT max(n) FROM (SELECT count(*) n FROM fetch WHERE outcome ="
                              " 'ok' GROUP BY ask)")  # fmt: skip
    assert most == 1
    assert run("replay", "--data", tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("fault", "outcome", "kind"),
    [
        (RobotsUnavailable(CHENGHU), "blocked", "robots_unavailable"),
        (Challenge(CHENGHU), "blocked", "challenge_412"),
        (Status(CHENGHU, "/gkmlpt/", 403), "blocked", "waf_403"),
        (Status(CHENGHU, "/gkmlpt/", 404), "gone", "http_404"),
        (Status(CHENGHU, "/gkmlpt/", 502), "unreachable", "http_502"),
        (Nonsense(CHENGHU, "/gkmlpt/"), "nonsense", "not_a_listing"),
        (Truncated(CHENGHU, "/gkmlpt/index"), "error", "truncated"),
        (Silence(CHENGHU, "/gkmlpt/index"), "unreachable", "timeout"),
        (Refused(CHENGHU), "unreachable", "refused"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Fault) else value,
)
def test_what_goes_wrong_is_recorded_and_the_run_goes_on(
    fault: Fault, outcome: str, kind: str, tmp_path: Path
) -> None:
    with serve(fault) as sample:
        done = run(*crawling(sample, tmp_path, "--timeout", "1"))
    assert done.returncode == 0, done.stderr
    found = visits(tmp_path)
    assert found["chenghu-gov"] == (outcome, kind, 0)
    assert found["wangchuan-gov"] == ("ok", "", 1)
    assert "Traceback" not in done.stderr
    replayed = run("replay", "--data", tmp_path)
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr


def test_a_challenge_stops_the_host_at_once_and_for_weeks(tmp_path: Path) -> None:
    with serve(Challenge(CHENGHU, "/gkmlpt/")) as sample:
        run(*crawling(sample, tmp_path))
        first = [r.path for r in sample.requests if r.host == CHENGHU]
        assert len(first) == 2, "robots.txt and the challenge"
        assert visits(tmp_path)["chenghu-jyj"] == ("blocked", "challenge_412", 0)
        run(*crawling(sample, tmp_path))
        assert len([r for r in sample.requests if r.host == CHENGHU]) == 2


def test_no_column_at_all_is_69(tmp_path: Path) -> None:
    with serve(Refused(CHENGHU), Refused(WANGCHUAN)) as sample:
        done = run(*crawling(sample, tmp_path))
    assert done.returncode == 69
    assert "0 of 4 due columns read" in done.stderr


def test_a_column_that_was_read_is_not_due_and_all_forces_it(tmp_path: Path) -> None:
    with serve() as sample:
        run(*crawling(sample, tmp_path))
        before = len(sample.requests)
        assert run(*crawling(sample, tmp_path)).returncode == 0
        assert [r.path for r in sample.requests[before:]] == ["/robots.txt"]
        before = len(sample.requests)
        assert run(*crawling(sample, tmp_path, "--all")).returncode == 0
        again = {r.path for r in sample.requests[before:]}
    assert not [path for path in again if "content" in path or path.endswith(".pdf")]
    assert run("replay", "--data", tmp_path).returncode == 0


def test_sigterm_ends_a_crawl_in_good_order(tmp_path: Path) -> None:
    with serve() as sample:
        arguments = command(*crawling(sample, tmp_path, "--loopback-delay", "0.2"))
        process = subprocess.Popen(
            arguments, stderr=subprocess.PIPE, text=True, env=FRESH, cwd=ROOT
        )
        while len(sample.requests) < 6:
            time.sleep(0.01)
        process.terminate()
        _, printed = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "interrupted" in printed
        assert ask(tmp_path, "SELECT outcome FROM run") == [("interrupted",)]
        assert run(*crawling(sample, tmp_path)).returncode == 0
    assert run("replay", "--data", tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        ([], 78, "no contact is given"),
        (["--resolve", "www.chenghu.test:80=10.1.2.3:80"], 78, "only loopback"),
        (["--resolve", "nonsense"], 78, "HOST:PORT=127.0.0.1:PORT"),
        (["--resolve", "a.test:80=127.0.0.1:1", "--column", "none"], 78, "no such column_id"),
        (["--contact", "x", "--registry", "/nowhere"], 78, "no such folder"),
        (["--wrong"], 2, "unrecognized arguments"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(
    more: list[str], status: int, words: str, tmp_path: Path
) -> None:
    done = run("crawl", "--data", tmp_path, "--registry", REGISTRY, *more)
    assert done.returncode == status
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("x,nowhere.test,3,http://nowhere.test/nb/,2026-11-22", "is in no portals.csv"),
        ("x,www.wangchuan.test,99,http://www.wangchuan.test/nb/,2026-11-22", "is in no units.csv"),
        ("x,www.wangchuan.test,3,http://www.chenghu.test/nb/,2026-11-22", "is not on host"),
        ("x,www.wangchuan.test,3,http://www.wangchuan.test/nb/2024/,2026-11-22", "of one year"),
        ("chenghu-gov,www.wangchuan.test,3,http://www.wangchuan.test/nb/,", "stands twice"),
        (",www.wangchuan.test,3,http://www.wangchuan.test/nb/,", "column_id is empty"),
    ],
)
def test_a_row_of_the_registry_that_would_not_work_is_refused_with_its_line(
    row: str, reason: str, tmp_path: Path
) -> None:
    for path in REGISTRY.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "columns.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    done = run("crawl", "--data", tmp_path, "--registry", tmp_path, "--contact", "x")
    assert done.returncode == 65
    assert "columns.csv:6: " in done.stderr
    assert reason in done.stderr


def test_two_crawls_do_not_work_on_one_folder(tmp_path: Path) -> None:
    with serve() as sample:
        arguments = command(*crawling(sample, tmp_path, "--loopback-delay", "0.5"))
        first = subprocess.Popen(arguments, stderr=subprocess.DEVNULL, env=FRESH, cwd=ROOT)
        while not sample.requests:
            time.sleep(0.01)
        second = run(*crawling(sample, tmp_path))
        first.kill()
        first.wait()
    assert second.returncode == 75
    assert "another crawl or replay is at work" in second.stderr


# -- what did not change, and what did

AT_ONCE = """
import sys
from datetime import timedelta
from crawler import __main__
from crawler.ledger import ledger
ledger.RECHECK = timedelta(0)
sys.exit(__main__.main(sys.argv[1:]))
"""
"""The crawler, with documents due again at once instead of after thirty days."""


def run_at_once(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", AT_ONCE, *map(str, arguments)]
    return subprocess.run(words, check=False, capture_output=True, text=True, env=FRESH, cwd=ROOT)


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runs: whole, again after one report was corrected, and again."""
    data = tmp_path_factory.mktemp("corrected")
    with serve() as sample:
        small = ["--warc-size", "200000"]
        assert run_at_once(*crawling(sample, data, *small)).returncode == 0
        report = next(r for r in sample.country.reports if r.unit_id == 3 and r.year == 2020)
        figure = next(f for f in sample.country.figures[3, 2020] if f.state == "number")
        correction = Correction(WANGCHUAN, unit_id=3, year=2020, raws={figure.key: "98765"})
        sample.faults.append(correction)
        assert run_at_once(*crawling(sample, data, "--all", *small)).returncode == 0
        assert run_at_once(*crawling(sample, data, "--all", *small)).returncode == 0
    (data / "corrected").write_text(report.url, encoding="utf-8")
    return data


def test_a_corrected_report_is_a_new_version_and_the_old_one_is_kept(corrected: Path) -> None:
    url = (corrected / "corrected").read_text(encoding="utf-8")
    found = ask(
        corrected,
        "SELECT a.url, number, differs_from, v.sha256, warc_file, warc_offset FROM version v"
        " JOIN ask a USING (ask) JOIN document USING (sha256) WHERE number > 1"
        f" OR a.url = '{url}' ORDER BY number",
    )
    assert [(row[0], row[1]) for row in found] == [(url, 1), (url, 2)]
    (old, new) = (read_body(corrected / "raw", *row[4:]) for row in found)
    assert found[1][2] == found[0][3]
    assert b"98765" in new
    assert b"98765" not in old


def test_what_did_not_change_is_a_revisit_and_has_the_body_it_had(corrected: Path) -> None:
    raw = corrected / "raw"
    runs = archive.runs(raw)
    written = {run: Counter(r.kind for r in archive.history(raw, run)) for run in runs}
    assert not written[runs[2]]["response"], "nothing is written again, robots.txt neither"
    same = ask(
        corrected,
        "SELECT f.warc_file, f.warc_offset, v.sha256, v.last_seen = f.time FROM fetch f"
        " JOIN version v USING (ask) WHERE f.kind = 'not_modified' AND v.last_seen >= f.time"
        f" AND f.run = '{runs[2]}'",
    )
    assert len(same) > 20
    for file, offset, sha256, last in same:
        assert hashlib.sha256(read_body(raw, file, offset)).hexdigest() == sha256
        assert last


def test_a_replay_of_revisits_in_many_files_gives_the_same_rows(
    corrected: Path, tmp_path: Path
) -> None:
    assert len(archive.files(corrected / "raw", archive.runs(corrected / "raw")[0])) > 2
    done = run_at_once("replay", "--data", corrected, "--into", tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    for file, offset, sha256 in ask(
        tmp_path, "SELECT warc_file, warc_offset, sha256 FROM document"
    ):
        body = read_body(tmp_path / "raw", file, offset)
        assert hashlib.sha256(body).hexdigest() == sha256


def test_a_run_is_replayed_from_the_archive_alone_without_the_rows_of_other_runs(
    corrected: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(corrected, copy)
    first, second, third = archive.runs(copy / "raw")
    with closing(sqlite3.connect(copy / "raw" / "ledger.sqlite")) as db, db:
        for table in ("fetch", "visit"):
            db.execute(f"DELETE FROM {table} WHERE run <> ?", (second,))
    assert run_at_once("replay", second, "--data", copy).returncode == 0
    assert run_at_once("replay", first, "--data", copy).returncode == 65
    assert run_at_once("replay", third, "--data", copy).returncode == 65


@pytest.mark.parametrize(
    ("version", "said"), [(0, "older than the first release"), (99, "update it")]
)
def test_a_ledger_of_another_time_is_refused_and_stays_as_it_is(
    corrected: Path, tmp_path: Path, version: int, said: str
) -> None:
    shutil.copytree(corrected, tmp_path, dirs_exist_ok=True)
    with closing(sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")) as db, db:
        db.execute(f"PRAGMA user_version = {version}")
    done = run_at_once("replay", "--data", tmp_path)
    assert done.returncode == 78
    assert said in done.stderr
    with closing(sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (version,)


def test_every_file_of_the_archive_says_with_what_it_was_made(
    crawled: Any, corrected: Path
) -> None:
    def made(data: Path) -> dict[str, str]:
        raw = data / "raw"
        records = archive.records(raw, archive.files(raw, archive.runs(raw)[0])[-1])
        lines = next(records).body.decode().splitlines()
        return dict(line.split(": ", 1) for line in lines)

    one, other = made(crawled[0]), made(corrected)
    assert one["software"].startswith("gongkai/")
    assert one["robots"] == "obey"
    assert one["settings"] == other["settings"], "pins are no setting of the crawl"
    assert one["registry"] == other["registry"]
    assert one["registry"].startswith("sha256:")


def test_the_vantage_is_in_archive_and_ledger(tmp_path: Path) -> None:
    with serve(Refused(CHENGHU), Refused(WANGCHUAN)) as sample:
        run(*crawling(sample, tmp_path, "--vantage", "home"))
    assert ask(tmp_path, "SELECT vantage, spider FROM run") == [("home", "reports")]
    raw = tmp_path / "raw"
    [name] = archive.files(raw, archive.runs(raw)[0])
    assert b"vantage: home" in next(archive.records(raw, name)).body


def test_a_disk_that_is_full_ends_the_crawl_and_the_next_one_goes_on(
    crawled: Any, tmp_path: Path
) -> None:
    with serve() as sample:
        arguments = crawling(sample, tmp_path)
        limit = f"ulimit -f 400; exec {shlex.join(command(*arguments))}"  # blocks of 1,024 bytes
        full = subprocess.run(
            ["bash", "-c", limit], check=False, capture_output=True, text=True, env=FRESH, cwd=ROOT
        )
        assert full.returncode == 69, full.stderr
        assert "Traceback" not in full.stderr
        assert run(*arguments).returncode == 0
    assert harvest(tmp_path) == harvest(crawled[0])
    assert run("replay", "--data", tmp_path).returncode == 0

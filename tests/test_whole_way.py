"""Portal → archive → records → Parquet → a DuckDB answer, against the truth the portals keep."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from PIL import Image

from tests import portal
from transform.catalog.opening import open_dataset
from transform.checks.page import page

ROOT = Path(__file__).resolve().parents[1]
REGISTRY = "data/reference/sample"
TABLES = (
    "facts",
    "facts_by_unit",
    "wide",
    "reports",
    "documents",
    "units",
    "codebook",
    "evidence",
    "identities",
    "checks",
    "check_list",
    "coverage",
)
PARTITIONED = {"facts", "facts_by_unit", "wide", "evidence", "checks"}


def make(target: str, data: Path, sample: portal.Sample | None = None) -> list[str]:
    """Give the command of a make target, as cron runs it."""
    pins = {"GONGKAI_RESOLVE": " ".join(sample.resolve)} if sample else {}
    settings = [f"DATA={data}", f"REGISTRY={REGISTRY}", "YEARS=2019-2024"]
    setup = ["READY="]  # the tests run in the environment they test
    return ["env", *(f"{k}={v}" for k, v in pins.items()), "make", "-s", target, *settings, *setup]


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def sums(data: Path) -> str:
    return (data / "dataset" / "SHA256SUMS").read_text(encoding="utf-8")


def rows(data: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        return connection.sql(query.format(dataset=data / "dataset")).fetchall()


@pytest.fixture(scope="module")
def sample() -> Iterator[portal.Sample]:
    with portal.serve() as serving:
        yield serving


@pytest.fixture(scope="module")
def data(sample: portal.Sample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset made by `make refresh` from the portals."""
    folder = tmp_path_factory.mktemp("whole")
    run(make("refresh", folder, sample))
    return folder


def test_every_fact_equals_the_portals_truth(data: Path) -> None:
    facts = rows(
        data,
        "select unit_id, year, row_code, col_code, state, value from '{dataset}/facts/*.parquet'",
    )
    truth = [
        (cell.unit_id, cell.year, cell.row_code, cell.col_code, cell.state, cell.value)
        for cell in portal.truth()
    ]
    assert sorted(map(repr, facts)) == sorted(map(repr, truth))


def test_every_unit_and_year_has_its_state_and_a_reason(data: Path) -> None:
    grid = {
        (unit, year): (state, kind or "", reason)
        for unit, year, state, kind, reason in rows(
            data,
            "select unit_id, year, state, kind, reason from '{dataset}/coverage.parquet'",
        )
    }
    assert {at: found[:2] for at, found in grid.items()} == portal.coverage()
    assert all(reason for _, _, reason in grid.values())


def test_the_report_that_does_not_add_up_is_reported_with_its_suspect(data: Path) -> None:
    failed = rows(
        data,
        "select unit_id, year, identity, lhs, rhs, suspect_row, suspect_col "
        "from '{dataset}/checks/*.parquet' where verdict = 'fail' and identity like 'T%' "
        "order by identity",
    )
    assert failed == [
        (3, 2023, f"T4-SUM.{block}", 0.0, total, f"remedies.{block}", "result.total")
        for block, total in (("litigation.after_review", 5.0), ("review", 11.0))
    ]


@pytest.mark.parametrize(
    ("of", "drawn"),
    [
        (("3", "2023", "remedies.review", "result.total"), (1785, 2526)),  # a page of a PDF
        (("1", "2024", "req_in_tot"), (1450, 1360)),  # HTML: its table, laid out
    ],
)
def test_from_a_number_to_its_document_and_a_picture_of_its_page(
    data: Path, tmp_path: Path, of: tuple[str, ...], drawn: tuple[int, int]
) -> None:
    kept, page = tmp_path / "document", tmp_path / "page.png"
    where = ["where", *of, "--data", str(data), "--document", str(kept), "--picture", str(page)]
    said = run([sys.executable, "-m", "transform", *where])
    [(report,)] = rows(
        data,
        "select report_id from '{dataset}/reports.parquet' "
        f"where is_current and unit_id = {of[0]} and year = {of[1]}",
    )
    assert report in said
    assert hashlib.sha256(kept.read_bytes()).hexdigest().startswith(report)
    with Image.open(page) as picture:
        assert picture.size == pytest.approx(drawn, abs=2)


def test_the_docs_tell_how_many_of_the_samples_reports_add_up(data: Path) -> None:
    """`docs/adding-up.md` is what `transform check DATA/dataset --page --of TEXT` prints."""
    text = (ROOT / "docs" / "adding-up.md").read_text(encoding="utf-8")
    of_what = " ".join(text.split("\n\n")[1].split())
    with open_dataset(data / "dataset") as con:
        assert page(con, of_what) == text


@pytest.mark.parametrize("table", TABLES)
def test_every_table_opens_in_duckdb_pandas_and_pyarrow(data: Path, table: str) -> None:
    name = table if table in PARTITIONED else f"{table}.parquet"
    path = data / "dataset" / name
    pattern = f"{path}/*.parquet" if table in PARTITIONED else str(path)
    ((count,),) = rows(data, f"select count(*) from '{pattern}'")
    assert count > 0
    assert len(pd.read_parquet(path)) == count
    assert pq.read_table(path).num_rows == count


def test_a_refresh_that_finds_nothing_new_changes_no_byte(
    data: Path, sample: portal.Sample
) -> None:
    before = sums(data)
    said = run(make("refresh", data, sample))
    assert "unchanged" in said
    assert sums(data) == before


def test_the_archive_alone_gives_the_same_ledger_and_the_same_bytes(
    data: Path, tmp_path: Path
) -> None:
    """No portal is asked: the replay forbids sockets, and nothing is pinned. The releases of both
    are the same too, on one thread and on two.
    """
    again = tmp_path / "again"
    python = sys.executable
    replay = ["replay", "--data", str(data), "--into", str(again)]
    assert ", 0 differing rows" in run([python, "-m", "crawler", *replay])
    run([python, "-m", "extract", "--data", str(again)])
    build = ["build", "--data", str(again), "--registry", REGISTRY, "--years", "2019-2024"]
    run([python, "-m", "transform", *build, "--threads", "1"])
    assert sums(again) == sums(data)

    released = shutil.copytree(data, tmp_path / "released", symlinks=True)
    for folder, threads in ((again, "1"), (released, "2")):
        cut = ["release", "--data", str(folder), "--version", "2026.11.22", "--threads", threads]
        run([python, "-m", "transform", *cut])
    of_archive, of_records = (
        (folder / "releases" / "latest" / "SHA256SUMS").read_text(encoding="utf-8")
        for folder in (again, released)
    )
    assert of_archive == of_records


def test_make_release_cuts_one_of_which_every_known_value_was_asked(
    data: Path, tmp_path: Path
) -> None:
    here = shutil.copytree(data, tmp_path / "data", symlinks=True)
    said = run([*make("release", here), "VERSION=2026.11.22"])
    assert "released 2026.11.22: " in said
    release = here / "releases" / "latest"
    assert set(sums(here).splitlines()) <= set((release / "SHA256SUMS").read_text().splitlines())
    with duckdb.connect() as con:
        con.execute(f"SET VARIABLE now = '{release}'")
        con.execute((release / "gates" / "open.sql").read_text(encoding="utf-8"))
        every = con.execute("SELECT count(*) FROM known_value").fetchone()
        con.execute("FROM known_value SEMI JOIN (FROM now.reports WHERE is_current) USING (sha256)")
        assert every == (len(con.fetchall()),)


TIMELESS = {
    "facts": "select * from '{dataset}/facts/*.parquet' order by all",
    "wide": "select * from '{dataset}/wide/*.parquet' order by all",
    "checks": "select * from '{dataset}/checks/*.parquet' order by all",
    "evidence": "select * from '{dataset}/evidence/*.parquet' order by all",
    "coverage": "select * exclude (since) from '{dataset}/coverage.parquet' order by all",
    "documents": "select sha256, media_type, size, verdict, reason "
    "from '{dataset}/documents.parquet' order by all",
}


def test_a_refresh_that_is_killed_again_and_again_ends_in_the_same_dataset(
    data: Path, sample: portal.Sample, tmp_path: Path
) -> None:
    moments = random.Random(20261122)
    for _ in range(6):
        process = subprocess.Popen(
            make("refresh", tmp_path, sample),
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.3, 7.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    run(make("refresh", tmp_path, sample))
    for table, query in TIMELESS.items():
        assert repr(rows(tmp_path, query)) == repr(rows(data, query)), table

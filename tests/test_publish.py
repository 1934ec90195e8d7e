"""Publishing: the same bytes from the same inputs, and a whole dataset at every moment."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from tests.dataset import country
from transform.__main__ import main
from transform.dataset.build import build
from transform.dataset.publish import whole
from transform.tables import write

YEARS = (2019, 2024)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    country.lay_out(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    build(folder, country.lay_out(folder))
    return folder


@pytest.fixture
def published(_once: Path, tmp_path: Path) -> Path:
    """The country with its dataset published: a copy, to be damaged at will."""
    return shutil.copytree(_once, tmp_path / "data", symlinks=True)


def run(data: Path, *more: str) -> int:
    return main(["build", "--data", str(data), "--registry", str(data / "registry"), *more])


def leftovers(data: Path) -> list[str]:
    return [path.name for path in data.glob(".dataset-*")]


def change(data: Path) -> None:
    """One more document is read: the next build has something to publish."""
    more = [country.record("unread", "望县卫生局", 2021)]
    country.write_records(data / "records" / "1-b.parquet", more)


# The same bytes


def test_the_number_of_threads_does_not_show(data: Path) -> None:
    one = build(data, data / "registry", threads=1)
    again = build(data, data / "registry", threads=2)
    assert (again.folder, again.changed) == (one.folder, False)


def test_the_order_of_record_files_does_not_show(data: Path) -> None:
    first = build(data, data / "registry")
    (data / "records" / "1-a.parquet").unlink()
    half = len(country.RECORDS) // 2
    country.write_records(data / "records" / "z.parquet", country.RECORDS[:half])
    country.write_records(data / "records" / "b.parquet", country.RECORDS[half:][::-1])
    assert build(data, data / "registry").folder == first.folder


def test_records_of_an_older_schema_count(data: Path) -> None:
    first = build(data, data / "registry")
    path = data / "records" / "1-a.parquet"
    added = {"scope", "period", "repair", "prose"}
    table = pq.read_table(path)
    older = table.select([name for name in table.column_names if name not in added])
    path.unlink()
    pq.write_table(older, path)
    assert build(data, data / "registry").folder == first.folder


def test_records_of_an_older_schema_count_beside_those_of_today(data: Path) -> None:
    first = build(data, data / "registry")
    half = len(country.RECORDS) // 2
    country.write_records(data / "records" / "1-a.parquet", country.RECORDS[:half])
    country.write_records(data / "records" / "1-b.parquet", country.RECORDS[half:])
    table = pq.read_table(data / "records" / "1-b.parquet")
    (data / "records" / "1-b.parquet").unlink()
    added = {"scope", "period", "repair", "prose"}
    older = table.select([name for name in table.column_names if name not in added])
    pq.write_table(older, data / "records" / "1-b.parquet")
    assert build(data, data / "registry").folder == first.folder


def test_a_build_that_finds_nothing_new_publishes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data) == 0
    assert capsys.readouterr().out.startswith("published ")
    first = (data / "dataset").lstat()  # all but the time of reading, which a reader moves
    assert run(data) == 0
    assert capsys.readouterr().out.startswith("unchanged ")
    again = (data / "dataset").lstat()
    assert (again.st_ino, again.st_mtime_ns, again.st_ctime_ns) == (
        (first.st_ino, first.st_mtime_ns, first.st_ctime_ns)
    )
    assert leftovers(data) == []


def test_the_name_is_the_sum_of_the_sums(data: Path) -> None:
    folder = build(data, data / "registry").folder
    sums = (folder / "SHA256SUMS").read_bytes()
    assert folder.name == hashlib.sha256(sums).hexdigest()[:12]
    assert (data / "dataset").resolve() == folder.resolve()
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=False
    )
    assert checked.returncode == 0
    named = {line.split("  ")[1] for line in sums.decode().splitlines()}
    held = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert named == held - {"SHA256SUMS"}


def test_files_are_written_with_the_measured_settings(tmp_path: Path) -> None:
    path = tmp_path / "out" / "numbers.parquet"
    query = "SELECT i // 10 AS tens, 'a' AS word, i FROM range(1_100_000) r(i) ORDER BY i"
    with duckdb.connect() as con:
        assert write(con, query, path) == 1_100_000
        groups = con.execute(
            "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata(?) ORDER BY 1",
            [str(path)],
        ).fetchall()
        columns = con.execute(
            "SELECT path_in_schema, string_agg(DISTINCT encodings), any_value(compression), "
            "count(bloom_filter_offset) FROM parquet_metadata(?) GROUP BY 1 ORDER BY 1",
            [str(path)],
        ).fetchall()
    assert groups == [(0, 524_288), (1, 524_288), (2, 1_100_000 - 2 * 524_288)]
    assert columns == [
        ("i", "DELTA_BINARY_PACKED", "ZSTD", 0),
        ("tens", "DELTA_BINARY_PACKED", "ZSTD", 0),  # over 5,000 values: too many for a dictionary
        ("word", "RLE_DICTIONARY", "ZSTD", 0),
    ]


# A whole dataset at every moment


def test_the_one_before_stays_and_older_ones_go(data: Path) -> None:
    first = build(data, data / "registry", years=(2019, 2022)).folder
    second = build(data, data / "registry", years=(2019, 2023)).folder
    third = build(data, data / "registry", years=(2019, 2024)).folder
    assert {path.name for path in (data / "datasets").iterdir()} == {second.name, third.name}
    assert first.name not in {second.name, third.name}
    assert whole(second)
    assert whole(data / "dataset")


def test_a_damaged_dataset_is_replaced(published: Path) -> None:
    data = published
    folder = data / (data / "dataset").readlink()
    (folder / "facts" / "2022.parquet").write_bytes(b"rot")
    built = build(data, data / "registry")
    assert (built.folder, built.changed) == (folder, True)
    assert whole(data / "dataset")


def _started(data: Path) -> bool:
    return any(data.glob(".dataset-*/build.duckdb"))


def _writing(data: Path) -> bool:
    return any(data.glob(".dataset-*/dataset/reports.parquet"))


def _by_year(data: Path) -> bool:
    return any(data.glob(".dataset-*/dataset/facts/*.parquet"))


def _sealed(data: Path) -> bool:
    return any(data.glob(".dataset-*/dataset/SHA256SUMS"))


def _moved(data: Path) -> bool:
    return len(list((data / "datasets").iterdir())) == 2


@pytest.mark.parametrize("moment", [_started, _writing, _by_year, _sealed, _moved])
def test_a_kill_leaves_the_old_or_the_new_dataset_whole(
    published: Path, moment: Callable[[Path], bool]
) -> None:
    data = published
    old = (data / "dataset").resolve()
    change(data)
    command = [sys.executable, "-m", "transform", "build", "--data", str(data)]
    running = subprocess.Popen(
        [*command, "--registry", str(data / "registry")],
        cwd=country.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while running.poll() is None and not moment(data):
        assert time.monotonic() < deadline
        time.sleep(0.0005)
    if running.poll() is None:
        os.kill(running.pid, signal.SIGKILL)
    running.wait()
    found = (data / "dataset").resolve()
    assert whole(found)
    if moment in {_started, _writing, _by_year}:
        assert found == old
        assert leftovers(data) != []

    new = build(data, data / "registry")
    assert new.rows["facts"] == 1584 + 200
    assert whole(data / "dataset")
    assert leftovers(data) == []


def test_a_second_build_waits_for_nobody(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FileLock(data / ".dataset.lock"):
        assert run(data) == 75
    assert "another build is at work" in capsys.readouterr().err


# What is refused


def _no_ledger(data: Path) -> None:
    (data / "raw" / "ledger.sqlite").unlink()


def _torn_ledger(data: Path) -> None:
    path = data / "raw" / "ledger.sqlite"
    path.write_bytes(b"SQLite format 3\0" + path.read_bytes()[4000:9000])


def _ledger_without_a_table(data: Path) -> None:
    ledger = country.sqlite3.connect(data / "raw" / "ledger.sqlite")
    ledger.execute("DROP TABLE visit")
    ledger.close()


def _ledger_without_times(data: Path) -> None:
    ledger = country.sqlite3.connect(data / "raw" / "ledger.sqlite")
    ledger.execute("UPDATE document SET first_seen = 'yesterday'")
    ledger.commit()
    ledger.close()


def _no_records(data: Path) -> None:
    shutil.rmtree(data / "records")


def _torn_record(data: Path) -> None:
    path = data / "records" / "1-a.parquet"
    path.write_bytes(path.read_bytes()[:-100])


def _rotten_record(data: Path) -> None:
    path = data / "records" / "1-a.parquet"
    bytes_ = bytearray(path.read_bytes())
    bytes_[4000:6000] = bytes(2000)
    path.write_bytes(bytes_)


def _foreign_record(data: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 1 AS sha256) TO '{data}/records/x.parquet'")


def _record_of_another_kind(data: Path) -> None:
    with duckdb.connect() as con:
        con.execute(
            f"COPY (SELECT * REPLACE (year::VARCHAR AS year) FROM '{data}/records/1-a.parquet') "
            f"TO '{data}/records/x.parquet'"
        )


def _unknown_code(data: Path) -> None:
    strange = country.record("unread", "望县卫生局", 2021)
    strange.cells[0] = country.Cell(**(_as_dict(strange.cells[0]) | {"row_code": "no.such.row"}))
    country.write_records(data / "records" / "1-b.parquet", [strange])


def _as_dict(cell: country.Cell) -> dict[str, object]:
    return {name: getattr(cell, name) for name in country.Cell.__slots__}


def _no_registry(data: Path) -> None:
    (data / "registry" / "units.csv").unlink()


def _unit_twice(data: Path) -> None:
    with (data / "registry" / "units.csv").open("a", encoding="utf-8") as units:
        units.write("6,别处,,,county,,,,\n")


def _column_of_nobody(data: Path) -> None:
    with (data / "registry" / "columns.csv").open("a", encoding="utf-8") as columns:
        columns.write("nobody,www.x.test,77,http://www.x.test/,\n")


def _successor_of_nobody(data: Path) -> None:
    path = data / "registry" / "unit_successors.csv"
    path.write_text("unit_id,successor_id,year,kind\n5,77,2023,merged\n", encoding="utf-8")


def _other_header(data: Path) -> None:
    path = data / "registry" / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("names_before", "old_names"))


def _torn_line(data: Path) -> None:
    with (data / "registry" / "units.csv").open("a", encoding="utf-8") as units:
        units.write("eight,别处\n")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (_no_ledger, "ledger.sqlite: there is no ledger"),
        (_torn_ledger, "ledger.sqlite: damaged or not a ledger"),
        (_ledger_without_a_table, "no such table: visit"),
        (_ledger_without_times, "yesterday"),
        (_no_records, "there are no records"),
        (_torn_record, "1-a.parquet: no Parquet file"),
        (_rotten_record, "reading the cells: "),
        (_foreign_record, "x.parquet: lacks cells"),
        (_record_of_another_kind, "x.parquet: column year is of another kind"),
        (_unknown_code, "no.such.row"),
        (_no_registry, "holds no units.csv"),
        (_unit_twice, "units.csv gives unit_id 6 2 times"),
        (_column_of_nobody, "gives column nobody to unit 77, which units.csv does not have"),
        (_successor_of_nobody, "unit_successors.csv tells of unit 77, which units.csv does not"),
        (_other_header, "units.csv: the header is"),
        (_torn_line, "units.csv"),
    ],
)
def test_damaged_inputs_leave_the_old_dataset(
    published: Path,
    damage: Callable[[Path], None],
    says: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = published
    before = (data / "dataset").resolve()
    damage(data)
    assert run(data) == 65
    said = capsys.readouterr()
    assert says in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
    assert (data / "dataset").resolve() == before
    assert whole(before)
    assert leftovers(data) == []


def test_a_dataset_that_is_no_symlink_is_not_touched(data: Path) -> None:
    (data / "dataset").mkdir()
    (data / "dataset" / "mine.txt").write_text("keep")
    assert run(data) == 65
    assert (data / "dataset" / "mine.txt").read_text() == "keep"


@pytest.mark.parametrize(
    "more", [["--years", "2024-2019"], ["--years", "19"], ["--threads", "0"], ["--memory", "lots"]]
)
def test_wrong_usage_is_two(data: Path, more: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(data, *more)
    assert stopped.value.code == 2


def test_too_little_memory_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--memory", "1MB") == 69
    assert "give more with --memory" in capsys.readouterr().err


# Looking at it


def test_show_prints_every_part(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--data", str(published)]) == 0
    shown = capsys.readouterr().out
    for part in (
        "PIVOT (SELECT unit_id, name, year",  # the query, with its answer
        "0.0 %",
        "blocked: robots",
        "The portal refuses the column (robots)",
        "remedies.review × result.total",
        "facts/2022.parquet",
    ):
        assert part in shown
    assert main(["show", "--data", str(published), "files"]) == 0
    assert "robots" not in capsys.readouterr().out


def test_show_without_a_dataset_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "--data", str(tmp_path)]) == 65
    assert "run `python -m transform build` first" in capsys.readouterr().err

"""A schema of a new major version is built and released beside a release of the old one.

The older release is made of the present one: what the schema has since changed is put back.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.dataset import country, planting
from tests.dataset.planting import FIRST, NEXT
from transform.__main__ import main
from transform.dataset import publish
from transform.release.cut import release
from transform.tables import write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    country.lay_out(tmp_path)
    planting.rebuild(tmp_path)
    release(tmp_path, version=FIRST)
    return tmp_path


def was(data: Path, schema_version: str, table: str, query: str) -> None:
    """Let the latest release have another schema; `{old}` is the file of the table as it is now."""
    folder = data / "releases" / FIRST
    path = folder / f"{table}.parquet"
    with duckdb.connect() as con:
        write(con, query.format(old=f"'{path}'"), folder / "older.parquet")
    (folder / "older.parquet").replace(path)
    about = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    about["schema_version"] = schema_version
    (folder / "release.json").write_text(json.dumps(about), encoding="utf-8")
    publish.seal(folder)


EXTRACTOR_WAS_A_NUMBER = (
    "SELECT * REPLACE (extractor::INTEGER AS extractor) FROM {old} ORDER BY sha256"
)
FAULT = "in reports.parquet extractor is INTEGER and not VARCHAR"


def build(data: Path) -> int:
    registry = ["--registry", str(data / "registry"), "--years", "2019-2024"]
    return main(["build", "--data", str(data), *registry])


def test_what_a_comparison_cannot_read_stops_no_build(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was(data, "0.9.0", "reports", EXTRACTOR_WAS_A_NUMBER)
    assert build(data) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if FAULT in line]
    assert len(told) == 1
    assert told[0].startswith("transform: changes has no row, since nothing compares: ")
    assert pq.read_metadata(data / "dataset" / "changes.parquet").num_rows == 0


def test_a_new_major_version_is_released_and_says_that_nothing_was_compared(data: Path) -> None:
    was(data, "0.9.0", "reports", EXTRACTOR_WAS_A_NUMBER)
    planting.grow(data)
    assert main(["release", "--data", str(data), "--version", NEXT]) == 0
    latest = data / "releases" / "latest"
    assert latest.readlink() == Path(NEXT)
    assert pq.read_metadata(latest / "changes.parquet").num_rows == 0
    said = (latest / "CHANGES.md").read_text(encoding="utf-8")
    assert FAULT in " ".join(said.split())
    assert str(data) not in said
    planting.rebuild(data)
    assert main(["release", "--data", str(data), "--version", f"{NEXT}.1"]) == 0
    assert latest.readlink() == Path(NEXT), "the next build compares with it, and nothing changed"


def test_without_a_major_version_the_gate_stops_it(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    was(data, "1.0.0", "reports", EXTRACTOR_WAS_A_NUMBER)
    planting.grow(data)
    assert main(["release", "--data", str(data), "--version", NEXT]) == 65
    assert "gate schema_changed failed" in capsys.readouterr().err
    assert (data / "releases" / "latest").readlink() == Path(FIRST)


def test_a_gate_may_ask_for_a_column_that_came_later(data: Path) -> None:
    was(data, "1.0.0", "units", "SELECT * EXCLUDE (names_before, province) FROM {old} ORDER BY 1")
    planting.grow(data)
    made = release(data, version=NEXT)
    assert {one.gate.name: one.first for one in made.found if one.rows} == {}
    assert pq.read_metadata(made.folder / "changes.parquet").num_rows == 200

"""A build whose inputs are those of the build before: nothing is built, and nothing is missed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.dataset import country
from transform.__main__ import main
from transform.dataset.build import Built, build

ADDED_VISIT = """INSERT INTO visit
(run, column_id, time, outcome, kind, evidence, complete, pages, rows)
SELECT 'later', column_id, ?, outcome, kind, 'as before', complete, pages, rows FROM visit v
WHERE time = (SELECT max(time) FROM visit WHERE column_id = v.column_id)"""
ADDED_FETCH = """INSERT INTO fetch (run, ask, attempt, url, time, outcome, kind, evidence)
SELECT 'later', ask, attempt, url, ?, outcome, kind, 'as before' FROM fetch f
WHERE time = (SELECT max(time) FROM fetch WHERE ask = f.ask)"""


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder, country.lay_out(folder))
    return folder


@pytest.fixture
def data(_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_once, tmp_path / "data", symlinks=True)


def steps(data: Path, **more: object) -> tuple[Built, list[str]]:
    said: list[str] = []
    made = build(data, data / "registry", skip=True, say=said.append, **more)  # type: ignore[arg-type]
    return made, said


def in_ledger(data: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as ledger, ledger:
        assert ledger.execute(statement, values).rowcount > 0


def later(data: Path, years: int = 0) -> str:
    """A time after every other in the ledger; without years, no other report was due by then."""
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as ledger:
        [(time,)] = ledger.execute(
            "SELECT max(time) FROM (SELECT time FROM visit UNION ALL SELECT time FROM fetch)"
        ).fetchall()
    assert str(time)[5:] < "12-30"
    return f"{int(time[:4]) + years}-12-30T00:00:00.000000Z"


def test_nothing_is_built_of_the_same_inputs(data: Path) -> None:
    before = (data / "dataset").resolve()
    made, said = steps(data)
    assert said == ["reading the ledger", "looking what is new"]
    assert (made.folder, made.changed) == (before, False)
    whole = build(data, data / "registry")
    assert made == whole


def test_the_command_builds_again_when_it_is_told_to(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["build", "--data", str(data), "--registry", str(data / "registry")]
    assert main(words) == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith("looking what is new")
    assert main([*words, "--again"]) == 0
    said = capsys.readouterr()
    assert "publishing" in said.err
    assert said.out.startswith("unchanged ")


@pytest.mark.parametrize("added", [ADDED_VISIT, ADDED_FETCH])
def test_another_visit_that_finds_the_same_is_nothing_new(data: Path, added: str) -> None:
    """And rightly: the whole build makes the same bytes of it."""
    in_ledger(data, added, later(data))
    made, said = steps(data)
    assert said[-1] == "looking what is new"
    assert build(data, data / "registry").folder == made.folder


def record(data: Path) -> None:
    more = [country.record("unread", "望县卫生局", 2021)]
    country.write_records(data / "records" / "1-b.parquet", more)


def registry(data: Path) -> None:
    units = data / "registry" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").rstrip("\n") + "\n\n", encoding="utf-8")


def correction(data: Path) -> None:
    (data / "registry" / "corrections").mkdir()
    (data / "registry" / "corrections" / "README.md").write_text("None yet.\n", encoding="utf-8")


def title(data: Path) -> None:
    in_ledger(data, "UPDATE sighting SET title = title || '（更正）' WHERE rowid = 1")


def outcome(data: Path) -> None:
    in_ledger(data, ADDED_VISIT, later(data))
    in_ledger(data, "UPDATE visit SET outcome = 'blocked', kind = 'waf_403' WHERE run = 'later'")


def due(data: Path) -> None:
    in_ledger(data, ADDED_VISIT, later(data, years=1))


def damage(data: Path) -> None:
    facts = min((data / "dataset" / "facts").iterdir())
    facts.write_bytes(facts.read_bytes()[:-1])


def note(data: Path) -> None:
    (data / "built.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize(
    "changed", [record, registry, correction, title, outcome, due, damage, note]
)
def test_whatever_may_change_the_dataset_is_built(
    data: Path, changed: Callable[[Path], None]
) -> None:
    changed(data)
    _, said = steps(data)
    assert said[-1] == "publishing"
    _, said = steps(data)
    assert said[-1] == "looking what is new"


def test_other_years_are_other_inputs(data: Path) -> None:
    _, said = steps(data, years=(2019, 2024))
    assert said[-1] == "publishing"

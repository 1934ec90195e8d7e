"""Releases one after the other: the facts of one, with `changes`, are the facts of the next.

A report is read anew, one is withdrawn and comes back, a cell is corrected and the correction ends.
After the last step the facts are those of the first release, to the byte.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.reference import REFERENCE
from tests.dataset import country
from tests.dataset.country import CARRIED
from tests.dataset.released import Country
from transform.release import gating
from transform.release.cut import release

LICENCES = ("proactive.art20_5.licences", "measure.decisions")
CELL = "unit_id, year, row_code, col_code"


class Land(Country):
    """A country that is released for good, by sheets that let a third of its documents go."""

    def release(self, version: str = "2025.07.01") -> None:
        self.build()
        sheets = self.data / "sheets"
        if not sheets.exists():
            sheets.mkdir()
            for name in gating.REFERENCES:
                shutil.copyfile(REFERENCE / f"{name}.csv", sheets / f"{name}.csv")
            text = (sheets / "gates.csv").read_text(encoding="utf-8")
            assert "document_lost,fail,0.001," in text
            told = text.replace("document_lost,fail,0.001,", "document_lost,fail,0.5,")
            (sheets / "gates.csv").write_text(told, encoding="utf-8")
        release(self.data, version=version, reference=sheets)

    def withdraw(self) -> None:
        """The document of the health bureau goes from the archive and from what was read."""
        country.write_records(self.data / "records" / "1-a.parquet", self.records[:2])
        with self.ledger() as ledger:
            for table in ("sighting", "document"):
                ledger.execute(f"DELETE FROM {table} WHERE sha256 = ?", (country.sha("d2022"),))
        ledger.close()

    def add_again(self) -> None:
        """The very same document is found once more."""
        country.write_records(self.data / "records" / "1-a.parquet", self.records)
        self.sight("d2022", "wang-wsj", "2023年政府信息公开工作年度报告")

    def reread(self) -> None:
        anew = CARRIED | {LICENCES: 5}
        self.read(country.record("c2023", "望州人民政府", 2023, anew, extractor="9"))

    def forget_the_reading(self) -> None:
        (self.data / "records" / "2-b.parquet").unlink()

    def correct(self) -> None:
        country.correct(self.registry)

    def end_the_correction(self) -> None:
        (self.registry / "corrections" / "penalties-of-d.yml").unlink()


STEPS: list[tuple[Callable[[Land], None], set[str]]] = [
    (Land.correct, {"correction"}),
    (Land.reread, {"extractor_changed"}),
    (Land.end_the_correction, {"correction"}),
    (Land.withdraw, {"withdrawn"}),
    (Land.add_again, {"added"}),
    (Land.forget_the_reading, {"extractor_changed"}),
]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A release before the first step, and one after each."""
    land = Land(tmp_path_factory.mktemp("land"))
    land.lay_out()
    land.release("2025.07.01")
    versions = ["2025.07.01"]
    for step, _ in STEPS:
        step(land)
        versions.append(f"2025.07.{len(versions) + 1:02}")
        land.release(versions[-1])
    return [land.data / "releases" / version for version in versions]


def rows(sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        return con.execute(sql).fetchall()


def test_the_older_facts_with_the_changes_are_the_newer_facts(releases: list[Path]) -> None:
    for before, now in itertools.pairwise(releases):
        applied = rows(
            f"SELECT {CELL}, CASE WHEN op IS NULL THEN value ELSE new_value END AS value,"
            f" CASE WHEN op IS NULL THEN state ELSE new_state END AS state"
            f" FROM '{before}/facts/*.parquet' FULL JOIN '{now}/changes.parquet' USING ({CELL})"
            " WHERE op IS DISTINCT FROM 'removed' ORDER BY ALL"
        )
        assert applied == rows(
            f"SELECT {CELL}, value, state FROM '{now}/facts/*.parquet' ORDER BY ALL"
        ), now.name


def test_the_changes_backwards_are_the_older_facts(releases: list[Path]) -> None:
    for before, now in itertools.pairwise(releases):
        undone = rows(
            f"SELECT {CELL}, CASE WHEN op IS NULL THEN value ELSE old_value END AS value,"
            f" CASE WHEN op IS NULL THEN state ELSE old_state END AS state"
            f" FROM '{now}/facts/*.parquet' FULL JOIN '{now}/changes.parquet' USING ({CELL})"
            " WHERE op IS DISTINCT FROM 'added' ORDER BY ALL"
        )
        assert undone == rows(
            f"SELECT {CELL}, value, state FROM '{before}/facts/*.parquet' ORDER BY ALL"
        ), now.name


@pytest.mark.parametrize("step", range(len(STEPS)), ids=[step.__name__ for step, _ in STEPS])
def test_each_step_has_its_cause(releases: list[Path], step: int) -> None:
    changes = releases[step + 1] / "changes.parquet"
    assert {cause for (cause,) in rows(f"SELECT cause FROM '{changes}'")} == STEPS[step][1]


def test_after_all_steps_the_facts_are_those_of_the_first(releases: list[Path]) -> None:
    first, last = (
        [line for line in (folder / "SHA256SUMS").read_text().splitlines() if "facts" in line]
        for folder in (releases[0], releases[-1])
    )
    assert first == last

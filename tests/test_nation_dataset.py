"""The dataset of an invented country equals its truth, cell by cell, state by state, all versions.

A small country, whose reports are pages and Word files with every figure; it is crawled, read and
published twice, with corrections between.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.portal.nation import Nation, found, truth
from tests.portal.nation.figures import FIRST, WHOLE, Corrected, corrected, figured
from tests.portal.nation.trial import ROOT, TIMEOUT
from transform.catalog.opening import open_dataset

SEED, HOSTS, CORRECTED = 8, 9, 3
"""So many reports of each of the four kinds of correction."""
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Dataset:
    """A dataset as it was published, and the nation it is of."""

    nation: Nation
    facts: Rows
    grid: Rows
    reports: Rows
    versions: Rows
    restated: Rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset, list[Corrected]]:
    """The dataset before and after the corrections, and the reports that were corrected."""
    folder = tmp_path_factory.mktemp("country")
    nation = figured(found(SEED, HOSTS, first=FIRST, ill=0.4, forms=WHOLE))
    registry, data = nation.write_registry(folder / "registry"), folder / "data"
    with nation.serve() as sample:
        pins = [word for pin in nation.resolve(sample) for word in ("--resolve", pin)]

        def publish(now: Nation, *more: str) -> Dataset:
            known = ("--data", str(data), "--registry", str(registry))
            run("crawler", "crawl", *known, "--timeout", TIMEOUT, *pins, *more)
            run("extract", "--data", str(data))
            run("transform", "build", *known, "--years", f"{FIRST}-{now.last}")
            return read(now, data / "dataset")

        before = publish(nation)
        later, pages = corrected(nation, CORRECTED)
        sample.publish(later.country)
        after = publish(later, "--all", "--recheck")
    return before, after, pages


def run(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr


def read(nation: Nation, dataset: Path) -> Dataset:
    with open_dataset(dataset) as con:

        def rows(query: str) -> Rows:
            return con.execute(query.format(dataset=dataset)).fetchall()

        return Dataset(
            nation,
            rows(
                "SELECT unit_id, year, row_code, col_code, state, value"
                " FROM '{dataset}/facts/*.parquet'"
            ),
            rows(
                "SELECT unit_id, year, state, coalesce(kind, ''), reason"
                " FROM '{dataset}/coverage.parquet'"
            ),
            rows("SELECT sha256, unit_id, year, is_current, relation FROM reports"),
            rows(
                "SELECT sha256, unit_id, year, row_code, col_code, versions.state, versions.value"
                " FROM versions JOIN reports USING (report_id, unit_id, year)"
            ),
            rows(
                "SELECT unit_id, year, row_code, col_code, old_state, old_value, new_state,"
                " new_value, speaks FROM restated"
            ),
        )


def cells(nation: Nation) -> Counter[tuple[Any, ...]]:
    """Every cell of every report that can be had."""
    held = {(one.unit_id, one.year) for one in truth.documents(nation)}
    return Counter(
        (*at, f.row_code, f.col_code, f.state, f.value)
        for at in held
        for f in nation.country.figures[at]
    )


def test_every_cell_is_that_of_the_report_and_there_is_no_other(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    for dataset in published[:2]:
        should = cells(dataset.nation)
        assert should.total() > 10_000
        assert Counter(dataset.facts) == should


def test_every_unit_and_year_has_its_true_state_and_a_reason(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    for dataset in published[:2]:
        grid = {(unit, year): (state, kind) for unit, year, state, kind, _ in dataset.grid}
        assert grid == truth.coverage(dataset.nation)
        assert all(reason for *_, reason in dataset.grid)


def test_every_version_of_every_report_is_kept_as_whose_it_is(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    before, after, _ = published
    first, second = (
        {(one.sha256, one.unit_id, one.year) for one in truth.documents(dataset.nation)}
        for dataset in (before, after)
    )
    assert {row[:3] for row in before.reports if row[1]} == first
    assert {row[:3] for row in after.reports if row[1]} == first | second


def test_a_corrected_report_speaks_with_its_new_figures(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    before, after, changes = published
    assert len(changes) == 4 * CORRECTED
    for change in changes:
        at = [change.report.unit_id, change.report.year]
        told = {sha256: relation for sha256, *whose, _, relation in after.reports if whose == at}
        assert told[truth.digest(after.nation, change.after)] == "current"
        assert told[truth.digest(before.nation, change.before)] == "superseded"
        assert list(told.values()).count("current") == 1


def test_every_version_that_does_not_speak_keeps_the_cells_it_had(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    before, after, _ = published
    for dataset, nations in ((before, [before.nation]), (after, [before.nation, after.nation])):
        quiet = {sha256 for sha256, *_, current, _ in dataset.reports if not current}
        held = {  # bytes say for good what they said first: a forgotten file stays as it is
            (one.sha256, one.unit_id, one.year): nation.country.figures[one.unit_id, one.year]
            for nation in reversed(nations)
            for one in truth.documents(nation)
        }
        should = Counter(
            (*whose, f.row_code, f.col_code, f.state, f.value)
            for whose, figures in held.items()
            if whose[0] in quiet
            for f in figures
        )
        assert should.total() > 1_000
        assert Counter(dataset.versions) == should


def test_only_what_was_corrected_is_restated(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    before, after, changes = published
    assert before.restated == []
    should = set()
    for change in changes:
        at = (change.report.unit_id, change.report.year)
        old, new = (
            {f.key: (f.state, f.value) for f in one.nation.country.figures[at]}
            for one in (before, after)
        )
        should |= {(*at, *key, *old[key], *new[key], "new") for key in old if old[key] != new[key]}
    assert len(should) == 4 * CORRECTED
    assert set(after.restated) == should
    assert len(after.restated) == 4 * CORRECTED


def test_a_file_beside_a_page_is_a_variant_of_it_though_it_was_forgotten(
    published: tuple[Dataset, Dataset, list[Corrected]],
) -> None:
    _, after, changes = published
    relations = {(sha256, *at): relation for sha256, *at, _, relation in after.reports}
    forgotten = [
        (truth.digest(after.nation, one.forgotten), one.report.unit_id, one.report.year)
        for one in changes
        if one.forgotten
    ]
    assert [relations[one] for one in forgotten] == ["variant"] * CORRECTED
    told = Counter(relations.values())
    assert told["superseded"] == 4 * CORRECTED
    assert told["variant"] > CORRECTED
    assert told.keys() <= {"current", "superseded", "variant", "mirror", None}

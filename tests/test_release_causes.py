"""What a release says of the one before: three things happened in between, and each is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from tests.dataset import country
from tests.dataset.country import CARRIED
from tests.dataset.released import Country
from transform.deposit.metadata import refusals
from transform.release.cut import release

CITY, WANG, HEALTH = 1, 3, 4
PENALTIES = ("proactive.art20_6.penalties", "measure.decisions")

CORRECTION = """\
unit_id: 4
year: 2022
row_code: proactive.art20_6.penalties
col_code: measure.decisions
value: 3
reason: The office told the figure by telephone.
evidence: {report} page 2
reviewer: maintainers
date: 2026-01-31
expect:
  report: "{report}"
  state: number
  value: 0
"""


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second release: a report was revised, one read by another extractor, a cell corrected."""
    land = Country(tmp_path_factory.mktemp("land"))
    land.lay_out()
    land.build()
    release(land.data, version="2025.07.01")
    land.read(
        country.record("a2021-later", "澄市人民政府", 2021, CARRIED | {PENALTIES: 7}),
        country.record("c2023", "望州人民政府", 2023, CARRIED | {PENALTIES: 9}, extractor="9"),
    )
    land.sight("a2021-later", "cheng", "澄市人民政府2021年政府信息公开工作年度报告（更正）")
    folder = land.registry / "corrections"
    folder.mkdir(exist_ok=True)
    report = country.sha("d2022")[:16]
    (folder / "health-2022.yml").write_text(CORRECTION.format(report=report), encoding="utf-8")
    land.build()
    return release(land.data, version="2025.07.02").folder


def test_each_change_has_its_own_cause(second: Path) -> None:
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT unit_id, year, old_value, new_value, cause, correction, since"
            f" FROM '{second}/changes.parquet' WHERE (row_code, col_code) = {PENALTIES}"
            " ORDER BY unit_id"
        ).fetchall()
        [others] = con.execute(
            f"SELECT count(*) FROM '{second}/changes.parquet' WHERE row_code <> '{PENALTIES[0]}'"
        ).fetchall()
    assert rows == [
        (CITY, 2021, 0.0, 7.0, "source_revised", None, "2025.07.01"),
        (WANG, 2023, 0.0, 9.0, "extractor_changed", None, "2025.07.01"),
        (HEALTH, 2022, 0.0, 3.0, "correction", "health-2022", "2025.07.01"),
    ]
    assert others == (0,)


def test_its_page_of_changes_counts_them_by_cause(second: Path) -> None:
    page = (second / "CHANGES.md").read_text(encoding="utf-8")
    for cause in ("source_revised", "extractor_changed", "correction"):
        assert re.search(rf"{cause}\W.*\b1\b", page), cause


def test_its_page_of_sums_tells_of_its_own_reports(second: Path) -> None:
    assert "2021" in (second / "ADDING_UP.md").read_text(encoding="utf-8")


def test_the_metadata_it_carries_is_what_a_deposit_takes(second: Path) -> None:
    zenodo = json.loads((second / ".zenodo.json").read_text(encoding="utf-8"))
    assert refusals(zenodo, "2025.07.02") == []

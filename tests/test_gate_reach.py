"""How far the gates reach: what could go wrong with a whole year, and which gate sees it.

Each fault comes under a new version of the extractor, which explains that values change, and most
of them stand alike in every table. The sheet of gates is the project's but for `least`: a country
of six units is small.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.reference import REFERENCE
from tests.dataset import country, planting
from tests.dataset.planting import FIRST, NEXT, plant, set_values
from transform.release import gating
from transform.release.cut import release
from transform.release.gating import Found, GateFailedError

YEAR = 2022
FEES = "row_code = 'proactive.art20_8.fees'"
SWAPPED = f"CASE WHEN year <> {YEAR} THEN unit_id WHEN unit_id = 1 THEN 2 WHEN unit_id = 2 THEN 1"


def sheet(folder: Path, least: int) -> Path:
    """The sheets of the gates, with `least` as given where it is set."""
    folder.mkdir()
    for name in gating.REFERENCES:
        shutil.copyfile(REFERENCE / f"{name}.csv", folder / f"{name}.csv")
    with (folder / "gates.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    with (folder / "gates.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"least": row["least"] and least} for row in rows)
    return folder


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("released")
    country.lay_out(data)
    planting.rebuild(data)
    for year in (YEAR - 1, YEAR):
        set_values(data, year, "state = 'number'", value="unit_id + 1")
    release(data, version=FIRST)
    return data


@pytest.fixture
def data(_once: Path, tmp_path: Path) -> Path:
    """A released country whose figures of 2021 and 2022 are no zeros: a copy, to be damaged."""
    return shutil.copytree(_once, tmp_path / "data", symlinks=True)


def found(data: Path, least: int = 1) -> dict[str, Found]:
    """What the gates that found something found of the dataset as it is now."""
    try:
        every = release(data, version=NEXT, reference=sheet(data / "sheets", least)).found
    except GateFailedError as stopped:
        every = tuple(stopped.found)
    return {one.gate.name: one for one in every if one.rows}


def rows(one: Found) -> list[dict[str, Any]]:
    return [dict(zip(one.columns, row, strict=True)) for row in one.first]


def by_a_new_extractor(data: Path) -> None:
    plant(data, "reports", "SELECT * REPLACE ('9' AS extractor) FROM {old} ORDER BY sha256")


def _a_provinces_values_shifted(data: Path) -> None:
    set_values(data, YEAR, "unit_id = 3 AND state = 'number'", value="value + 1")


def _all_zeros(data: Path) -> None:
    set_values(data, YEAR, "state = 'number'", value="0")


def _half_of_it_blank(data: Path) -> None:
    where = "unit_id < 3 AND state = 'number'"
    set_values(data, YEAR, where, value="NULL", state="'blank'")


def _reports_of_two_units_exchanged(data: Path) -> None:
    order = {"reports": "sha256", "checks": "identity, form, unit_id", "coverage": "unit_id, year"}
    for table in ("facts", "facts_by_unit", "wide", "evidence", "checks"):
        swap(data, f"{table}/{YEAR}", order.get(table, "ALL"))
    for table in ("reports", "coverage"):
        swap(data, table, order[table])


def swap(data: Path, table: str, order: str) -> None:
    plant(
        data,
        table,
        f"SELECT * REPLACE ({SWAPPED} ELSE unit_id END AS unit_id) FROM {{old}} ORDER BY {order}",
    )


def _evidence_lost(data: Path) -> None:
    plant(data, f"evidence/{YEAR}", "FROM {old} WHERE unit_id <> 3 ORDER BY ALL")


def _values_under_a_second_unit(data: Path) -> None:
    for table in ("facts", "facts_by_unit"):
        plant(
            data,
            f"{table}/{YEAR}",
            "FROM {old} UNION ALL SELECT * REPLACE (6 AS unit_id) FROM {old} WHERE unit_id = 4 "
            "ORDER BY row_code, col_code, unit_id",
        )


def _one_years_checks_gone(data: Path) -> None:
    plant(data, f"checks/{YEAR}", "FROM {old} WHERE false ORDER BY ALL")


def _coverage_gone(data: Path) -> None:
    plant(data, "coverage", "FROM {old} WHERE state LIKE 'held%' ORDER BY unit_id, year")


STOPPED: list[tuple[Callable[[Path], None], str]] = [
    (_a_provinces_values_shifted, "closed_year_overturned"),
    (_all_zeros, "closed_year_overturned"),
    (_half_of_it_blank, "closed_year_overturned"),
    (_reports_of_two_units_exchanged, "reports_moved"),
    (_evidence_lost, "tables_disagree"),
    (_values_under_a_second_unit, "tables_disagree"),
    (_one_years_checks_gone, "pass_rate_fell"),
    (_coverage_gone, "coverage_lost"),
]


@pytest.mark.parametrize(
    ("fault", "gate"), STOPPED, ids=[fault.__name__.strip("_") for fault, _ in STOPPED]
)
def test_a_fault_of_a_year_stops_a_release(
    data: Path, fault: Callable[[Path], None], gate: str
) -> None:
    by_a_new_extractor(data)
    fault(data)
    assert gate in found(data)
    assert (data / "releases" / "latest").readlink() == Path(FIRST)


def _fees_in_yuan(data: Path) -> None:
    set_values(data, YEAR, FEES, value="value * 10000")


def _a_few_numbers_lost(data: Path) -> None:
    where = "unit_id = 1 AND state = 'number' AND row_code LIKE 'requests.carried%'"
    set_values(data, YEAR, where, value="NULL", state="'text'")


def _a_concept_gone(data: Path) -> None:
    plant(data, "concepts", "FROM {old} WHERE concept <> 'requests.granted' ORDER BY ALL")


def _an_identity_with_another_term(data: Path) -> None:
    plant(
        data,
        "identities",
        "SELECT * REPLACE (CASE WHEN identity = 'T4-SUM.review' AND col_code = 'result.upheld' "
        "THEN 2 ELSE coefficient END AS coefficient) FROM {old} ORDER BY ALL",
    )


def _a_new_label(data: Path) -> None:
    plant(
        data,
        f"unmatched/{YEAR}",
        "FROM {old} UNION ALL BY NAME SELECT unit_id, year, report_id, 1 AS position, "
        "'requests' AS \"table\", '（九）其他' AS label, ['3'] AS printed "
        f"FROM '{(data / 'dataset').resolve()}/reports.parquet' "
        f"WHERE year = {YEAR} AND is_current AND unit_id < 3 ORDER BY unit_id, position",
    )


WARNED: list[tuple[Callable[[Path], None], set[str]]] = [
    (_fees_in_yuan, {"cell_overturned", "amounts_rescaled"}),
    (_a_few_numbers_lost, {"cell_overturned", "numbers_lost"}),
    (_a_concept_gone, {"meaning_changed"}),
    (_an_identity_with_another_term, {"meaning_changed"}),
    (_a_new_label, {"unknown_label"}),
]


@pytest.mark.parametrize(
    ("fault", "gates"), WARNED, ids=[fault.__name__.strip("_") for fault, _ in WARNED]
)
def test_a_smaller_fault_is_told(
    data: Path, fault: Callable[[Path], None], gates: set[str]
) -> None:
    by_a_new_extractor(data)
    fault(data)
    assert set(found(data)) == gates
    assert (data / "releases" / "latest").readlink() == Path(NEXT)


def test_a_new_extractor_that_reads_the_same_is_told_nothing(data: Path) -> None:
    by_a_new_extractor(data)
    assert found(data) == {}


def test_a_label_in_one_report_only_is_an_offices_own(data: Path) -> None:
    _a_new_label(data)
    plant(data, f"unmatched/{YEAR}", "FROM {old} WHERE unit_id = 1 ORDER BY position")
    assert found(data) == {}


def one_identity_fails(data: Path) -> None:
    """Of 2022 a third of the identities of table 三 fail; of the other years none more."""
    plant(
        data,
        f"checks/{YEAR}",
        "SELECT * REPLACE (CASE WHEN identity LIKE 'T3-ROW%' THEN 'fail' ELSE verdict END "
        "AS verdict) FROM {old} ORDER BY identity, form, unit_id",
    )


def test_the_fall_of_one_year_is_told_with_its_year_and_its_family(data: Path) -> None:
    one_identity_fails(data)
    told = rows(found(data)["pass_rate_fell"])
    assert {row["year"] for row in told} == {None, YEAR}
    assert {row["family"] for row in told} == {None, "T3-ROW"}
    of_year = [row for row in told if row["year"] == YEAR and row["province"] is None]
    assert [row["rate_before"] > row["rate_now"] for row in of_year] == [True]


def test_too_few_identities_of_a_year_say_nothing_of_it(data: Path) -> None:
    one_identity_fails(data)
    told = rows(found(data, least=100_000)["pass_rate_fell"])
    assert [(row["year"], row["family"]) for row in told] == [(None, None)]


def test_worse_reports_that_came_since_are_no_fall_of_their_year(data: Path) -> None:
    """A province that is harvested late may add up less: what both have is compared."""
    plant(
        data,
        f"checks/{YEAR}",
        "FROM {old} UNION ALL SELECT * REPLACE (5 AS unit_id, 'fail' AS verdict, "
        "'0123456789abcdef' AS report_id) FROM {old} WHERE unit_id = 1 "
        "ORDER BY identity, form, unit_id",
    )
    told = rows(found(data)["pass_rate_fell"])
    assert [row["year"] for row in told] == [None]

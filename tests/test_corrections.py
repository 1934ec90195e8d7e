"""Corrections (更正): applied at the cell, shown everywhere, refused when the source changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.reference import REFERENCE
from tests.dataset import country
from transform.__main__ import main
from transform.catalog.opening import open_dataset
from transform.dataset import inputs
from transform.dataset.build import build
from transform.dataset.corrections import read
from transform.errors import InputRefusedError

D2022 = country.sha("d2022")
EXPECT = {"report": f"'{D2022[:16]}'", "value": 0}
CELL = "row_code = 'proactive.art20_6.penalties' AND col_code = 'measure.decisions'"
PENALTIES = "proactive.art20_6.penalties measure.decisions"
OF_IT = f"unit_id = 4 AND year = 2022 AND {CELL}"

OFF_BY_ONE = {
    "unit_id": 2,
    "year": 2023,
    "row_code": "requests.outcome.granted",
    "col_code": "applicant.natural_person",
    "value": 9,
    "expect": {"report": country.sha("b2023")[:12], "raw": "'8'"},
}
"""The one cell by which a report of the country fails its identities."""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("corrected")
    registry = country.lay_out(data)
    country.correct(registry, **OFF_BY_ONE).rename(registry / "corrections" / "granted.yml")
    changes = {"value": None, "state": "unreadable", "col_code": "measure.issued"}
    country.correct(registry, **changes, row_code="proactive.art20_1.rules").rename(
        registry / "corrections" / "rules.yml"
    )
    country.correct(registry)
    build(data, registry)
    with open_dataset(data / "dataset") as opened:
        yield opened


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return country.lay_out(tmp_path, [country.record("d2022", "望县卫生局", 2022)])


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


# What a correction does


def test_a_corrected_fact_has_the_corrected_value(con: duckdb.DuckDBPyConnection) -> None:
    for table in ("facts", "facts_by_unit"):
        assert rows(con, f"SELECT value, state FROM {table} WHERE {OF_IT}") == [(12, "number")]
    assert rows(
        con,
        "SELECT proactive_art20_6_penalties__measure_decisions,"
        " proactive_art20_1_rules__measure_issued FROM wide WHERE unit_id = 4 AND year = 2022",
    ) == [(12, None)]
    assert rows(
        con,
        "SELECT value, state FROM facts WHERE unit_id = 4 AND year = 2022"
        " AND row_code = 'proactive.art20_1.rules' AND col_code = 'measure.issued'",
    ) == [(None, "unreadable")]


def test_its_evidence_stays_as_printed_and_names_the_correction(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert rows(con, f"SELECT raw, correction FROM evidence WHERE {OF_IT}") == [
        ("0", "penalties-of-d")
    ]
    assert rows(
        con,
        "SELECT value, raw, correction FROM where_is(2, 2023, 'requests.outcome.granted',"
        " 'applicant.natural_person')",
    ) == [(9, "8", "granted")]
    assert rows(con, "SELECT count(*) FROM evidence WHERE correction IS NOT NULL") == [(3,)]


def test_identities_are_those_of_the_corrected_values(con: duckdb.DuckDBPyConnection) -> None:
    failed = "SELECT identity FROM checks WHERE unit_id = 2 AND year = 2023 AND verdict = 'fail'"
    assert rows(con, f"{failed} AND identity NOT LIKE 'YOY%'") == []
    assert rows(con, "SELECT checks_failed FROM reports WHERE unit_id = 2 AND year = 2023") == [
        (1,)  # what it carried in is not what the year before carried out
    ]


def test_corrections_are_a_table(con: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        con,
        "SELECT correction, unit_id, year, row_code, value, state, printed_value, printed_state,"
        " report_id, reviewer, date::VARCHAR FROM corrections",
    )
    report, day = D2022[:16], "2026-03-01"
    assert [row[:3] for row in told] == [
        ("granted", 2, 2023),
        ("penalties-of-d", 4, 2022),
        ("rules", 4, 2022),
    ]
    assert told[1][3:] == (
        *("proactive.art20_6.penalties", 12, "number", 0, "number"),
        *(report, "maintainers", day),
    )
    assert told[2][4:8] == (None, "unreadable", 0, "number")


def test_what_an_office_restated_is_told_as_printed(tmp_path: Path) -> None:
    penalties = ("proactive.art20_6.penalties", "measure.decisions")
    first = country.record("d2022", "望县卫生局", 2022)
    second = country.record("unread", "望县卫生局", 2022, {penalties: 3}, printed="（更正）")
    registry = country.lay_out(tmp_path, [first, second])
    country.correct(registry, expect={"report": f"'{second.sha256[:16]}'", "value": 3})
    build(tmp_path, registry)
    with open_dataset(tmp_path / "dataset") as con:
        assert rows(con, f"SELECT value FROM facts WHERE {OF_IT}") == [(12,)]
        told = "SELECT row_code, col_code, old_value, new_value FROM restated"
        assert rows(con, told) == [(*penalties, 0, 3)]


# What expires it


def refused(tmp_path: Path, registry: Path) -> str:
    with pytest.raises(InputRefusedError) as told:
        build(tmp_path, registry)
    assert not (tmp_path / "dataset").exists(), "nothing is published"
    return str(told.value)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"unit_id": 99}, "unit 99 is not in units.csv; mend unit_id"),
        (
            {"row_code": "proactive.art20_6.pens"},
            "proactive.art20_6.pens measure.decisions is no cell of codebook.csv",
        ),
        (
            {"year": 2021},
            f"expected a report of unit 4 and 2021 that begins with {D2022[:16]}, and none is held",
        ),
        (
            {"expect": {"report": "abababab", "value": 0}},
            f"expected version abababab to speak for unit 4 and 2022, and {D2022[:16]} does",
        ),
        (
            {"row_code": "proactive.art20_5.other_services"},
            f"report {D2022[:16]} has no cell proactive.art20_5.other_services measure.decisions",
        ),
        (
            {"expect": {**EXPECT, "value": 3}},
            f"expected value 3.0 in {PENALTIES} of report {D2022[:16]}, and found “0” (number 0.0)",
        ),
        ({"expect": {**EXPECT, "raw": "'3'"}}, "expected value 0.0, raw “3” in"),
        ({"expect": {**EXPECT, "state": "blank"}}, "expected value 0.0, state blank in"),
        ({"value": 0}, "holds this already: “0” (number 0.0); remove the correction"),
        ({"value": -1}, "value -1.0 cannot be in"),
        ({"value": 1.5}, "which counts 件; mend value"),
    ],
)
def test_a_correction_that_meets_something_else_stops_the_build(
    tmp_path: Path, registry: Path, changes: dict[str, Any], fault: str
) -> None:
    path = country.correct(registry, **changes)
    told = refused(tmp_path, registry)
    assert told.startswith(f"{path.resolve()}: ")
    assert fault in told


def test_a_correction_of_a_report_that_was_never_harvested_here_is_kept_and_told(
    tmp_path: Path, registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    country.correct(registry, year=2021, expect={"report": "abababab", "value": 0})
    assert main(["build", "--data", str(tmp_path), "--registry", str(registry)]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "correction" in line]
    assert said[-1:] == ["transform: corrections of which no report is held here: penalties-of-d"]
    with open_dataset(tmp_path / "dataset") as con:
        told = "SELECT correction, outcome, value, printed_value, report_id FROM corrections"
        assert rows(con, told) == [("penalties-of-d", "not_held", 12, None, None)]
        assert rows(con, "SELECT count(*) FROM evidence WHERE correction IS NOT NULL") == [(0,)]


def test_a_correction_that_holds_says_that_it_is_applied(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "SELECT DISTINCT outcome FROM corrections") == [("applied",)]


def test_a_document_that_is_held_and_not_read_yet_stops_its_correction(
    tmp_path: Path, registry: Path
) -> None:
    unread = country.sha("d2024")[:16]
    country.correct(registry, year=2024, expect={"report": f"'{unread}'", "value": 0})
    fault = f"begins with {unread}, and none is held, though its document is; read it"
    assert fault in refused(tmp_path, registry)


def test_two_corrections_of_one_cell_stop_the_build(tmp_path: Path, registry: Path) -> None:
    country.correct(registry).rename(registry / "corrections" / "again.yml")
    path = country.correct(registry, value=13)
    assert f"{path.resolve()}: corrects the same cell as " in refused(tmp_path, registry)


def test_a_correction_ends_with_the_version_it_was_made_for(tmp_path: Path, registry: Path) -> None:
    path = country.correct(registry)
    build(tmp_path, registry)
    before = (tmp_path / "dataset").readlink()
    newer = country.record("unread", "望县卫生局", 2022)
    country.write_records(tmp_path / "records" / "1-b.parquet", [newer])
    with pytest.raises(InputRefusedError) as told:
        build(tmp_path, registry)
    fault = f"expected version {D2022[:16]} to speak for unit 4 and 2022, and {newer.sha256[:16]}"
    assert str(told.value).startswith(f"{path.resolve()}: {fault}")
    assert (tmp_path / "dataset").readlink() == before


def test_the_command_gives_one_line_and_status_65(
    tmp_path: Path, registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = country.correct(registry, unit_id=99)
    assert main(["build", "--data", str(tmp_path), "--registry", str(registry)]) == 65
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.endswith(f"{path.resolve()}: unit 99 is not in units.csv; mend unit_id")


# What is no correction


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reason": None}, "the key reason is missing; add it"),
        ({"expect": None}, "the key expect is missing; add it"),
        ({"colour": "red"}, "unknown key colour"),
        ({"expect": {"value": 0}}, "expect: the key report is missing; add it"),
        ({"expect": {**EXPECT, "page": 3}}, "expect: unknown key page"),
        ({"expect": {"report": "abababab"}}, "expect: give value, raw or state"),
        ({"expect": 3}, "expect: expected lines `key: value`"),
        ({"expect": {**EXPECT, "report": 12345678}}, "expected 8 to 64 hex digits"),
        ({"expect": {**EXPECT, "raw": 0}}, "expect: raw is 0, expected a text; put it in quotes"),
        ({"value": None}, "give value for a number, or state"),
        ({"state": "blank"}, "give value for a number, or state"),
        ({"value": None, "state": "zero"}, "state is 'zero', expected one of blank, dash"),
        ({"value": "many"}, "value is 'many', expected a number"),
        ({"value": "yes"}, "value is True, expected a number"),
        ({"value": ".inf"}, "value is inf, expected a number"),
        ({"unit_id": "four"}, "unit_id is 'four', expected a number"),
        ({"year": 0}, "year is 0, expected a number"),
        ({"reviewer": "''"}, "reviewer is '', expected a text"),
        ({"evidence": "I saw it"}, "evidence names no address and no report_id"),
        ({"date": "spring"}, "date is 'spring', expected a day"),
    ],
)
def test_a_file_that_is_no_correction_is_refused_by_name(
    tmp_path: Path, changes: dict[str, Any], fault: str
) -> None:
    path = country.correct(tmp_path, **changes)
    with pytest.raises(InputRefusedError) as told:
        read([path.parent])
    assert str(told.value).startswith(f"{path}: ")
    assert fault in str(told.value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("unit_id: [4", "no YAML that can be read"),
        ("- 4\n- 5\n", "expected lines `key: value`"),
        ("", "expected lines `key: value`"),
        ("value: 3\nvalue: 4\n", "the key value stands twice"),
        ("date: 2026-13-45\n", "no YAML that can be read"),
        ("[" * 5000, "no YAML that can be read"),
        ("? [1]\n: 2\n", "no YAML that can be read"),
        ("value: !!python/object/apply:os.getcwd []\n", "no YAML that can be read"),
    ],
)
def test_malformed_yaml_is_refused_by_name(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "wrong.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefusedError) as told:
        read([tmp_path])
    assert str(told.value).startswith(f"{path}: ")
    assert fault in str(told.value)


@pytest.mark.parametrize("name", ["fees.yaml", "Fees.yml", "a b.yml"])
def test_a_name_that_is_no_number_is_refused(tmp_path: Path, name: str) -> None:
    country.correct(tmp_path).rename(tmp_path / "corrections" / name)
    with pytest.raises(InputRefusedError, match="its name is its number"):
        read([tmp_path / "corrections"])


def test_two_folders_may_not_use_one_name(tmp_path: Path) -> None:
    folders = [
        country.correct(tmp_path / side).parent for side in ("a", "b") if made(tmp_path, side)
    ]
    with pytest.raises(InputRefusedError, match="has the same name; rename one"):
        read(folders)


def made(folder: Path, name: str) -> bool:
    (folder / name).mkdir()
    return True


# Where they are looked for


def test_a_samples_units_are_not_those_of_the_projects_corrections(tmp_path: Path) -> None:
    sample, other = tmp_path / "sample", tmp_path / "reference"
    assert inputs.correction_folders(REFERENCE, REFERENCE) == [REFERENCE / "corrections"]
    assert inputs.correction_folders(REFERENCE, sample) == [sample / "corrections"]
    assert inputs.correction_folders(other, sample) == [
        other / "corrections",
        sample / "corrections",
    ]


def test_the_projects_own_corrections_are_whole() -> None:
    read([REFERENCE / "corrections"])


def test_the_example_of_the_readme_is_a_correction(tmp_path: Path) -> None:
    readme = (REFERENCE / "corrections" / "README.md").read_text(encoding="utf-8")
    example = readme.partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "example.yml").write_text(example, encoding="utf-8")
    [one] = read([tmp_path])
    assert (one.correction, one.state) == ("example", "number")

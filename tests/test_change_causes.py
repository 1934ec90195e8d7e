"""Why a value differs: each cause, in datasets that were built and in some written by hand."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from tests.dataset.by_hand import OTHER, SPEAKS, Correction, Report, X, Y, causes, changes, dataset
from tests.dataset.country import CARRIED
from tests.dataset.released import CARRIED_IN, Country
from transform.catalog.dictionary import dictionary
from transform.catalog.opening import open_dataset
from transform.diff.summary import summary
from transform.errors import InputRefusedError


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Country(tmp_path_factory.mktemp("released"))
    made.lay_out()
    made.release()
    return made.data


@pytest.fixture
def land(released: Path, tmp_path: Path) -> Country:
    shutil.copytree(released, tmp_path / "data", symlinks=True)
    return Country(tmp_path / "data")


def test_without_a_release_before_nothing_has_changed(tmp_path: Path) -> None:
    land = Country(tmp_path)
    land.lay_out()
    assert land.changes() == []


def test_a_dataset_that_equals_the_latest_release_has_no_changes(land: Country) -> None:
    assert land.changes() == []


def test_the_table_has_the_columns_the_dictionary_gives_it(land: Country) -> None:
    with open_dataset(land.data / "dataset") as con:
        told = con.execute("SELECT column_name, column_type FROM (DESCRIBE changes)").fetchall()
    assert told == [(column.name, column.type) for column in dictionary()["changes"].columns]


def test_another_extractor_read_the_same_document(land: Country) -> None:
    anew = CARRIED | {CARRIED_IN: 7}
    land.read(country.record("a2021", "澄市人民政府", 2021, anew, extractor="9"))
    [row] = land.changes()
    assert (row["cause"], row["old_extractor"], row["new_extractor"]) == (
        ("extractor_changed", "1", "9")
    )
    assert (row["old_value"], row["new_value"]) == (2.0, 7.0)
    assert row["since"] == "2025.07.01"


def test_a_government_restated_a_number(land: Country) -> None:
    land.restate()
    assert causes(land.changes()) == {(1, 2021, *CARRIED_IN): ("changed", "source_revised")}


def test_a_report_that_was_not_there_is_added_whole(land: Country) -> None:
    land.read(country.record("b2022", "澄市教育局", 2022, CARRIED))
    land.sight("b2022", "cheng-jyj", "2022年政府信息公开工作年度报告")
    rows = land.changes()
    assert {(r["unit_id"], r["year"], r["op"], r["cause"]) for r in rows} == {
        (2, 2022, "added", "added")
    }
    assert len(rows) == 200
    assert rows[0]["old_report_id"] is rows[0]["old_state"] is None


def test_a_report_whose_document_is_gone_is_withdrawn(land: Country) -> None:
    with land.ledger() as ledger:
        for table in ("sighting", "document"):
            ledger.execute(f"DELETE FROM {table} WHERE sha256 = ?", [country.sha("a2021")])
    ledger.close()
    country.write_records(land.data / "records" / "1-a.parquet", land.records[1:])
    rows = land.changes()
    assert {(r["unit_id"], r["year"], r["op"], r["cause"]) for r in rows} == {
        (1, 2021, "removed", "withdrawn")
    }


def test_a_report_that_is_held_and_no_longer_confirmed_fell_to_a_rule(land: Country) -> None:
    land.rewrite("units.csv", "3,望县人民政府,,望州人民政府", "3,望县人民政府,,")
    rows = land.changes()
    assert {(r["unit_id"], r["year"], r["op"], r["cause"]) for r in rows} == {
        (3, 2023, "removed", "rules_changed")
    }


def test_a_unit_that_was_merged_takes_its_reports_along(land: Country) -> None:
    land.rewrite("units.csv", "4,望县卫生局,,", "7,望县卫生健康局,,望县卫生局")
    land.rewrite("columns.csv", "www.wang.test,4,", "www.wang.test,7,")
    rows = land.changes()
    assert {(r["unit_id"], r["year"], r["op"], r["cause"]) for r in rows} == {
        (4, 2022, "removed", "unit_merged"),
        (7, 2022, "added", "unit_merged"),
    }
    assert len(rows) == 400


PENALTIES = (4, 2022, "proactive.art20_6.penalties", "measure.decisions")


def test_a_correction_in_the_registry_is_made_altered_and_withdrawn(land: Country) -> None:
    file = country.correct(land.registry)
    [made] = land.changes()
    assert causes([made]) == {PENALTIES: ("changed", "correction")}
    assert (made["old_value"], made["new_value"], made["correction"]) == (0, 12, file.stem)
    land.release("2025.08.01")
    assert land.changes() == []
    country.correct(land.registry, value=13)
    [altered] = land.changes()
    assert (altered["cause"], altered["old_value"], altered["new_value"]) == ("correction", 12, 13)
    file.unlink()
    [withdrawn] = land.changes()
    assert (withdrawn["cause"], withdrawn["new_value"]) == ("correction", 0)
    assert withdrawn["since"] == "2025.08.01"


def test_causes_that_meet_in_one_build_are_kept_apart(land: Country) -> None:
    land.rewrite("units.csv", "3,望县人民政府,,望州人民政府", "3,望县人民政府,,")
    land.read(
        country.record("a2021", "澄市人民政府", 2021, CARRIED | {CARRIED_IN: 7}, extractor="9"),
        country.record("d2022-later", "望县卫生局", 2022, CARRIED | {CARRIED_IN: country.BLANK}),
    )
    land.sight("d2022-later", "wang-wsj", "2022年政府信息公开工作年度报告")
    found = causes(land.changes())
    assert found.pop((1, 2021, *CARRIED_IN)) == ("changed", "extractor_changed")
    assert found.pop((4, 2022, *CARRIED_IN)) == ("changed", "source_revised")
    assert set(found.values()) == {("removed", "rules_changed")}


def test_the_same_inputs_and_release_give_the_same_bytes(land: Country) -> None:
    land.read(country.record("a2021", "澄市人民政府", 2021, extractor="9"))
    assert land.build(threads=1) == land.build(threads=2)
    assert land.changes()


def test_a_latest_release_that_is_damaged_stops_the_build(land: Country) -> None:
    reports = land.data / "releases" / "latest" / "reports.parquet"
    reports.write_bytes(reports.read_bytes()[:-1] + b"!")
    with pytest.raises(InputRefusedError, match=r"reports\.parquet is damaged"):
        land.build()


def test_a_latest_release_that_leads_nowhere_stops_the_build(land: Country) -> None:
    shutil.rmtree(land.data / "releases" / "2025.07.01")
    with pytest.raises(InputRefusedError, match="latest: no such folder"):
        land.build()


# In datasets written by hand


MADE, ALTERED = Correction("x-2021", X, 8, "a"), Correction("x-2021", X, 9, "a")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((None, 1), ([MADE], 8)),  # from before there were corrections
        (([], 1), ([MADE], 8)),
        (([MADE], 8), ([ALTERED], 9)),
        (([MADE], 8), ([], 1)),
        (([MADE], 8), (None, 1)),
    ],
    ids=["the first", "made", "altered", "withdrawn", "no table any more"],
)
def test_a_correction_made_altered_or_withdrawn_is_the_cause(
    tmp_path: Path, old: tuple[Any, float], new: tuple[Any, float]
) -> None:
    before = dataset(tmp_path / "a", {X: old[1], Y: 1}, SPEAKS, corrections=old[0])
    after = dataset(
        tmp_path / "b", {X: new[1], Y: 2}, [Report(1, 2021, "a", "2")], corrections=new[0]
    )
    rows = changes(before, after)
    assert causes(rows) == {X: ("changed", "correction"), Y: ("changed", "extractor_changed")}
    assert [row["correction"] for row in rows] == ["x-2021", None]


def test_a_correction_that_stands_on_both_sides_is_no_cause(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {X: 8, Y: 1}, SPEAKS, corrections=[MADE])
    after = dataset(tmp_path / "b", {X: 8, Y: 2}, SPEAKS, corrections=[MADE])
    assert causes(changes(before, after)) == {Y: ("changed", "rules_changed")}


def test_a_correction_of_a_report_that_does_not_speak_is_no_cause(tmp_path: Path) -> None:
    silent = Report(1, 2021, "older", is_current=False)
    made = Correction("x-2021", X, 8, "older")
    before = dataset(tmp_path / "a", {X: 1}, [*SPEAKS, silent])
    after = dataset(tmp_path / "b", {X: 2}, [*SPEAKS, silent], corrections=[made])
    assert causes(changes(before, after)) == {X: ("changed", "rules_changed")}


def test_a_corrected_cell_of_an_added_report_is_added(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {}, [], corrections=[])
    after = dataset(tmp_path / "b", {X: 8}, SPEAKS, corrections=[MADE])
    assert causes(changes(before, after)) == {X: ("added", "added")}


HELD = Report(1, 2021, "b", is_current=False)
"""A second document of the unit and year, which did not speak."""


@pytest.mark.parametrize(
    ("before", "held", "after", "cause"),
    [
        # Another document speaks
        ([*SPEAKS], {}, [Report(1, 2021, "b")], "source_revised"),
        ([*SPEAKS], {"b": "not_read"}, [Report(1, 2021, "b")], "source_revised"),
        ([*SPEAKS], {"b": "refused"}, [Report(1, 2021, "b")], "extractor_changed"),
        ([*SPEAKS, HELD], {}, [Report(1, 2021, "b", "2")], "extractor_changed"),
        ([*SPEAKS, HELD], {}, [Report(1, 2021, "b")], "rules_changed"),
        ([*SPEAKS, Report(2, 2021, "b")], {}, [Report(1, 2021, "b")], "unit_merged"),
        ([*SPEAKS, Report(2, 2021, "b")], {}, [Report(1, 2021, "b", "2")], "unit_merged"),
        (
            [*SPEAKS, Report(2, 2021, "b", issuer="教育局")],
            {},
            [Report(1, 2021, "b", "2")],
            "extractor_changed",  # which read another issuer
        ),
        # The same
        ([*SPEAKS], {}, [Report(1, 2021, "a", "2")], "extractor_changed"),
        ([*SPEAKS], {}, [*SPEAKS], "rules_changed"),
    ],
)
def test_the_cause_follows_the_documents_and_who_read_them(
    tmp_path: Path,
    before: list[Report],
    held: dict[str, str],
    after: list[Report],
    cause: str,
) -> None:
    kept = {"a": "read"}
    if not any(report.document == "a" for report in after):
        after = [*after, Report(1, 2021, "a", is_current=False)]
    old = dataset(tmp_path / "a", {X: 1}, before, documents=held)
    new = dataset(tmp_path / "b", {X: 2}, after, documents=kept)
    assert causes(changes(old, new)) == {X: ("changed", cause)}


def test_a_document_gone_from_the_archive_leaves_the_word_to_one_held_before(
    tmp_path: Path,
) -> None:
    before = dataset(tmp_path / "a", {X: 1}, [*SPEAKS, HELD])
    after = dataset(tmp_path / "b", {X: 2}, [Report(1, 2021, "b")])
    assert causes(changes(before, after)) == {X: ("changed", "withdrawn")}


@pytest.mark.parametrize(
    ("reports", "held", "there", "gone"),
    [
        ([], {}, "added", "withdrawn"),
        ([], {"a": "not_read"}, "added", "withdrawn"),
        ([], {"a": "refused"}, "extractor_changed", "extractor_changed"),
        ([Report(None, 2021, "a", is_current=False)], {}, "rules_changed", "rules_changed"),
        (
            [Report(None, 2021, "a", "2", is_current=False)],
            {},
            "extractor_changed",
            "extractor_changed",
        ),
        ([Report(1, 2022, "a", "2")], {}, "extractor_changed", "extractor_changed"),
    ],
    ids=["not held", "not read", "refused", "unconfirmed", "unconfirmed, read anew", "other year"],
)
def test_a_report_comes_or_goes_for_the_reason_its_document_gives(
    tmp_path: Path, reports: list[Report], held: dict[str, str], there: str, gone: str
) -> None:
    without = dataset(tmp_path / "a", {}, reports, documents=held)
    with_it = dataset(tmp_path / "b", {X: 2}, SPEAKS)
    assert causes(changes(without, with_it)) == {X: ("added", there)}
    assert causes(changes(with_it, without)) == {X: ("removed", gone)}


def test_a_new_successor_that_has_the_year_now_took_it_over(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {OTHER: 1}, [Report(2, 2021, "two")])
    after = dataset(tmp_path / "b", {X: 2}, SPEAKS, units={1: [], 2: [1]})
    assert causes(changes(before, after)) == {
        X: ("added", "unit_merged"),
        OTHER: ("removed", "unit_merged"),
    }


def test_a_successor_known_before_took_nothing_over(tmp_path: Path) -> None:
    units = {1: [], 2: [1]}
    before = dataset(tmp_path / "a", {OTHER: 1}, [Report(2, 2021, "two")], units=units)
    after = dataset(tmp_path / "b", {X: 2}, SPEAKS, units=units)
    assert causes(changes(before, after)) == {
        X: ("added", "added"),
        OTHER: ("removed", "withdrawn"),
    }


def test_a_unit_gone_from_the_registry_was_merged(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {OTHER: 1}, [Report(2, 2021, "two")])
    after = dataset(tmp_path / "b", {}, [], units={1: []})
    assert causes(changes(before, after)) == {OTHER: ("removed", "unit_merged")}


# The summary


def summed(dataset_folder: Path) -> str:
    with duckdb.connect() as con:
        return summary(con, dataset_folder / "changes.parquet", dataset_folder)


def test_the_summary_tells_counts_and_the_largest_with_names(land: Country) -> None:
    land.read(
        country.record("a2021", "澄市人民政府", 2021, CARRIED | {CARRIED_IN: 7}, extractor="9"),
        country.record("d2022-later", "望县卫生局", 2022, CARRIED | {CARRIED_IN: country.BLANK}),
    )
    land.sight("d2022-later", "wang-wsj", "2022年政府信息公开工作年度报告")
    land.build()
    told = summed(land.data / "dataset")
    assert told.startswith("Values that differ from the release before: 2.\n\n## By cause\n")
    assert "| extractor_changed | 0 | 1 | 0 | 1 | 1 |" in told
    assert "| requests | 0 | 2 | 0 | 2 | 2 |" in told
    assert "| 2022 | 0 | 1 | 0 | 1 | 1 |" in told
    assert "| department | 0 | 1 | 0 | 1 | 1 |" in told
    cell = "Requests carried in from previous year: Total"
    assert [line for line in told.splitlines() if cell in line] == [
        f"| 澄市人民政府 (1) | 2021 | {cell} | 2 | 7 | 件 | extractor_changed |",
        f"| 望县卫生局 (4) | 2022 | {cell} | 2 | blank | 件 | source_revised |",
    ]


def test_the_summary_of_no_changes_says_so(land: Country) -> None:
    assert summed(land.data / "dataset") == "No value differs from the release before.\n"


def test_an_organ_is_counted_with_its_province(land: Country) -> None:
    land.rewrite(
        "units.csv",
        "1,澄市人民政府,澄市人民政府办公室;澄市政府办,,prefecture,,,",
        "1,澄市人民政府,,,prefecture,,6,",
    )
    land.rewrite("units.csv", "6,远市人民政府,,,prefecture", "6,远省人民政府,,,province")
    land.read(country.record("d2022", "望县卫生局", 2022, extractor="9"))
    land.build()
    told = summed(land.data / "dataset")
    assert "| 远省人民政府 | 0 | 10 | 0 | 10 | 1 |" in told


# The page


def queries() -> list[str]:
    text = (country.ROOT / "docs" / "changes.md").read_text(encoding="utf-8")
    return re.findall(r"^```sql\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("sql", queries())
def test_the_documented_queries_find_what_a_government_restated(land: Country, sql: str) -> None:
    land.restate()
    land.build()
    with open_dataset(land.data / "dataset") as con:
        assert len(con.execute(sql).fetchall()) == 1

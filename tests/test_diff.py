"""The diff: every value in which two datasets differ, and why."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dataset import by_hand, country
from tests.dataset.by_hand import NEXT, OTHER, SPEAKS, Facts, Report, X, Y, causes, changes, dataset
from tests.dataset.country import TOTAL
from transform.__main__ import main
from transform.catalog.dictionary import dictionary
from transform.dataset import publish
from transform.diff.compare import compare

# What a change is


def test_a_change_is_another_value_or_another_state(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {X: "blank", Y: 3, NEXT: 5}, [*SPEAKS, Report(1, 2022, "n")])
    after = dataset(tmp_path / "b", {X: 0, Y: 4, NEXT: 5}, [*SPEAKS, Report(1, 2022, "n")])
    told = [
        (row["old_value"], row["old_state"], row["new_value"], row["new_state"])
        for row in changes(before, after)
    ]
    assert told == [(None, "blank", 0.0, "number"), (3.0, "number", 4.0, "number")]


def test_a_dash_that_became_blank_is_a_change(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {X: "dash"}, SPEAKS)
    after = dataset(tmp_path / "b", {X: "blank"}, SPEAKS)
    assert causes(changes(before, after)) == {X: ("changed", "rules_changed")}


def test_where_nothing_differs_no_row_is_written(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {X: 1, Y: "blank"}, SPEAKS)
    after = dataset(tmp_path / "b", {Y: "blank", X: 1}, [Report(1, 2021, "b", "2")])
    assert changes(before, after) == []


def test_a_row_names_the_reports_and_extractors_of_both_sides(tmp_path: Path) -> None:
    before = dataset(tmp_path / "a", {X: 1}, SPEAKS)
    after = dataset(tmp_path / "b", {X: 2}, [Report(1, 2021, "b", "2")])
    [row] = changes(before, after)
    assert list(row.values()) == [
        *("2025.07.01", *X, "changed", "source_revised"),
        *(1.0, 2.0, "number", "number"),
        *(country.sha("a")[:16], country.sha("b")[:16], "1", "2", None),
    ]


def test_the_order_of_rows_in_the_files_shows_nowhere(tmp_path: Path) -> None:
    reports = [Report(1, 2021, "a"), Report(1, 2022, "n"), Report(2, 2021, "o")]
    old: Facts = {X: 1, Y: 2, NEXT: 3, OTHER: 4}
    new: Facts = {X: 2, Y: "blank", NEXT: 4, OTHER: 5}
    files = []
    for name, turn in (("straight", 1), ("reversed", -1)):
        before = dataset(tmp_path / name / "a", dict(list(old.items())[::turn]), reports[::turn])
        after = dataset(tmp_path / name / "b", dict(list(new.items())[::turn]), reports[::turn])
        with duckdb.connect() as con:
            con.execute(f"SET threads = {2 if turn > 0 else 1}")
            compare(con, before, after, tmp_path / f"{name}.parquet", "v")
        files.append((tmp_path / f"{name}.parquet").read_bytes())
    assert files[0] == files[1]


CELLS = [X, Y, NEXT, OTHER, (2, 2022, *X[2:]), (2, 2022, *Y[2:])]
FACTS = st.dictionaries(
    st.sampled_from(CELLS), st.sampled_from([0, 1, 2.5, "blank", "dash"]), max_size=len(CELLS)
)


@settings(max_examples=25, deadline=None)
@given(old=FACTS, new=FACTS)
def test_the_changes_applied_to_the_old_facts_give_the_new(old: Facts, new: Facts) -> None:
    def spoken(facts: Facts) -> list[Report]:
        return [Report(u, y, f"{u}/{y}") for u, y in sorted({cell[:2] for cell in facts})]

    with tempfile.TemporaryDirectory() as folder:
        rows = changes(
            dataset(Path(folder) / "a", old, spoken(old)),
            dataset(Path(folder) / "b", new, spoken(new)),
        )
    applied = dict(old)
    for row in rows:
        cell = (row["unit_id"], row["year"], row["row_code"], row["col_code"])
        if row["op"] != "added":
            was = applied.pop(cell)
            assert was == (row["old_state"] if row["old_value"] is None else row["old_value"])
        if row["op"] != "removed":
            value = row["new_value"]
            applied[cell] = row["new_state"] if value is None else value
    assert applied == new
    assert len(rows) == len({cell for cell in {*old, *new} if old.get(cell) != new.get(cell)})


# What is refused


def without_facts(folder: Path) -> None:
    shutil.rmtree(folder / "facts")


def without_reports(folder: Path) -> None:
    (folder / "reports.parquet").unlink()


def no_parquet(folder: Path) -> None:
    (folder / "facts" / "2021.parquet").write_bytes(b"PAR1 and nothing more")


def other_type(folder: Path) -> None:
    path = folder / "facts" / "2021.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(4, "value", table["value"].cast(pa.string())), path)


def lacks_column(folder: Path) -> None:
    path = folder / "facts" / "2021.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["state"]), path)


def twice(folder: Path) -> None:
    path = folder / "facts" / "2021.parquet"
    table = pq.read_table(path)
    pq.write_table(pa.concat_tables([table, table]), path)


def no_year(folder: Path) -> None:
    (folder / "facts" / "2021.parquet").rename(folder / "facts" / "old.parquet")


def no_report(folder: Path) -> None:
    by_hand.write(folder / "reports.parquet", by_hand.REPORTS, [])


def other_bytes(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(publish.sums(folder), encoding="utf-8")
    path = folder / "facts" / "2021.parquet"
    path.write_bytes(path.read_bytes().replace(b"number", b"numbed"))


def spoilt_page(folder: Path) -> None:
    path = folder / "facts" / "2021.parquet"
    path.write_bytes(path.read_bytes().replace(b"requests", b"\xff" * 8))


def short_of_a_year(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(publish.sums(folder), encoding="utf-8")
    (folder / "facts" / "2021.parquet").unlink()


REFUSED = [
    (without_facts, "no dataset; it has no facts"),
    (without_reports, "lacks reports.parquet"),
    (no_parquet, "damaged"),
    (other_type, "of another schema, in facts/2021.parquet value is VARCHAR and not DOUBLE"),
    (lacks_column, "of another schema, facts/2021.parquet lacks state"),
    (twice, "the facts of 2021 give a cell twice"),
    (no_year, "facts/old.parquet is not named after a year"),
    (no_report, "facts of unit 1 and 2021, and no current report of it"),
    (other_bytes, "facts/2021.parquet is damaged"),
    (spoilt_page, "damaged"),
    (short_of_a_year, "lacks facts/2021.parquet"),
]


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize(("spoil", "message"), REFUSED, ids=[s.__name__ for s, _ in REFUSED])
def test_what_cannot_be_compared_is_refused_by_name(
    tmp_path: Path, spoil: Any, message: str, side: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = {
        "before": dataset(tmp_path / "a", {X: 1}, SPEAKS),
        "after": dataset(tmp_path / "b", {X: 2, Y: 1}, SPEAKS),
    }
    spoil(pair[side])
    assert main(["diff", *map(str, pair.values())]) == 65
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


# The command


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    before = dataset(tmp_path / "2025.07.01", {X: 1, Y: "blank"}, SPEAKS)
    after = dataset(tmp_path / "b", {X: 2, Y: 0.5}, [Report(1, 2021, "b")])
    (tmp_path / "latest").symlink_to(before.name)
    return str(tmp_path / "latest"), str(after)


def test_the_command_counts_by_cause_and_shows_the_largest(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *pair]) == 0
    told = capsys.readouterr().out
    assert "2 values differ" in told
    [line] = [line for line in told.splitlines() if line.split()[:1] == ["source_revised"]]
    assert line.split() == ["source_revised", "0", "2", "0", "2", "1"]
    assert "requests.carried_in" in told


def test_the_command_prints_every_row_as_csv(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *pair, "--csv"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split(",") == [column.name for column in dictionary()["changes"].columns]
    old, new = (country.sha(name)[:16] for name in "ab")
    last = f"{old},{new},1,1,"
    cell = "2025.07.01,1,2021,requests"
    assert lines == [
        f"{cell}.carried_in,{TOTAL},changed,source_revised,1,2,number,number,{last}",
        f"{cell}.carried_out,{TOTAL},changed,source_revised,,0.5,blank,number,{last}",
    ]


def test_the_command_keeps_the_table(pair: tuple[str, str], tmp_path: Path) -> None:
    out = tmp_path / "kept.parquet"
    assert main(["diff", *pair, "--out", str(out)]) == 0
    assert pq.read_table(out).num_rows == 2
    assert not list(tmp_path.glob(".diff-*"))


def test_a_comparison_that_is_refused_leaves_no_file(pair: tuple[str, str], tmp_path: Path) -> None:
    assert main(["diff", pair[0], str(tmp_path / "none"), "--out", f"{tmp_path}/c.parquet"]) == 65
    assert not (tmp_path / "c.parquet").exists()


def test_datasets_that_do_not_differ_are_no_failure(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", pair[0], pair[0]]) == 0
    assert capsys.readouterr().out == "0 values differ\n"


@pytest.mark.parametrize(
    "words",
    [
        ["diff"],
        ["diff", "A"],
        ["diff", "A", "B", "C"],
        ["diff", "A", "B", "--out", "changes.csv"],
        ["diff", "A", "B", "--out", "no/such/folder/changes.parquet"],
        ["diff", "A", "B", "--memory", "much"],
    ],
)
def test_arguments_that_say_nothing_are_usage_errors(words: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)


def test_one_table_of_a_dataset_is_no_dataset(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", pair[0], f"{pair[1]}/facts"]) == 65
    assert "one table of a dataset; name the folder it lies in" in capsys.readouterr().err

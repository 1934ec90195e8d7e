"""The page that tells how many reports add up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dataset import checked, country
from tests.dataset.checked import Report
from tests.dataset.country import BLANK, NATURAL, TOTAL
from transform.__main__ import main
from transform.catalog.opening import open_dataset
from transform.checks.page import page

MISREAD = {("requests.outcome.granted", NATURAL): 1}
"""The row and the column miss by one."""

REPORTS = [
    Report(0, 2021, level="county"),
    Report(1, 2021, MISREAD, level="county"),
    Report(2, 2021, country.T4_LEFT_AT_ZERO, level="department"),
    Report(3, 2021, {("requests.carried_out", TOTAL): BLANK}, level="department"),
    Report(0, 2022, country.requests(carried_in=2, granted=2, total=2), level="county"),
    Report(4, 2022, {("remedies.review", "result.total"): BLANK}, level="department"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checked.dataset(tmp_path_factory.mktemp("adding"), REPORTS)


@pytest.fixture(scope="module")
def con(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(folder) as opened:
        yield opened


def lines(text: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading."""
    part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return rows[:1] + rows[2:]


def test_reports_that_add_up_are_counted_by_year_and_level(
    con: duckdb.DuckDBPyConnection,
) -> None:
    head, *rows = lines(page(con), "By year and level")
    assert head[:6] == ["year", "level", "reports", "assessed", "add up", "share"]
    assert [row[:6] for row in rows] == [
        ["2021", "all", "4", "4", "2", "50.0 %"],
        ["2021", "county", "2", "2", "1", "50.0 %"],
        ["2021", "department", "2", "2", "1", "50.0 %"],
        ["2022", "all", "2", "2", "1", "50.0 %"],
        ["2022", "county", "1", "1", "0", "0.0 %"],
        ["2022", "department", "1", "1", "1", "100.0 %"],
    ]


def test_shares_are_told_by_family_of_identities(con: duckdb.DuckDBPyConnection) -> None:
    head, *rows = lines(page(con), "By year and level")
    share = {(*row[:2], family): row[at] for row in rows for at, family in enumerate(head)}
    assert share["2021", "county", "T3-ROW"] == share["2021", "county", "T3-OUT"] == "50.0 %"
    assert share["2021", "county", "T3-FLOW"] == "100.0 %"
    assert share["2021", "department", "T4-SUM"] == "50.0 %"
    assert share["2021", "all", "T4-SUM"] == "75.0 %"
    assert share["2021", "all", "YOY-CARRY"] == "–", "there is no report of 2020"
    assert share["2022", "county", "YOY-CARRY"] == "0.0 %"
    assert share["2022", "department", "YOY-CARRY"] == "–"


def test_each_family_of_the_columns_is_explained(con: duckdb.DuckDBPyConnection) -> None:
    head, *_ = lines(page(con), "By year and level")
    _, *rows = lines(page(con), "What the columns say")
    assert [row[0] for row in rows] == head[6:]
    assert all(len(row) == 3 and all(row) for row in rows)


def test_the_cells_suspected_most_come_with_their_labels(con: duckdb.DuckDBPyConnection) -> None:
    _, *rows = lines(page(con), "Cells suspected most")
    assert [row[1:] for row in rows] == [
        ["行政复议 / 总计", "1"],
        ["三、本年度办理结果/（一）予以公开 / 申请人情况/自然人", "1"],
    ]


def test_warnings_are_counted_against_the_reports_due(con: duckdb.DuckDBPyConnection) -> None:
    _, *rows = lines(page(con), "Soft bounds")
    found = {row[0]: row[2:] for row in rows}
    assert found["T3-BOUND"] == ["6", "1", "16.6 %"]
    assert found["T2-STOCK"] == ["1", "0", "0.0 %"]
    assert "HIER" not in found


def test_the_page_says_what_data_it_is_of(
    folder: Path, con: duckdb.DuckDBPyConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert page(con).startswith("# How many reports add up\n\n6 reports, of 2021 to 2022.\n")
    assert main(["check", str(folder), "--page", "--of", "Made by hand."]) == 0
    assert capsys.readouterr().out == page(con, "Made by hand.")


def test_the_page_counts_every_check_and_takes_no_names(folder: Path) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check", str(folder), "t4_sum", "--page"])
    assert left.value.code == 2


def test_a_dataset_without_reports_has_a_page(tmp_path: Path) -> None:
    with open_dataset(checked.dataset(tmp_path, [])) as con:
        text = page(con)
    assert "No report is held." in text
    assert lines(text, "By year and level") == []

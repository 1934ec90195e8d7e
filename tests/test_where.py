"""From a number to its place: what is told, and what is said when there is no such number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.dataset import country
from tests.test_release_causes import CORRECTION
from transform.__main__ import main
from transform.catalog.opening import open_dataset
from transform.dataset.build import build
from transform.errors import InputRefusedError
from transform.show.where import find, lines

GRANTED = ("requests.outcome.granted", "applicant.natural_person")
PENALTIES = ("proactive.art20_6.penalties", "measure.decisions")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The country by hand, with one cell corrected."""
    data = tmp_path_factory.mktemp("country")
    registry = country.lay_out(data, country.RECORDS)
    folder = registry / "corrections"
    folder.mkdir(exist_ok=True)
    report = country.sha("d2022")[:16]
    (folder / "health-2022.yml").write_text(CORRECTION.format(report=report), encoding="utf-8")
    build(data, registry, years=(2020, 2023))
    return data


@pytest.fixture(scope="module")
def con(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(data / "dataset") as opened:
        yield opened


def told(con: duckdb.DuckDBPyConnection, unit: str, year: int, *cell: str) -> dict[str, str]:
    return {heading: text for heading, text in lines(find(con, unit, year, cell)) if heading}


def test_an_organ_by_number_or_any_name_and_a_cell_by_codes_or_any_name(
    con: duckdb.DuckDBPyConnection,
) -> None:
    names = con.execute(
        "SELECT wide_column, stata_name FROM codebook WHERE (row_code, col_code) = (?, ?)",
        list(GRANTED),
    ).fetchone()
    assert names
    [(unit, name)] = con.execute(
        "SELECT unit_id::VARCHAR, name FROM units JOIN reports USING (unit_id)"
        " WHERE is_current AND year = 2022 ORDER BY unit_id LIMIT 1"
    ).fetchall()
    expected = find(con, unit, 2022, GRANTED)
    for of in (unit, name):
        for cell in (GRANTED, names[:1], names[1:]):
            assert find(con, of, 2022, cell) == expected


def test_a_corrected_cell_tells_what_is_printed_and_why_it_is_another(
    con: duckdb.DuckDBPyConnection,
) -> None:
    said = told(con, "4", 2022, *PENALTIES)
    assert said["value"] == "3 件, printed «0»"
    assert said["corrected"] == (
        "from 0 件 by health-2022: The office told the figure by telephone."
    )


def test_the_identities_that_fail_through_a_cell_are_told(con: duckdb.DuckDBPyConnection) -> None:
    unit, year, row, col = con.execute(
        "SELECT unit_id::VARCHAR, year, suspect_row, suspect_col FROM checks"
        " WHERE suspect_row IS NOT NULL AND verdict = 'fail' ORDER BY ALL LIMIT 1"
    ).fetchone() or ("", 0, "", "")
    assert "this cell is suspected" in told(con, unit, year, row, col)["fails"]


@pytest.mark.parametrize(
    ("asked", "because"),
    [
        (("99", 2022, *GRANTED), "99: no organ has this number or name"),
        (("望县", 2022, *GRANTED), "there are 3 望县人民政府, 4 望县卫生局"),
        (("4", 1999, *GRANTED), "not a year of the dataset"),
        (("4", 2022, GRANTED[0], "result.total"), "requests.outcome.granted has no such column"),
        (("4", 2022, "requests.granted", "applicant.total"), "do you mean "),
        (("4", 2022, "req_new_to"), "do you mean req_new_tot"),
        (("4", 2022, "stat14.requests.received", "value"), "the report has no such cell"),
    ],
)
def test_what_is_not_there_is_refused_with_the_next_step(
    con: duckdb.DuckDBPyConnection, asked: tuple[str, int, str], because: str
) -> None:
    unit, year, *cell = asked
    with pytest.raises(InputRefusedError, match=because):
        find(con, unit, year, cell)


def test_a_year_without_a_report_is_refused_with_the_reason_of_its_coverage(
    con: duckdb.DuckDBPyConnection,
) -> None:
    unit, year, state, reason = con.execute(
        "SELECT unit_id::VARCHAR, year, state, reason FROM coverage"
        " WHERE NOT starts_with(state, 'held') ORDER BY ALL LIMIT 1"
    ).fetchone() or ("", 0, "", "")
    with pytest.raises(InputRefusedError) as refused:
        find(con, unit, year, GRANTED)
    assert f"no report, {state}: {reason}" in str(refused.value)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["4", "2022", *PENALTIES], 0),
        (["4", "1999", *PENALTIES], 65),
        (["4", "2022", *PENALTIES, "--picture", "page.jpg"], 2),
        (["4", "2022", "a", "b", "c"], 2),
        (["4", "MMXXII", "a"], 2),
    ],
)
def test_the_exit_status_is_the_documented_one(data: Path, words: list[str], status: int) -> None:
    command = ["where", *words, "--data", str(data)]
    if status == 2:
        with pytest.raises(SystemExit) as left:
            main(command)
        assert left.value.code == status
    else:
        assert main(command) == status


def test_another_dataset_or_a_release_is_shown_by_its_folder(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data / "dataset"
    assert main(["show", "checks", "--data", str(tmp_path), "--dataset", str(folder)]) == 0
    of_folder = capsys.readouterr().out
    assert main(["show", "checks", "--data", str(data)]) == 0
    assert capsys.readouterr().out == of_folder


def test_without_the_archive_the_address_is_told_instead(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.png"
    command = ["where", "4", "2022", *PENALTIES, "--data", str(tmp_path)]
    status = main([*command, "--dataset", str(data / "dataset"), "--picture", str(page)])
    assert (status, page.exists()) == (65, False)
    assert "no archive; name its folder with --data, or open http" in capsys.readouterr().err

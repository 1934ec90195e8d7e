"""The queries of the checks: one a check, over the published tables, saying what `checks` says."""

from __future__ import annotations

import csv
import io
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import checked, country
from tests.dataset.checked import FIRST_UNIT, Report
from tests.dataset.country import BLANK, DASH, NATURAL, TEXT, TOTAL
from transform.__main__ import main
from transform.catalog.opening import open_dataset
from transform.checks.queries import COLUMNS, UnknownCheckError, queries, soft
from transform.dataset.build import build

HARD = {"t3_flow", "t3_out", "t3_row", "t4_sum", "s14_ch", "yoy_carry", "items_19"}
FORM_2014 = {"statistics": "2014"}
CARRIED_IN = "requests.carried_in"
ITEMS = ("proactive.art20_5.licences", "measure.items_prev_year")

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The country with planted errors."""
    data = tmp_path_factory.mktemp("country")
    build(data, country.lay_out(data))
    return data / "dataset"


def _scribbled(chance: random.Random, office: int, year: int) -> Report:
    """Figures that add up, then marks and other figures over some, with a scope or without."""
    forms = chance.choice([country.FORM_2021, country.FORM_2019, country.HYBRID, FORM_2014])
    cells = [(cell.row_code, cell.col_code) for cell in country.cells(forms, {})]
    figures = country.requests(new=20, carried_in=3, granted=18, total=18, carried_out=5)
    figures = {at: figure for at, figure in figures.items() if at in cells}
    for at in chance.sample(cells, chance.choice([0, 1, 1, 2, 6])):
        figures[at] = chance.choice([BLANK, DASH, TEXT, 1, 4, 2.5])
    if chance.random() < 0.3:
        column = chance.choice(["applicant.legal_person.research", TOTAL])
        figures |= {at: BLANK for at in cells if at[1] == column}
    for at in (("requests.outcome.granted", NATURAL), (CARRIED_IN, NATURAL), ITEMS):
        if at in cells and chance.random() < 0.3:
            figures[at] = 19
    gone = tuple(chance.sample(cells, chance.choice([0, 0, 1])))
    return Report(office, year, figures, forms, chance.choice(["", "own", "area"]), gone)


@pytest.fixture(scope="module")
def scribbled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(2025)
    reports = [
        _scribbled(chance, office, year)
        for office in range(40)
        for year in (2019, 2020, 2021)
        if chance.random() < 0.9
    ]
    return checked.dataset(tmp_path_factory.mktemp("scribbled"), reports)


@pytest.fixture(scope="module", params=["by_hand", "scribbled"])
def con(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(request.getfixturevalue(request.param)) as opened:
        yield opened


def stored(con: duckdb.DuckDBPyConnection, name: str, verdict: str) -> Rows:
    family = name.upper().replace("_", "-")
    return con.execute(
        f"SELECT {', '.join(COLUMNS)} FROM checks WHERE split_part(identity, '.', 1) = ? "
        "AND verdict = ? ORDER BY identity, form, unit_id, year",
        [family, verdict],
    ).fetchall()


@pytest.mark.parametrize("name", sorted(HARD))
def test_two_programs_of_an_identity_find_the_same_failures(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    """The build sums the cells of the records, the query those of the published facts."""
    assert con.execute(queries(name)[name]).fetchall() == stored(con, name, "fail")


@pytest.mark.parametrize("name", sorted(soft()))
def test_the_warnings_of_a_bound_are_what_its_query_finds(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    assert con.execute(queries(name)[name]).fetchall() == stored(con, name, "warn")


def test_the_random_country_fails_every_identity_and_names_suspects(scribbled: Path) -> None:
    """What the agreement of the two programs is worth."""
    with open_dataset(scribbled) as con:
        for name in HARD:
            assert stored(con, name, "fail"), name
        for name in ("t3_flow", "t3_out", "t3_row", "t4_sum"):
            assert any(row[-1] for row in stored(con, name, "fail")), name


def test_every_check_has_one_query_and_every_query_a_row_in_the_list(by_hand: Path) -> None:
    with open_dataset(by_hand) as con:
        listed = con.execute("SELECT family, kind FROM check_list").fetchall()
        families = con.execute("SELECT DISTINCT family FROM identities").fetchall()
    names = {family.lower().replace("-", "_"): kind for family, kind in listed}
    folder = Path(sys.modules["transform.checks"].__path__[0]) / "sql"
    assert set(names) == {path.stem for path in folder.glob("*.sql")} == set(queries())
    assert {name for name, kind in names.items() if kind in ("exact", "year")} == HARD
    assert {family.lower().replace("-", "_") for (family,) in families} == HARD


@pytest.mark.parametrize("name", sorted(queries()))
def test_a_query_says_what_it_is_and_gives_the_same_columns_as_the_others(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    text = queries(name)[name]
    assert text.startswith("-- ")
    assert "-- A failure: " in text or "-- A warning: " in text or "For information" in text
    answer = con.execute(text)
    assert tuple(column[0] for column in answer.description or []) == COLUMNS


def test_a_query_runs_by_hand_from_the_datasets_own_folder(by_hand: Path) -> None:
    """As `duckdb -init catalog.sql < t4_sum.sql` does, with nothing else defined."""
    program = (
        "import duckdb, sys; con = duckdb.connect(); con.execute(open('catalog.sql').read());"
        "print(con.execute(sys.stdin.read()).fetchall())"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=by_hand,
        input=queries("t4_sum")["t4_sum"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'T4-SUM.review', '2019', 0.0, 11.0, -11.0" in said.stdout


def test_one_result_an_identity_and_report(con: duckdb.DuckDBPyConnection) -> None:
    twice = "SELECT unit_id, year, identity, form FROM checks GROUP BY ALL HAVING count(*) > 1"
    assert con.execute(twice).fetchall() == []


def test_reports_count_failures_and_warnings_apart(con: duckdb.DuckDBPyConnection) -> None:
    wrong = con.execute(
        "SELECT report_id FROM reports LEFT JOIN (SELECT report_id, "
        "count(*) FILTER (verdict = 'fail') AS failed, "
        "count(*) FILTER (verdict = 'warn') AS warned FROM checks GROUP BY report_id) "
        "USING (report_id) WHERE is_current "
        "AND (checks_failed, checks_warned) IS DISTINCT FROM (failed, warned)"
    ).fetchall()
    assert wrong == []
    others = "SELECT DISTINCT checks_warned FROM reports WHERE NOT is_current"
    assert set(con.execute(others).fetchall()) <= {(None,)}


# Years


SCOPES = {
    ("", ""): "fail",
    ("own", "own"): "fail",
    ("own", ""): "fail",
    ("", "area"): "fail",
    ("own", "area"): "not_assessable",
}
"""What the year before and this one state, and what becomes of a difference between them. A scope
that is not stated is taken for the same: most reports state none."""


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Offices that carry out 3 and carry in 2; one with the list of 2014, one without a before."""
    first = country.requests(new=3, carried_out=3)
    second = country.requests(carried_in=2, granted=2, total=2)
    reports = [Report(10, 2022, forms=FORM_2014), Report(11, 2022, scope="own")]
    for office, (before, now) in enumerate(SCOPES):
        reports.append(Report(office, 2021, first, scope=before))
        reports.append(Report(office, 2022, second, scope=now))
    with open_dataset(checked.dataset(tmp_path_factory.mktemp("carried"), reports)) as con:
        yield con


def test_reports_of_scopes_that_are_stated_and_differ_are_not_compared(
    carried: duckdb.DuckDBPyConnection,
) -> None:
    said = carried.execute(
        "SELECT unit_id, verdict FROM checks WHERE identity = 'YOY-CARRY.total' AND year = 2022"
    ).fetchall()
    told = {FIRST_UNIT + office: verdict for office, verdict in enumerate(SCOPES.values())}
    assert dict(said) == told | {FIRST_UNIT + 11: "not_assessable"}
    comparable = carried.execute(
        "SELECT unit_id FROM consecutive_reports WHERE report_before IS NOT NULL ORDER BY unit_id"
    ).fetchall()
    failing = {row[0] for row in stored(carried, "yoy_carry", "fail")}
    assert {unit for (unit,) in comparable} == failing
    assert failing == {unit for unit, verdict in told.items() if verdict == "fail"}


def test_how_many_reports_a_check_was_due_on_is_told(carried: duckdb.DuckDBPyConnection) -> None:
    counts = {
        family: tuple(row)
        for family, *row in carried.execute(
            "SELECT family, due, assessed, failed FROM check_counts WHERE year = 2022"
        ).fetchall()
    }
    assert counts["T3-ROW"] == (6, 6, 0)
    assert counts["YOY-CARRY"] == (4, 4, 4)
    assert counts["S14-CH"] == (1, 1, 0)
    assert counts["T2-STOCK"] == (4, None, 0)
    assert counts["YEAR"] == (7, None, 0)
    assert "ITEMS-19" not in counts
    assert "HIER" not in counts


# The command


def test_the_command_tells_of_each_check_how_many_rows_fail(
    by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(by_hand), "t4_sum", "yoy_carry"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:3] for line in lines if line and line[0] in queries()] == [
        ["t4_sum", "exact", "1"],
        ["yoy_carry", "year", "5"],
    ]


def test_the_command_gives_the_rows_themselves(
    by_hand: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(by_hand), "t4_sum", "--csv"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["check"] == "t4_sum"
    assert (row["identity"], row["delta"], row["suspect_col"]) == (
        "T4-SUM.review",
        "-11.0",
        "result.total",
    )


def test_checks_that_share_a_view_give_the_rows_they_give_alone(
    scribbled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The three families of table 三 are worked out once when they are asked together."""
    names = ["t3_flow", "t3_out", "t3_row"]
    assert main(["check", str(scribbled), *names, "--csv"]) == 0
    together = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    alone = []
    for name in names:
        assert main(["check", str(scribbled), name, "--csv"]) == 0
        header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
        assert rows, name
        alone += rows
    assert together == [header, *alone]


def test_an_unknown_check_is_wrong_usage(by_hand: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(by_hand), "t3_flaw"]) == 2
    said = capsys.readouterr().err
    assert "t3_flaw: no such check; there are t3_flow, " in said
    with pytest.raises(UnknownCheckError):
        queries("t3_flaw")


def test_no_dataset_or_a_damaged_one_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == 65
    assert f"{tmp_path}: no dataset" in capsys.readouterr().err
    folder = checked.dataset(tmp_path / "data", [Report(0, 2021)])
    (folder / "checks" / "2021.parquet").write_bytes(b"PAR1")
    assert main(["check", str(folder), "--page"]) == 65
    assert f"{folder}: damaged" in capsys.readouterr().err


def test_the_offices_of_the_test_are_units_of_the_dataset(scribbled: Path) -> None:
    with open_dataset(scribbled) as con:
        got = con.execute("SELECT count(*), min(unit_id) FROM reports WHERE is_current").fetchall()
    assert got[0][0] > 90
    assert got[0][1] == FIRST_UNIT

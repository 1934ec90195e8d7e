"""The arithmetic of the dataset: every identity on every report, computed from its own values."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.checks import check
from extract.records import Record
from tests.dataset import country
from tests.dataset.country import BLANK, DASH, FORM_2019, FORM_2021, NATURAL, TEXT
from transform.catalog.opening import open_dataset
from transform.dataset.build import build

UNIT, SCHOOL, WANG = 1, 2, 3
RESEARCH = "applicant.legal_person.research"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("country")
    build(data, country.lay_out(data))
    with open_dataset(data / "dataset") as opened:
        yield opened


def verdicts(con: duckdb.DuckDBPyConnection, unit: int, year: int) -> dict[str, str]:
    found = "SELECT identity, verdict FROM checks WHERE unit_id = ? AND year = ?"
    return dict(con.execute(found, [unit, year]).fetchall())


def one(con: duckdb.DuckDBPyConnection, unit: int, year: int, identity: str) -> tuple[Any, ...]:
    found = con.execute(
        "SELECT lhs, rhs, delta, verdict, suspect_row, suspect_col FROM checks "
        "WHERE unit_id = ? AND year = ? AND identity = ?",
        [unit, year, identity],
    ).fetchall()
    [row] = found
    return tuple(row)


def test_the_identities_of_each_tables_form_are_assessed(con: duckdb.DuckDBPyConnection) -> None:
    forms = con.execute(
        "SELECT year, form, count(*) FROM checks WHERE unit_id = 1 GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    # 2022 is a hybrid: 23 rows of the 2019 table 三, 7 columns twice, 7 carried over, 3 of table 四
    assert forms == [(2021, "2019", 3), (2021, "2021", 46), (2022, "2019", 47)]


def test_a_total_of_table_four_left_at_zero_is_the_suspect(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, UNIT, 2021, "T4-SUM.review") == (
        0.0,
        11.0,
        -11.0,
        "fail",
        "remedies.review",
        "result.total",
    )


def test_one_row_and_one_column_that_fail_alike_name_the_cell(
    con: duckdb.DuckDBPyConnection,
) -> None:
    suspect = ("requests.outcome.granted", NATURAL)
    for identity in ("T3-ROW.outcome.granted", "T3-OUT.natural_person"):
        assert one(con, SCHOOL, 2023, identity) == (9.0, 8.0, 1.0, "fail", *suspect)
    failed = [name for name, said in verdicts(con, SCHOOL, 2023).items() if said == "fail"]
    assert sorted(failed) == [
        "T3-OUT.natural_person",
        "T3-ROW.outcome.granted",
        "YOY-CARRY.natural_person",
    ]


def test_a_blank_is_zero_where_the_crossing_identity_confirms_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    said = verdicts(con, SCHOOL, 2021)
    assert said["T3-ROW.outcome.refused.state_secret"] == "pass"
    assert said["T3-OUT.legal_person.research"] == "pass"


def test_a_blank_that_hides_a_figure_never_makes_a_failure(con: duckdb.DuckDBPyConnection) -> None:
    empty = (None, None, None, "not_assessable", None, None)
    assert one(con, SCHOOL, 2021, "T3-ROW.received_new") == empty
    assert one(con, SCHOOL, 2021, "T3-FLOW.total") == empty


def test_a_dash_is_read_as_a_blank_is(con: duckdb.DuckDBPyConnection) -> None:
    said = verdicts(con, SCHOOL, 2022)
    assert said["T3-FLOW.total"] == said["T3-ROW.carried_out"] == "pass"
    assert said["T4-SUM.review"] == "not_assessable", "no other identity runs through table 四"


def test_text_is_not_assessable(con: duckdb.DuckDBPyConnection) -> None:
    said = verdicts(con, SCHOOL, 2022)
    assert said["T3-ROW.outcome.not_processed.petition"] == "not_assessable"
    assert said["T3-OUT.legal_person.other"] == "not_assessable"


def test_what_is_carried_over_is_last_years(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, UNIT, 2022, "YOY-CARRY.natural_person")[:4] == (4.0, 3.0, 1.0, "fail")
    assert one(con, UNIT, 2022, "YOY-CARRY.legal_person.research")[3] == "pass"
    school = verdicts(con, SCHOOL, 2022)
    assert school["YOY-CARRY.natural_person"] == "pass"
    carried = {said for name, said in verdicts(con, UNIT, 2021).items() if "YOY" in name}
    assert carried == {"not_assessable"}, "there is no report of 2020"


def test_a_dash_of_last_year_is_zero_where_last_years_report_confirms_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    said = verdicts(con, SCHOOL, 2023)
    assert said["YOY-CARRY.total"] == "not_assessable", "2 carried in: the dash was no such zero"


def test_the_report_before_may_be_of_another_form(tmp_path: Path) -> None:
    items = ("proactive.art20_5.licences", "measure.items_prev_year")
    change = ("proactive.art20_5.licences", "measure.items_change")
    records = [
        country.record("a2021", "澄市人民政府", 2021, forms=FORM_2019)
        if name == "a2021"
        else country.record(name, "澄市人民政府", 2022, country.requests(carried_in=1))
        for name in ("a2021", "a2022")
    ]
    build(tmp_path, country.lay_out(tmp_path, records))
    with open_dataset(tmp_path / "dataset") as con:
        assert one(con, UNIT, 2022, "YOY-CARRY.total")[:4] == (1.0, 0.0, 1.0, "fail")
    other = tmp_path / "items"
    records = [
        country.record("a2021", "澄市人民政府", 2021, {items: 7, change: 2}, forms=FORM_2019),
        country.record("a2022", "澄市人民政府", 2022, {items: 9}, forms=FORM_2019),
    ]
    build(other, country.lay_out(other, records))
    with open_dataset(other / "dataset") as con:
        assert one(con, UNIT, 2022, "ITEMS-19.licences")[:4] == (9.0, 9.0, 0.0, "pass")


def test_the_results_of_every_version_are_counted_in_reports(
    con: duckdb.DuckDBPyConnection,
) -> None:
    counts = con.execute(
        "SELECT checks_passed, checks_failed, checks_not_assessable FROM reports "
        "WHERE unit_id = 3 AND year = 2022 ORDER BY cells_found, method"
    ).fetchall()
    # the version without a cell cannot be assessed in its row and column; none has a year before
    assert counts == [(40, 0, 9), (42, 0, 7), (42, 0, 7)]


def test_a_report_that_is_not_confirmed_is_assessed_within_itself(
    con: duckdb.DuckDBPyConnection,
) -> None:
    counts = con.execute(
        "SELECT checks_passed, checks_not_assessable FROM reports WHERE issuer = '望县旅游局'"
    ).fetchall()
    assert counts == [(42, 0)]


def _scribbled(seed: int, name: str, unit: str) -> Record:
    """A report with sums that hold, then some cells replaced by a mark or another figure."""
    chance = random.Random(seed)
    figures = country.requests(new=20, carried_in=3, granted=18, total=18, carried_out=5)
    forms = chance.choice([FORM_2021, FORM_2019, country.HYBRID])
    cells = [(cell.row_code, cell.col_code) for cell in country.cells(forms, {})]
    for at in chance.sample(cells, chance.choice([0, 1, 1, 2, 6])):
        figures[at] = chance.choice([BLANK, DASH, TEXT, 1, 4])
    if chance.random() < 0.5:  # a column of zeros left empty, as offices do
        column = chance.choice([RESEARCH, "applicant.legal_person.other"])
        figures |= {at: BLANK for at in cells if at[1] == column}
    if chance.random() < 0.3:
        figures[chance.choice(list(country.requests(new=0, total=0, granted=0)))] = 19
    missing = chance.sample(cells, chance.choice([0, 0, 1]))
    return country.record(name, unit, 2022, figures, forms=forms, drop=missing, reason="torn")


def test_the_extractors_checks_say_the_same(tmp_path: Path) -> None:
    """Two programs of the same rules: Python on one document, SQL on all of them."""
    names = [f"scribbled-{number}" for number in range(80)]
    records = [_scribbled(number, name, f"第{number}局") for number, name in enumerate(names)]
    registry = country.lay_out(tmp_path, records)
    with (registry / "units.csv").open("a", encoding="utf-8") as units:
        units.writelines(f"{100 + number},第{number}局,,,,,1,,\n" for number in range(len(names)))
    ledger = country.sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")
    for name in names:
        country.sight(ledger, country.sha(name), "cheng", "2022年报", country.FIRST)
    ledger.commit()
    ledger.close()
    build(tmp_path, registry, years=(2022, 2022))

    with open_dataset(tmp_path / "dataset") as con:
        got = set(
            con.execute(
                "SELECT report_id, identity, form, verdict, lhs, rhs, delta, "
                "coalesce(suspect_row, ''), coalesce(suspect_col, '') FROM checks JOIN "
                "(SELECT DISTINCT identity, form FROM identities EXCEPT "
                "SELECT identity, form FROM identities WHERE year_offset <> 0) "
                "USING (identity, form)"
            ).fetchall()
        )
    want = {
        (
            record.sha256[:16],
            said.identity,
            said.form,
            said.verdict,
            said.lhs,
            said.rhs,
            said.delta,
            said.suspect_row,
            said.suspect_col,
        )
        for record in records
        for said in check(record.cells)
    }
    assert got == want
    for verdict in ("pass", "fail", "not_assessable"):
        assert any(row[3] == verdict for row in want)
    assert any(row[7] and row[1].startswith("T3") for row in want), "no suspect was ever named"

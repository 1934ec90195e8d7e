"""Harmonised series: what is joined over the forms, what never is, and in whose scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extract.records import Record
from tests.dataset import country
from tests.dataset.country import (
    BLANK,
    CARRIED,
    FORM_2019,
    FORM_2021,
    HYBRID,
    NATURAL,
    TEXT,
    TOTAL,
    requests,
)
from transform.catalog.opening import open_dataset
from transform.dataset.build import build

CITY, SCHOOL, WANG, HEALTH, QING = 1, 2, 3, 4, 5
LIST = {"statistics": "2014"}
REFUSED = "requests.outcome.refused.state_secret"
COMPANY = "applicant.legal_person.commercial"


def scoped(scope: str, record: Record) -> Record:
    return replace(record, scope=scope)


def city(year: int, scope: str, new: int) -> Record:
    values = requests(new=new, granted=new, total=new)
    forms = FORM_2019 if year < 2021 else FORM_2021
    return scoped(scope, country.record(f"city{year}", "澄市人民政府", year, values, forms=forms))


LITIGATION = {
    ("remedies.litigation.direct", "result.upheld"): 2,
    ("remedies.litigation.direct", "result.total"): 2,
    ("remedies.litigation.after_review", "result.upheld"): 1,
    ("remedies.litigation.after_review", "result.total"): 1,
}
COMPANIES = {
    (REFUSED, COMPANY): 2,
    (REFUSED, TOTAL): 2,
    ("requests.received_new", COMPANY): 2,
    ("requests.received_new", TOTAL): 2,
    ("requests.outcome.total", COMPANY): 2,
    ("requests.outcome.total", TOTAL): 2,
}
OTHER = ("requests.outcome.other.fee_unpaid", "requests.outcome.other.other")

RECORDS = [
    city(2019, "area", 90),
    city(2020, "own", 10),
    city(2021, "own", 11),
    city(2022, "", 12),
    city(2023, "area", 93),
    country.record(
        "of-list2018",
        "澄市人民政府",
        2018,
        {
            ("stat14.requests.received", "value"): 80,
            ("stat14.requests.answer.already_public", "value"): 3,
            ("stat14.requests.answer.granted", "value"): 4,
            ("stat14.requests.answer.refused", "value"): 5,
        },
        forms=LIST,
    ),
    country.record("of-list2013", "澄市人民政府", 2013, forms=LIST),
    country.record("of-b2021", "澄市教育局", 2021, COMPANIES | LITIGATION),
    country.record("of-b2022", "澄市教育局", 2022, CARRIED | {(REFUSED, TOTAL): BLANK}),
    country.record(
        "of-b2023",
        "澄市教育局",
        2023,
        CARRIED | {(REFUSED, TOTAL): BLANK, ("requests.outcome.granted", TOTAL): 8},
    ),
    country.record("of-b2024", "澄市教育局", 2024, CARRIED | {(REFUSED, TOTAL): TEXT}),
    country.record(
        "of-c2019",
        "望县人民政府",
        2019,
        {
            ("proactive.art20_1.rules", "measure.made"): 6,
            ("proactive.art20_1.rules", "measure.disclosed_total"): 60,
            ("proactive.art20_8.fees", "measure.items_prev_year"): 7,
            ("requests.outcome.other.subtotal", TOTAL): 4,
        },
        forms=FORM_2019,
    ),
    country.record(
        "of-c2021",
        "望县人民政府",
        2021,
        {
            ("proactive.art20_1.rules", "measure.issued"): 5,
            ("proactive.art20_1.rules", "measure.in_force"): 50,
            ("proactive.art20_8.fees", "measure.fee_amount"): 7,
        }
        | dict.fromkeys([(row, TOTAL) for row in OTHER], 2),
    ),
    country.record("of-c2022", "望县人民政府", 2022, {}, forms=HYBRID, drop=[(REFUSED, TOTAL)]),
    country.record("of-d2022", "望县卫生局", 2022, requests(new=4, granted=4, total=4)),
]

UNITS = """\
unit_id,name,aliases,names_before,level,division,parent_id,valid_from,valid_to
1,澄市人民政府,,,prefecture,328800,100,2008-01-01,
2,澄市教育局,,,department,,1,2008-01-01,
3,望县人民政府,,,county,328821,1,2008-01-01,
4,望县卫生局,,,department,,3,2008-01-01,
5,清市人民政府,,,prefecture,,,2008-01-01,
100,河省人民政府,,,province,320000,,2008-01-01,
"""


def made(folder: Path, records: list[Record]) -> Path:
    """Build a dataset of records, each sighted in the column of the city; give its folder."""
    registry = country.lay_out(folder, records)
    (registry / "units.csv").write_text(UNITS, encoding="utf-8")
    ledger = country.sqlite3.connect(folder / "raw" / "ledger.sqlite")
    for record in records:
        country.sight(ledger, record.sha256, "cheng", record.title, country.LATER)
    ledger.commit()
    ledger.close()
    build(folder, registry, years=(2013, 2024))
    return folder / "dataset"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(made(tmp_path_factory.mktemp("series"), RECORDS)) as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def series(con: duckdb.DuckDBPyConnection, unit: int, concept: str, view: str = "series") -> Any:
    query = (
        f"SELECT year, value, derived, reason FROM {view} WHERE unit_id = ? AND concept = ? "
        "ORDER BY year"
    )
    return con.execute(query, [unit, concept]).fetchall()


# What is joined


def test_a_concept_is_the_cell_that_each_form_prints_for_it(con: duckdb.DuckDBPyConnection) -> None:
    issued = rows(
        con,
        "SELECT year, form, value, derived, grade, caution_en <> '' FROM series "
        "WHERE unit_id = 3 AND concept = 'rules.issued' AND year < 2022 ORDER BY year",
    )
    assert issued == [
        (2019, "2019", 6.0, False, "B", True),
        (2021, "2021", 5.0, False, "B", True),
    ]


def test_a_subtotal_is_printed_in_one_form_and_derived_in_another(
    con: duckdb.DuckDBPyConnection,
) -> None:
    other = series(con, WANG, "requests.other.total")
    assert other == [(2019, 4.0, False, ""), (2021, 4.0, True, ""), (2022, 0.0, False, "")], (
        "2022 prints table 三 of 2019 in a report of the form of 2021"
    )


def test_derived_subtotals_add_up_rows_applicants_and_both(con: duckdb.DuckDBPyConnection) -> None:
    for concept, value in (
        ("requests.refused.total", 2.0),
        ("requests.refused.total/natural_person", 0.0),
        ("requests.refused.total/legal_person.total", 2.0),
        ("requests.refused.state_secret/legal_person.total", 2.0),
        ("requests.received/legal_person.total", 2.0),
        ("litigation.total", 3.0),
        ("litigation.upheld", 3.0),
    ):
        assert series(con, SCHOOL, concept)[0] == (2021, value, True, ""), concept
    assert series(con, SCHOOL, "requests.received/legal_person.commercial")[0] == (
        (2021, 2.0, False, "")
    )


def test_a_derived_value_is_not_guessed(con: duckdb.DuckDBPyConnection) -> None:
    assert series(con, SCHOOL, "requests.refused.total")[1:] == [
        (2022, 0.0, True, ""),  # the column of outcomes adds up without it
        (2023, None, True, "a cell of it is blank, and its zero is not confirmed"),
        (2024, None, True, "a cell of it is text or unreadable"),
    ]
    assert series(con, WANG, "requests.refused.total")[2] == (
        (2022, None, True, "a cell of it was not found")
    )


def test_a_printed_value_is_the_cell_as_it_is(con: duckdb.DuckDBPyConnection) -> None:
    assert series(con, SCHOOL, "requests.refused.state_secret") == [
        (2021, 2.0, False, ""),
        (2022, None, False, "the cell is blank"),
        (2023, None, False, "the cell is blank"),
        (2024, None, False, "the cell is text"),
    ]


def test_every_report_has_every_comparable_concept_of_its_forms_once(
    con: duckdb.DuckDBPyConnection,
) -> None:
    key = "SELECT unit_id, year, concept FROM"
    for view in ("series", "series_2014", "unit_series"):
        assert not rows(con, f"{key} {view} GROUP BY ALL HAVING count(*) > 1"), view
    assert rows(con, "SELECT DISTINCT reason = '' FROM series WHERE value IS NOT NULL") == [(True,)]
    assert not rows(con, "FROM series WHERE value IS NULL AND reason = ''")


# What never is


def test_what_is_graded_c_is_in_no_series(con: duckdb.DuckDBPyConnection) -> None:
    graded = {
        concept: (early, late)
        for concept, early, late in rows(
            con, "SELECT DISTINCT concept, grade_2014_2019, grade_2019_2021 FROM concepts"
        )
    }
    for view in ("series", "unit_series"):
        held = [concept for (concept,) in rows(con, f"SELECT DISTINCT concept FROM {view}")]
        assert {graded[concept][1] for concept in held} == {"A", "B"}
        assert set(held) == {concept for concept in graded if graded[concept][1] < "C"}
    held = [concept for (concept,) in rows(con, "SELECT DISTINCT concept FROM series_2014")]
    assert {graded[concept] for concept in held} == {("B", "A")}
    for concept in (
        "rules.disclosed_total",
        "rules.in_force",
        "fees.amount",
        "fees.items_prev_year",
    ):
        assert graded[concept] == ("C", "C")


def test_each_cell_of_the_national_forms_has_its_concept(con: duckdb.DuckDBPyConnection) -> None:
    cells = rows(con, "SELECT form, row_code, col_code FROM concepts WHERE NOT derived")
    assert len(cells) == len(set(cells))
    national = {(line["form"], line["row_code"], line["col_code"]) for line in country.codebook()}
    assert set(cells) == national


def test_no_concept_is_the_beginning_of_another(con: duckdb.DuckDBPyConnection) -> None:
    codes = {concept.partition("/")[0] for (concept,) in rows(con, "SELECT concept FROM concepts")}
    parts = {code.rpartition(".")[0] for code in codes}
    parts |= {part.rpartition(".")[0] for part in parts}
    assert not codes & parts


# From 2014


def test_from_2014_the_list_is_joined_with_its_caution(con: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        con,
        "SELECT year, form, value, grade, caution_en <> '' FROM series_2014 "
        "WHERE unit_id = 1 AND concept = 'requests.received' AND year < 2020 ORDER BY year",
    )
    assert told == [(2018, "2014", 80.0, "B", True), (2019, "2019", 90.0, "B", True)]
    assert series(con, CITY, "requests.granted", "series_2014")[0] == (2018, 7.0, True, "")
    assert series(con, CITY, "requests.refused.total", "series_2014") == []
    assert series(con, CITY, "requests.received")[0][0] == 2019


def test_a_report_with_both_forms_speaks_in_the_later_one(tmp_path: Path) -> None:
    both = country.record(
        "of-a2019",
        "澄市人民政府",
        2019,
        {("stat14.requests.received", "value"): 80} | requests(new=90),
        forms=FORM_2019 | LIST,
    )
    with open_dataset(made(tmp_path, [both])) as con:
        told = series(con, CITY, "requests.received", "series_2014")
    assert told == [(2019, 90.0, False, "")]


# Scope


def test_a_unit_series_keeps_to_the_scope_of_most_years(con: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        con,
        "SELECT year, value, scope, years_of_scope, years_left_out FROM unit_series "
        "WHERE unit_id = 1 AND concept = 'requests.received' ORDER BY year",
    )
    assert told == [(2019, 90.0, "area", 2, 3), (2023, 93.0, "area", 2, 3)], (
        "own has two years too, and area the last of them"
    )


def test_a_report_that_says_no_scope_is_of_a_scope_of_its_own(
    con: duckdb.DuckDBPyConnection,
) -> None:
    scopes = rows(
        con,
        "SELECT year, scope FROM series WHERE unit_id = 1 AND concept = 'requests.received' "
        "ORDER BY year",
    )
    assert [scope for _, scope in scopes] == ["area", "own", "own", "unstated", "area"]


def test_where_the_scope_changes_is_told(con: duckdb.DuckDBPyConnection) -> None:
    breaks = rows(
        con,
        "SELECT year_before, scope_before, year, scope FROM scope_breaks "
        "WHERE unit_id = 1 ORDER BY year",
    )
    assert breaks == [
        (2018, "unstated", 2019, "area"),
        (2019, "area", 2020, "own"),
        (2021, "own", 2022, "unstated"),
        (2022, "unstated", 2023, "area"),
    ]


def test_a_units_province_is_that_of_its_code_or_of_the_organ_above_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    provinces = rows(con, "SELECT unit_id, province, province_name FROM units ORDER BY unit_id")
    assert provinces == [
        (CITY, "32", "河省"),
        (SCHOOL, "32", "河省"),
        (WANG, "32", "河省"),
        (HEALTH, "32", "河省"),
        (QING, None, None),
        (100, "32", "河省"),
    ]


def test_refusals_are_added_within_a_province_level_scope_and_year(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(
        con,
        "SELECT level, scope, reports, with_rate, refused, outcomes, rate FROM refusal_by_province "
        "WHERE province = '32' AND year = 2022 ORDER BY level",
    )
    assert told == [
        ("county", "unstated", 1, 0, None, None, None),
        ("department", "unstated", 2, 2, 0.0, 13.0, 0.0),
        ("prefecture", "unstated", 1, 1, 0.0, 12.0, 0.0),
    ]


def test_the_refusal_rate_is_that_of_the_series(con: duckdb.DuckDBPyConnection) -> None:
    both = (
        "SELECT unit_id, year, r.refused, s.value FROM refusal_rate r JOIN series s "
        "USING (unit_id, year) WHERE concept = 'requests.refused.total'"
    )
    assert len(rows(con, both)) == 13
    assert not rows(con, f"FROM ({both}) WHERE refused IS DISTINCT FROM value")


def test_natural_persons_and_all_applicants_are_different_concepts(
    con: duckdb.DuckDBPyConnection,
) -> None:
    cells = rows(
        con, "SELECT concept, col_code FROM concepts WHERE row_code = 'requests.received_new'"
    )
    assert ("requests.received", TOTAL) in cells
    assert ("requests.received/natural_person", NATURAL) in cells

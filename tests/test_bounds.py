"""The soft bounds: what trips each, what lies just inside, and that a blank trips none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import checked, country
from tests.dataset.checked import FIRST_UNIT, Report
from tests.dataset.country import BLANK, FORM_2019, FORM_2021, HYBRID, NATURAL, TOTAL, Values
from transform.catalog.opening import open_dataset
from transform.checks.queries import queries
from transform.dataset.build import build

RULES, DOCUMENTS = "proactive.art20_1.rules", "proactive.art20_1.normative_documents"
LICENCES, FEES = "proactive.art20_5.licences", "proactive.art20_8.fees"
GRANTED, OUTCOMES = "requests.outcome.granted", "requests.outcome.total"
FIRMS = "applicant.legal_person.commercial"
FORM_2014 = {"statistics": "2014"}


@dataclass(frozen=True, slots=True)
class Case:
    """An office's report of 2022, the one before where it has one, and what is warned of."""

    about: str
    now: Values
    before: Values | None = None
    warned: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=lambda: FORM_2021)
    forms_before: Mapping[str, str] = field(default_factory=lambda: FORM_2021)
    scopes: tuple[str, str] = ("", "")
    level: str = "department"
    listed: str = ""


def stock(in_force: Any, issued: Any = 0, repealed: Any = 0) -> Values:
    return {
        (DOCUMENTS, "measure.in_force"): in_force,
        (DOCUMENTS, "measure.issued"): issued,
        (DOCUMENTS, "measure.repealed"): repealed,
    }


def disclosed(total: Any, new: Any = 0) -> Values:
    return {
        (DOCUMENTS, "measure.disclosed_total"): total,
        (DOCUMENTS, "measure.newly_disclosed"): new,
    }


def fee(amount: Any) -> Values:
    return {(FEES, "measure.fee_amount"): amount}


def licences(number: Any) -> Values:
    return {(LICENCES, "measure.decisions"): number}


def rules(number: Any) -> Values:
    return {(RULES, "measure.in_force"): number}


def flow(new: Any, carried_in: Any, carried_out: Any) -> Values:
    return country.requests(
        new=new,
        carried_in=carried_in,
        carried_out=carried_out,
        granted=new + carried_in - carried_out,
        total=new + carried_in - carried_out,
    )


def mix(persons: Any, firms: int, total: Any) -> Values:
    row = "requests.received_new"
    return {(row, NATURAL): persons, (row, FIRMS): firms, (row, TOTAL): total}


def outcome(granted: Any, total: Any) -> Values:
    return {(GRANTED, NATURAL): granted, (OUTCOMES, NATURAL): total}


BUSY = {**flow(50, 12, 4), **licences(7)}
"""Twelve figures that are not zero, eight of ten or more."""

CASES = [
    Case("in force is off by one", stock(20, 6, 4), stock(19), ("T2-STOCK.normative_documents",)),
    Case("in force follows", stock(21, 6, 4), stock(19)),
    Case("in force is blank", stock(BLANK, 6, 4), stock(19)),
    Case("in force was blank", stock(20, 6, 4), stock(BLANK)),
    Case("scopes differ", stock(20, 6, 4), stock(19), scopes=("own", "area")),
    Case(
        "total is 12 % short",
        disclosed(88, 10),
        disclosed(90),
        ("T2-STOCK-19.normative_documents",),
        FORM_2019,
        FORM_2019,
    ),
    Case("total is 10 % short", disclosed(90, 10), disclosed(90), (), FORM_2019, FORM_2019),
    Case("total is blank", disclosed(BLANK, 10), disclosed(90), (), FORM_2019, FORM_2019),
    Case("the form changed", stock(20), disclosed(90), (), FORM_2021, FORM_2019),
    Case("a county's rules", rules(1), None, ("T2-RULES.in_force",), level="county"),
    Case("a county's none", rules(0), level="county"),
    Case("a county's blank", rules(BLANK), level="county"),
    Case("a prefecture's rules", rules(9), level="prefecture"),
    Case("a ministry's rules", rules(9), level="ministry"),
    Case("an unknown level's rules", rules(9), level=""),
    Case("below zero", licences(-1), None, ("T2-NEG.art20_5.licences.decisions",)),
    Case("a fraction", licences(1.5), None, ("T2-NEG.art20_5.licences.decisions",)),
    Case("a fee with a fraction", fee(59237.2449)),
    Case("a fee below zero", fee(-0.5), None, ("T2-NEG.art20_8.fees.fee_amount",)),
    Case("fewer items", {(LICENCES, "measure.items_change"): -3}, forms=FORM_2019),
    Case(
        "half an item fewer",
        {(LICENCES, "measure.items_change"): -0.5},
        None,
        ("T2-NEG.art20_5.licences.items_change",),
        forms=FORM_2019,
    ),
    Case(
        "the list of 2014 below zero",
        {("stat14.complaints", "value"): -2},
        None,
        ("T2-NEG.complaints",),
        forms=FORM_2014,
    ),
    Case("fees in yuan", fee(3000.5), fee(3), ("T2-UNIT.fees",)),
    Case("fees in ten thousands", fee(3), fee(3001), ("T2-UNIT.fees",)),
    Case("fees a thousand times", fee(3000), fee(3)),
    Case("fees from none", fee(3000), fee(0)),
    Case("fees from blank", fee(3000), fee(BLANK)),
    Case("decisions jump", licences(9487), licences(550), ("T2-JUMP.licences",)),
    Case("decisions fall", licences(9), licences(100), ("T2-JUMP.licences",)),
    Case("decisions tenfold", licences(5500), licences(550)),
    Case("few decisions jump", licences(99), licences(1)),
    Case("decisions from blank", licences(9487), licences(BLANK)),
    Case(
        "decisions jump with the form",
        licences(9487),
        licences(550),
        ("T2-JUMP.licences",),
        FORM_2021,
        FORM_2019,
    ),
    Case("a part above", outcome(6, 5), None, ("T3-BOUND.outcome.natural_person",)),
    Case("a part as large", outcome(5, 5)),
    Case("a part above a blank", outcome(6, BLANK)),
    Case("a part blank", outcome(BLANK, 5)),
    Case(
        "a part above in the form of 2019",
        outcome(6, 5),
        None,
        ("T3-BOUND.outcome.natural_person",),
        HYBRID,
    ),
    Case(
        "more out than in",
        {("requests.carried_out", TOTAL): 1},
        None,
        ("T3-BOUND.carried_out.total",),
    ),
    Case("as much out as in", flow(3, 1, 4)),
    Case(
        "out of a blank",
        {("requests.carried_out", TOTAL): 1, ("requests.carried_in", TOTAL): BLANK},
    ),
    Case("many carried out", flow(18, 2, 4), None, ("T3-SHARE.carried_out",)),
    Case("15 % carried out", flow(18, 2, 3)),
    Case("one of four carried out", flow(4, 0, 1)),
    Case("few persons", mix(17, 3, 20), None, ("T3-MIX.received_new",)),
    Case("nine in ten persons", mix(18, 2, 20)),
    Case("few requests, few persons", mix(1, 18, 19)),
    Case("persons blank", mix(BLANK, 3, 20)),
    Case("listed as another year", {}, None, ("YEAR.listed",), listed="2021年年报"),
    Case("listed as its year among others", {}, listed="关于2021年情况的2022年年报"),
    Case("listed without a year", {}, listed="年报"),
    Case("copied", BUSY, BUSY, ("DUP.requests",)),
    Case("copied but for one figure", BUSY, {**BUSY, (GRANTED, FIRMS): 1}),
    Case("small figures again", flow(9, 0, 0), flow(9, 0, 0)),
    Case("copied in another scope", BUSY, BUSY, scopes=("own", "area")),
]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    reports = []
    for office, case in enumerate(CASES):
        one = {"office": office, "level": case.level}
        now = Report(
            year=2022,
            values=case.now,
            forms=case.forms,
            scope=case.scopes[1],
            listed=case.listed,
            **one,  # type: ignore[arg-type]
        )
        reports.append(now)
        if case.before is not None:
            before = Report(
                year=2021,
                values=case.before,
                forms=case.forms_before,
                scope=case.scopes[0],
                **one,  # type: ignore[arg-type]
            )
            reports.append(before)
    with open_dataset(checked.dataset(tmp_path_factory.mktemp("bounds"), reports)) as opened:
        yield opened


@pytest.mark.parametrize("office", range(len(CASES)), ids=[case.about for case in CASES])
def test_a_bound_warns_of_what_passes_it_alone(con: duckdb.DuckDBPyConnection, office: int) -> None:
    got = con.execute(
        "SELECT identity FROM checks WHERE unit_id = ? AND year = 2022 AND verdict = 'warn' "
        "ORDER BY identity",
        [FIRST_UNIT + office],
    ).fetchall()
    assert tuple(identity for (identity,) in got) == CASES[office].warned


def test_every_bound_is_tripped_by_a_case(con: duckdb.DuckDBPyConnection) -> None:
    families = {warned.partition(".")[0] for case in CASES for warned in case.warned}
    listed = con.execute("SELECT family FROM check_list WHERE kind = 'soft'").fetchall()
    assert families == {family for (family,) in listed}


def found(con: duckdb.DuckDBPyConnection, about: str) -> dict[str, Any]:
    office = [case.about for case in CASES].index(about)
    answer = con.execute(
        "SELECT identity, form, lhs, rhs, delta, suspect_row, suspect_col FROM checks "
        "WHERE unit_id = ? AND verdict = 'warn'",
        [FIRST_UNIT + office],
    )
    [row] = answer.fetchall()
    return dict(zip((column[0] for column in answer.description or []), row, strict=True))


@pytest.mark.parametrize(
    ("about", "cell"),
    [
        ("a county's rules", (RULES, "measure.in_force")),
        ("below zero", (LICENCES, "measure.decisions")),
        ("fees in yuan", (FEES, "measure.fee_amount")),
        ("decisions jump", (LICENCES, "measure.decisions")),
        ("a part above", (GRANTED, NATURAL)),
        ("more out than in", ("requests.carried_out", TOTAL)),
        ("few persons", ("requests.received_new", NATURAL)),
        ("many carried out", ("requests.carried_out", TOTAL)),
        ("in force is off by one", (None, None)),
        ("copied", (None, None)),
    ],
)
def test_the_cell_that_passes_a_bound_is_named(
    con: duckdb.DuckDBPyConnection, about: str, cell: tuple[str | None, str | None]
) -> None:
    row = found(con, about)
    assert (row["suspect_row"], row["suspect_col"]) == cell


def test_both_sides_and_the_form_are_told(con: duckdb.DuckDBPyConnection) -> None:
    row = found(con, "in force is off by one")
    assert (row["form"], row["lhs"], row["rhs"], row["delta"]) == ("2021", 20, 21, -1)
    row = found(con, "a part above in the form of 2019")
    assert (row["form"], row["lhs"], row["rhs"], row["delta"]) == ("2019", 6, 5, 1)
    row = found(con, "few persons")
    assert (row["lhs"], row["rhs"]) == (0.85, 0.9)


# An area and its parts: for information, and not in `checks`

AREAS = {
    2020: ("area", 12, (5, 6), 1),
    2021: ("area", 11, (5, 6), None),  # the sum of its parts
    2022: ("own", 12, (5, 6), None),  # of no area
    2023: ("area", 12, (5, BLANK), None),  # a part that is blank
    2024: ("area", 12, (5,), None),  # a part without a report
}
"""Of each year: the scope that the report of unit 1 states, its requests, those of the units below
it, and by how much they differ where that is told."""


def test_an_area_is_set_against_the_units_below_it(tmp_path: Path) -> None:
    at = ("requests.received_new", TOTAL)
    records = []
    for year, (scope, area, parts, _) in AREAS.items():
        whole = country.record(f"whole-{year}", "澄市人民政府", year, {at: area})
        records.append(replace(whole, scope=scope))
        records += [
            country.record(f"part-{name}-{year}", name, year, {at: part})
            for name, part in zip(("澄市教育局", "望县人民政府"), parts, strict=False)
        ]
    registry = country.lay_out(tmp_path, records)
    with country.sqlite3.connect(tmp_path / "raw" / "ledger.sqlite") as ledger:
        for record in records:
            country.sight(ledger, record.sha256, "cheng", f"{record.year}年报", country.FIRST)
    ledger.close()
    build(tmp_path, registry)
    with open_dataset(tmp_path / "dataset") as con:
        found = con.execute(queries("hier")["hier"]).fetchall()
        kept = con.execute("SELECT count(*) FROM checks WHERE identity LIKE 'HIER%'").fetchall()
    assert [(row[1], row[7]) for row in found] == [
        (year, delta) for year, (*_, delta) in AREAS.items() if delta is not None
    ]
    assert kept == [(0,)]

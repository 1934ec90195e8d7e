"""Accounting identities on one document: pass, fail or not assessable, and the suspect cell."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.checks import check, identities
from extract.matcher.forms import forms
from extract.records import Cell


def cell(table: str, form: str, row: str, col: str, raw: str) -> Cell:
    number = raw.lstrip("-").isdecimal()
    state = "number" if number else {"": "blank", "/": "dash"}.get(raw, "text")
    value = float(raw) if number else None
    place = (0, 0, 0, None, None, None, None, None)
    return Cell(table, form, row, col, state, value, "件", raw, *place, "html", 1.0)


def requests(form: str, seed: int) -> list[Cell]:
    """Table 三 with figures that add up in every row and column."""
    one = next(f for f in forms("requests") if f.form == form)
    draw = random.Random(seed)
    rows = [row.code for row in one.rows]
    columns = [column.code for column in one.columns]
    leaves = [
        r for r in rows if r.startswith("requests.outcome.") and r != "requests.outcome.total"
    ]
    value: dict[tuple[str, str], int] = {}
    for column in columns[:-1]:
        for row in leaves:
            value[row, column] = draw.choice((0, 0, draw.randrange(1, 99)))
        total = sum(value[row, column] for row in leaves)
        carried_out, carried_in = draw.randrange(9), draw.randrange(9)
        value["requests.outcome.total", column] = total
        value["requests.carried_out", column] = carried_out
        value["requests.carried_in", column] = min(carried_in, total + carried_out)
        value["requests.received_new", column] = (
            total + carried_out - value["requests.carried_in", column]
        )
    for row in rows:
        value[row, columns[-1]] = sum(value[row, column] for column in columns[:-1])
    return [cell("requests", form, *at, str(value[at])) for at in one.units]


def remedies(*texts: str) -> list[Cell]:
    (one,) = forms("remedies")
    return [cell("remedies", "2019", *at, raw) for at, raw in zip(one.units, texts, strict=True)]


@pytest.mark.parametrize(("form", "count"), [("2019", 37), ("2021", 39)])
def test_a_table_that_adds_up_passes_every_identity_of_its_form(form: str, count: int) -> None:
    results = check(requests(form, 1))
    assert [result.verdict for result in results] == ["pass"] * count


@given(st.sampled_from(["2019", "2021"]), st.integers(0, 10**6), st.data())
def test_one_misread_cell_of_table_three_is_located(
    form: str, seed: int, data: st.DataObject
) -> None:
    cells = requests(form, seed)
    at = data.draw(st.integers(0, len(cells) - 1))
    was = cells[at].value or 0.0
    now = data.draw(st.integers(0, 999).filter(lambda number: number != was))
    cells[at] = replace(cells[at], value=float(now))
    failed = [result for result in check(cells) if result.verdict == "fail"]
    assert failed
    suspects = {(result.suspect_row, result.suspect_col) for result in failed}
    assert suspects == {(cells[at].row_code, cells[at].col_code)}


def test_a_total_left_at_zero_is_its_own_suspect() -> None:
    """As Hongze District printed in 2023: 10 + 1 with a total of 0."""
    results = check(remedies(*"10 1 0 0 0 0 0 0 0 0 5 0 0 0 0".split()))
    assert [(r.identity, r.verdict, r.lhs, r.rhs, r.delta) for r in results] == [
        ("T4-SUM.review", "fail", 0, 11, -11),
        ("T4-SUM.litigation.direct", "pass", 0, 0, 0),
        ("T4-SUM.litigation.after_review", "fail", 0, 5, -5),
    ]
    assert (results[0].suspect_row, results[0].suspect_col) == ("remedies.review", "result.total")


def test_two_wrong_cells_name_no_suspect() -> None:
    cells = requests("2021", 3)
    for at in (0, 30):
        cells[at] = replace(cells[at], value=(cells[at].value or 0) + 7)
    failed = [result for result in check(cells) if result.verdict == "fail"]
    assert failed
    assert not any(result.suspect_row for result in failed)


def test_text_is_not_assessed() -> None:
    results = check(remedies(*["见附件", "0", "0", "0", "0", *["0"] * 10]))
    assert [result.verdict for result in results] == ["not_assessable", "pass", "pass"]


def test_blanks_that_nothing_confirms_are_not_assessed() -> None:
    """Table 四 has no crossing identity: a blank there is never read as zero."""
    results = check(remedies("1", "", "", "", "1", *["0"] * 10))
    assert results[0].verdict == "not_assessable"
    assert results[0].lhs is None


def test_blanks_that_the_crossing_identity_confirms_pass() -> None:
    cells = requests("2021", 5)
    zero = next(i for i, c in enumerate(cells) if c.value == 0 and c.row_code.count(".") > 1)
    cells[zero] = replace(cells[zero], state="blank", value=None, raw="")
    assert {result.verdict for result in check(cells)} == {"pass"}


def test_a_blank_total_is_never_a_failure() -> None:
    """Shanghai leaves row totals blank; read as zero they would fail a correct table."""
    cells = requests("2019", 7)
    busy = next(c for c in cells if c.col_code == "applicant.total" and (c.value or 0) > 0)
    cells = [replace(c, state="blank", value=None, raw="") if c is busy else c for c in cells]
    results = {result.identity: result.verdict for result in check(cells)}
    assert "fail" not in results.values()
    assert "not_assessable" in results.values()


def test_identities_across_years_wait_for_a_second_report() -> None:
    assert not {i.family for i in identities()} & {"YOY-CARRY", "ITEMS-19"}

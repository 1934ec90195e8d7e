"""Every report of the sample country is read as its truth says, whatever its style."""

from __future__ import annotations

from collections import defaultdict

import pytest

from extract.read import read
from extract.records import Record
from tests import portal

Key = tuple[int, int]


@pytest.fixture(scope="module")
def records() -> dict[Key, Record]:
    return {at: read(data) for at, data in portal.documents().items()}


def test_every_cell_of_every_report_is_right_and_nothing_is_extra(
    records: dict[Key, Record],
) -> None:
    wanted: dict[Key, dict[tuple[str, ...], tuple[str, float | None]]] = defaultdict(dict)
    for cell in portal.truth():
        at = (cell.table, cell.form, cell.row_code, cell.col_code)
        wanted[cell.unit_id, cell.year][at] = (cell.state, cell.value)
    assert records.keys() == wanted.keys()
    for at, record in records.items():
        got = {(c.table, c.form, c.row_code, c.col_code): (c.state, c.value) for c in record.cells}
        assert len(got) == len(record.cells), at
        assert got == wanted[at], at
        assert (record.verdict, record.reason) == ("read", ""), at


def test_each_report_names_its_organ_and_the_year_it_describes(records: dict[Key, Record]) -> None:
    for (unit_id, year), record in records.items():
        assert record.year == year
        assert record.issuer.startswith("望川区" if unit_id == 3 else "澄湖市"), record.title
        assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]


def test_only_the_report_that_does_not_add_up_fails(records: dict[Key, Record]) -> None:
    failed = {
        (*at, check.identity, check.suspect_row, check.suspect_col)
        for at, record in records.items()
        for check in record.checks
        if check.verdict == "fail"
    }
    assert failed == {
        (3, 2023, f"T4-SUM.{block}", f"remedies.{block}", "result.total")
        for block in ("review", "litigation.after_review")
    }


def test_a_value_on_a_page_has_its_box_and_one_in_html_its_cell(
    records: dict[Key, Record],
) -> None:
    for record in records.values():
        for cell in record.cells:
            boxed = cell.page is not None
            assert boxed == (record.reader == "pdf")
            if boxed:
                assert None not in (cell.x0, cell.top, cell.x1, cell.bottom)
                assert cell.x0 < cell.x1  # type: ignore[operator]
                assert cell.top < cell.bottom  # type: ignore[operator]

"""Two readings of one document: which stands, and what is kept of the other."""

from __future__ import annotations

from dataclasses import replace

from extract.checks import check
from extract.grid import Box, Grid, GridCell, Layout
from extract.matcher.match import Matched, match
from extract.records import Cell
from extract.second import doubted, settled
from tests import printing
from tests.test_identities import remedies, requests

ZEROS = printing.remedies(
    {("remedies", row, col): "0" for row, col in printing.form_of("remedies", "2019").units}
)


PAGE = Box(2, 0, 0, 1, 1)
PRINTED = Layout("pdf", "pdf", 3, (Grid(0, 1, 1, (GridCell(0, 0, 1, 1, "", PAGE),)),), (), ())
"""A document of three pages with ruling lines on the second."""


def reading(cells: list[Cell], method: str = "pdf") -> Matched:
    """A reading of table 三 or 四 that gave these cells."""
    base = match([ZEROS.grid()], method)
    (table,) = base.tables
    expected = 15 if cells[0].table == "remedies" else len(requests("2021", 1))
    table = replace(
        table,
        table=cells[0].table,
        form=cells[0].form,
        expected=expected,
        found=len(cells),
        reason="" if len(cells) == expected else "not whole",
    )
    return replace(base, tables=[table], cells=[replace(c, method=method, page=2) for c in cells])


def doubts(matched: Matched) -> list[int]:
    return doubted(matched, PRINTED, check(matched.cells))


def changed(cells: list[Cell], at: int, raw: str) -> list[Cell]:
    return [replace(c, raw=raw, value=float(raw)) if i == at else c for i, c in enumerate(cells)]


def test_readings_that_agree_are_evidence_even_where_the_sums_fail() -> None:
    """An office prints totals of 0; that both readers see them makes it a finding."""
    cells = remedies(*"10 1 0 0 0 0 0 0 0 0 5 0 0 0 0".split())
    assert doubts(reading(cells))
    kept = settled(reading(cells), reading(cells, "pdfplumber")).cells
    assert [cell.value for cell in kept] == [cell.value for cell in cells]
    assert {(cell.method, cell.second_method, cell.flag) for cell in kept} == {
        ("pdf", "pdfplumber", "")
    }


def test_the_second_is_taken_where_the_sums_hold_with_it_only() -> None:
    good = requests("2021", 4)
    wrong = changed(good, 9, "888")
    (cell,) = [c for c in settled(reading(wrong), reading(good, "pdfplumber")).cells if c.flag]
    assert (cell.value, cell.method, cell.second_raw) == (good[9].value, "pdfplumber", "888")


def test_the_first_stands_where_the_second_is_worse_and_the_difference_is_kept() -> None:
    good = requests("2021", 4)
    bad = changed(good, 9, "888")
    (cell,) = [c for c in settled(reading(good), reading(bad, "pdfplumber")).cells if c.flag]
    assert (cell.value, cell.second_raw) == (good[9].value, "888")
    assert cell.flag == "the second reading differs"


def test_a_cell_that_only_the_second_found_is_added_and_marked() -> None:
    cells = remedies(*"0" * 15)
    assert doubts(reading(cells[:-1]))
    both = settled(reading(cells[:-1]), reading(cells, "pdfplumber"))
    (table,) = both.tables
    assert (table.found, table.reason) == (15, "")
    assert both.cells[-1].method == "pdfplumber"
    assert both.cells[-1].flag


def test_a_whole_table_that_adds_up_asks_for_no_second_reading_of_itself() -> None:
    tables = [reading(requests("2021", 2)), reading(remedies(*"0" * 15))]
    two = replace(tables[0].tables[0], table="proactive")
    whole = Matched(
        tables=[two, *(t for r in tables for t in r.tables)],
        cells=[c for r in tables for c in r.cells],
        unmatched=[],
        rows=frozenset(),
    )
    assert not doubts(whole)


def test_only_the_pages_in_doubt_are_read_again() -> None:
    failing = remedies(*"10 1 0 0 0 0 0 0 0 0 5 0 0 0 0".split())
    two = replace(reading(failing).tables[0], table="proactive")
    three = replace(two, table="requests")
    only_sums = replace(reading(failing), tables=[two, three, *reading(failing).tables])
    assert doubts(only_sums) == [1, 2], "the values stand in the first row of their page"
    assert doubts(reading(failing)) == [2]

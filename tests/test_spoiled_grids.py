"""Tables spoiled in every way: a figure is read for its own code or not at all."""

from __future__ import annotations

import itertools
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grid import Grid
from extract.matcher.forms import forms
from extract.matcher.match import Matched, match
from tests import printing, spoiled

EXAMPLES = int(os.environ.get("GRIDS", "40"))
"""Examples of each property; `GRIDS=5000 pytest tests/test_spoiled_grids.py` looks harder."""

FORMS = [form for table in ("proactive", "requests", "remedies") for form in forms(table)]
LISTS = list(forms("statistics"))


def _drawn() -> tuple[dict[str, Grid], printing.Values]:
    """Every form of every table, and one figure for each cell, no two of them the same."""
    numbers = itertools.count(10_000)
    grids, values = {}, {}
    for form in [*FORMS, *LISTS]:
        own = {(form.table, row, col): str(next(numbers)) for row, col in form.units}
        name = f"{form.table} {form.form} {form.local} {len(form.columns)}"
        if form.table == "proactive":
            sheet = printing.proactive(form.form, own)
        elif form.table == "requests":
            sheet = printing.requests(form.form, own)
        elif form.table == "remedies":
            sheet = printing.remedies(own)
        else:
            heads = {"2016年度": "value"} if form.local else {"统计数": "value"}
            if len(form.columns) == 2:
                heads["历年累计"] = "cumulative"
            sheet = printing.statistics(form, own, heads)
        grids[name] = sheet.grid()
        values |= {(name, *at): text for at, text in own.items()}
    return grids, values


GRIDS, TRUTH = _drawn()
CODES = {text: at[1:] for at, text in TRUTH.items()}
"""Each figure's table, row and column."""


def wrong(matched: Matched) -> list[tuple[str, str, str, str, object]]:
    """Cells that are told for a code which is not their figure's."""
    return [
        (cell.table, cell.row_code, cell.col_code, cell.raw, CODES.get(cell.raw))
        for cell in matched.cells
        if cell.raw and CODES.get(cell.raw) != (cell.table, cell.row_code, cell.col_code)
    ]


def spoilt(grid: Grid, data: st.DataObject, at_most: int = 4) -> Grid:
    """Spoil a table in up to so many ways, one on the other."""
    habits = data.draw(st.lists(st.sampled_from(sorted(spoiled.HABITS)), max_size=at_most))
    for habit in habits:
        # Columns in another order are told by their heads alone.
        headless = "columns_swapped" in habits and habit in spoiled.HEADLESS
        if any(cell.text.isdigit() for cell in grid.cells) and not headless:
            grid = spoiled.HABITS[habit](grid, data)
    return grid


TABLES = st.sampled_from([name for name in GRIDS if not name.startswith("statistics")])
LISTED = st.sampled_from([name for name in GRIDS if name.startswith("statistics")])


@pytest.mark.parametrize("names", [TABLES, LISTED], ids=["tables", "lists"])
@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_habits_together_give_no_wrong_code(
    names: st.SearchStrategy[str], data: st.DataObject
) -> None:
    grid = spoilt(GRIDS[data.draw(names)], data)
    grids = [grid]
    if grid.n_rows > 1 and data.draw(st.booleans(), label="a page breaks"):
        grids = list(spoiled.cut(grid, data.draw(st.integers(1, grid.n_rows - 1), label="at")))
    paged = data.draw(st.booleans(), label="on pages")
    matched = match(spoiled.on_pages(grids) if paged else grids, "pdf" if paged else "html")
    assert wrong(matched) == []


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_cells_out_of_their_columns_give_no_wrong_code(data: st.DataObject) -> None:
    grid = spoilt(GRIDS[data.draw(TABLES)], data, at_most=2)
    if any(cell.text.isdigit() for cell in grid.cells):
        grid = spoiled.SHIFTS[data.draw(st.sampled_from(sorted(spoiled.SHIFTS)))](grid, data)
    assert wrong(match([grid], "html")) == []


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_tables_glued_into_one_grid_give_no_wrong_code(data: st.DataObject) -> None:
    names = data.draw(
        st.lists(st.one_of(TABLES, LISTED), min_size=2, max_size=4, unique_by=lambda n: n[:6])
    )
    grids = [spoilt(GRIDS[name], data, at_most=1) for name in names]
    assert wrong(match([spoiled.glued(grids)], "html")) == []

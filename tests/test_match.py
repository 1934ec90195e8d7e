"""Tables 二, 三 and 四 are found, joined and mapped by their labels, whatever the layout."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grid import Grid, GridCell
from extract.matcher.forms import forms
from extract.matcher.match import Matched, match
from tests import printing

FIGURES = st.integers(0, 10**6).map(str)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, str, printing.Values]:
    """A form for table 二, a form for table 三 (not always the same) and figures for all cells."""
    two, three = draw(st.sampled_from(["2019", "2021"])), draw(st.sampled_from(["2019", "2021"]))
    seed = draw(st.randoms(use_true_random=False))
    values = {
        (form.table, row, col): str(seed.randrange(10**6))
        for table, wanted in (("proactive", two), ("requests", three), ("remedies", "2019"))
        for form in forms(table)
        if form.form == wanted
        for row, col in form.units
    }
    return two, three, values


def read(matched: Matched) -> printing.Values:
    return {(cell.table, cell.row_code, cell.col_code): cell.raw for cell in matched.cells}


def forms_of(matched: Matched) -> dict[str, str]:
    return {table.table: table.form for table in matched.tables}


@given(tables())
@settings(max_examples=25, deadline=None)
def test_every_cell_is_mapped_and_each_table_tells_its_own_form(
    drawn: tuple[str, str, printing.Values],
) -> None:
    two, three, values = drawn
    sheets = [
        printing.proactive(two, values),
        printing.requests(three, values),
        printing.remedies(values),
    ]
    matched = match([sheet.grid(i) for i, sheet in enumerate(sheets)], "html")
    assert read(matched) == values
    assert forms_of(matched) == {"proactive": two, "requests": three, "remedies": "2019"}
    assert not any(table.reason for table in matched.tables)


@given(tables(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_table_that_breaks_across_pages_is_joined(
    drawn: tuple[str, str, printing.Values], data: st.DataObject
) -> None:
    """Also inside a group, with the group's label cut in two."""
    two, three, values = drawn
    sheet = data.draw(
        st.sampled_from([printing.proactive(two, values), printing.requests(three, values)])
    )
    at = data.draw(st.integers(1, len(sheet.rows) - 1), label="break before row")
    cut = data.draw(st.integers(0, 4), label="characters of a spanning label on the next page")
    matched = match(printing.broken(sheet, at, cut), "pdf")
    table = matched.tables[0].table
    assert read(matched) == {at: text for at, text in values.items() if at[0] == table}


@given(tables(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_misprinted_label_does_not_move_its_neighbours(
    drawn: tuple[str, str, printing.Values], data: st.DataObject
) -> None:
    _, three, values = drawn
    sheet = printing.requests(three, values)
    row = data.draw(st.integers(3, len(sheet.rows) - 1))
    label = next(i for i in range(len(sheet.rows[row]) - 8, -1, -1))
    text, rowspan, colspan = sheet.rows[row][label]
    lost = data.draw(st.integers(0, len(text) - 1))
    sheet.rows[row][label] = (text[:lost] + text[lost + 1 :], rowspan, colspan)
    matched = match([sheet.grid()], "pdf")
    assert read(matched) == {at: text for at, text in values.items() if at[0] == "requests"}


@given(tables(), st.data())
@settings(max_examples=25, deadline=None)
def test_a_row_the_office_added_is_kept_with_its_label_and_not_forced(
    drawn: tuple[str, str, printing.Values], data: st.DataObject
) -> None:
    two, _, values = drawn
    sheet = printing.proactive(two, values)
    own = [("其他主动公开文件", 1, 1), ("7", 1, 3)]
    # Behind the last row of the first block, whose header it shares.
    sheet.rows.insert(4, own)
    matched = match([sheet.grid()], "html")
    assert read(matched) == {at: text for at, text in values.items() if at[0] == "proactive"}
    (kept,) = matched.unmatched
    assert (kept.label, kept.values) == ("第二十条第(一)项/其他主动公开文件", ["7"])


def test_a_cell_that_is_not_there_is_named_and_not_made_up() -> None:
    values = {("remedies", row, col): "1" for form in forms("remedies") for row, col in form.units}
    whole = printing.remedies(values).grid()
    lost = Grid(0, whole.n_rows, whole.n_cols, tuple(c for c in whole.cells if c.col < 14))
    (table,) = match([lost], "html").tables
    assert (table.found, table.expected) == (14, 15)
    assert "remedies.litigation.after_review" in table.reason


def test_running_text_in_a_page_frame_is_no_table() -> None:
    lines = ["一、总体情况", "本机关共收到政府信息公开申请 21 件", "（一）主动公开情况"]
    frame = Grid(0, 3, 1, tuple(GridCell(i, 0, 1, 1, line) for i, line in enumerate(lines)))
    assert match([frame], "pdf").tables == []


@given(tables(), st.integers(1, 3), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_a_page_break_through_the_header_of_table_four(
    drawn: tuple[str, str, printing.Values], at: int, cut: int
) -> None:
    """With its heads cut in two: 结果维 on one page, 持 on the next."""
    _, _, values = drawn
    matched = match(printing.broken(printing.remedies(values), at, cut), "pdf")
    assert read(matched) == {at: text for at, text in values.items() if at[0] == "remedies"}


def _cut(sheet: printing.Sheet, row: int, parts: dict[int, int]) -> tuple[Grid, Grid]:
    """Break a page inside a row: of its cell `i`, the text from `parts[i]` on stands below."""
    whole = sheet.rows[row]
    below = [(t[parts[i] :] if i in parts else "", 1, c) for i, (t, _, c) in enumerate(whole)]
    sheet.rows[row] = [(t[: parts.get(i)], r, c) for i, (t, r, c) in enumerate(whole)]
    upper, lower = printing.broken(sheet, row + 1)
    spanned = [cell for cell in upper.rows()[row] if cell.row < row]
    cells = [GridCell(0, cell.col, 1, cell.colspan, "") for cell in spanned]
    places = [cell.col for cell in upper.cells if cell.row == row]
    cells += [GridCell(0, at, 1, c, t) for at, (t, _, c) in zip(places, below, strict=True)]
    moved = [GridCell(c.row + 1, c.col, c.rowspan, c.colspan, c.text) for c in lower.cells]
    rest = Grid(1, lower.n_rows + 1, upper.n_cols, (*cells, *moved))
    return upper, rest


@given(tables(), st.integers(3, 24), st.integers(1, 7), st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_page_break_inside_a_row_cuts_its_label_and_perhaps_a_figure(
    drawn: tuple[str, str, printing.Values], row: int, at: int, figure: bool
) -> None:
    _, three, values = drawn
    sheet = printing.requests(three, values)
    label = len(sheet.rows[row]) - 8
    parts = {label: min(at, len(sheet.rows[row][label][0]) - 1)}
    if figure and len(sheet.rows[row][label + at][0]) > 1:
        parts[label + at] = 1
    matched = match(_cut(sheet, row, parts), "pdf")
    assert read(matched) == {at: text for at, text in values.items() if at[0] == "requests"}


def test_a_page_break_inside_the_figures_of_table_four() -> None:
    values = {
        ("remedies", row, col): str(100 + i)
        for form in forms("remedies")
        for i, (row, col) in enumerate(form.units)
    }
    sheet = printing.remedies(values)
    assert read(match(_cut(sheet, 3, {9: 2}), "pdf")) == values

"""Spoils printed tables the way offices, editors and converters do: material for properties.

Receives a grid as it should be. Each habit gives another grid in which every figure still stands
under its own labels, or in which nobody can tell where it belongs. So whatever is read of it must
be the figure of that code; what is not read is a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from hypothesis import strategies as st

from extract.grid import Box, Grid, GridCell

Draw = st.DataObject
Cells = list[GridCell]

ADDED = (
    "其他主动公开文件",
    "公共服务事项",
    "（八）其他情形",
    "小计",
    "备注",
    "较上年增减",
    "其中：网上申请",
)
"""Labels of rows and columns that offices add."""


def _made(cells: Iterable[GridCell]) -> Grid:
    kept = sorted(cells, key=lambda cell: (cell.row, cell.col))
    height = max((cell.row + cell.rowspan for cell in kept), default=0)
    width = max((cell.col + cell.colspan for cell in kept), default=0)
    return Grid(0, height, width, tuple(kept))


def _figure(cell: GridCell) -> bool:
    return cell.text.isdigit()


def _first_figures(grid: Grid) -> int:
    """The first row that holds a figure: above it there are heads only."""
    return min(cell.row for cell in grid.cells if _figure(cell))


def _groups(grid: Grid, row: int) -> list[GridCell]:
    """The labels of groups that a row stands in; of table 二 the banner and head above it."""
    spanning = [c for c in grid.cells if c.rowspan > 1 and c.row <= row < c.row + c.rowspan]
    heads = ("第二十条", "信息内容", "其中", *"一二三四五六七八九（")
    above = [c for c in grid.cells if c.row <= row and c.text.startswith(heads)]
    return spanning + (above if not spanning else [])


def without_row(grid: Grid, row: int, label_goes_on: bool = True) -> Grid:
    """Take a row out; the label of a group that begins in it goes on below, or is lost with it."""
    out: Cells = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        if cell.row > row:
            out.append(replace(cell, row=cell.row - 1))
        elif end <= row:
            out.append(cell)
        elif cell.rowspan > 1:
            lost = cell.row == row and not label_goes_on
            out.append(replace(cell, rowspan=cell.rowspan - 1, text="" if lost else cell.text))
    return _made(out)


def with_row(grid: Grid, at: int, cells: Iterable[GridCell]) -> Grid:
    """Put a row in before row `at`; what spans that place spans one row more."""
    out: Cells = [replace(cell, row=at, rowspan=1) for cell in cells]
    for cell in grid.cells:
        if cell.row >= at:
            out.append(replace(cell, row=cell.row + 1))
        elif cell.row + cell.rowspan > at:
            out.append(replace(cell, rowspan=cell.rowspan + 1))
        else:
            out.append(cell)
    return _made(out)


# --- habits ----------------------------------------------------------------------------------


def rows_left_out(grid: Grid, data: Draw) -> Grid:
    """Rows are missing, heads too."""
    for _ in range(data.draw(st.integers(1, 4), label="rows left out")):
        if not grid.n_rows:
            break
        row = data.draw(st.integers(0, grid.n_rows - 1), label="row left out")
        grid = without_row(grid, row, data.draw(st.booleans(), label="its group's label goes on"))
    return grid


def heads_left_out(grid: Grid, data: Draw) -> Grid:
    """The rows above the figures are missing, all or some."""
    top = _first_figures(grid)
    for row in reversed(range(top)):
        if data.draw(st.booleans(), label=f"head {row} is left out"):
            grid = without_row(grid, row)
    return grid


def rows_swapped(grid: Grid, data: Draw) -> Grid:
    """Two rows of figures change places, with their own labels but not those of their groups."""
    filled = sorted({cell.row for cell in grid.cells if _figure(cell)})
    row = data.draw(st.sampled_from(filled), label="row swapped")
    other = data.draw(st.sampled_from(filled), label="with row")
    if _groups(grid, row) != _groups(grid, other):
        return grid
    at = {row: other, other: row}
    return _made(
        replace(cell, row=at.get(cell.row, cell.row)) if cell.rowspan == 1 else cell
        for cell in grid.cells
    )


def columns_swapped(grid: Grid, data: Draw) -> Grid:
    """Two columns under one head change places from head to foot."""
    first = min(cell.col for cell in grid.cells if _figure(cell))
    column = data.draw(st.integers(first, grid.n_cols - 1), label="column swapped")
    other = data.draw(st.integers(column, grid.n_cols - 1), label="with column")
    over = [
        [c for c in grid.cells if c.colspan > 1 and c.col <= at < c.col + c.colspan]
        for at in (column, other)
    ]
    rows = [
        [(c.row, c.rowspan) for c in grid.cells if c.colspan == 1 and c.col == at]
        for at in (column, other)
    ]
    if over[0] != over[1] or rows[0] != rows[1]:
        return grid
    at = {column: other, other: column}
    return _made(
        replace(cell, col=at.get(cell.col, cell.col)) if cell.colspan == 1 else cell
        for cell in grid.cells
    )


def row_added(grid: Grid, data: Draw) -> Grid:
    """A row of the office's own, with figures that are no code's."""
    like = data.draw(st.integers(_first_figures(grid), grid.n_rows - 1), label="row it is like")
    label = data.draw(st.sampled_from(ADDED), label="its label")
    cells = [cell for cell in grid.cells if cell.row == like]
    if not any(map(_figure, cells)):
        return grid
    own, named = [], False
    for cell in reversed(cells):
        if _figure(cell):
            own.append(replace(cell, text=f"77{cell.text}"))
        elif cell.rowspan == 1 and not named:
            own.append(replace(cell, text=label))
            named = True
    return with_row(grid, like + 1, own) if named else grid


def row_printed_twice(grid: Grid, data: Draw) -> Grid:
    """A row, or a head, is printed again below."""
    row = data.draw(st.integers(0, grid.n_rows - 1), label="row printed twice")
    same = [cell for cell in grid.cells if cell.row == row and cell.rowspan == 1]
    covered = sum(cell.colspan for cell in same)
    if covered < grid.n_cols and not any(map(_figure, same)):
        return grid
    at = data.draw(st.sampled_from([row + 1, grid.n_rows]), label="again at")
    return with_row(grid, at, same)


def subtotals_filled(grid: Grid, data: Draw) -> Grid:
    """A group's label gets a row of figures of its own, as one template has it."""
    groups = [c for c in grid.cells if c.rowspan > 1 and c.row >= _first_figures(grid)]
    if not groups:
        return grid
    group = data.draw(st.sampled_from(groups), label="group with a subtotal")
    cells = [c for c in grid.cells if c.row == group.row and (_figure(c) or c.col < group.col)]
    own = [replace(c, text=f"66{c.text}") for c in cells if _figure(c)]
    if not own:
        return grid
    label = replace(group, colspan=min(c.col for c in own) - group.col)
    return with_row(grid, group.row, [label, *own])


def column_added(grid: Grid, data: Draw) -> Grid:
    """A column of the office's own (小计, 备注), named in each head."""
    first = min(cell.col for cell in grid.cells if _figure(cell))
    at = data.draw(st.integers(first, grid.n_cols), label="column added at")
    label = data.draw(st.sampled_from(ADDED), label="its name")
    top = _first_figures(grid)
    out: Cells = []
    inside: set[int] = set()
    heads = {cell.row for cell in grid.cells if "内容" in cell.text}
    for cell in grid.cells:
        if cell.col >= at:
            out.append(replace(cell, col=cell.col + 1))
        elif cell.col + cell.colspan > at:
            out.append(replace(cell, colspan=cell.colspan + 1))
            inside.update(range(cell.row, cell.row + cell.rowspan))
        else:
            out.append(cell)
    for row in range(grid.n_rows):
        if row not in inside:
            head = row == top - 1 or row in heads
            text = label if head else "" if row < top else f"55{row}"
            out.append(GridCell(row, at, 1, 1, text))
    return _made(out)


def cell_lost(grid: Grid, data: Draw) -> Grid:
    """A figure was left out and what stands right of it moved up."""
    lost = data.draw(st.sampled_from([c for c in grid.cells if _figure(c)]), label="cell lost")
    return _made(
        replace(cell, col=cell.col - lost.colspan)
        if cell.row == lost.row and cell.col > lost.col
        else cell
        for cell in grid.cells
        if cell is not lost
    )


def cell_put_in(grid: Grid, data: Draw) -> Grid:
    """An empty cell was put in and what stands right of it moved on."""
    before = data.draw(st.sampled_from([c for c in grid.cells if _figure(c)]), label="cell before")
    out = [
        replace(cell, col=cell.col + 1)
        if cell.row == before.row and cell.col >= before.col
        else cell
        for cell in grid.cells
    ]
    return _made([*out, GridCell(before.row, before.col, 1, 1, "")])


def figures_blank(grid: Grid, data: Draw) -> Grid:
    """Some figures, or the figures of some rows, are blank; not those of the first row."""
    top = _first_figures(grid)
    figures = [i for i, cell in enumerate(grid.cells) if _figure(cell) and cell.row > top]
    if not figures:
        return grid
    blank = data.draw(st.sets(st.sampled_from(figures), max_size=len(figures)), label="blank")
    rows = data.draw(st.sets(st.integers(top + 1, grid.n_rows - 1), max_size=6), label="blank rows")
    out = [
        replace(cell, text="") if i in blank or (_figure(cell) and cell.row in rows) else cell
        for i, cell in enumerate(grid.cells)
    ]
    return _made(out)


def spans_flattened(grid: Grid, data: Draw) -> Grid:
    """A label that spans rows stands in its first row; below it nothing, or an empty cell."""
    filled = data.draw(st.booleans(), label="empty cells stand where labels span")
    top = _first_figures(grid)
    out: Cells = []
    gone: dict[int, int] = {}
    for cell in grid.cells:
        if cell.rowspan == 1 or cell.row < top:
            out.append(cell)
            continue
        out.append(replace(cell, rowspan=1))
        for row in range(cell.row + 1, cell.row + cell.rowspan):
            if filled:
                out.append(replace(cell, row=row, rowspan=1, text=""))
            else:
                gone[row] = gone.get(row, 0) + cell.colspan
    return _made(replace(cell, col=cell.col - gone.get(cell.row, 0)) for cell in out)


def labels_misprinted(grid: Grid, data: Draw) -> Grid:
    """Characters of labels are lost or wrong."""
    out = list(grid.cells)
    labels = [i for i, cell in enumerate(out) if len(cell.text) > 2 and not _figure(cell)]
    if not labels:
        return grid
    for i in data.draw(st.lists(st.sampled_from(labels), max_size=6), label="labels misprinted"):
        text = out[i].text
        if len(text) < 3:
            continue
        at = data.draw(st.integers(0, len(text) - 1), label="character")
        other = data.draw(st.sampled_from(["", "口", " "]), label="in its place")
        out[i] = replace(out[i], text=text[:at] + other + text[at + 1 :])
    return Grid(0, grid.n_rows, grid.n_cols, tuple(out))


def rows_blank(grid: Grid, data: Draw) -> Grid:
    """Empty rows stand between the rows."""
    at = data.draw(st.integers(0, grid.n_rows), label="empty row at")
    columns = [GridCell(0, column, 1, 1, "") for column in range(grid.n_cols)]
    inside = {
        column
        for cell in grid.cells
        if cell.row < at < cell.row + cell.rowspan
        for column in range(cell.col, cell.col + cell.colspan)
    }
    return with_row(grid, at, [cell for cell in columns if cell.col not in inside])


HABITS: dict[str, Callable[[Grid, Draw], Grid]] = {
    habit.__name__: habit
    for habit in (
        rows_left_out,
        heads_left_out,
        rows_swapped,
        columns_swapped,
        row_added,
        row_printed_twice,
        subtotals_filled,
        column_added,
        figures_blank,
        labels_misprinted,
        rows_blank,
    )
}
"""What may come together, in any order, and on a page too."""

HEADLESS = {"rows_left_out", "heads_left_out"}
"""What can take away the heads of columns."""

SHIFTS: dict[str, Callable[[Grid, Draw], Grid]] = {
    habit.__name__: habit for habit in (cell_lost, cell_put_in, spans_flattened)
}
"""What moves cells out of their columns: in HTML and Word, and one at a time."""


# --- several grids ---------------------------------------------------------------------------


def glued(grids: Iterable[Grid]) -> Grid:
    """Tables that follow each other without a gap, in one grid."""
    out: Cells = []
    height = 0
    for grid in grids:
        out += [replace(cell, row=cell.row + height) for cell in grid.cells]
        height += grid.n_rows
    return _made(out)


def cut(grid: Grid, at: int) -> tuple[Grid, Grid]:
    """The grid on two pages, broken before row `at`; labels that span the break stay above."""
    upper: Cells = []
    lower: Cells = []
    for cell in grid.cells:
        end = cell.row + cell.rowspan
        if cell.row >= at:
            lower.append(replace(cell, row=cell.row - at))
        elif end <= at:
            upper.append(cell)
        else:
            upper.append(replace(cell, rowspan=at - cell.row))
            lower.append(replace(cell, row=0, rowspan=end - at, text=""))
    lower.sort(key=lambda cell: (cell.row, cell.col))
    return (
        Grid(0, at, grid.n_cols, tuple(upper)),
        Grid(1, grid.n_rows - at, grid.n_cols, tuple(lower)),
    )


def on_pages(grids: Iterable[Grid]) -> list[Grid]:
    """Give the grids with the places their cells have, a page each."""
    return [
        Grid(
            index,
            grid.n_rows,
            grid.n_cols,
            tuple(
                replace(
                    cell,
                    box=Box(
                        index + 1,
                        50.0 + 40 * cell.col,
                        50.0 + 20 * cell.row,
                        50.0 + 40 * (cell.col + cell.colspan),
                        50.0 + 20 * (cell.row + cell.rowspan),
                    ),
                )
                for cell in grid.cells
            ),
        )
        for index, grid in enumerate(grids)
    ]

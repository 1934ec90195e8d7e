"""Prints statutory tables as grids, the way offices lay them out: material for properties."""

from __future__ import annotations

from extract.grid import Grid, GridCell
from extract.matcher.forms import Form, forms

Values = dict[tuple[str, str, str], str]
"""(table, row code, column code) → the text of the cell."""


def form_of(table: str, form: str) -> Form:
    return next(one for one in forms(table) if one.form == form)


def official(code: str, form: Form) -> tuple[str, ...]:
    label = next(one for one in (*form.rows, *form.columns) if one.code == code)
    return label.paths[0]


class Sheet:
    """A table under construction: rows of (text, rowspan, colspan)."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, int, int]]] = []

    def grid(self, index: int = 0) -> Grid:
        cells, taken, width = [], set(), 0
        for r, row in enumerate(self.rows):
            c = 0
            for text, rowspan, colspan in row:
                while (r, c) in taken:
                    c += 1
                height = min(rowspan, len(self.rows) - r)
                taken |= {(r + i, c + j) for i in range(height) for j in range(colspan)}
                cells.append(GridCell(r, c, height, colspan, text))
                c += colspan
                width = max(width, c)
        return Grid(index, len(self.rows), width, tuple(cells))


def proactive(form: str, values: Values) -> Sheet:
    one, sheet, banner, head = form_of("proactive", form), Sheet(), "", ()
    for row in one.rows:
        block, label = row.paths[0]
        columns = one.columns_of(row.code)
        spans = [3] if len(columns) == 1 else [2, 1] if len(columns) == 2 else [1, 1, 1]
        if block != banner:
            sheet.rows.append([(block, 1, 4)])
            banner, head = block, ()
        if head != columns:
            texts = [column.paths[0][-1] for column in columns]
            sheet.rows.append(
                [("信息内容", 1, 1), *((t, 1, s) for t, s in zip(texts, spans, strict=True))]
            )
            head = columns
        texts = [values["proactive", row.code, column.code] for column in columns]
        sheet.rows.append([(label, 1, 1), *((t, 1, s) for t, s in zip(texts, spans, strict=True))])
    return sheet


def requests(form: str, values: Values) -> Sheet:
    one, sheet = form_of("requests", form), Sheet()
    names = [column.paths[0][-1] for column in one.columns]
    sheet.rows += [
        [
            ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
            ("申请人情况", 1, 7),
        ],
        [(names[0], 2, 1), ("法人或其他组织", 1, 5), (names[-1], 2, 1)],
        [(name, 1, 1) for name in names[1:-1]],
    ]
    paths = [row.paths[0] for row in one.rows]
    for i, row in enumerate(one.rows):
        path, stub = paths[i], []
        for depth, part in enumerate(path[:-1]):
            if i and paths[i - 1][: depth + 1] == path[: depth + 1]:
                continue  # the group's cell spans down from above
            span = sum(other[: depth + 1] == path[: depth + 1] for other in paths)
            stub.append((part, span, 1))
        stub.append((path[-1], 1, 4 - len(path)))
        texts = [values["requests", row.code, column.code] for column in one.columns]
        sheet.rows.append([*stub, *((text, 1, 1) for text in texts)])
    return sheet


def remedies(values: Values) -> Sheet:
    one, sheet = form_of("remedies", "2019"), Sheet()
    leaves = [column.paths[0][-1] for column in one.columns]
    sheet.rows += [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((leaf, 2, 1) for leaf in leaves), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [(leaf, 1, 1) for leaf in leaves * 2],
        [(values["remedies", r.code, c.code], 1, 1) for r in one.rows for c in one.columns],
    ]
    return sheet


def broken(sheet: Sheet, at: int, cut_label: int = 0) -> tuple[Grid, Grid]:
    """Break a printed table before row `at`, as a page break does.

    Labels that span the break stay on the first page; with `cut_label` their last characters
    move to the second. Columns keep their places.
    """
    whole = sheet.grid()
    upper, lower = [], []
    for cell in whole.cells:
        end = cell.row + cell.rowspan
        if cell.row >= at:
            lower.append(GridCell(cell.row - at, cell.col, cell.rowspan, cell.colspan, cell.text))
        elif end <= at:
            upper.append(cell)
        else:
            keep = len(cell.text) - cut_label if cut_label else len(cell.text)
            head, tail = cell.text[:keep], cell.text[keep:]
            upper.append(GridCell(cell.row, cell.col, at - cell.row, cell.colspan, head))
            lower.append(GridCell(0, cell.col, end - at, cell.colspan, tail))
    lower.sort(key=lambda cell: (cell.row, cell.col))
    return (
        Grid(0, at, whole.n_cols, tuple(upper)),
        Grid(1, whole.n_rows - at, whole.n_cols, tuple(lower)),
    )


def statistics(form: Form, values: Values, columns: dict[str, str], unit: str = "单位") -> Sheet:
    """The 2014-2018 list: `columns` are printed heads → column codes ("" is no code's)."""
    sheet = Sheet()
    head = "统计指标" if not form.local else "指标名称"
    sheet.rows.append([(text, 1, 1) for text in (head, unit, *columns)])
    printed: set[tuple[str, ...]] = set()
    own = {row.paths[0] for row in form.rows}
    for row in form.rows:
        path = row.paths[0]
        for depth in range(1, len(path)):
            if path[:depth] not in own | printed:
                printed.add(path[:depth])
                sheet.rows.append([(path[depth - 1], 1, 1), *[("——", 1, 1)] * (len(columns) + 1)])
        texts = [values.get(("statistics", row.code, code), "7") for code in columns.values()]
        sheet.rows.append([(path[-1], 1, 1), ("件", 1, 1), *((text, 1, 1) for text in texts)])
    return sheet

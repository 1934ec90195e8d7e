"""Table 四、行政复议、行政诉讼情况. Pure functions.

Fifteen columns under three heads, one row of values, no row label. It may be split into three
tables of five columns, and its header from its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from rapidfuzz.distance import Levenshtein

from extract.grid import GridCell
from extract.matcher.align import align, mended
from extract.matcher.columns import Column, header_columns, place, rejoined, usual_end
from extract.matcher.forms import Form, Label
from extract.matcher.reading import Found, Line, Reading
from extract.matcher.segment import Row
from extract.text import key
from extract.values import understand


@cache
def _cells(form: Form) -> tuple[Label, ...]:
    """Give each cell of the form as a label: the head above its column, then the column."""
    return tuple(
        Label(f"{row.code}|{column.code}", tuple((*a, *b) for a in row.paths for b in column.paths))
        for row in form.rows
        for column in form.columns
    )


def read(form: Form, rows: Sequence[Row]) -> Reading:
    """Read table 四 as `form`."""
    wanted = _cells(form)
    found: list[tuple[Column, GridCell | None, Row]] = []
    left: list[Line] = []
    doubts: list[str] = []
    for columns, values in _blocks(form, rows):
        filled = [row for row in values if any(key(cell.text) for cell in row.cells)] or values
        for row in filled[:1]:
            _, beside, taken = place(row.cells, columns, usual_end(rows))
            for below in filled[1:]:
                _, _, rest = place(below.cells, columns)
                cut = rejoined(taken, rest) if taken and rest and below.index == 0 else None
                taken = cut or taken
                left += [] if cut else [Line(("",), below.cells, (), (), below)]
            if taken is None:
                doubts.append("the values do not stand under their columns (alignment unknown)")
                left.append(Line(("",), tuple(beside), (), (), row, aligned=False))
            found += [
                (column, cell, row) for column, cell in zip(columns, taken or [], strict=False)
            ]
    located: dict[tuple[str, str], Found] = {}
    fit = 0.0
    whole = len(found) == len(wanted)
    for i, j, near in align([column.path for column, _, _ in found], wanted):
        column, cell, row = found[i]
        if cell is None or not ((whole and i == j) or _tells_group(column, wanted[j])):
            continue
        row_code, _, col_code = wanted[j].code.partition("|")
        located[row_code, col_code] = Found(cell, row, near)
        fit += near
    return Reading(
        form, located, fit / len(form.units), tuple(left), tuple(doubts), bool(found or doubts)
    )


def _blocks(form: Form, rows: Sequence[Row]) -> list[tuple[list[Column], list[Row]]]:
    """Give each header's columns with the rows of values under it."""
    out: list[tuple[list[Column], list[Row]]] = []
    header: list[Row] = []
    under = False
    for row in rows:
        if not _is_values(row):
            header = [] if under else header
            under = False
            header.append(row)
            continue
        columns = [
            column._replace(path=mended(column.path, _cells(form)))
            for column in header_columns(header)
            if column.path
        ]
        blank = not any(key(cell.text) for cell in row.cells)
        if len(columns) < len(form.columns) or (blank and len(columns) % len(form.columns)):
            header.append(row)  # a row of empty cells inside the header
        elif under:
            out[-1][1].append(row)
        else:
            out.append((columns, [row]))
            under = True
    return out


def _tells_group(column: Column, label: Label) -> bool:
    """Whether the head names the proceeding: where a column is missing, order says nothing."""
    return any(
        Levenshtein.normalized_similarity(part, path[-2]) >= 0.6
        for part in column.path[:-1]
        for path in label.paths
    )


def _is_values(row: Row) -> bool:
    """Whether at least half of the cells are figures, marks or blank, and one is no blank."""
    states = [understand(cell.text, "").state for cell in row.cells]
    texts = states.count("text")
    return texts * 2 <= len(states) and (
        texts == 0 or any(state in {"number", "dash"} for state in states)
    )

"""Table 三、收到和处理政府信息公开申请情况. Pure functions.

A stub of up to three label columns, then seven value columns: 自然人 … 总计.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from extract.grid import GridCell
from extract.matcher.align import align, mended, nearest, similarity
from extract.matcher.columns import (
    Column,
    header_columns,
    interval,
    is_text,
    place,
    rejoined,
    usual_end,
)
from extract.matcher.forms import Form, Label, forms
from extract.matcher.reading import Line, Reading, collect
from extract.matcher.segment import Row
from extract.text import key


def read(form: Form, rows: Sequence[Row]) -> Reading:
    """Read table 三 as `form`, also where pages break it inside a group or inside a row."""
    heads = [row for row in rows if _is_applicant_header(row)]
    columns = _applicant_columns(_first_header(rows, heads), form)
    lines: list[Line] = []
    above: tuple[str, ...] = ()
    headers = {id(row) for row in heads}
    body = [row for row in rows if id(row) not in headers]
    in_order = not columns and not any(_figures(row) > len(form.columns) for row in body)
    tops = _tops(body)
    end = max(usual_end(heads), usual_end(body))
    for row in body:
        here = columns or (_by_order(row.cells, form) if in_order else [])
        labels, values, taken = place(row.cells, here, end)
        texts = [key(cell.text) for cell in labels]
        if id(row) in tops and above:
            # A page break leaves the spanning labels of the stub blank on the next page.
            texts = [text or old for text, old in zip(texts, above, strict=False)] + texts[
                len(above) :
            ]
        path = tuple(dict.fromkeys(text for text in texts if text))
        lines.append(
            Line(path, tuple(values), tuple(taken or ()), tuple(here), row, taken is not None)
        )
        above = tuple(texts[:-1])
    return collect(form, _joined(lines, tops, form))


def _tops(body: Sequence[Row]) -> set[int]:
    """Give the first row of each grid under the header, which a page may repeat."""
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(body), start=1) if a.grid != b.grid)]
    return {id(body[i]) for i in starts if i < len(body)}


def _figures(row: Row) -> int:
    """Count the cells right of the row's last words."""
    beside = 0
    for cell in reversed(row.cells):
        if is_text(cell):
            break
        beside += 1
    return beside


def _is_applicant_header(row: Row) -> bool:
    known = 0
    for cell in row.cells:
        text = key(cell.text)
        if "申请人情况" in text or "勾稽关系" in text:
            return True
        known += bool(text) and _is_applicant(text)
    return known >= 2


@lru_cache(maxsize=4096)
def _is_applicant(text: str) -> bool:
    """Whether a text is the head of one of the seven columns."""
    return any(
        similarity((text,), Label(column.code, (path[-1:],))) >= 0.8
        for column in forms("requests")[0].columns
        for path in column.paths
    )


def _first_header(rows: Sequence[Row], heads: Sequence[Row]) -> list[Row]:
    """Give the rows of the first header, which a page may break; a repeated one is another."""
    out: list[Row] = []
    headers = {id(row) for row in heads}
    for row in rows:
        if id(row) in headers:
            out.append(row)
        elif out:
            break
    return out


def _applicant_columns(header: Sequence[Row], form: Form) -> list[Column]:
    """Give the value columns of a header, from 自然人 rightwards; unnamed ones are none.

    What stands between the stub and 自然人 is a column of the office's own.
    """
    columns = [
        column._replace(path=mended(column.path, form.columns)) for column in header_columns(header)
    ]
    matches = align([column.path for column in columns], form.columns)
    if not matches:
        return []
    first = matches[0].found
    stub = [i for i, column in enumerate(columns[:first]) if "勾稽关系" in "".join(column.path)]
    return [column for column in columns[stub[-1] + 1 if stub else first :] if column.path]


def _by_order(cells: Sequence[GridCell], form: Form) -> list[Column]:
    """Without a header, cells beside a label stand in the form's order if they are as many."""
    texts = [is_text(cell) for cell in cells]
    n = len(form.columns)
    if len(cells) <= n or any(texts[-n:]) or not texts[-n - 1]:
        return []
    return [
        Column(*interval(cell), label.paths[0])
        for cell, label in zip(cells[-n:], form.columns, strict=True)
    ]


def _joined(lines: Sequence[Line], tops: set[int], form: Form) -> list[Line]:
    """Join two lines that a page break made of one row: its label cut, its values on one side."""
    out: list[Line] = []
    for line in lines:
        if out and id(line.row) in tops and (joined := _join(out[-1], line, form)) is not None:
            out[-1] = joined
        else:
            out.append(line)
    return out


def _join(upper: Line, lower: Line, form: Form) -> Line | None:
    path = upper.path
    if lower.path != upper.path[:-1]:  # the lower row has a label of its own, or a part of one
        if not upper.path or not lower.path:
            return None
        leaf = (*upper.path[:-1], upper.path[-1] + lower.path[-1])
        parts = zip(upper.path, lower.path, strict=False)
        whole = tuple(a if a == b else a + b for a, b in parts)  # the group's label is cut too
        path = max(leaf, whole, key=lambda joined: nearest(joined, form.rows))
        near = nearest(path, form.rows)
        if near <= nearest(upper.path, form.rows) or near < nearest(lower.path, form.rows):
            return None
    full = [line for line in (upper, lower) if any(c and key(c.text) for c in line.values)]
    if len(full) < 2:
        return replace(full[0] if full else lower, path=path)
    values = rejoined(upper.values, lower.values)
    return replace(upper, path=path, values=tuple(values)) if values else None

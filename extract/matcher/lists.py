"""The 2014-2018 list 政府信息公开情况统计表, national or local. Pure functions.

One list: 统计指标 | 单位 | 统计数. Its labels are ambiguous by their last words (（二）被依法纠错数
stands under review and under litigation), so each is taken with the headings above it. A local
version may print a column for each level or a cumulative one (历年累计): only the year's own total
is the value, the others are kept apart. A list for a quarter or a month, and a blank one, is no
part of a yearly report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from extract.grid import GridCell
from extract.matcher.align import align
from extract.matcher.columns import Column, assign, header_columns, interval
from extract.matcher.forms import CUMULATIVE, Form, Label
from extract.matcher.reading import Found, Line, Path, Reading, in_between
from extract.matcher.segment import LIST_HEADS, Row
from extract.text import key
from extract.values import understand

_LABELS = LIST_HEADS | {"指标", "统计项目", "统计内容", "指标内容", "项目", "项目名称", "内容"}
_UNITS = frozenset({"单位", "计量单位", "统计单位"})
_OTHERS = frozenset({"代码", "指标代码", "序号", "行次", "编号", "备注", "说明"})
_TOTALS = frozenset({"统计数", "统计数据", "统计数量", "统计总数", "合计", "总计", "总数"})
_YEARS = re.compile(r"(?:20\d\d年?|本年|全年|当年|年末)(?:度|度数|数|统计|统计数|合计)?")
_CUMULATIVE = re.compile(r"历年|累计")
_PART_OF_A_YEAR = re.compile(r"季|本期|[本上当]月|\d月|半年")

_CAPTION = re.compile(
    r".{0,30}(?:季度|[上下]半年|\d{1,2}月份?).{0,6}(?:政府|政务)?信息公开.{0,8}(?:统计表|统计报表|情况表)"
    r".{0,12}|.{0,20}信息公开.{0,8}(?:统计表|统计报表|情况表)\(?.{0,8}(?:季度|半年|\d{1,2}月).{0,8}"
)

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,2}[,.]"),
    re.compile(r"^\([一二三四五六七八九十]{1,2}\)"),
    re.compile(r"^(?:其中[:,.]?)?\d{1,2}[,.]"),
)
_UNDER = len(_LEVELS)
"""Level of a label without a number: 其中：… and what follows it."""

LEAST = 0.3
"""Share of the list's rows from which a table is this list and not one that looks alike."""


class _Layout(NamedTuple):
    """The columns of a printed list by what they hold."""

    stub: float
    """Where the label column ends."""
    columns: list[Column]
    """All columns, left to right."""
    taken: dict[int, str]
    """Column number → column code."""
    apart: list[int]
    """Value columns that are nobody's guess, kept apart."""
    header: Row | None
    doubt: str
    refused: str


def read(form: Form, rows: Sequence[Row]) -> Reading:
    """Read a list as `form`."""
    heads = [row for row in rows if _is_header(row)]
    body = [row for row in rows if not _is_header(row)]
    layout = _layout(heads, body)
    lines = list(_lines(body, layout, form))
    wanted, codes = _with_headings(form)
    paths = [line.path for line in lines]
    matches = in_between(
        align(paths, wanted), paths, wanted, lambda i: any(lines[i].values), wanted
    )
    rows_found = sum(bool(codes[match.wanted]) for match in matches)
    if rows_found < max(LEAST * len(form.rows), 5):
        return Reading(form, {}, 0.0)
    located: dict[tuple[str, str], Found] = {}
    fit = 0.0
    for found, want, near in matches:
        line = lines[found]
        for cell, column in zip(line.values, line.columns, strict=True):
            at = (codes[want], column.path[-1])
            if cell is not None and at in form.units:
                located[at] = Found(cell, line.row, near, _unit(line, layout))
                fit += near
    mapped = {match.found for match in matches}
    others = [
        line
        for i, line in enumerate(lines)
        if i not in mapped and any(map(_is_figure, line.beside))
    ]
    reading = Reading(
        form,
        located,
        (fit or rows_found / len(form.rows)) / (len(form.units) + len(others)),
        (*_apart(lines, layout), *others),
        (layout.doubt,) if layout.doubt else (),
        recognised=True,
        refused=layout.refused,
    )
    if lines and not any(map(_is_figure, _in_value_columns(lines, layout))):
        return replace(reading, refused="the list 政府信息公开情况统计表 is blank")
    return reading


def caption_of_a_part(lines: Iterable[str]) -> str:
    """Give the caption that makes a list one of a quarter or a month; empty where there is none.

    2024年第三季度政府信息公开情况统计表 is one, a sentence on quarterly tables is not.
    """
    return next((text for line in lines if _CAPTION.fullmatch(text := key(line))), "")


def _is_header(row: Row) -> bool:
    texts = {key(cell.text) for cell in row.cells}
    heads = bool(texts & _LABELS) or bool(texts & _UNITS)
    return heads and len(row.cells) > 1 and (len(texts) > 1)


def _is_figure(cell: GridCell) -> bool:
    return understand(cell.text, "").state == "number"


def _unit(line: Line, layout: _Layout) -> str:
    """Give the unit that the row states in its column 单位."""
    cells = assign(line.row.cells, layout.columns) or []
    for column, cell in zip(layout.columns, cells, strict=False):
        if cell is not None and set(column.path) & _UNITS:
            return key(cell.text)
    return ""


def _in_value_columns(lines: Sequence[Line], layout: _Layout) -> Iterator[GridCell]:
    """Give the cells that can be values: not those of codes and units."""
    columns = [layout.columns[i] for i in (*layout.taken, *layout.apart)]
    for line in lines:
        for cell in line.beside:
            centre = sum(interval(cell)) / 2
            if not columns or any(column.start <= centre < column.end for column in columns):
                yield cell


# --- columns ---------------------------------------------------------------------------------


def _layout(heads: Sequence[Row], body: Sequence[Row]) -> _Layout:
    if heads:
        first = [row for row in heads if row.grid == heads[0].grid]
        columns = header_columns(first[: 1 + (len(first) > 1 and first[1].index == 1)])
        return _by_header(columns, heads[0])
    widths = {len(row.cells) for row in body if len(row.cells) > 1}
    full = next((row for row in body if len(row.cells) > 1), None)
    if full is None or len(widths) != 1 or widths.pop() > 3:
        return _Layout(0.0, [], {}, [], None, "the list has no header and its columns differ", "")
    if any(_is_figure(cell) for row in body for cell in row.cells[1:-1]):
        return _Layout(
            0.0, [], {}, [], None, "the list has two columns of figures without heads", ""
        )
    columns = [Column(*interval(cell), ()) for cell in full.cells]
    return _Layout(columns[0].end, columns, {len(columns) - 1: "value"}, [], None, "", "")


def _by_header(columns: list[Column], header: Row) -> _Layout:
    """Take the year's own total and no other: the column named so, or the single one."""
    names = [column.path[-1] if column.path else "" for column in columns]
    values = [
        i
        for i, (column, name) in enumerate(zip(columns, names, strict=True))
        if name and not set(column.path) & (_LABELS | _UNITS | _OTHERS)
    ]
    taken = {i: CUMULATIVE for i in values if _CUMULATIVE.search(names[i])}
    own = [i for i in values if i not in taken]
    # Of several columns one must be the total by its name; a total beside a year is nobody's.
    chosen = (
        own
        if len(own) == 1
        else [i for i in own if names[i] in _TOTALS or _YEARS.fullmatch(names[i])]
    )
    doubt = ""
    if len(chosen) == 1:
        taken[chosen[0]] = "value"
    else:
        doubt = f"none of the columns {', '.join(names[i] for i in own)} is the total by its name"
    partial = [names[i] for i in values if _PART_OF_A_YEAR.search(names[i])]
    refused = f"a list for a part of the year ({', '.join(partial)})" if partial else ""
    stub = max(
        (column.end for column in columns if set(column.path) & _LABELS), default=columns[0].end
    )
    apart = [i for i in own if i not in taken]
    return _Layout(stub, columns, taken, apart, header, doubt, refused)


def _apart(lines: Sequence[Line], layout: _Layout) -> list[Line]:
    """Give the columns that were not taken as rows of their own, under their header."""
    if not layout.apart or layout.header is None:
        return []
    out = []
    header = layout.header
    names = assign(header.cells, layout.columns) or []
    for path, cells, row in (
        (("统计指标",), names, header),
        *((line.path, assign(line.row.cells, layout.columns) or [], line.row) for line in lines),
    ):
        kept = [cells[i] for i in layout.apart if i < len(cells)]
        beside = tuple(cell for cell in kept if cell is not None)
        if path and any(understand(cell.text, "").state in {"number", "text"} for cell in beside):
            out.append(Line(path, beside, (), (), row, aligned=False))
    return out


# --- rows ------------------------------------------------------------------------------------


def _lines(rows: Sequence[Row], layout: _Layout, form: Form) -> list[Line]:
    """Give each row with its headings: 四、行政复议数量 / （二）被依法纠错数."""
    has_ordinals = any(
        level < 2 for row in rows for level in [_level(_label(row, layout))] if level is not None
    )
    context: dict[int, str] = {}
    out: list[Line] = []
    codes = [code for code in ("value", CUMULATIVE) if any(c.code == code for c in form.columns)]
    for row in rows:
        labels = [
            text
            for cell in row.cells
            if sum(interval(cell)) / 2 < layout.stub or len(row.cells) == 1
            if (text := key(cell.text))
        ]
        for text in labels:
            level = _level(text)
            if level == _UNDER and not has_ordinals and not text.startswith("其中"):
                level = 0
            for deeper in [one for one in context if one >= level]:
                del context[deeper]
            context[level] = text
        cells = assign(row.cells, layout.columns) if len(row.cells) > 1 else None
        at = {code: i for i, code in layout.taken.items()}
        values = tuple(cells[at[code]] if cells and code in at else None for code in codes)
        columns = tuple(Column(0.0, 0.0, (code,)) for code in codes)
        beside = tuple(cell for cell in row.cells if sum(interval(cell)) / 2 >= layout.stub)
        path = tuple(context[level] for level in sorted(context)) if labels else ()
        out.append(Line(path, beside, values, columns, row))
    return out


def _label(row: Row, layout: _Layout) -> str:
    return next(
        (key(c.text) for c in row.cells if sum(interval(c)) / 2 < layout.stub and key(c.text)), ""
    )


def _level(text: str) -> int:
    return next((i for i, pattern in enumerate(_LEVELS) if pattern.match(text)), _UNDER)


@cache
def _with_headings(form: Form) -> tuple[list[Label], list[str]]:
    """Give the form's rows with the headings that have no value between them, and their codes.

    A heading (一、主动公开情况) has an empty code: it takes its own line and no other's.
    """
    own = {path for row in form.rows for path in row.paths}
    seen: set[Path] = set()
    labels: list[Label] = []
    codes: list[str] = []
    for row in form.rows:
        path = row.paths[0]
        for depth in range(1, len(path)):
            heading = path[:depth]
            if heading not in own and heading not in seen:
                seen.add(heading)
                labels.append(Label("", (heading,)))
                codes.append("")
        labels.append(row)
        codes.append(row.code)
    return labels, codes

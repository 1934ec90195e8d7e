"""Grids → value cells with codes. Pure functions.

Receives the grids of a document. Gives each statutory table that is there, in the form its own
labels show (a report may print the 2021 table 二 above the 2019 table 三), with every value cell
it has. A row that fits no code is kept as an unmatched row; a cell that was not found is counted
and named, never made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.align import ACCEPT, Match, align, similarity
from extract.columns import Column, assign, header_columns, interval
from extract.forms import CHINESE, TABLES, Form, Label, forms
from extract.grid import Grid, GridCell
from extract.records import Cell, Table, UnmatchedRow
from extract.segment import Row, segment
from extract.text import key
from extract.values import Value, understand

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What the matcher makes of a document."""

    tables: list[Table]
    cells: list[Cell]
    unmatched: list[UnmatchedRow]
    rows: frozenset[tuple[int, int]]
    """Grid and row of every row the tables take up, headers included."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table as the forms see it: a label path and the values beside it."""

    path: Path
    beside: tuple[GridCell, ...]
    """The cells right of the label."""
    values: tuple[GridCell | None, ...]
    """For each column its cell among them."""
    columns: tuple[Column, ...]
    row: Row


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table read as one form: codes and cells, and how well the labels fit (0 to 1 a cell)."""

    form: Form
    located: dict[tuple[str, str], tuple[GridCell, Row]]
    fit: float
    left: list[_Line]


def match(grids: Sequence[Grid], method: str) -> Matched:
    """Find the statutory tables in `grids`; `method` is how the grids were read."""
    tables: list[Table] = []
    cells: list[Cell] = []
    unmatched: list[UnmatchedRow] = []
    taken: set[tuple[int, int]] = set()
    rows_of = segment(grids)
    for table in TABLES:
        rows = rows_of[table]
        readings = [reading for form in forms(table) if (reading := _read(form, rows)).located]
        if not readings:
            continue
        best = max(readings, key=lambda reading: reading.fit)
        tables.append(_table(best))
        cells.extend(_cells(best, method))
        unmatched.extend(_unmatched(best))
        last = max((row.grid, row.index) for _, row in best.located.values())
        taken.update(at for row in rows if (at := (row.grid, row.index)) <= last)
    return Matched(tables, cells, unmatched, frozenset(taken))


def _read(form: Form, rows: Sequence[Row]) -> _Reading:
    return _READERS[form.table](form, rows)


def _table(reading: _Reading) -> Table:
    form = reading.form
    missing = [at for at in form.units if at not in reading.located]
    reason = ""
    if missing:
        codes = list(dict.fromkeys(row for row, _ in missing))
        shown = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
        reason = (
            f"{CHINESE[form.table]} ({form.table}): {len(missing)} of {len(form.units)} cells "
            f"not found, in {shown}"
        )
    return Table(form.table, form.form, len(form.units), len(reading.located), reason)


def _cells(reading: _Reading, method: str) -> Iterator[Cell]:
    form = reading.form
    for (row_code, col_code), unit in form.units.items():
        at = reading.located.get((row_code, col_code))
        if at is None:
            continue
        cell, row = at
        state, value = understand(cell.text, unit) if cell.readable else Value("unreadable", None)
        box = cell.box
        yield Cell(
            table=form.table,
            form=form.form,
            row_code=row_code,
            col_code=col_code,
            state=state,
            value=value,
            unit=unit,
            raw=cell.text,
            grid=row.grid,
            grid_row=cell.row,
            grid_col=cell.col,
            page=box.page if box else None,
            x0=box.x0 if box else None,
            top=box.top if box else None,
            x1=box.x1 if box else None,
            bottom=box.bottom if box else None,
            method=method,
            confidence=cell.confidence,
        )


def _unmatched(reading: _Reading) -> Iterator[UnmatchedRow]:
    for line in reading.left:
        if not line.path or not any(understand(c.text, "").state == "number" for c in line.beside):
            continue  # running text that shares the grid, not a row of the table
        box = line.beside[0].box
        yield UnmatchedRow(
            table=reading.form.table,
            grid=line.row.grid,
            grid_row=line.row.index,
            page=box.page if box else None,
            label="/".join(line.path),
            values=[cell.text for cell in line.beside],
        )


# --- rows against a form --------------------------------------------------------------------


def _collect(form: Form, lines: Sequence[_Line]) -> _Reading:
    """Align lines to the form's rows, and each line's columns to the columns that row has."""
    located: dict[tuple[str, str], tuple[GridCell, Row]] = {}
    fit = 0.0
    matches = _by_position(align([line.path for line in lines], form.rows), lines, form)
    for found, wanted, row_similarity in matches:
        line, row_code = lines[found], form.rows[wanted].code
        columns = form.columns_of(row_code)
        paths = [column.path for column in line.columns]
        for col, want, col_similarity in align(paths, columns):
            cell = line.values[col]
            if cell is not None:
                located[row_code, columns[want].code] = (cell, line.row)
                fit += row_similarity * col_similarity
    fit /= len(form.units)
    taken = [found for found, _, _ in matches]
    left = [
        line
        for i, line in enumerate(lines)
        if taken and taken[0] < i < taken[-1] and i not in taken
    ]
    return _Reading(form, located, fit, left)


def _by_position(matches: list[Match], lines: Sequence[_Line], form: Form) -> list[Match]:
    """Add lines that stand where exactly as many rows of the form are missing.

    Only a line whose own label is blank or at least a little like the row's: what an office
    added has words of its own.
    """
    out = list(matches)
    fences = [Match(-1, -1, 1.0), *matches, Match(len(lines), len(form.rows), 1.0)]
    for before, after in pairwise(fences):
        found = range(before.found + 1, after.found)
        wanted = range(before.wanted + 1, after.wanted)
        if len(found) != len(wanted):
            continue
        for i, j in zip(found, wanted, strict=True):
            near = similarity(lines[i].path, form.rows[j])
            if (not lines[i].path or near >= ACCEPT / 2) and any(lines[i].values):
                out.append(Match(i, j, near))
    return sorted(out)


# --- 二、主动公开政府信息情况 ----------------------------------------------------------------


def _proactive(form: Form, rows: Sequence[Row]) -> _Reading:
    """Read table 二: blocks under a banner 第二十条第（N）项, each with a header of its own."""
    heads = [Label(label.code, label.paths) for label in form.columns]
    lines: list[_Line] = []
    banner = ""
    columns: list[Column] = []
    for row in rows:
        texts = [key(cell.text) for cell in row.cells]
        told = [text for text in texts if text]
        if told and told[0].startswith("第二十条"):
            banner, columns = told[0], []
        elif texts and (texts[0] == "信息内容" or _is_header(told, heads)):
            columns = [column for column in header_columns([row]) if column.path != ("信息内容",)]
            columns = [column for column in columns if column.path]
        elif columns and len(row.cells) > 1:
            cells = row.cells[1:]
            path = tuple(part for part in (banner, texts[0]) if part)
            values = tuple(assign(cells, columns))
            lines.append(_Line(path, cells, values, tuple(columns), row))
    return _collect(form, lines)


def _is_header(texts: Sequence[str], heads: Sequence[Label]) -> bool:
    return any(similarity((text,), head) >= 0.8 for text in texts for head in heads)


# --- 三、收到和处理政府信息公开申请情况 -------------------------------------------------------


def _requests(form: Form, rows: Sequence[Row]) -> _Reading:
    """Read table 三: a stub of up to three label columns, then seven value columns."""
    heads = [row for row in rows if _is_applicant_header(row, form)]
    columns = _applicant_columns(heads, form)
    stub_end = min((column.start for column in columns), default=0.0)
    lines: list[_Line] = []
    above: tuple[str, ...] = ()
    for row in rows:
        if row in heads:
            continue
        labels, values = _split(row, stub_end, len(columns) or len(form.columns))
        texts = [key(cell.text) for cell in labels]
        if row.first and above:
            # A page break leaves the spanning labels of the stub blank on the next page.
            texts = [text or old for text, old in zip(texts, above, strict=False)] + texts[
                len(above) :
            ]
        path = tuple(dict.fromkeys(text for text in texts if text))
        here = columns or _by_order(values, form)
        lines.append(_Line(path, tuple(values), tuple(assign(values, here)), tuple(here), row))
        above = tuple(texts[:-1])
    return _collect(form, _joined(lines, form))


def _is_applicant_header(row: Row, form: Form) -> bool:
    texts = [key(cell.text) for cell in row.cells]
    leaves = [
        Label(label.code, tuple((path[-1],) for path in label.paths)) for label in form.columns
    ]
    known = sum(any(similarity((text,), leaf) >= 0.8 for leaf in leaves) for text in texts if text)
    return known >= 2 or any("申请人情况" in text or "勾稽关系" in text for text in texts)


def _applicant_columns(heads: Sequence[Row], form: Form) -> list[Column]:
    """Give the value columns of the first header, from 自然人 rightwards."""
    grids = [row.grid for row in heads]
    columns = header_columns([row for row in heads if row.grid == grids[0]] if grids else [])
    matches = align([column.path for column in columns], form.columns)
    return columns[matches[0].found :] if matches else []


def _by_order(values: Sequence[GridCell], form: Form) -> list[Column]:
    """Without a header, as many cells as the form has columns stand in the form's order."""
    if len(values) != len(form.columns):
        return []
    return [
        Column(*interval(cell), label.paths[0])
        for cell, label in zip(values, form.columns, strict=True)
    ]


def _split(
    row: Row, stub_end: float, n_values: int
) -> tuple[Sequence[GridCell], Sequence[GridCell]]:
    """Split a row into label cells and value cells.

    By the place of the header; where that does not leave as many values as there are columns
    (spans that do not add up), the last cells of the row are the values.
    """
    labels = [cell for cell in row.cells if sum(interval(cell)) / 2 < stub_end]
    if len(row.cells) - len(labels) != n_values and len(row.cells) > n_values:
        return row.cells[:-n_values], row.cells[-n_values:]
    return labels, row.cells[len(labels) :]


def _joined(lines: Sequence[_Line], form: Form) -> list[_Line]:
    """Join two lines that a page break made of one row: its label cut, its values on one side."""
    out: list[_Line] = []
    for line in lines:
        if out and line.row.first and (joined := _join(out[-1], line, form)) is not None:
            out[-1] = joined
        else:
            out.append(line)
    return out


def _join(upper: _Line, lower: _Line, form: Form) -> _Line | None:
    full = [line for line in (upper, lower) if any(c and key(c.text) for c in line.values)]
    if len(full) > 1 or not upper.path or not lower.path:
        return None
    path = (*upper.path[:-1], upper.path[-1] + lower.path[-1])
    apart = max(_nearest(upper.path, form), _nearest(lower.path, form))
    if _nearest(path, form) <= apart:
        return None
    kept = full[0] if full else lower
    return replace(kept, path=path)


def _nearest(path: Path, form: Form) -> float:
    return max(similarity(path, label) for label in form.rows)


# --- 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况 -----------------------------------


def _remedies(form: Form, rows: Sequence[Row]) -> _Reading:
    """Read table 四: fifteen columns under three heads, one row of values, no row label.

    It may be split into three tables of five columns, and its header from its values.
    """
    wanted = [
        Label(f"{row.code}|{column.code}", tuple((*a, *b) for a in row.paths for b in column.paths))
        for row in form.rows
        for column in form.columns
    ]
    found: list[tuple[Column, GridCell, Row]] = []
    header: list[Row] = []
    for row in rows:
        columns = [column for column in header_columns(header) if column.path]
        if not _is_values(row) or len(columns) < len(form.columns):
            header.append(row)
            continue
        values = row.cells[-len(columns) :] if len(row.cells) > len(columns) else row.cells
        for column, cell in zip(columns, assign(values, columns), strict=True):
            if cell is not None:
                found.append((column, cell, row))
        header = []
    located: dict[tuple[str, str], tuple[GridCell, Row]] = {}
    fit = 0.0
    for i, j, near in align([column.path for column, _, _ in found], wanted):
        row_code, _, col_code = wanted[j].code.partition("|")
        located[row_code, col_code] = found[i][1:]
        fit += near
    return _Reading(form, located, fit / len(form.units), [])


def _is_values(row: Row) -> bool:
    """Whether at least half of the cells are figures, marks or blank, and one is no blank."""
    states = [understand(cell.text, "").state for cell in row.cells]
    texts = states.count("text")
    return texts * 2 <= len(states) and (
        texts == 0 or any(state in {"number", "dash"} for state in states)
    )


_READERS: dict[str, Callable[[Form, Sequence[Row]], _Reading]] = {
    "proactive": _proactive,
    "requests": _requests,
    "remedies": _remedies,
}

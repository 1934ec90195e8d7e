"""Grids → value cells with codes. Pure functions.

Receives the grids of a document. Gives each statutory table that is there, in the form its own
labels show (a report may print the 2021 table 二 above the 2019 table 三), with every value cell
it has. A row that fits no code is kept as an unmatched row; a cell that was not found is counted
and named, never made up. A table that only looks alike is refused with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.grid import Grid
from extract.matcher import lists, proactive, remedies, requests
from extract.matcher.copies import copies
from extract.matcher.forms import CHINESE, STATISTICS, TABLES, Form, forms
from extract.matcher.reading import Reading
from extract.matcher.segment import Row, segment
from extract.records import Cell, Table, UnmatchedRow
from extract.text import key
from extract.values import Value, understand


@dataclass(frozen=True, slots=True)
class Matched:
    """What the matcher makes of a document."""

    tables: list[Table]
    cells: list[Cell]
    unmatched: list[UnmatchedRow]
    rows: frozenset[tuple[int, int]]
    """Grid and row of every row the tables take up, headers included."""
    refused: tuple[str, ...] = ()
    """Why tables that look like a statutory one were not taken."""


def match(grids: Sequence[Grid], method: str) -> Matched:
    """Find the statutory tables in `grids`; `method` is how the grids were read."""
    tables: list[Table] = []
    cells: list[Cell] = []
    unmatched: list[UnmatchedRow] = []
    taken: set[tuple[int, int]] = set()
    refused: list[str] = []
    for table, rows in segment(grids).items():
        readings = [
            reading for copy in copies(table, rows) if (reading := _best(table, copy)) is not None
        ]
        if not readings:
            continue
        best = max(readings, key=lambda reading: (len(reading.located), reading.fit))
        if best.refused:
            refused.append(best.refused)
            continue
        tables.append(_table(best))
        cells.extend(_cells(best, readings, method))
        unmatched.extend(_unmatched(best))
        last = max(_last(reading, rows) for reading in readings)
        taken.update(at for row in rows if (at := (row.grid, row.index)) <= last)
    return Matched(tables, cells, unmatched, frozenset(taken), tuple(refused))


def yearly(matched: Matched, lines: Iterable[str]) -> Matched:
    """Give `matched` without a list whose caption is of a quarter or a month.

    Some offices keep one for internal use; it has the columns of the yearly one.
    """
    if all(table.table != STATISTICS for table in matched.tables):
        return matched
    caption = lists.caption_of_a_part(lines)
    if not caption:
        return matched
    return replace(
        matched,
        tables=[table for table in matched.tables if table.table != STATISTICS],
        cells=[cell for cell in matched.cells if cell.table != STATISTICS],
        unmatched=[row for row in matched.unmatched if row.table != STATISTICS],
        refused=(*matched.refused, f"a list for a part of the year ({caption})"),
    )


def _best(table: str, rows: Sequence[Row]) -> Reading | None:
    """Read one copy of a table as every form it has had; give the one whose labels fit best.

    Of the forms of tables 二 to 四 the one that explains most is taken: one template of 2021
    prints a sum for each group, and would be whole as the shorter form of 2019. A list may be a
    part of a longer one.
    """
    readings = [_READERS[table](form, rows) for form in forms(table)]
    told = [reading for reading in readings if reading.located or reading.recognised]
    whole = table == STATISTICS

    def fitness(reading: Reading) -> tuple[float, ...]:
        fit = round(reading.fit, 6)
        explained = round(reading.fit * len(reading.form.units), 3)
        return (fit, len(reading.located)) if whole else (explained, fit, len(reading.located))

    return max(told, key=fitness, default=None)


def _last(reading: Reading, rows: Sequence[Row]) -> tuple[int, int]:
    """Give grid and row of the last value; of the table's last row where no value was taken."""
    located = [(found.row.grid, found.row.index) for found in reading.located.values()]
    return max(located, default=(rows[-1].grid, rows[-1].index))


def _table(reading: Reading) -> Table:
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
        reason = ": ".join((reason, *reading.doubts))
    return Table(form.table, form.form, len(form.units), len(reading.located), reason)


def _cells(reading: Reading, readings: Sequence[Reading], method: str) -> Iterator[Cell]:
    form = reading.form
    for (row_code, col_code), unit in form.units.items():
        found = reading.located.get((row_code, col_code))
        if found is None:
            continue
        cell, row, near, head = found
        state, value = Value("unreadable", None)
        if cell.readable:
            state, value = understand(cell.text, unit, head)
        page, x0, top, x1, bottom = cell.box or _NO_BOX
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
            page=page,
            x0=x0,
            top=top,
            x1=x1,
            bottom=bottom,
            method=method,
            confidence=cell.confidence,
            distance=round(1 - near, 4),
            flag=_differing(cell.text, (row_code, col_code), reading, readings)
            or _unstated(cell.text, value, unit, head),
        )


_NO_BOX = (None,) * 5


def _unstated(raw: str, value: float | None, unit: str, head: str) -> str:
    """Say where an amount states no unit of money: the form of 2019 leaves 采购总金额 without."""
    doubtful = unit == "元" and value and "元" not in raw and not head
    return "no unit of money is printed; read as 元" if doubtful else ""


def _differing(raw: str, at: tuple[str, str], chosen: Reading, readings: Sequence[Reading]) -> str:
    """Say where another copy of the table in the same document prints something else."""
    if len(readings) == 1:
        return ""
    others = [
        found.cell.text
        for reading in readings
        if reading is not chosen and (found := reading.located.get(at)) is not None
    ]
    differing = [text for text in others if key(text) != key(raw)]
    return f"another copy of the table prints {differing[0]!r}" if differing else ""


def _unmatched(reading: Reading) -> Iterator[UnmatchedRow]:
    for line in reading.left:
        figures = any(understand(cell.text, "").state == "number" for cell in line.beside)
        if not line.path or not (figures or not line.aligned):
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


def gaps(tables: Sequence[Table]) -> list[str]:
    """Say what keeps a document from being read whole: tables not whole or not there.

    A report since 2019 has tables 二, 三 and 四; one before has the list, or nothing.
    """
    found = {table.table: table for table in tables}
    due: Sequence[str] = TABLES if any(table in found for table in TABLES) else (STATISTICS,)
    due = [*due, *(table for table in found if table not in due)]
    return [
        found[table].reason if table in found else f"{CHINESE[table]} ({table}) not found"
        for table in due
        if table not in found or found[table].reason
    ]


_READERS: dict[str, Callable[[Form, Sequence[Row]], Reading]] = {
    "proactive": proactive.read,
    "requests": requests.read,
    "remedies": remedies.read,
    STATISTICS: lists.read,
}

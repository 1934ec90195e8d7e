"""The record: everything that was read from one document, as plain values.

A record is keyed by the SHA-256 of the bytes and the version of the extractor
(`extract.EXTRACTOR`). `extract.schema` is how `DATA/records/*.parquet` holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from extract.grid import plain_value

CELL_COLUMNS = (
    "table",
    "form",
    "row_code",
    "col_code",
    "state",
    "value",
    "unit",
    "raw",
    "grid",
    "grid_row",
    "grid_col",
    "page",
    "x0",
    "top",
    "x1",
    "bottom",
    "method",
    "confidence",
)
"""Columns of a cell, in the order `python -m extract --csv` prints them after `document`."""


@plain_value
class Cell:
    """One value cell (数据单元格) of a statutory table, as printed and as understood."""

    table: str
    """`proactive` (二), `requests` (三), `remedies` (四) or `statistics` (2014-2018 list)."""
    form: str
    """2014, 2019 or 2021: the form of this table, not of the report's year."""
    row_code: str
    col_code: str
    state: str
    """`number`, `blank`, `dash`, `text` or `unreadable`."""
    value: float | None
    """In the code book's unit; None unless `state` is `number`."""
    unit: str
    raw: str
    """The cell's text as printed."""
    grid: int
    """Which table of the document, from 0."""
    grid_row: int
    grid_col: int
    page: int | None
    """From 1; None where there are no pages (HTML, Word)."""
    x0: float | None
    """Points from the left of the page as it is shown; `top` from its upper edge."""
    top: float | None
    x1: float | None
    bottom: float | None
    method: str
    """`pdf`, `pdfplumber`, `html`, `word` or `scan`."""
    confidence: float
    """0 to 1; 1 where the characters were in the file."""
    distance: float = 0.0
    """How far the printed labels are from the form's: 0 the same, 1 nothing in common."""
    second_method: str = ""
    """How the cell was read a second time; empty when once was enough."""
    second_raw: str = ""
    """What the second reading saw. Both are kept; agreement is evidence."""
    flag: str = ""
    """Why the cell is in doubt; empty when it is not."""


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table that was recognised in the document."""

    table: str
    form: str
    expected: int
    """Value cells the form has."""
    found: int
    """Value cells that were located, whatever their state."""
    reason: str
    """Why it was not read whole; empty when it was."""
    kind: str = "grid"
    """`grid`, or `prose` where the section tells the figures in a sentence and has no table."""


@dataclass(frozen=True, slots=True)
class UnmatchedRow:
    """A row of a recognised table that fits no code: an office's own addition, kept as printed."""

    table: str
    grid: int
    grid_row: int
    page: int | None
    label: str
    """The row's label path, parts joined by `/`."""
    values: list[str]


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one accounting identity (勾稽关系) on one document."""

    identity: str
    form: str
    verdict: str
    """`pass`, `fail` or `not_assessable`."""
    lhs: float | None
    rhs: float | None
    delta: float | None
    """lhs − rhs; None when not assessable."""
    suspect_row: str
    """Row and column code of the one cell where failing identities cross; else empty."""
    suspect_col: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the report's six sections (一 to 六) and its running text."""

    number: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A figure that the running text tells, and the table's figure it should equal."""

    pattern: str
    """`received`, `carried_in`, `granted` … or a prose-only figure (`channel.online`)."""
    section: int
    """1 to 6; 0 before the first section."""
    text: str
    """The words that tell it, as printed."""
    value: float
    unit: str
    table_value: float | None
    """What the tables say; None where no table has it."""
    verdict: str
    """`agrees`, `disagrees` or `prose_only`. A disagreement is a flag and changes no value."""
    reason: str
    """Of a disagreement: `scope`, `definition`, `arithmetic` or `unknown`; else empty."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was read from one document."""

    sha256: str
    extractor: str
    reader: str
    """`pdf`, `html`, `word`, `office`, `ofd` or `scan`; empty when no reader took the bytes."""
    verdict: str
    """`read` (every table whole), `partial` (a table missing or not whole), `refused`, or
    `postponed` (this machine lacks what reads it; never stored)."""
    reason: str
    """One line: why the verdict is not `read`; else empty."""
    title: str
    issuer: str
    """The organ as the title prints it (发布机关)."""
    year: int | None
    """The year the report describes, not the year it was published."""
    pages: int | None
    tables: list[Table]
    cells: list[Cell]
    unmatched: list[UnmatchedRow]
    checks: list[Check]
    sections: list[Section]
    prose: list[Prose] = field(default_factory=list)
    scope: str = ""
    """Whose figures: `own`, `government`, `area` where the text says; else empty."""
    period: str = ""
    """The period covered when it is not the calendar year, as printed."""
    repair: str = ""
    """What had to be mended before the bytes could be read; empty when nothing."""

    def row(self) -> dict[str, Any]:
        """Give the record as one row of `extract.schema.SCHEMA`."""
        row: dict[str, Any] = _plain(self)
        return row


def _plain(value: Any) -> Any:
    """Give a record, or a part of one, as dictionaries and lists."""
    names = _NAMES.get(type(value))
    if names is not None:
        return {name: _plain(getattr(value, name)) for name in names}
    return [_plain(part) for part in value] if isinstance(value, list) else value


_NAMES = {
    kind: tuple(one.name for one in fields(kind))
    for kind in (Record, Table, Cell, UnmatchedRow, Check, Section, Prose)
}

"""Sums over the cells of one report, for what its text should equal. Pure functions.

Terms are written `row@column`, joined by `+`; the column is the total where none is named, and
`.*` takes every row or column under a code. A printed total is taken as printed. Where it is
blank (some offices fill in figures only), the row's own figures are added up, and blanks count
as nothing only if all outcomes then add up to the printed total of outcomes.
"""

from __future__ import annotations

from collections.abc import Iterable

from extract.records import Cell

TOTAL = "applicant.total"
_OUTCOME = "requests.outcome."


class Sums:
    """The cells of one report by row and column code."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._cells = {(cell.row_code, cell.col_code): cell for cell in cells}
        self._rows: dict[str, list[str]] = {}
        for row, col in self._cells:
            self._rows.setdefault(row, []).append(col)
        self._adds_up = self._outcomes_add_up()

    def value(self, terms: str) -> float | None:
        """Give the sum of `terms`, or None where a cell of it is not there or says no number."""
        values = [self._term(*_split(term)) for term in terms.split("+")]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def parts(self, terms: str) -> set[float]:
        """Give the figures that are only a part of `terms`: one row, or one column of the rows."""
        rows = [row for term in terms.split("+") for row in self._matching(_split(term)[0])]
        cols = {col for row in rows for col in self._rows[row]}
        one = [self._number(row, col) for row in rows for col in cols]
        whole = [sum(self._number(row, col) or 0.0 for row in rows) for col in cols]
        return {value for value in (*one, *whole) if value is not None}

    def _term(self, row: str, col: str) -> float | None:
        rows, cols = self._matching(row), [col]
        if col.endswith(".*"):
            cols = sorted({c for r in rows for c in self._rows[r] if c.startswith(col[:-1])})
        if not rows or not cols:
            return None
        values = [self._number(r, c) for r in rows for c in cols]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _matching(self, row: str) -> list[str]:
        if row.endswith(".*"):
            return [code for code in self._rows if code.startswith(row[:-1])]
        return [row] if row in self._rows else []

    def _number(self, row: str, col: str) -> float | None:
        cell = self._cells.get((row, col))
        if cell is None:
            return None
        if cell.state in {"blank", "dash"} and self._adds_up:
            return self._filled(row, col)
        return cell.value

    def _filled(self, row: str, col: str) -> float | None:
        """Give a cell with blanks counted as nothing, a blank total as the sum of its row."""
        cell = self._cells.get((row, col))
        if cell is None or cell.state in {"text", "unreadable"}:
            return None
        if cell.value is not None or col != TOTAL:
            return cell.value or 0.0
        values = [self._filled(row, other) for other in self._rows[row] if other != TOTAL]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _outcomes_add_up(self) -> bool:
        total = self._cells.get((f"{_OUTCOME}total", TOTAL))
        leaves = [
            self._filled(row, TOTAL)
            for row in self._rows
            if row.startswith(_OUTCOME) and row != f"{_OUTCOME}total"
        ]
        if total is None or total.value is None or not leaves or None in leaves:
            return False
        return sum(value for value in leaves if value is not None) == total.value


def _split(term: str) -> tuple[str, str]:
    row, _, col = term.strip().partition("@")
    return row, col or TOTAL

"""Copies of one table in one document. Pure functions.

A page may print a table twice: for a screen and for paper, or an old draft below. Each copy is
read by itself and the whole one is taken; a mixture of two would be nobody's figures. A header
that is printed again on the next page starts no copy: a copy starts where the table's first row
comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from extract.matcher.align import likeness
from extract.matcher.forms import STATISTICS, forms
from extract.matcher.segment import LIST_HEADS, Row
from extract.text import key
from extract.values import understand

_HEADS = frozenset(
    {"申请人情况", "自然人", "法人或其他组织", "商业企业", "总计", "信息内容"} | LIST_HEADS
)


def copies(table: str, rows: Sequence[Row]) -> list[Sequence[Row]]:
    """Cut the rows of one table into its copies; mostly there is one."""
    begins = _BEGINS[table]
    cuts = [0]
    seen = False
    for i, row in enumerate(rows):
        if not begins(row):
            continue
        # Table 四 begins with its header: no copy before the first has had its figures.
        if seen and any(map(_has_figures, rows[cuts[-1] : i])):
            cuts.append(_up_to_head(rows, i, cuts[-1]))
        seen = True
    return [rows[a:b] for a, b in zip(cuts, [*cuts[1:], len(rows)], strict=True)]


def _up_to_head(rows: Sequence[Row], at: int, floor: int) -> int:
    while at - 1 > floor and _is_head(rows[at - 1]):
        at -= 1
    return at


def _is_head(row: Row) -> bool:
    texts = [key(cell.text) for cell in row.cells]
    return any(text in _HEADS or "勾稽关系" in text for text in texts)


def _has_figures(row: Row) -> bool:
    return any(understand(cell.text, "").state in {"number", "dash"} for cell in row.cells)


def _texts(row: Row) -> list[str]:
    """Give the texts of the cells that begin in this row."""
    return [key(cell.text) for cell in row.cells if cell.row == row.index]


def _proactive(row: Row) -> bool:
    return any(text.startswith("第二十条第(一") for text in _texts(row))


def _requests(row: Row) -> bool:
    return _is_first("requests", row)


def _remedies(row: Row) -> bool:
    return "行政复议" in _texts(row)


def _statistics(row: Row) -> bool:
    return _is_first(STATISTICS, row)


def _is_first(table: str, row: Row) -> bool:
    return any(_is_first_label(table, text) for text in _texts(row) if text)


@lru_cache(maxsize=8192)
def _is_first_label(table: str, text: str) -> bool:
    firsts = {form.rows[0] for form in forms(table)}
    return any(likeness((text,), label) >= 0.85 for label in firsts)


_BEGINS: dict[str, Callable[[Row], bool]] = {
    "proactive": _proactive,
    "requests": _requests,
    "remedies": _remedies,
    STATISTICS: _statistics,
}

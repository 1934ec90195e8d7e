"""Which rows of a document's grids belong to which statutory table. Pure functions.

A table may break across pages into several grids, share a grid with running text that a page
frame or highlighting turned into rows, or have a continuation without any label. So rows, not
grids, are told apart: by the labels they hold, then by their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.grid import Grid, GridCell
from extract.matcher.align import likeness
from extract.matcher.forms import STATISTICS, TABLES, Label, forms
from extract.text import key

SURE = 0.8
"""Similarity from which one label tells the table of its row."""

_AMBIGUOUS = frozenset({"其他", "总计"})
"""Labels that more than one table prints, and running text too."""

LIST_HEADS = frozenset({"统计指标", "指标名称", "统计指标名称"})
"""Head of the label column of the 2014-2018 list, in its national and local versions."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: the distinct cells that cover it, left to right."""

    grid: int
    index: int
    cells: tuple[GridCell, ...]


def segment(grids: Sequence[Grid]) -> dict[str, list[Row]]:
    """Give for each table (`proactive` … `statistics`) its rows in document order."""
    out: dict[str, list[Row]] = {table: [] for table in (*TABLES, STATISTICS)}
    before = ""
    width = 0
    for grid in grids:
        rows = [Row(grid.index, i, tuple(cells)) for i, cells in enumerate(grid.rows())]
        kinds = [kinds_of(row) for row in rows]
        # A grid without any label goes on with the table before it when it is as wide; and one
        # that begins with the rest of a row a page break cut, when its next label is of that table.
        first: tuple[str, ...] = next((told for told in kinds if told), ())
        goes_on = before in first if first else grid.n_cols == width
        current = before if goes_on and rows and len(rows[0].cells) > 1 else ""
        for i, (row, told) in enumerate(zip(rows, kinds, strict=True)):
            # A label that two tables print does not change the table.
            if told and current not in told:
                current = told[0] if len(told) == 1 else _resolved(told, before, kinds[i + 1 :])
            if current:
                out[current].append(row)
        if current:
            before, width = current, grid.n_cols
    return out


def _resolved(told: Sequence[str], before: str, below: Sequence[tuple[str, ...]]) -> str:
    """Give the table of a grid that begins with a label of several: as before it, or below."""
    if before in told:
        return before
    return next((kinds[0] for kinds in below if len(kinds) == 1 and kinds[0] in told), told[0])


def kinds_of(row: Row) -> tuple[str, ...]:
    """Give the tables whose label this row holds; none where it holds no label."""
    for cell in row.cells:
        told = _told(key(cell.text))
        if told:
            return told
    return ()


@lru_cache(maxsize=16384)
def _told(text: str) -> tuple[str, ...]:
    """Give the tables that print this label; several where they share it."""
    if not text or text in _AMBIGUOUS:
        return ()
    if text.startswith("第二十条第") or text == "信息内容":
        return ("proactive",)
    if "勾稽关系" in text or text == "申请人情况":
        return ("requests",)
    if text in LIST_HEADS:
        return (STATISTICS,)
    near = {table: max(likeness((text,), label) for label in labels) for table, labels in _signs()}
    best = max(near.values())
    return tuple(table for table in near if near[table] == best) if best >= SURE else ()


@cache
def _signs() -> tuple[tuple[str, tuple[Label, ...]], ...]:
    """Give for each table its labels, each part of a path by itself."""
    out = []
    for table in (*TABLES, STATISTICS):
        parts = {
            part
            for form in forms(table)
            for label in (*form.rows, *(form.columns if table != STATISTICS else ()))
            for path in label.paths
            for part in path
        }
        labels = tuple(Label(part, ((part,),)) for part in sorted(parts - _AMBIGUOUS))
        out.append((table, labels))
    return tuple(out)

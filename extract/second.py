"""Two readings of one document, made one. Pure functions.

The first reading stands unless the second has what it lacks, or the arithmetic that fails with the
first holds with the second. Both texts are kept for every cell that was read twice: agreement is
evidence, disagreement a flag. No value is ever taken from the arithmetic itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extract.checks import check
from extract.grid import Layout
from extract.matcher.forms import TABLES
from extract.matcher.match import Matched
from extract.records import Cell, Check, Table
from extract.text import key

DIFFERS = "the second reading differs"

Place = tuple[str, str]
"""Row code and column code."""


def doubted(matched: Matched, layout: Layout, results: list[Check]) -> list[int]:
    """Give the pages to read a second time; none where the first reading is in no doubt.

    A table that is missing or not whole may stand on any page with ruling lines; one whose sums
    fail stands where its cells do.
    """
    found = {table.table for table in matched.tables}
    missing = "statistics" not in found and not set(TABLES) <= found
    if missing or any(table.reason for table in matched.tables):
        boxes = (cell.box for grid in layout.grids for cell in grid.cells)
        return sorted({box.page for box in boxes if box})
    failing = {_TABLE_OF[r.identity.partition("-")[0]] for r in results if _failed(r)}
    pages: set[int] = set()
    for cell in matched.cells:
        if cell.table in failing and cell.page:
            pages.add(cell.page)
            if cell.grid_row == 0 and cell.page > 1:
                pages.add(cell.page - 1)  # a page break parts it from its header
    return sorted(pages)


_TABLE_OF = {"T3": "requests", "T4": "remedies", "S14": "statistics"}
"""Which table an identity is of, by how its code begins."""


def _failed(result: Check) -> bool:
    return result.verdict == "fail"


def settled(first: Matched, second: Matched) -> Matched:
    """Give the first reading with what the second adds to it."""
    tables: list[Table] = []
    cells: list[Cell] = []
    firsts = {table.table: table for table in first.tables}
    seconds = {table.table: table for table in second.tables}
    for name in dict.fromkeys([*firsts, *seconds]):
        one, two = firsts.get(name), seconds.get(name)
        mine = [cell for cell in first.cells if cell.table == name]
        theirs = [cell for cell in second.cells if cell.table == name]
        if one is None or (two is not None and two.found > one.found and two.form != one.form):
            assert two is not None  # noqa: S101 - the name came from one of the two
            tables.append(two)
            cells += theirs
        elif two is None or two.form != one.form:
            tables.append(one)
            cells += mine
        else:
            both = _table(mine, theirs)
            cells += both
            whole = len(both) >= one.expected
            tables.append(replace(one, found=len(both), reason="" if whole else one.reason))
    return replace(first, tables=tables, cells=cells)


def _table(mine: list[Cell], theirs: list[Cell]) -> list[Cell]:
    """Settle one table that both readings have in the same form."""
    others = {_place(cell): cell for cell in theirs}
    kept = [_compared(cell, others.get(_place(cell))) for cell in mine]
    differing = [cell for cell in kept if cell.flag == DIFFERS]
    if differing and _fails(kept):
        swapped = {_place(cell): _swapped(others[_place(cell)], cell) for cell in differing}
        tried = [swapped.get(_place(cell), cell) for cell in kept]
        if not _fails(tried):
            kept = tried
    held = {_place(cell) for cell in mine}
    added = [
        replace(cell, flag="found by the second reading only")
        for at, cell in others.items()
        if at not in held
    ]
    return kept + added


def _compared(cell: Cell, other: Cell | None) -> Cell:
    if other is None:
        return cell
    agrees = key(cell.raw) == key(other.raw)
    return replace(
        cell,
        second_method=other.method,
        second_raw=other.raw,
        flag=cell.flag if agrees else DIFFERS,
    )


def _swapped(taken: Cell, dropped: Cell) -> Cell:
    return replace(
        taken,
        second_method=dropped.method,
        second_raw=dropped.raw,
        flag="the second reading is taken: the sums hold with it",
    )


def _fails(cells: Iterable[Cell]) -> bool:
    return any(_failed(result) for result in check(cells))


def _place(cell: Cell) -> Place:
    return cell.row_code, cell.col_code

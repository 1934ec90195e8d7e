"""A table read as one form: its lines laid against the form's rows and columns. Pure functions.

Receives lines (a label path and the cells beside it) and a form. Gives which cell stands for
which code and how near its labels are. What fits no row is left over; nothing is forced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extract.grid import GridCell
from extract.matcher.align import Match, align, nearest, similarity
from extract.matcher.columns import Column
from extract.matcher.forms import Form, Label
from extract.matcher.segment import Row
from extract.values import money

Path = tuple[str, ...]

LIKE = 0.42
"""Similarity from which a label in the one free place is the form's: 本年新 is 0.43 of
本年新制作数量, 公共服务事项 0.4 of 其他对外管理服务事项."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as the forms see it: a label path and the values beside it."""

    path: Path
    beside: tuple[GridCell, ...]
    """The cells right of the label."""
    values: tuple[GridCell | None, ...]
    """For each column its cell among them."""
    columns: tuple[Column, ...]
    row: Row
    aligned: bool = True
    """False where nobody can tell which value stands in which column."""


class Found(NamedTuple):
    """A value cell, the row it stands in and how near its labels are to the form's (0 to 1)."""

    cell: GridCell
    row: Row
    similarity: float
    unit: str = ""
    """The unit of money its column or row states (万元); empty where none is stated."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A table read as one form: codes and cells, and how well the labels fit (0 to 1 a cell)."""

    form: Form
    located: dict[tuple[str, str], Found]
    fit: float
    left: tuple[Line, ...] = ()
    """Lines that fit no code."""
    doubts: tuple[str, ...] = ()
    """Why cells that stand there were not taken."""
    recognised: bool = False
    """Whether this is the form's table though no cell of it could be taken."""
    refused: str = ""
    """Why a table that looks like the form is not taken at all."""


def collect(form: Form, lines: Sequence[Line]) -> Reading:
    """Align lines to the form's rows, and each line's columns to the columns that row has."""
    located: dict[tuple[str, str], Found] = {}
    fit = 0.0
    matches = in_between(
        align([line.path for line in lines], form.rows),
        [line.path for line in lines],
        form.rows,
        lambda i: any(lines[i].values) or not lines[i].aligned,
        form.rows,
    )
    astray = 0
    for found, wanted, row_similarity in matches:
        line, row_code = lines[found], form.rows[wanted].code
        if not line.aligned:
            astray += 1
            continue
        columns = form.columns_of(row_code)
        paths = tuple(column.path for column in line.columns)
        for (col, want, col_similarity), unit in _columns(paths, columns):
            cell = line.values[col]
            if cell is not None:
                near = row_similarity * col_similarity
                located[row_code, columns[want].code] = Found(cell, line.row, near, unit)
                fit += near
    taken = {found: wanted for found, wanted, _ in matches}
    first, last = min(taken, default=0), max(taken, default=-1)
    left = tuple(
        line
        for i, line in enumerate(lines)
        if (i not in taken or not line.aligned) and (first <= i <= last or any(line.values))
    )
    doubts = (
        (f"in {astray} rows the values do not stand under their columns (alignment unknown)",)
        if astray
        else ()
    )
    return Reading(form, located, fit / len(form.units), left, doubts, bool(taken))


@lru_cache(maxsize=4096)  # every row of a table has the same columns
def _columns(paths: tuple[Path, ...], columns: tuple[Label, ...]) -> tuple[tuple[Match, str], ...]:
    """Give which column is the form's which, and the unit of money that its head states.

    Where there are as many columns as the form has, one may be named as its neighbour is.
    """
    told = align(paths, columns)
    rivals = columns
    if len(paths) == len(columns):
        taken = {wanted for _, wanted, _ in told}
        rivals = tuple(column for i, column in enumerate(columns) if i not in taken)
    matches = in_between(told, paths, columns, lambda _: True, rivals)
    return tuple((match, money("".join(paths[match.found][-1:]))) for match in matches)


def in_between(
    matches: list[Match],
    paths: Sequence[Path],
    labels: Sequence[Label],
    usable: Callable[[int], bool],
    rivals: Sequence[Label],
) -> list[Match]:
    """Add what stands where exactly as many labels of the form are missing.

    Only where its own label is at least a little like the form's, not more like one of the
    `rivals` or the name of a group, and no other is more like it: what an office added has words
    of its own.
    """
    out = list(matches)
    others = _with_groups(tuple(rivals))
    free = sorted({*range(len(paths))} - {match.found for match in matches})
    fences = [Match(-1, -1, 1.0), *matches, Match(len(paths), len(labels), 1.0)]
    for before, after in pairwise(fences):
        found = range(before.found + 1, after.found)
        wanted = range(before.wanted + 1, after.wanted)
        if len(found) != len(wanted):
            continue
        for i, j in zip(found, wanted, strict=True):
            near = similarity(paths[i], labels[j])
            if near < LIKE or not usable(i):
                continue
            elsewhere = max(similarity(paths[k], labels[j]) for k in free)
            if near >= max(elsewhere, nearest(paths[i], others)):
                out.append(Match(i, j, near))
    return sorted(out)


@lru_cache(maxsize=1024)
def _with_groups(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Give the labels and the names of the groups they stand in, each as a label."""
    groups = {
        path[:depth]: None
        for label in labels
        for path in label.paths
        for depth in range(1, len(path))
    }
    return (*labels, *(Label("", (group,)) for group in groups))

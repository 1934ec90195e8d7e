"""What the synthetic reports say in words: the figures of their text, and whose they say they are.

Receives the numbers of a year as they are printed. Gives the columns `prose` (some ten figures a
report, few of which disagree with the tables) and `scope` (stated in a third of the reports).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tests.bench.synthetic.figures import TOTAL, Cell, Numbers

_TOLD = 0.8
"""Share of the figures below that a report tells."""
_WRONG = 0.02
"""Share of the figures that are not those of the table."""
_STATED, _OTHERWISE = 1 / 3, 0.05
"""Shares of reports that state a scope, and of those the ones that state an unusual one."""


class _Figure(NamedTuple):
    """A figure that texts tell; without a code no table has it."""

    pattern: str
    section: int
    words: str
    unit: str
    codes: tuple[str, ...] = ()
    """Rows of table 三 or 四, or of the list of 2014."""
    col: str = TOTAL


_FIGURES = (
    _Figure("proactive.items", 1, "主动公开各类信息{}条", "条", ("stat14.proactive.items",)),
    _Figure(
        "received",
        1,
        "新收政府信息公开申请{}件",
        "件",
        ("requests.received_new", "stat14.requests.received"),
    ),
    _Figure("change", 1, "较上年增长{}%", "%"),
    _Figure("carried_in", 3, "上年结转{}件", "件", ("requests.carried_in",)),
    _Figure(
        "answered", 3, "答复{}件", "件", ("requests.outcome.total", "stat14.requests.answered")
    ),
    _Figure(
        "granted",
        3,
        "予以公开{}件",
        "件",
        ("requests.outcome.granted", "stat14.requests.answer.granted"),
    ),
    _Figure(
        "granted_part",
        3,
        "部分公开{}件",
        "件",
        ("requests.outcome.granted_part", "stat14.requests.answer.granted_part"),
    ),
    _Figure("refused", 3, "不予公开{}件", "件", ("stat14.requests.answer.refused",)),
    _Figure(
        "applicant.natural_person",
        3,
        "自然人申请{}件",
        "件",
        ("requests.received_new",),
        "applicant.natural_person",
    ),
    _Figure("carried_out", 3, "结转下年度{}件", "件", ("requests.carried_out",)),
    _Figure("fee.charged", 3, "收取信息处理费{}元", "元"),
    _Figure(
        "remedies.review",
        4,
        "行政复议{}件",
        "件",
        ("remedies.review", "stat14.review.total"),
        "result.total",
    ),
    _Figure("channel.online", 3, "网络申请{}件", "件", ("stat14.requests.channel.online",)),
)


class Told(NamedTuple):
    """The figures of the texts of a year, one after another, report by report."""

    lengths: NDArray[np.int64]
    fields: dict[str, pa.Array]


def told(
    rng: np.random.Generator, form: Sequence[Cell], values: Numbers, printed: NDArray[np.bool_]
) -> Told:
    """Give the figures; `printed` tells which numbers (reports by cells) the tables print."""
    at = {(cell.row, cell.col): place for place, cell in enumerate(form)}
    places = np.array([_place(one, at) for one in _FIGURES])
    kept = rng.random((len(values), len(_FIGURES))) < _TOLD
    report, which = np.nonzero(kept)
    place = places[which]
    known = (place >= 0) & printed[report, place]
    table = np.where(known, values[report, place], 0)
    value = np.where(known, table, rng.poisson(9, len(which)))
    agrees = rng.random(len(which)) >= _WRONG
    value = value + ~agrees
    verdict = np.where(known, np.where(agrees, 0, 1), 2)
    texts = [_FIGURES[i].words.format(f"{v:.10g}") for i, v in zip(which, value, strict=True)]
    return Told(
        kept.sum(axis=1),
        {
            "pattern": _each([one.pattern for one in _FIGURES], which),
            "section": pa.array(np.array([one.section for one in _FIGURES])[which]),
            "text": pa.array(texts),
            "value": pa.array(value),
            "unit": _each([one.unit for one in _FIGURES], which),
            "table_value": pa.array(table, mask=~known),
            "verdict": _each(["agrees", "disagrees", "prose_only"], verdict),
            "reason": _each(["", "unknown"], known & ~agrees),
        },
    )


def _place(figure: _Figure, at: dict[tuple[str, str], int]) -> int:
    """Give the cell that the figure is of, or -1."""
    found = [
        at[key] for row in figure.codes for key in ((row, figure.col), (row, "value")) if key in at
    ]
    return found[0] if found else -1


def _each(words: Sequence[str], which: NDArray[np.generic]) -> pa.Array:
    """Give the word of each number."""
    return pa.array(words, pa.string()).take(pa.array(which.astype(np.int32)))


def scopes(rng: np.random.Generator, levels: Sequence[str]) -> list[str]:
    """Give whose figures each report says they are, by the level of its unit; mostly nothing."""
    usual = ["own" if level == "department" else "area" for level in levels]
    stated, other = rng.random(len(levels)) < _STATED, rng.random(len(levels)) < _OTHERWISE
    return [
        ("government" if unusual else word) if said else ""
        for word, said, unusual in zip(usual, stated, other, strict=True)
    ]

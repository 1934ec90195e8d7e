"""Gives each column of numbers the smallest kind that holds it without loss.

Cells of `wide` are DOUBLE, and nearly all of them counts. As bytes they are an eighth of the size
in Stata, and `12` rather than `12.0` in a CSV file. Yes and no, which Stata does not know, are 1
and 0. A missing value stays missing.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

_WHOLE = (
    (pa.int8(), -127, 100),
    (pa.int16(), -32_767, 32_740),
    (pa.int32(), -2_147_483_647, 2_147_483_620),
)
"""Kinds of whole numbers and what Stata stores in them: byte, int, long."""


def smallest(table: pa.Table) -> pa.Table:
    """Give the table with its numbers in the smallest of byte, int, long and double."""
    return pa.table({name: _column(table[name]) for name in table.column_names})


def _column(values: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = values.type
    if pa.types.is_boolean(kind):
        return values.cast(pa.int8())
    if not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        return values
    if pa.types.is_floating(kind) and not _whole(values):
        return values.cast(pa.float64())
    low, high = pc.min_max(values).values()
    for fit, least, most in _WHOLE:
        if not low.is_valid or (low.as_py() >= least and high.as_py() <= most):
            return values.cast(fit)
    return values.cast(pa.float64())


def _whole(values: pa.ChunkedArray) -> bool:
    """Tell whether no number has decimals; a column without numbers has none."""
    return pc.all(pc.equal(values, pc.floor(values))).as_py() is not False

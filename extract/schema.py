"""How records lie in Parquet: one row a document; cells, checks and the rest as nested lists.

`transform` reads nothing else of a document. Apart from `extract.records` because a worker that
reads documents needs no Parquet.
"""

from __future__ import annotations

import pyarrow as pa


def _struct(**fields: pa.DataType) -> pa.DataType:
    return pa.list_(pa.struct(list(fields.items())))


_TEXT, _REAL, _INT = pa.string(), pa.float64(), pa.int32()

SCHEMA = pa.schema(
    [
        ("sha256", _TEXT),
        ("extractor", _TEXT),
        ("reader", _TEXT),
        ("verdict", _TEXT),
        ("reason", _TEXT),
        ("title", _TEXT),
        ("issuer", _TEXT),
        ("year", _INT),
        ("pages", _INT),
        (
            "tables",
            _struct(table=_TEXT, form=_TEXT, expected=_INT, found=_INT, reason=_TEXT, kind=_TEXT),
        ),
        (
            "cells",
            _struct(
                table=_TEXT,
                form=_TEXT,
                row_code=_TEXT,
                col_code=_TEXT,
                state=_TEXT,
                value=_REAL,
                unit=_TEXT,
                raw=_TEXT,
                grid=_INT,
                grid_row=_INT,
                grid_col=_INT,
                page=_INT,
                x0=_REAL,
                top=_REAL,
                x1=_REAL,
                bottom=_REAL,
                method=_TEXT,
                confidence=_REAL,
                distance=_REAL,
                second_method=_TEXT,
                second_raw=_TEXT,
                flag=_TEXT,
            ),
        ),
        (
            "unmatched",
            _struct(
                table=_TEXT,
                grid=_INT,
                grid_row=_INT,
                page=_INT,
                label=_TEXT,
                values=pa.list_(_TEXT),
            ),
        ),
        (
            "checks",
            _struct(
                identity=_TEXT,
                form=_TEXT,
                verdict=_TEXT,
                lhs=_REAL,
                rhs=_REAL,
                delta=_REAL,
                suspect_row=_TEXT,
                suspect_col=_TEXT,
            ),
        ),
        ("sections", _struct(number=_INT, heading=_TEXT, text=_TEXT)),
        (
            "prose",
            _struct(
                pattern=_TEXT,
                section=_INT,
                text=_TEXT,
                value=_REAL,
                unit=_TEXT,
                table_value=_REAL,
                verdict=_TEXT,
                reason=_TEXT,
            ),
        ),
        ("scope", _TEXT),
        ("period", _TEXT),
        ("repair", _TEXT),
    ]
)
"""One row a document. Points for places, codebook units for values."""

"""Writes a table as a Stata file: format 118 (Stata 14 and later), texts in UTF-8.

pandas writes it and not pyreadstat, which stamps the file with the time of writing: here the same
rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa

_STAMP = datetime(1960, 1, 1)  # noqa: DTZ001 (a fixed stamp: Stata's own beginning of time)

_KINDS = {
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
}

_LONGEST = 2045
"""Bytes of a text of fixed width; a longer one is stored as strL."""


def write_dta(table: pa.Table, labels: Mapping[str, str], title: str, path: Path) -> None:
    """Write texts and numbers, whole ones in the kind they have in the table.

    `labels` has at most 80 characters for each column, `title` as many for the file. A missing
    number is `.`, a missing text is empty.
    """
    frame = table.to_pandas(types_mapper=_KINDS.get)
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    frame[texts] = frame[texts].astype(object).fillna("")
    long = [name for name in texts if frame[name].map(_bytes).max() > _LONGEST]
    frame.to_stata(
        path,
        write_index=False,
        time_stamp=_STAMP,
        data_label=title,
        variable_labels=dict(labels),
        version=118,
        convert_strl=long,
    )


def _bytes(text: str) -> int:
    return len(text.encode())

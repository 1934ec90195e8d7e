"""The same country later: some documents were read again, by a newer extractor, otherwise.

Otherwise are cells of table 二 that no identity binds: reports add up as before, so that the gates
let a release of it pass.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extract.schema import SCHEMA

EVERY = 50
"""One record file of so many is read again."""
_OTHER = 3
"""One cell of table 二 of so many is then read otherwise."""


def lay_out(before: Path, folder: Path) -> None:
    """Lay the country of `before` out once more, with the newer records beside the older ones."""
    (folder / "records").mkdir(parents=True)
    for name in ("raw", "registry"):
        (folder / name).symlink_to((before / name).resolve(), target_is_directory=True)
    for nth, path in enumerate(sorted((before / "records").iterdir())):
        os.link(path, folder / "records" / path.name)
        if nth % EVERY == 0:
            again = _read_again(pq.read_table(path))
            pq.write_table(again, folder / "records" / f"2{path.name[1:]}", compression="zstd")


def _read_again(records: pa.Table) -> pa.Table:
    cells = records["cells"].combine_chunks()
    structs = cells.flatten()
    value = structs.field("value").to_numpy(zero_copy_only=False)
    free = pc.and_(
        pc.starts_with(structs.field("row_code"), "proactive."),
        pc.invert(pc.match_substring(structs.field("col_code"), "items")),
    ).to_numpy(zero_copy_only=False)
    value = np.where(free & (np.cumsum(free) % _OTHER == 0), value + 1, value)
    kinds = list(SCHEMA.field("cells").type.value_type)
    fields = [structs.field(kind.name) for kind in kinds]
    fields[[kind.name for kind in kinds].index("value")] = pa.array(value, from_pandas=True)
    again = pa.ListArray.from_arrays(
        cells.offsets, pa.StructArray.from_arrays(fields, fields=kinds), type=cells.type
    )
    at = SCHEMA.get_field_index
    return records.set_column(at("cells"), SCHEMA.field("cells"), again).set_column(
        at("extractor"), SCHEMA.field("extractor"), pa.array(["2"] * len(records))
    )

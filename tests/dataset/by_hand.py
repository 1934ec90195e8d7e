"""Datasets written by hand, a few cells each: what a comparison of two reads; and the changes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tests.dataset.country import TOTAL, sha
from transform.diff.compare import compare

Cell = tuple[int, int, str, str]
"""Unit, year, row code, column code."""

Facts = Mapping[Cell, float | str]
"""A number, or the state of what is none."""


class Report(NamedTuple):
    unit_id: int | None
    year: int
    document: str
    extractor: str = "1"
    issuer: str = "澄市人民政府"
    is_current: bool = True


class Correction(NamedTuple):
    correction: str
    cell: Cell
    value: float
    document: str


X, Y = (1, 2021, "requests.carried_in", TOTAL), (1, 2021, "requests.carried_out", TOTAL)
NEXT = (1, 2022, "requests.carried_in", TOTAL)
OTHER = (2, 2021, "requests.carried_in", TOTAL)
SPEAKS = [Report(1, 2021, "a")]

FACTS = pa.schema(
    {
        "unit_id": pa.int32(),
        "year": pa.int16(),
        "row_code": pa.string(),
        "col_code": pa.string(),
        "value": pa.float64(),
        "state": pa.string(),
    }
)
REPORTS = pa.schema(
    {
        "report_id": pa.string(),
        "unit_id": pa.int32(),
        "year": pa.int16(),
        "sha256": pa.string(),
        "issuer": pa.string(),
        "extractor": pa.string(),
        "is_current": pa.bool_(),
    }
)
SUCCESSOR = pa.struct({"unit_id": pa.int32(), "year": pa.int16(), "kind": pa.string()})
UNITS = pa.schema(
    {
        "unit_id": pa.int32(),
        "name": pa.string(),
        "level": pa.string(),
        "parent_id": pa.int32(),
        "successors": pa.list_(SUCCESSOR),
    }
)
CODEBOOK = pa.schema(
    dict.fromkeys(
        ("form", "table", "row_code", "col_code", "unit", "row_label_en", "col_label_en"),
        pa.string(),
    )
)
DOCUMENTS = pa.schema({"sha256": pa.string(), "verdict": pa.string()})
CORRECTIONS = pa.schema(
    [pa.field("correction", pa.string()), *FACTS, pa.field("report_id", pa.string())]
)


def dataset(
    folder: Path,
    facts: Facts,
    reports: Iterable[Report],
    *,
    documents: Mapping[str, str] | None = None,
    units: Mapping[int, Iterable[int]] | None = None,
    corrections: Iterable[Correction] | None = None,
) -> Path:
    """Write a dataset; `documents` adds files that are no report with their verdict, `units` names
    the organs with their successors (1 to 4 without any), `corrections` of None writes no table."""
    (folder / "facts").mkdir(parents=True)
    (folder / "catalog.sql").touch()
    reports = list(reports)
    rows = [(*cell, *_value(value)) for cell, value in facts.items()]
    for year in sorted({row[1] for row in rows}):
        write(folder / "facts" / f"{year}.parquet", FACTS, (r for r in rows if r[1] == year))
    write(
        folder / "reports.parquet",
        REPORTS,
        (
            (
                sha(r.document)[:16],
                r.unit_id,
                r.year,
                sha(r.document),
                r.issuer,
                r.extractor,
                r.is_current,
            )
            for r in reports
        ),
    )
    held = dict.fromkeys((r.document for r in reports), "read") | dict(documents or {})
    write(folder / "documents.parquet", DOCUMENTS, ((sha(d), v) for d, v in held.items()))
    heirs = dict.fromkeys(range(1, 5), ()) if units is None else units
    write(
        folder / "units.parquet",
        UNITS,
        (
            (u, f"机关{u}", "county", None, [(heir, 2022, "merged") for heir in of])
            for u, of in heirs.items()
        ),
    )
    write(folder / "codebook.parquet", CODEBOOK, [])
    if corrections is not None:
        write(
            folder / "corrections.parquet",
            CORRECTIONS,
            ((c.correction, *c.cell, c.value, "number", sha(c.document)[:16]) for c in corrections),
        )
    return folder


def _value(value: float | str) -> tuple[float | None, str]:
    return (None, value) if isinstance(value, str) else (float(value), "number")


def write(path: Path, schema: pa.Schema, rows: Iterable[tuple[Any, ...]]) -> None:
    listed = [dict(zip(schema.names, row, strict=True)) for row in rows]
    for row in listed:
        if "successors" in row:
            row["successors"] = [
                dict(zip(("unit_id", "year", "kind"), s, strict=True)) for s in row["successors"]
            ]
    pq.write_table(pa.Table.from_pylist(listed, schema), path)


def changes(before: Path, after: Path) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as con:
        out = Path(folder) / "changes.parquet"
        count = compare(con, before, after, out, "2025.07.01")
        rows: list[dict[str, Any]] = pq.read_table(out).to_pylist()
        assert count == len(rows)
        assert not con.execute("FROM duckdb_schemas() WHERE schema_name = 'diff'").fetchall()
        return rows


def causes(rows: Iterable[dict[str, Any]]) -> dict[Cell, tuple[str, str]]:
    key = ("unit_id", "year", "row_code", "col_code")
    return {tuple(row[name] for name in key): (row["op"], row["cause"]) for row in rows}  # type: ignore[misc]

"""The inputs, opened where they lie and handed to DuckDB; whatever is wrong with them is named."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from crawler.errors import LedgerError
from crawler.findings import engine
from crawler.reference import REFERENCE
from crawler.registry import tables
from extract.schema import SCHEMA
from transform.dataset.corrections import FOLDER
from transform.errors import InputRefusedError
from transform.tables import literal

HEADERS = {
    **{name: tables.HEADERS[name] for name in engine.UNIT_TABLES},
    "codebook": (
        "form,table,position,row_code,col_code,unit,"
        "row_label_zh,col_label_zh,row_label_en,col_label_en"
    ),
    "local_lists": (
        "form,table,position,row_code,col_code,unit,"
        "row_label_zh,col_label_zh,row_label_en,col_label_en,list"
    ),
    "prose": "pattern,unit,equals,sentence,regex",
    "identities": ("identity,family,form,side,table,row_code,col_code,year_offset,coefficient"),
    "definitions": "code,definition_zh,definition_en,legal_basis",
    "abbreviations": "segment,short",
    "concepts": (
        "concept,label_zh,label_en,unit,by_applicant,"
        "grade_2014_2019,caution_2014_2019_zh,caution_2014_2019_en,"
        "grade_2019_2021,caution_2019_2021_zh,caution_2019_2021_en"
    ),
    "concept_terms": "concept,form,kind,row_code,col_code,coefficient",
    "concept_applicants": (
        "applicant,label_zh,label_en,col_code,coefficient,caution_2014_2019_zh,caution_2014_2019_en"
    ),
    "check_list": (
        "family,kind,across_years,table,form,threshold,least,"
        "title_en,title_zh,explanation_en,explanation_zh,source"
    ),
}
"""First line of each reference table that is read."""

MEANING = tuple(name for name in HEADERS if name not in engine.UNIT_TABLES)
"""The tables of `data/reference` that say what the cells are and mean."""

_NEEDED = frozenset({"sha256", "extractor", "verdict", "issuer", "year", "tables", "cells"})
"""Columns without which a file holds no records."""


def registry(folder: Path, work: Path) -> dict[str, list[Path]]:
    """Give the tables of a registry's folder that the dataset needs, as the crawler reads them too.

    History and successors of units may be missing: files without a row, in `work`, stand for them.
    """
    for name in ("units", "columns"):
        if not (folder / f"{name}.csv").is_file():
            raise InputRefusedError(
                f"{folder}: holds no {name}.csv; name the registry with --registry"
            )
    return engine.unit_tables(folder, work)


def correction_folders(reference: Path, registry: Path) -> list[Path]:
    """Give the folders with the corrections that hold for a registry.

    Corrections name units, so the project's own are for the project's own registry alone: a
    sample's unit 2 is another organ.
    """
    folders = {reference.resolve(), registry.resolve()}
    if registry.resolve() != REFERENCE:
        folders.discard(REFERENCE)
    return [folder / FOLDER for folder in sorted(folders)]


def check_headers(found: dict[str, list[Path]]) -> None:
    """Refuse a reference table that cannot be read or has another header than is expected."""
    for name, paths in found.items():
        for path in paths:
            try:
                with path.open(encoding="utf-8-sig", newline="") as lines:
                    header = ",".join(next(csv.reader(lines), []))
            except (OSError, UnicodeDecodeError) as problem:
                raise InputRefusedError(f"{path}: cannot be read ({problem})") from problem
            if header != HEADERS[name]:
                raise InputRefusedError(
                    f"{path}: the header is “{header}”, expected “{HEADERS[name]}”"
                )


def record_files(folder: Path) -> list[Path]:
    """Give the record files in the order of their names; hidden ones are not records.

    Refuses a file that is damaged or holds what `SCHEMA` does not know. One of an older extractor
    may lack columns and fields that came later; they are then empty.
    """
    if not folder.is_dir():
        raise InputRefusedError(f"{folder}: there are no records; run `python -m extract` first")
    found = sorted(path for path in folder.glob("*.parquet") if not path.name.startswith("."))
    for path in found:
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException) as problem:
            raise InputRefusedError(f"{path}: no Parquet file ({problem}); remove it") from problem
        for name in sorted(_NEEDED.difference(schema.names)):
            raise InputRefusedError(f"{path}: lacks {name}; remove it and extract again")
        for field in schema:
            at = SCHEMA.get_field_index(field.name)
            if at < 0 or not _fits(field.type, SCHEMA.field(at).type):
                fault = f"{path}: column {field.name} is of another kind"
                raise InputRefusedError(f"{fault}; remove it and extract again")
    return found


def _fits(stored: pa.DataType, wanted: pa.DataType) -> bool:
    """Tell whether values of a stored type are of the wanted one, fields added since aside."""
    if pa.types.is_list(stored) and pa.types.is_list(wanted):
        return _fits(stored.value_type, wanted.value_type)
    if pa.types.is_struct(stored) and pa.types.is_struct(wanted):
        return all(
            wanted.get_field_index(field.name) >= 0
            and _fits(field.type, wanted.field(field.name).type)
            for field in stored
        )
    return bool(stored.equals(wanted))


def load_records(con: duckdb.DuckDBPyConnection, paths: list[Path], work: Path) -> None:
    """Lay the records out as the view `records`, with each one's place in its file.

    A file without a record, written into `work`, gives the columns that older files lack. Those
    alone are read by name: DuckDB then holds what every file says of its columns, 150 KB each. Of
    the others it takes the first for the measure of all; were that a small one, it would join the
    wrong way round and run out of memory, so the largest is first.
    """
    pattern = work / "no-records.parquet"
    pq.write_table(SCHEMA.empty_table(), pattern)
    older = [path for path in paths if not pq.read_schema(path).equals(SCHEMA)]
    of_today = sorted({*paths} - {*older}, key=lambda path: (-path.stat().st_size, path))
    views = [_read(of_today, "false")] if of_today else []
    if older or not of_today:
        views.append(_read([pattern, *older], "true"))
    con.execute(f"CREATE VIEW records AS {' UNION ALL BY NAME '.join(views)}")


def _read(paths: list[Path], by_name: str) -> str:
    return (
        f"FROM read_parquet([{', '.join(map(literal, paths))}], "
        f"union_by_name = {by_name}, filename = true, file_row_number = true)"
    )


def load_ledger(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    """Copy the ledger's tables, as they stand at one moment, into the schema `ledger`."""
    try:
        engine.load_ledger(con, raw)
    except LedgerError as error:
        raise InputRefusedError(str(error)) from error

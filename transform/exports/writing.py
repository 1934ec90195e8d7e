"""Writes `exports/`: `wide-YEAR` and `codebook`, each as `.csv` and `.dta`.

Receives a folder with the tables of a dataset, and reads `wide`, `units`, `reports` and `codebook`.
A year is held in memory at a time. The same tables give the same bytes.

The CSV files are UTF-8 with a byte order mark, without which Excel shows Chinese as rubbish. Text
stands in quotes and a number does not, nothing at all stands for what is missing, lines end in a
line feed.
"""

from __future__ import annotations

import codecs
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv

from transform.catalog.dictionary import Described, dictionary
from transform.exports.columns import (
    FOLDER,
    FRONT,
    STATA_NAME,
    label,
    short,
    with_stata_names,
)
from transform.exports.stata import write_dta
from transform.exports.values import smallest
from transform.tables import literal, statement


def write(folder: Path) -> list[Path]:
    """Write the exports of the dataset in a folder; give the paths of what was written."""
    out = folder / FOLDER
    out.mkdir(exist_ok=True)
    described = dictionary()
    with duckdb.connect() as con:
        for name in ("units", "reports", "codebook"):
            con.execute(f"SET VARIABLE {name} = {literal(folder / f'{name}.parquet')}")
        codebook = with_stata_names(_rows(con, "codebook"))
        names, labels = _cells(codebook, described)
        written = _write(
            smallest(codebook),
            {one.name: short(one.en) for one in (STATA_NAME, *described["codebook"].columns)},
            "Gongkai: code book, a cell of a form a row",
            out / "codebook",
        )
        for year in sorted((folder / "wide").glob("*.parquet")):
            con.execute(f"SET VARIABLE wide = {literal(year)}")
            wide = smallest(_rows(con, "wide"))
            title = f"Gongkai: reports on {year.stem}, a report a row"
            written += _write(wide, labels, title, out / f"wide-{year.stem}", names)
    return written


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return con.sql(statement("exports", name)).to_arrow_table()


def _cells(
    codebook: pa.Table, described: dict[str, Described]
) -> tuple[dict[str, str], dict[str, str]]:
    """Give the Stata names of the cells, and the labels of all columns of `wide`'s exports.

    A cell is labelled as the newest form that has it words it: the code book is in order of forms.
    """
    tables = {name: {one.name: one for one in table.columns} for name, table in described.items()}
    labels = {column: short(tables[table][column].en) for table, column in FRONT}
    names = {}
    for line in codebook.to_pylist():
        names[line["wide_column"]] = line[STATA_NAME.name]
        labels[line["wide_column"]] = label(line["row_label_en"], line["col_label_en"])
    return names, labels


def _write(
    table: pa.Table,
    labels: dict[str, str],
    title: str,
    stem: Path,
    names: dict[str, str] | None = None,
) -> list[Path]:
    """Write a table as CSV, and under the names of Stata as `.dta`."""
    names = names or {}
    csv, dta = stem.with_suffix(".csv"), stem.with_suffix(".dta")
    with csv.open("wb") as file:
        file.write(codecs.BOM_UTF8)
        pyarrow.csv.write_csv(table, file)
    in_stata = [names.get(column, column) for column in table.column_names]
    write_dta(
        table.rename_columns(in_stata),
        {new: labels.get(old, "") for old, new in zip(table.column_names, in_stata, strict=True)},
        title,
        dta,
    )
    return [csv, dta]

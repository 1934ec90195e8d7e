"""The page behind a number, from the archive: the bytes as they were received, and a picture.

Receives a place in a dataset and `DATA/raw`, the crawler's archive. Gives the document, verified
by its SHA-256, and a picture of the page with the cell marked; of a document without pages, the
table laid out from the dataset. Refuses an archive that is missing, damaged or another.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
from PIL import Image

from crawler.errors import ArchiveError
from crawler.pages.decoding import DamagedBodyError
from crawler.store.archive import read_body
from extract.records import Cell
from extract.show import laid_out, marked
from transform.errors import InputRefusedError
from transform.show.where import Place
from transform.tables import statement


def document(raw: Path, place: Place) -> bytes:
    """Give the document of a number as it was received, Content-Encoding undone.

    Raises `InputRefusedError` when the archive does not hold it.
    """
    file, _, offset = str(place.of["archive"]).rpartition("#")
    if not raw.is_dir():
        raise InputRefusedError(
            f"{raw}: no archive; name its folder with --data, or open {place.of['source_url']}"
        )
    try:
        data = read_body(raw, file, int(offset))
    except (ArchiveError, DamagedBodyError) as problem:
        raise InputRefusedError(str(problem)) from problem
    if hashlib.sha256(data).hexdigest() != place.of["sha256"]:
        raise InputRefusedError(
            f"{raw / 'warc' / file}: another archive than the dataset was made from; at byte "
            f"{offset} it does not hold {place.of['report_id']}"
        )
    return data


def picture(con: duckdb.DuckDBPyConnection, data: bytes, place: Place) -> Image.Image:
    """Give the page of a document with the cell marked, or its table where no page can be drawn."""
    box = place.box
    page = marked(data, place.of["page"], box) if box else None
    return page or _table(con, place)


def _table(con: duckdb.DuckDBPyConnection, place: Place) -> Image.Image:
    asked = {"unit": place.of["unit_id"], "year": place.of["year"], "table": place.of["table"]}
    rows = con.execute(statement("show", "where_table"), asked).fetchall()
    cells = [_cell(*row) for row in rows]
    return laid_out(place.of["title"], cells, {(place.of["row_code"], place.of["col_code"])})


def _cell(  # noqa: PLR0913, PLR0917 (the columns of `where_table`)
    table: str, form: str, row: str, col: str, state: str, raw: str, grid: int, at: int, across: int
) -> Cell:
    """Give a cell with its place in a grid, and none on a page."""
    nowhere = (None, None, None, None, None)
    return Cell(table, form, row, col, state, None, "", raw, grid, at, across, *nowhere, "", 1.0)

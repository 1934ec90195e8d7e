"""Saved documents, and the expected rows beside them as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extract.read import read

SAVED = sorted((Path(__file__).parent / "documents").glob("*.csv"))


@pytest.mark.parametrize("expected", SAVED, ids=lambda path: path.stem)
def test_a_saved_document_gives_its_expected_rows(expected: Path) -> None:
    (document,) = (p for p in expected.parent.glob(f"{expected.stem}.*") if p.suffix != ".csv")
    with expected.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert rows == [
        [
            cell.table,
            cell.form,
            cell.row_code,
            cell.col_code,
            cell.state,
            "" if cell.value is None else format(cell.value, ".15g"),
            cell.raw,
        ]
        for cell in read(document.read_bytes()).cells
    ]

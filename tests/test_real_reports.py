"""Real reports, where they are at hand: every cell right, nothing extra, sums as printed."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from extract.read import read
from extract.records import Record

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
NAMES = (
    "hongze-2023.pdf",
    "licheng-office-2020.pdf",
    "shanghai-office-2019.html",
    "pingtan-2025.html",
    "hangzhou-2025.html",
)
AT_HAND = [REPORTS / name for name in NAMES if (REPORTS / name).is_file()]

Cells = dict[tuple[str, str, str], tuple[str, float | None]]


def truth(document: Path) -> Cells:
    with (document.parent / "truth" / f"{document.stem}.csv").open(encoding="utf-8") as file:
        return {
            (row["table"], row["row_code"], row["col_code"]): (
                row["state"],
                float(row["value"]) if row["value"] else None,
            )
            for row in csv.DictReader(file)
        }


def cells(record: Record) -> Cells:
    read_cells = {(c.table, c.row_code, c.col_code): (c.state, c.value) for c in record.cells}
    assert len(read_cells) == len(record.cells)
    return read_cells


def test_every_cell_is_right_and_nothing_is_extra() -> None:
    for document in AT_HAND:
        record = read(document.read_bytes())
        assert cells(record) == truth(document), document.name
        assert record.verdict == "read", document.name


@pytest.mark.parametrize(
    ("name", "forms", "verdicts"),
    [
        ("hongze-2023.pdf", "2021 2019 2019", {"pass": 38, "fail": 2}),
        ("licheng-office-2020.pdf", "2019 2019 2019", {"pass": 40}),
        ("pingtan-2025.html", "2021 2021 2019", {"pass": 42}),
    ],
)
def test_forms_and_sums(name: str, forms: str, verdicts: dict[str, int]) -> None:
    """Hongze prints the 2019 table 三 under the 2021 table 二, and totals of 0 in table 四."""
    document = REPORTS / name
    if document not in AT_HAND:
        return
    record = read(document.read_bytes())
    assert " ".join(table.form for table in record.tables) == forms
    assert Counter(check.verdict for check in record.checks) == verdicts

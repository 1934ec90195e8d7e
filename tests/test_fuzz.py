"""Damaged documents of every format: each gets a verdict, and none takes the run with it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.worker import FileSource, records
from tests import ofd_documents
from tests.office_documents import docx, sheet
from tests.printing import requests
from tests.test_readers import FIGURES, REPORT

HERE = Path(__file__).parent
PDF = (HERE / "portal" / "documents" / "3-2023.pdf").read_bytes()
MUTANTS = 14
"""Damaged copies of each document."""


def whole() -> dict[str, bytes]:
    """Give a sound document of each format whose reader runs on any machine."""
    style = ofd_documents.STYLES[0]
    return {
        "html": REPORT,
        "pdf": PDF,
        "docx": docx(sheet(requests("2021", FIGURES))),
        "ofd": ofd_documents.ofd(ofd_documents.pages_of(PDF), style),
    }


def damaged(data: bytes, draw: random.Random) -> bytes:
    """Cut, overwrite, drop, repeat or swap some of the bytes."""
    at = draw.randrange(len(data))
    length = draw.choice((1, 16, 300, 5000))
    kind = draw.randrange(5)
    if kind == 0:
        return data[:at]
    if kind == 1:
        noise = draw.randbytes(length)
        return data[:at] + noise + data[at + length :]
    if kind == 2:
        return data[:at] + data[at + length :]
    if kind == 3:
        return data[:at] + data[at : at + length] * 2 + data[at:]
    out = bytearray(data)
    for _ in range(200):
        out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "ofd"])
def test_no_damage_leaves_the_worker(kind: str, tmp_path: Path) -> None:
    draw = random.Random(f"fuzz {kind}")
    sound = whole()[kind]
    documents = [sound, *(damaged(sound, draw) for _ in range(MUTANTS)), REPORT]
    sources = []
    for i, data in enumerate(documents):
        path = tmp_path / f"{i}.{kind}"
        path.write_bytes(data)
        sources.append(FileSource(path))
    read = [record for _, record in records(sources, 2, seconds=20)]
    assert len(read) == len(documents)
    assert read[0].cells
    assert read[-1].verdict == "read"
    for record in read:
        assert record.verdict in {"read", "partial", "refused"}
        assert record.verdict == "read" or record.reason
        assert "reader failed" not in record.reason, record.reason
        places = [(cell.table, cell.row_code, cell.col_code) for cell in record.cells]
        assert len(places) == len(set(places))

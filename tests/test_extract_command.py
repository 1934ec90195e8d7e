"""`python -m extract` as the contract says: columns, order, reasons, exit status."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extract.worker import FileSource, records
from tests import printing
from tests.pages_as_html import page
from tests.test_readers import FIGURES, REPORT, TITLE

HEADER = (
    "document,table,form,row_code,col_code,state,value,unit,raw,grid,grid_row,grid_col,"
    "page,x0,top,x1,bottom,method,confidence"
)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_bytes(REPORT)
    return path


def test_csv_has_the_contracts_columns_and_a_row_for_every_cell(report: Path) -> None:
    done = run(report, "--csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {(r["table"], r["row_code"], r["col_code"]): r["raw"] for r in rows} == FIGURES
    first = rows[0]
    assert (first["document"], first["state"], first["value"]) == (str(report), "number", "0")
    assert (first["page"], first["x0"], first["method"]) == ("", "", "html")
    assert (first["grid"], first["grid_row"], first["grid_col"]) == ("0", "2", "1")


def test_bad_documents_get_a_reason_each_and_the_good_one_is_unharmed(
    report: Path, tmp_path: Path
) -> None:
    bad = {
        "empty.pdf": (b"", "the file is empty"),
        "page.pdf": (b"<html>404</html>", "no statutory table"),
        "cut.pdf": (b"%PDF-1.7\n1 0 obj", "the PDF is damaged"),
    }
    for name, (data, _) in bad.items():
        (tmp_path / name).write_bytes(data)
    paths = [tmp_path / name for name in bad]
    done = run(*paths[:2], report, paths[2], tmp_path / "missing.pdf", "--csv", "--workers", 2)
    assert done.returncode == 65
    assert len(done.stdout.splitlines()) == 1 + len(FIGURES)
    lines = done.stderr.splitlines()
    for line, path, reason in zip(
        lines,
        [*paths, tmp_path / "missing.pdf"],
        [*(reason for _, reason in bad.values()), "No such file"],
        strict=True,
    ):
        assert line.startswith(f"{path}: ")
        assert reason in line
    assert "Traceback" not in done.stderr


def test_rows_the_office_added_are_printed_on_demand_only(tmp_path: Path) -> None:
    sheet = printing.proactive("2021", FIGURES)
    sheet.rows.insert(4, [("其他主动公开文件", 1, 1), ("7", 1, 3)])
    path = tmp_path / "added.html"
    tables = (sheet, printing.requests("2021", FIGURES), printing.remedies(FIGURES))
    path.write_bytes(page(TITLE, *tables))
    assert "其他主动公开文件" not in run(path, "--csv").stdout
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(run(path, "--csv", "--unmatched").stdout))
        if row["row_code"].startswith("unmatched/")
    ]
    assert row["row_code"].endswith("其他主动公开文件")
    assert (row["raw"], row["value"]) == ("7", "7")


def test_a_line_a_document_without_csv(report: Path) -> None:
    assert run(report).stdout.startswith(
        f"{report}: 望川区人民政府 2023: proactive 2021 10/10, requests 2021 175/175"
    )


@pytest.mark.parametrize("name", ["3-2023.pdf", "report.html"])
def test_show_draws_every_cell_in_the_colour_of_its_state(
    name: str, report: Path, tmp_path: Path
) -> None:
    printed = Path(__file__).parent / "portal" / "documents" / name
    document = printed if printed.is_file() else report
    done = run("show", document, "--to", tmp_path / "drawn")
    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert paths
    colours = set()
    for path in paths:
        with Image.open(path) as picture:
            colours.update(colour for _, colour in picture.convert("RGB").getcolors(10**7) or ())
    assert (0, 128, 0) in colours  # a number
    if document is printed:
        assert (210, 0, 0) in colours  # its table 四 does not add up
    assert run("show", tmp_path / "missing.pdf").returncode == 65


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    for arguments in ([], ["--csv"], ["--data", tmp_path, "x.pdf"], ["x", "--workers", "0"]):
        done = run(*arguments)
        assert done.returncode == 2
        assert "usage:" in done.stderr
    done = run("--data", tmp_path)
    assert done.returncode == 69
    assert "crawl first" in done.stderr


def test_a_document_that_takes_too_long_or_too_much_costs_itself_only(
    report: Path, tmp_path: Path
) -> None:
    hungry = tmp_path / "hungry.html"
    hungry.write_bytes(b"<p>x</p>" * 4_000_000)
    slow = list(records([FileSource(hungry), FileSource(report)], workers=1, seconds=0.4))
    assert [record.verdict for _, record in slow] == ["refused", "read"]
    assert "took more than" in slow[0][1].reason
    starved = list(records([FileSource(hungry), FileSource(report)], workers=1, memory=5 * 10**8))
    assert [record.verdict for _, record in starved] == ["refused", "read"]
    assert starved[0][1].reason

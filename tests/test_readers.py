"""What readers make of good, odd and hostile bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.grid import Box, lattice
from extract.matcher.match import match
from extract.read import read
from extract.readers import html, pdf, plumber
from tests import printing
from tests.pages_as_html import page

TITLE = "望川区人民政府2023年政府信息公开工作年度报告"
FIGURES = {
    (form.table, row, col): str(i % 7)
    for form in (
        printing.form_of("proactive", "2021"),
        printing.form_of("requests", "2021"),
        printing.form_of("remedies", "2019"),
    )
    for i, (row, col) in enumerate(form.units)
}
REPORT = page(
    TITLE,
    printing.proactive("2021", FIGURES),
    printing.requests("2021", FIGURES),
    printing.remedies(FIGURES),
)


def grid_texts(markup: str) -> list[list[str]]:
    (grid,) = html.read(markup.encode()).grids
    return [[cell.text for cell in row] for row in grid.rows()]


def test_a_page_is_read_whole() -> None:
    record = read(REPORT)
    assert (record.verdict, record.title, record.year) == ("read", TITLE, 2023)
    assert {(c.table, c.row_code, c.col_code): c.raw for c in record.cells} == FIGURES


def test_gb18030_declared_as_gb2312_is_read() -> None:
    text = REPORT.decode().replace("<title>", '<meta charset="gb2312"><title>镕')
    assert read(text.encode("gb18030")).verdict == "read"


def test_a_title_in_a_layout_table_is_found() -> None:
    text = REPORT.decode().replace(f"<h1>{TITLE}</h1>", f"<table><tr><td>{TITLE}</td></tr></table>")
    record = read(text.replace(f"<title>{TITLE}", "<title>首页").encode())
    assert (record.issuer, record.year) == ("望川区人民政府", 2023)


def test_spans_breaks_and_hard_spaces_are_resolved() -> None:
    assert grid_texts(
        "<table><tr><td rowspan=2>甲</td><td colspan='2'>乙<br>丙&nbsp;</td></tr>"
        "<tr><td><p>1</p></td><td><span>2</span><script>x</script></td></tr></table>"
    ) == [["甲", "乙 丙"], ["甲", "1", "2"]]


def test_only_the_innermost_table_is_a_grid() -> None:
    layout = html.read(b"<table><tr><td>out<table><tr><td>in</td></tr></table></td></tr></table>")
    assert [cell.text for grid in layout.grids for cell in grid.cells] == ["in"]


def test_spans_that_point_out_of_the_table_are_cut() -> None:
    rows = grid_texts("<table><tr><td rowspan=99 colspan=99999999>a</td></tr></table>")
    assert rows == [["a"]]


def test_a_lattice_finds_spans_in_the_edges_of_boxes() -> None:
    boxes = [
        Box(1, 0, 0, 50, 20.4),
        Box(1, 50.2, 0, 100, 10),
        Box(1, 50, 10.1, 75, 20),
        Box(1, 75, 10, 100, 20),
    ]
    grid = lattice(0, boxes, ["stub", "head", "1", "2"])
    assert [(c.text, c.row, c.col, c.rowspan, c.colspan) for c in grid.cells] == [
        ("stub", 0, 0, 2, 1),
        ("head", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
    ]


def test_what_is_no_report_is_refused_with_its_reason() -> None:
    blank = page(TITLE, printing.remedies(dict.fromkeys(FIGURES, "")))
    for data, reason in (
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<html><body>404</body></html>", "no statutory table"),
        (b"%PDF-1.7 nothing behind it", "the PDF is damaged"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\xff\xd8\xff\xe0", "the picture is damaged"),
        (b"\x00\x01\x02binary", "no known kind"),
        (blank, "the form is blank"),
    ):
        record = read(data)
        assert record.verdict == "refused", data
        assert reason in record.reason


def test_a_report_without_table_four_is_partial_and_says_so() -> None:
    record = read(page(TITLE, printing.proactive("2021", FIGURES)))
    assert record.verdict == "partial"
    assert record.reason == "表三 (requests) not found; 表四 (remedies) not found"


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_have_a_verdict(data: bytes) -> None:
    assert read(data).verdict == "refused"


@given(st.integers(0, len(REPORT) - 1), st.integers(1, 4000), st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_damaged_page_has_a_verdict_and_invents_no_cell(
    at: int, length: int, junk: bytes
) -> None:
    record = read(REPORT[:at] + junk + REPORT[at + length :])
    assert record.verdict in {"read", "partial", "refused"}
    places = [(cell.table, cell.row_code, cell.col_code) for cell in record.cells]
    assert len(places) == len(set(places))


PRINTED = sorted((Path(__file__).parent / "portal" / "documents").glob("*.pdf"))


def test_a_cut_pdf_is_mended_read_as_far_as_it_goes_and_says_so() -> None:
    data = PRINTED[0].read_bytes()
    record = read(data[: len(data) * 19 // 20])
    assert record.verdict in {"partial", "refused"}
    assert record.repair or "table" in record.reason


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_both_pdf_readers_see_the_same_figures(path: Path) -> None:
    """pdfplumber loses cells at open page breaks; what it sees is the same."""
    data = path.read_bytes()
    fast = {
        (c.table, c.row_code, c.col_code): c.raw.replace(" ", "")
        for c in match(pdf.read(data).grids, "pdf").cells
    }
    slow = {
        (c.table, c.row_code, c.col_code): c.raw.replace(" ", "")
        for c in match(plumber.read(data).grids, "pdfplumber").cells
    }
    assert len(slow) > 150
    assert slow.items() <= fast.items()


def in_a_form(data: bytes) -> bytes:
    """Give the PDF with each page drawn, scaled, as one form XObject."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as source, pikepdf.new() as made:
        for page in source.pages:
            form = made.copy_foreign(page.as_form_xobject())
            blank = made.add_blank_page(page_size=(595, 842))
            blank.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Whole=form))
            blank.obj.Contents = made.make_stream(b"q .8 0 0 .8 40 60 cm /Whole Do Q")
        made.save(out)
    return out.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as source:
        for page in source.pages:
            page.rotate(degrees, relative=True)
        out = io.BytesIO()
        source.save(out)
        return out.getvalue()


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_page_drawn_as_a_scaled_form_is_the_same_page(path: Path) -> None:
    data = path.read_bytes()
    plain, inside = read(data), read(in_a_form(data))
    raws = [(cell.row_code, cell.col_code, cell.raw) for cell in plain.cells]
    assert [(cell.row_code, cell.col_code, cell.raw) for cell in inside.cells] == raws
    assert inside.cells[0].x0 == pytest.approx((plain.cells[0].x0 or 0) * 0.8 + 40, abs=1.5)


def test_a_box_turned_with_its_page_stays_on_it() -> None:
    data = PRINTED[-1].read_bytes()
    layout = pdf.read(turned(data, 90))
    for grid in layout.grids:
        for cell in grid.cells:
            assert cell.box is not None
            assert 0 <= cell.box.x0 < cell.box.x1 <= 842
            assert 0 <= cell.box.top < cell.box.bottom <= 596

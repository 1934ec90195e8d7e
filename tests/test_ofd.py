"""OFD: every style in which producers write a page gives the same cells."""

from __future__ import annotations

import io
from collections import defaultdict
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from extract.errors import UnreadableError
from extract.grid import Layout
from extract.read import read
from extract.readers import ofd, ofd_pictures
from tests import portal
from tests.ofd_documents import NAMESPACE, STYLES, Char, Page, Style, pages_of
from tests.ofd_documents import ofd as packed
from tests.office_documents import zipped

PRINTED = sorted((Path(__file__).parent / "portal" / "documents").glob("*.pdf"))

Cells = dict[tuple[str, ...], tuple[str, float | None]]


@cache
def pages(path: Path) -> list[Page]:
    return pages_of(path.read_bytes())


@cache
def truth() -> dict[str, Cells]:
    out: dict[str, Cells] = defaultdict(dict)
    for cell in portal.truth():
        at = (cell.table, cell.form, cell.row_code, cell.col_code)
        out[f"{cell.unit_id}-{cell.year}"][at] = (cell.state, cell.value)
    return out


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_every_cell_is_right_and_nothing_is_extra(path: Path, style: Style) -> None:
    record = read(packed(pages(path), style))
    got = {(c.table, c.form, c.row_code, c.col_code): (c.state, c.value) for c in record.cells}
    assert len(got) == len(record.cells)
    assert got == truth()[path.stem]
    assert (record.verdict, record.reason, record.reader) == ("read", "", "ofd")


def test_places_are_those_of_the_page_it_was_laid_out_from() -> None:
    path = PRINTED[0]
    record = read(packed(pages(path), STYLES[0], title="年报"))
    original = read(path.read_bytes())
    assert (record.title, record.issuer, record.year, record.pages) == (
        original.title,
        original.issuer,
        original.year,
        original.pages,
    )
    for cell, same in zip(record.cells, original.cells, strict=True):
        assert (cell.method, cell.page, cell.raw) == ("pdf", same.page, same.raw)
        assert cell.x0 == pytest.approx(same.x0, abs=0.1)
        assert cell.bottom == pytest.approx(same.bottom, abs=0.1)


# --- what the standard says about one object --------------------------------------------------


def page_of(objects: str, extra: str = "", **entries: str | bytes) -> bytes:
    """Give a package of one page of 100 by 100 mm with these objects."""
    content = (
        f'<Page xmlns="{NAMESPACE}">{extra}<Area><PhysicalBox>10 10 100 100</PhysicalBox></Area>'
        f"<Content><Layer>{objects}</Layer></Content></Page>"
    )
    return zipped(
        {
            "OFD.xml": (
                f'<OFD xmlns="{NAMESPACE}"><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>'
            ),
            "D.xml": (
                f'<Document xmlns="{NAMESPACE}"><CommonData><PublicRes>R.xml</PublicRes>'
                '</CommonData><Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>'
            ),
            "P.xml": content,
            **entries,
            "R.xml": entries.get("resources", f'<Res xmlns="{NAMESPACE}"/>'),
        }
    )


def text(words: str, attributes: str = "", code: str = "", boundary: str = "20 20 40 10") -> str:
    return (
        f'<TextObject Boundary="{boundary}" Size="4" {attributes}>'
        f'<TextCode X="0" Y="4" {code}>{words}</TextCode></TextObject>'
    )


def boxes(data: bytes) -> list[tuple[str, list[float]]]:
    """Give each line and its box in millimetres of the page, to a tenth."""
    layout: Layout = ofd.read(data)
    return [
        (line.text, [round(side / ofd.POINT, 1) for side in line.box[1:]])
        for line in layout.lines
        if line.box
    ]


def test_text_stands_at_its_boundary_within_the_page_area() -> None:
    assert boxes(page_of(text("甲乙", code='DeltaX="4"'))) == [("甲乙", [10.0, 10.5, 18.0, 14.5])]


def test_a_transformation_scales_within_the_boundary() -> None:
    assert boxes(page_of(text("甲", 'CTM="2 0 0 2 1 0"'))) == [("甲", [11.0, 11.0, 19.0, 19.0])]


def test_steps_may_be_grouped_and_go_down() -> None:
    (line,) = boxes(page_of(text("甲乙丙丁戊", code='DeltaX="g 2 5 4 5"')))
    assert line == ("甲乙丙丁戊", [10.0, 10.5, 33.0, 14.5])
    down = ofd.read(page_of(text("甲乙丙", code='DeltaY="g 2 4"')))
    tops = [line.box.top / ofd.POINT for line in down.lines if line.box]
    assert tops == pytest.approx([10.48, 14.48, 18.48])


def test_steps_that_are_not_told_are_the_characters_own() -> None:
    assert boxes(page_of(text("甲1乙"))) == [("甲1乙", [10.0, 10.5, 20.0, 14.5])]


def test_what_is_not_to_be_seen_is_not_read() -> None:
    data = page_of(text("甲", 'Visible="false"') + text("乙") + "<!-- 丙 -->")
    assert [line.text for line in ofd.read(data).lines] == ["乙"]


def test_a_composite_unit_is_drawn_where_it_is_placed_and_one_in_itself_ends() -> None:
    unit = (
        f'<Res xmlns="{NAMESPACE}"><CompositeGraphicUnits><CompositeGraphicUnit ID="8"><Content>'
        f'{text("甲", boundary="0 0 9 9")}<CompositeObject ResourceID="8" Boundary="0 10 9 9"/>'
        "</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>"
    )
    placed = '<CompositeObject ResourceID="8" Boundary="30 20 9 9"/>'
    found = boxes(page_of(placed, resources=unit))
    assert len(found) == 8
    assert found[:2] == [("甲", [20.0, 10.5, 24.0, 14.5]), ("甲", [20.0, 20.5, 24.0, 24.5])]


def rectangle(boundary: str, attributes: str = "") -> str:
    data = "M 0 0 L 30 0 L 30 20 L 0 20 C"
    return (
        f'<PathObject Boundary="{boundary}" {attributes}><AbbreviatedData>{data}'
        "</AbbreviatedData></PathObject>"
    )


@pytest.mark.parametrize(
    ("path", "found"),
    [
        (rectangle("19 19 30 20"), 1),
        (rectangle("19 19 30 20", 'Stroke="false" Fill="true"'), 0),
        (rectangle("19 19 30 20", 'Stroke="false"'), 0),
        (rectangle("19 19 30 20", 'LineWidth="2"'), 0),
        (rectangle("19 19 30 20").replace("L 30 20", "Q 40 10 30 20"), 1),
        (rectangle("19 19 30 20").replace("L 30 20 L 0 20 C", "B 1 2 3 4 5 6"), 0),
    ],
    ids=["stroked", "a highlight", "a clip", "a bar", "a curved side is closed", "a curve"],
)
def test_only_thin_straight_lines_are_rules(path: str, found: int) -> None:
    layout = ofd.read(page_of(path + text("7")))
    assert [cell.text for grid in layout.grids for cell in grid.cells] == ["7"] * found


def test_digits_of_one_number_in_two_objects_are_one_number() -> None:
    halves = text("1", boundary="20 20 4 5") + text("0", boundary="22 20 4 5")
    layout = ofd.read(page_of(rectangle("19 19 30 20") + halves))
    assert [cell.text for grid in layout.grids for cell in grid.cells] == ["10"]


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed([Page(210, 297, [], [])], STYLES[0])[:700], "the ZIP file is damaged"),
        (zipped({"OFD.xml": "<OFD>"}), "the OFD's OFD.xml is damaged"),
        (zipped({"OFD.xml": "<OFD/>"}), "it names no document"),
        (packed([], STYLES[0]), "the OFD has no page"),
        (page_of(""), "no text and no picture"),
        (page_of('<ImageObject ResourceID="1" Boundary="0 0 99 99"/>'), "where a picture is"),
        (page_of(text("甲", 'CTM="1 0 0"')), "'1 0 0' is not 6 numbers"),
        (page_of(text("甲", code='DeltaX="1e999"')), "'1e999' is no number of a page"),
        (page_of(rectangle("0 0 9 9").replace("L 30 0", "L 30 K")), "a path of the OFD is damaged"),
        (page_of(text("甲" * 150_001)), "more than 150000 objects"),
        (page_of(text("甲乙", code='DeltaX="g 999999 1"')), "no statutory table"),
        (page_of("<PageBlock>" * 400 + "</PageBlock>" * 400), "the OFD's P.xml is damaged"),
        (
            zipped({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><OFD>&b;</OFD>'}),
            "declares a document type",
        ),
        (packed([Page(210, 297, [[Char("甲", 20, 20, 4)]], [])] * 301, STYLES[0]), "301 pages"),
    ],
    ids=[
        *("cut", "not XML", "no document", "no page", "empty", "pictures", "transformation"),
        *("step", "path", "characters", "absurd group", "nested", "entities", "pages"),
    ],
)
def test_what_is_broken_or_hostile_is_refused_in_a_line(data: bytes, reason: str) -> None:
    record = read(data)
    assert record.verdict == "refused"
    assert reason in record.reason
    assert "\n" not in record.reason


@given(st.integers(0, 8000), st.binary(max_size=30))
@settings(max_examples=25, deadline=None)
def test_a_damaged_file_has_a_verdict(at: int, junk: bytes) -> None:
    whole = packed(pages(PRINTED[0]), STYLES[0])
    assert read(whole[:at] + junk + whole[at + len(junk) :]).verdict in {
        "read",
        "partial",
        "refused",
    }


# --- an OFD of pictures -----------------------------------------------------------------------


def of_pictures(kind: str, entry: str = "page.bin") -> bytes:
    """Give a package of one page that is a picture: black on its left half."""
    paper = Image.new("RGB", (300, 300), "white")
    paper.paste("black", (0, 0, 150, 300))
    out = io.BytesIO()
    paper.save(out, kind)
    resources = (
        f'<Res xmlns="{NAMESPACE}" BaseLoc="Res"><MultiMedias><MultiMedia ID="5" Type="Image">'
        f"<MediaFile>{entry}</MediaFile></MultiMedia></MultiMedias></Res>"
    )
    objects = '<ImageObject ResourceID="5" Boundary="10 10 100 100"/>'
    return page_of(objects, resources=resources, **{"Res/page.bin": out.getvalue()})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_an_ofd_of_pictures_is_the_same_pages_as_a_pdf(kind: str) -> None:
    data = of_pictures(kind)
    with pytest.raises(ofd.OfPicturesError, match="an OFD of pictures"):
        ofd.read(data)
    document = pypdfium2.PdfDocument(ofd_pictures.as_pdf(data))
    try:
        (page,) = document
        assert page.get_width() == pytest.approx(100 * ofd.POINT, abs=0.1)
        shown = page.render().to_pil().convert("L")
    finally:
        document.close()
    assert shown.getpixel((shown.width // 4, shown.height // 2)) < 20
    assert shown.getpixel((shown.width * 3 // 4, shown.height // 2)) > 235


def test_a_picture_that_is_missing_or_none_is_refused() -> None:
    with pytest.raises(UnreadableError, match="it has no Res/lost"):
        ofd_pictures.as_pdf(of_pictures("PNG", entry="lost"))
    with pytest.raises(UnreadableError, match="is no picture"):
        ofd_pictures.as_pdf(of_pictures("PNG", entry="../R.xml"))

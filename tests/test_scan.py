"""What is read from scans and from pages published as pictures."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from extract import doubt
from extract.errors import UnreadableError
from extract.grid import Box, Layout
from extract.matcher.match import match
from extract.readers import pdf
from extract.readers.scans import ink, picture, scan, writing
from extract.records import Cell
from tests import scans

SAMPLE = Path(__file__).parent / "portal" / "documents" / "2-2024.pdf"
"""Prints all three tables on its pages 2 and 3, table 三 on both."""

Printed = dict[tuple[str, str, str], str]


def printed(layout: Layout) -> Printed:
    cells = match(layout.grids, layout.method).cells
    return {(cell.table, cell.row_code, cell.col_code): cell.raw for cell in cells}


@cache
def original(*only: int) -> Printed:
    layout = pdf.read(SAMPLE.read_bytes())
    cells = match(layout.grids, layout.method).cells
    return {
        (cell.table, cell.row_code, cell.col_code): cell.raw for cell in cells if cell.page in only
    }


@cache
def scanned(level: str, seed: int) -> tuple[bytes, scan.Scan]:
    data = scans.pdf(SAMPLE.read_bytes(), 200, level, seed, only=(2, 3))
    return data, scan.read(data)


class TestAScannedReport:
    def test_gives_every_cell_as_the_report_prints_it(self) -> None:
        _, layout = scanned("clean", 1)
        assert printed(layout) == original(2, 3)
        assert layout.pages == 2

    def test_gives_them_all_the_same_when_askew_and_stamped(self) -> None:
        _, layout = scanned("seal", 3)
        wrong = {at: raw for at, raw in printed(layout).items() if raw != original(2, 3)[at]}
        unsure = {
            (cell.table, cell.row_code, cell.col_code)
            for cell in match(layout.grids, layout.method).cells
            if cell.confidence < doubt.SURE
        }
        assert len(printed(layout)) == len(original(2, 3))
        assert set(wrong) <= unsure

    def test_places_each_cell_on_the_page_as_it_is_shown(self) -> None:
        whole = pdf.read(SAMPLE.read_bytes())
        places = {
            (cell.table, cell.row_code, cell.col_code): cell
            for cell in match(whole.grids, whole.method).cells
        }
        _, layout = scanned("clean", 1)
        for cell in scan.shown(layout, match(layout.grids, layout.method).cells):
            other = places[cell.table, cell.row_code, cell.col_code]
            assert cell.page == (other.page or 0) - 1
            assert cell.x0 == pytest.approx(other.x0, abs=2)
            assert cell.bottom == pytest.approx(other.bottom, abs=2)

    def test_gives_the_running_text_between_its_tables_in_order(self) -> None:
        _, layout = scanned("clean", 1)
        text = [line.text for line in layout.lines if line.at is None]
        headings = [line for line in text if line.startswith(("二、", "三、", "四、"))]
        assert [heading[0] for heading in headings] == ["二", "三", "四"]

    def test_is_read_a_second_time_where_asked_and_only_there(self) -> None:
        data, layout = scanned("clean", 1)
        grid = next(grid for grid in layout.grids if grid.n_cols == 15)
        last = grid.cells[-1]
        at = (grid.index, last.row, last.col)
        again = scan.again(data, layout, [at, (99, 0, 0)])
        assert {place: [cell.text for cell in cells] for place, cells in again.items()} == {
            at: [last.text]
        }


class TestAPageAsAPicture:
    def test_png_is_read_by_its_resolution(self) -> None:
        (page,) = scans.pages(SAMPLE.read_bytes(), 150, only=(2,))
        data = scans.picture(page, "PNG", dpi=150)
        assert printed(scan.read(data)) == original(2)

    def test_jpeg_without_resolution_is_taken_for_a_page_of_a4(self) -> None:
        (page,) = scans.pages(SAMPLE.read_bytes(), 220, only=(2,))
        (found,) = picture.pictures(scans.picture(page, "JPEG"))
        assert found.points == pytest.approx((595.3, 841.9), abs=1)

    def test_transparency_is_white_paper(self) -> None:
        image = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
        (found,) = picture.pictures(scans.picture(image, "PNG"))
        assert int(found.pixels.min()) == 255


def test_a_stamped_cell_is_compared_with_the_digits_of_its_page() -> None:
    plain = np.asarray(ruled_page(figures=FIGURES))
    data = scans.picture(Image.fromarray(stamped(plain, slice(500, 700))), "JPEG", dpi=200)
    layout = scan.read(data)
    (grid,) = layout.grids
    places = [(0, cell.row, cell.col) for cell in grid.cells]
    again = scan.again(data, layout, places)
    shapes = {at: said[3] for at, said in again.items() if len(said) > len(scan.WAYS)}
    assert shapes
    assert {at: one.text for at, one in shapes.items()} == {
        at: str(FIGURES[at[1] * 4 + at[2]]) for at in shapes
    }
    assert all(len(again[at]) == 1 for at in again if at[1] < 2)  # no seal there


def form(texts: list[str]) -> bytes:
    """Draw a row of ruled cells."""
    image = Image.new("RGB", (1654, 900), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(36)
    width = 1400 // len(texts)
    for row in range(3):
        for i, text in enumerate(texts):
            x, y = 100 + i * width, 200 + row * 90
            draw.rectangle((x, y, x + width, y + 90), outline="black", width=2)
            draw.text((x + width / 2, y + 45), text, "black", font, anchor="mm")
    return scans.picture(image, "PNG", dpi=200)


class TestWhatACellPrints:
    TEXTS = ("", "0", "-", "/", "7", "12.5", "+36", "-37", "100%", "4080")

    def test_blank_is_not_zero_and_marks_are_kept(self) -> None:
        (grid,) = scan.read(form(list(self.TEXTS))).grids
        assert [[cell.text for cell in row] for row in grid.rows()] == [list(self.TEXTS)] * 3

    def test_a_sure_blank_and_a_sure_figure_are_told_with_confidence(self) -> None:
        (grid,) = scan.read(form(["", "0", "58"])).grids
        assert min(cell.confidence for cell in grid.cells) >= doubt.SURE

    def test_print_that_cannot_be_told_is_not_readable(self) -> None:
        image = Image.open(io.BytesIO(form(["8", "8"]))).convert("RGB")
        noise = np.random.default_rng(5).integers(0, 2, (60, 300), np.uint8) * 255
        smear = Image.fromarray(noise).resize((600, 70), Image.Resampling.BILINEAR)
        image.paste(smear.convert("RGB"), (120, 210))
        (grid,) = scan.read(scans.picture(image, "PNG", dpi=200)).grids
        first = grid.cells[0]
        assert not first.readable or first.confidence < doubt.SURE


SEVENS = tuple(i * 7 for i in range(24))
FIGURES = (10, 27, 38, 45, 96, 81, 72, 63, 54, 90, *SEVENS[10:])


def ruled_page(
    dash: int = 0, gray: int = 0, pitch: int = 90, figures: Sequence[int] = SEVENS
) -> Image.Image:
    """Draw six rows of four figures, ruled in a solid or a dashed line."""
    image = Image.new("RGB", (1654, 1000), "white")
    draw = ImageDraw.Draw(image)
    for i in range(7):
        y = 200 + i * pitch
        for x in range(100, 1500, 2 * dash or 1400):
            draw.line((x, y, min(x + (dash or 1400), 1500), y), (gray,) * 3, 2)
    for i in range(5):
        x = 100 + i * 350
        for y in range(200, 200 + 6 * pitch, 2 * dash or 6 * pitch):
            draw.line((x, y, x, min(y + (dash or 6 * pitch), 200 + 6 * pitch)), (gray,) * 3, 2)
    font = ImageFont.load_default(36)
    for i in range(24):
        at = 100 + i % 4 * 350 + 175, 200 + i // 4 * pitch + pitch / 2
        draw.text(at, str(figures[i]), "black", font, anchor="mm")
    return image


@pytest.mark.parametrize(("dash", "gray"), [(0, 0), (0, 170), (9, 0)])
def test_pale_and_dashed_rules_tell_how_a_page_lies(dash: int, gray: int) -> None:
    page = ruled_page(dash, gray).rotate(0.9, Image.Resampling.BICUBIC, fillcolor="white")
    (grid,) = scan.read(scans.picture(page, "PNG", dpi=200)).grids
    assert [[cell.text for cell in row] for row in grid.rows()] == [
        [str((row * 4 + col) * 7) for col in range(4)] for row in range(6)
    ]


def test_lines_that_touch_are_read_one_by_one() -> None:
    inked = np.zeros((60, 200), np.uint8)
    inked[5:27, 10:190:3] = 1
    inked[27:29, 50] = 1
    inked[29:51, 10:190:3] = 1
    whole = writing.Area(0, 0, 200, 60)
    assert [(line.top, line.bottom) for line in writing.lines(inked, whole, 20.0)] == [
        (5, 27),
        (27, 51),
    ]


def stamped(plain: np.ndarray, rows: slice) -> np.ndarray:
    """Draw thin red strokes through the rows of a page."""
    out = plain.astype(np.float32)
    for row in range(rows.start, rows.stop, 16):
        out[row : row + 2] *= np.array([0.8, 0.12, 0.14], np.float32)
    return out.astype(np.uint8)


def test_a_seal_is_lifted_and_the_figure_under_it_stays() -> None:
    plain = np.asarray(ruled_page())
    data = scans.picture(Image.fromarray(stamped(plain, slice(180, 700))), "JPEG", dpi=200)
    (page,) = picture.pictures(data)
    lifted = ink.sheet(page).ink
    print_ = cv2.erode((plain[:, :, 0] < 90).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    paper = cv2.dilate((plain[:, :, 0] < 250).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    assert (lifted[print_] < writing.PALE).mean() > 0.97
    assert (lifted[paper] > writing.PALE).mean() > 0.97


class TestRefused:
    @pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n"])
    def test_garbage_behind_a_good_beginning(self, head: bytes) -> None:
        with pytest.raises(UnreadableError):
            scan.read(head + bytes(range(256)) * 4)

    def test_a_picture_cut_short(self) -> None:
        with pytest.raises(UnreadableError, match="damaged"):
            scan.read(form(["1"])[:2000])

    def test_huge_pictures_before_they_are_unpacked(self) -> None:
        small = scans.picture(Image.new("1", (64, 64)), "PNG")
        for side in (7_000, 60_000):
            header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
            data = small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]
            with pytest.raises(UnreadableError, match="more than 40 million"):
                scan.read(data)

    def test_ornaments_of_web_pages(self) -> None:
        with pytest.raises(UnreadableError, match="too small"):
            scan.read(scans.picture(Image.new("RGB", (16, 16)), "PNG"))

    def test_an_empty_page(self) -> None:
        with pytest.raises(UnreadableError, match="nothing is printed"):
            scan.read(scans.picture(Image.new("RGB", (827, 1169), "white"), "PNG"))


boxes = st.builds(
    lambda x, y, width, height: Box(1, x, y, x + width, y + height),
    st.floats(50, 500),
    st.floats(50, 700),
    st.floats(1, 90),
    st.floats(1, 30),
)


@given(boxes, st.floats(-30, 30), st.floats(-20, 20))
def test_a_place_on_an_upright_page_is_found_again_on_the_page_as_shown(
    box: Box, angle: float, shift: float
) -> None:
    slope = np.radians(angle)
    back = np.array([[np.cos(slope), -np.sin(slope), 9.0], [np.sin(slope), np.cos(slope), -4.0]])
    turn = ink.Turn(back, 200 / 72)
    assert turn.laid(turn.shown(box)) == pytest.approx(box, abs=0.1)
    assert turn.shifted(shift).shown(box._replace(x0=box.x0 + shift, x1=box.x1 + shift)) == (
        pytest.approx(turn.shown(box), abs=0.02)
    )


def test_shown_leaves_what_has_no_place() -> None:
    layout = scan.Scan("scan", "scan", 1, (), (), (), turns=(ink.Turn(np.eye(2, 3), 1.0),))
    cell = Cell(
        "requests", "2021", "r", "c", "blank", None, "件", "", 0, 0, 0,
        None, None, None, None, None, "scan", 1.0,
    )  # fmt: skip
    assert scan.shown(layout, [cell]) == [cell]

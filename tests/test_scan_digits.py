"""What a stamped figure is told to be by the document's own digits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.readers.scans import digits, writing
from extract.readers.scans.ink import Sheet, Turn
from extract.readers.scans.picture import Pixels
from extract.readers.scans.writing import Area

SCALE = 250 / 72
CELL = Area(0, 0, 240, 90)


def sheet(text: str, sealed: Pixels | None = None, size: int = 34) -> Sheet:
    """Print one cell, a little out of focus; `sealed` where a seal was lifted."""
    image = Image.new("L", (CELL.right, CELL.bottom), 255)
    font = ImageFont.load_default(size)
    ImageDraw.Draw(image).text((CELL.right / 2, CELL.bottom / 2), text, 0, font, anchor="mm")
    ink = cv2.GaussianBlur(np.asarray(image), (5, 5), 0)
    where = np.zeros_like(ink) if sealed is None else sealed
    return Sheet(1, ink, Turn(np.eye(2, 3), SCALE), where)


def samples(*texts: str) -> digits.Samples:
    out = digits.Samples()
    for text in texts:
        page = sheet(text)
        out.add(page, *writing.dark(page), [(CELL, text)])
    return out


@cache
def font() -> digits.Font:
    found = samples(*"0123456789", "10", "27", "38", "45", "96").font()
    assert found is not None
    return found


def told(page: Sheet) -> digits.Told | None:
    inked, _ = writing.dark(page)
    return digits.read(digits.Patch.of(page, inked, CELL), font())


def stroke(ink: Pixels, sealed: Pixels, across: bool, level: int) -> None:
    """Let a thin stroke of a seal through the figure leave ink of that level."""
    middle = CELL.bottom // 2 + 5 if across else CELL.right // 2 - 4
    there = (slice(middle, middle + 4), slice(60, 180))
    if not across:
        there = (slice(20, 70), slice(middle, middle + 4))
    ink[there] = level
    sealed[there] = 1


def stamped(text: str, across: bool, level: int) -> Sheet:
    page = sheet(text)
    ink, sealed = page.ink.copy(), page.sealed.copy()
    stroke(ink, sealed, across, level)
    return Sheet(1, ink, page.turn, cv2.dilate(sealed, np.ones((5, 5), np.uint8)))


class TestAFigureUnderASeal:
    @pytest.mark.parametrize("text", [*"0123456789", "10", "58", "117", "2205", "93640"])
    @pytest.mark.parametrize("across", [True, False])
    @pytest.mark.parametrize("level", [255, 150])
    def test_is_never_clearly_another(self, text: str, across: bool, level: int) -> None:
        found = told(stamped(text, across, level))
        assert found is None or found.text == text or not digits.clear(found)

    @pytest.mark.parametrize("text", ["0", "7", "58", "2205"])
    def test_is_told_though_a_stroke_of_it_is_gone(self, text: str) -> None:
        found = told(stamped(text, across=True, level=255))
        assert found is not None
        assert (found.text, digits.clear(found)) == (text, True)

    def test_names_the_next_best_where_what_tells_them_apart_is_nearly_gone(self) -> None:
        page = sheet("8")
        ink, sealed = page.ink.copy(), page.sealed.copy()
        left = CELL.right // 2 - 4  # by what stands there an 8 is no 3
        ink[:, :left] = 255
        sealed[:, :left] = 1
        found = told(Sheet(1, ink, page.turn, sealed))
        assert found is not None
        assert {found.text, found.next_best} == {"3", "8"}
        assert not digits.clear(found)


@pytest.mark.parametrize("text", ["", "-", "/", "-9", "+21", "944.75", "1.5", "A"])
def test_what_is_no_row_of_digits_is_not_told(text: str) -> None:
    assert told(sheet(text)) is None


def remains(ink: Pixels, sealed: Pixels) -> None:
    for x in range(70, 170, 30):
        ink[30:60, x : x + 2] = 190
        sealed[30:60, x : x + 2] = 1


def only_frame(ink: Pixels, sealed: Pixels) -> None:
    cv2.rectangle(ink, (90, 20), (150, 70), 200, 2)
    cv2.rectangle(sealed, (90, 20), (150, 70), 1, 6)


@pytest.mark.parametrize("seal", [remains, only_frame])
def test_remains_of_a_seal_are_no_figure(seal: Callable[[Pixels, Pixels], None]) -> None:
    page = sheet("")
    ink, sealed = page.ink.copy(), page.sealed.copy()
    seal(ink, sealed)
    assert told(Sheet(1, ink, page.turn, sealed)) is None


def test_a_font_is_whole_with_all_ten_digits_each_seen_twice() -> None:
    assert font().whole
    part = samples(*"0123456789", *"012345678").font()
    assert part is not None
    assert "".join(part.shapes) == "012345678"
    assert not part.whole
    assert samples("0", "0", "1").font() is None
    assert digits.Samples().font() is None


def test_stamped_figures_are_no_examples() -> None:
    out = digits.Samples()
    page = sheet("5", np.ones((CELL.bottom, CELL.right), np.uint8))
    out.add(page, *writing.dark(page), [(CELL, "5")])
    assert not out.found["5"]


def test_figures_of_another_size_are_not_mixed_in() -> None:
    mixed = samples(*"0123456789", "10", "27", "38", "45", "96")
    large = sheet("88", size=56)
    mixed.add(large, *writing.dark(large), [(CELL, "88")])
    found = mixed.font()
    assert found is not None
    assert np.allclose(found.shapes["8"], font().shapes["8"])

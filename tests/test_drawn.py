"""A cell is marked on the page where it is printed, whatever the document is wrapped in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extract.read import read
from extract.records import Cell, Record
from extract.show import SCALE, SUSPECT, marked, pictures
from tests import scans
from tests.ofd_documents import STYLES, ofd, pages_of
from tests.office_documents import zipped
from tests.test_readers import REPORT

PRINTED = (Path(__file__).parent / "portal" / "documents" / "3-2023.pdf").read_bytes()
TOTAL = ("remedies.review", "result.total")


@pytest.fixture(scope="module")
def record() -> Record:
    return read(PRINTED)


def box_of(record: Record, row: str, col: str) -> tuple[int, tuple[float, float, float, float]]:
    [cell] = [cell for cell in record.cells if (cell.row_code, cell.col_code) == (row, col)]
    assert cell.page is not None
    return cell.page, sides(cell)


def sides(cell: Cell) -> tuple[float, float, float, float]:
    assert cell.x0 is not None
    assert cell.top is not None
    assert cell.x1 is not None
    assert cell.bottom is not None
    return cell.x0, cell.top, cell.x1, cell.bottom


def frame(picture: Image.Image) -> tuple[float, ...]:
    """Where the frame stands, in points."""
    down, across = np.nonzero((np.asarray(picture) == SUSPECT).all(axis=2))
    return tuple(side / SCALE for side in (across.min(), down.min(), across.max(), down.max()))


def test_the_frame_stands_round_the_cell_and_leaves_its_figures_legible(record: Record) -> None:
    page, box = box_of(record, *TOTAL)
    picture = marked(PRINTED, page, box)
    assert picture is not None
    assert frame(picture) == pytest.approx((box[0] - 2, box[1] - 2, box[2] + 2, box[3] + 2), abs=1)
    inside = picture.crop(tuple(round(side * SCALE) for side in box))
    darkest, _ = inside.convert("L").getextrema()
    assert isinstance(darkest, float | int)
    assert darkest < 130  # the figure, under the mark


def test_a_document_in_an_archive_is_drawn_as_the_document(record: Record) -> None:
    page, box = box_of(record, *TOTAL)
    alone, packed = marked(PRINTED, page, box), marked(zipped({"年报.pdf": PRINTED}), page, box)
    assert alone is not None
    assert packed is not None
    assert alone.tobytes() == packed.tobytes()


@pytest.mark.parametrize(("kind", "told"), [("PNG", 300), ("JPEG", None)])
def test_a_picture_is_drawn_in_the_points_of_its_cells(kind: str, told: int | None) -> None:
    [image] = scans.pages(PRINTED, dpi=300, only=[3])
    picture = marked(scans.picture(image, kind, told), 1, (72, 72, 144, 90))
    assert picture is not None
    assert (picture.width / SCALE, picture.height / SCALE) == pytest.approx((595, 842), abs=3)


@pytest.mark.parametrize(
    "data",
    [ofd(pages_of(PRINTED), STYLES[0]), REPORT, b"%PDF-1.7\n1 0 obj"],
    ids=("OFD", "HTML", "cut"),
)
def test_what_nothing_here_draws_has_no_page(data: bytes) -> None:
    assert marked(data, 1, (0.0, 0.0, 9.0, 9.0)) is None


def test_a_document_whose_pages_cannot_be_drawn_is_shown_as_its_tables() -> None:
    data = ofd(pages_of(PRINTED), STYLES[0])
    names = [name for name, _ in pictures(data, read(data))]
    assert names == ["table-proactive", "table-requests", "table-remedies"]

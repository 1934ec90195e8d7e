"""Bytes of a scan → pictures of its pages, all at one scale.

Receives a PDF whose pages are images, or a PNG or JPEG file (a page published as a picture).
Gives each page in colour at about `DPI`, with its size in points, so that whatever looks at a
page looks at letters of one size. Refuses what is damaged, has too many pages or would be
too large to hold.
"""

from __future__ import annotations

import ctypes
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps

from extract.errors import UnreadableError

Pixels = NDArray[np.uint8]

DPI = 200
"""Dots an inch at which pages are looked at; recognition gains nothing from more."""

MAX_PAGES = 300
"""An annual report has under 30 pages; a longer file is something else."""

MAX_PIXELS = 40_000_000
"""Of one picture. A page of A4 at 600 dpi has 35 million."""

A4 = (595.28, 841.89)
"""Points; what a picture that does not tell its size is taken to show the width of."""

WIDEST = 900.0
"""Points. A page whose shorter side is longer (A3 has 842) tells its size in pixels, not points."""

LEAST = 24
"""Pixels a side: less is an ornament of a web page."""

_IMAGE_KINDS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown: its pixels (height, width, RGB) and how many make a point."""

    page: int
    pixels: Pixels
    scale: float

    @property
    def points(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        height, width = self.pixels.shape[:2]
        return width / self.scale, height / self.scale


def pictures(data: bytes, dpi: int = DPI, pages: frozenset[int] | None = None) -> Iterator[Picture]:
    """Give the pages of a scan as pictures of `dpi`, one at a time; `pages` picks some (from 1).

    Raises:
        UnreadableError: damaged, locked, too many pages, or too large a picture.
    """
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        yield _file(data, dpi)
    else:
        yield from _rendered(data, dpi, pages)


def count(data: bytes) -> int:
    """Give the number of pages of a scan (1 for PNG and JPEG).

    Raises:
        UnreadableError: the PDF is damaged or locked, or has no page or too many.
    """
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff")):
        return 1
    document = _opened(data)
    try:
        return _page_count(document)
    finally:
        pdfium.FPDF_CloseDocument(document)


# --- PNG and JPEG -----------------------------------------------------------------------------


def _file(data: bytes, dpi: int) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_IMAGE_KINDS) as image:
                _require_size(image.width, image.height)
                turned = ImageOps.exif_transpose(image)
                told = image.info.get("dpi", (0, 0))[0]
                pixels = _coloured(turned)
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError(_too_large("far more")) from error
    except (OSError, ValueError, SyntaxError) as error:
        # Without Pillow's own words, which name an address in memory: a reason stays the same.
        raise UnreadableError(f"the picture is damaged ({type(error).__name__})") from error
    height, width = pixels.shape[:2]
    scale = _scale(width, height, float(told))
    factor = dpi / 72 / scale
    return Picture(1, _resized(pixels, factor), scale * factor)


def _require_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableError(_too_large(f"{width} × {height}, more"))
    if min(width, height) < LEAST:
        raise UnreadableError(f"the picture has {width} × {height} pixels: too small for a page")


def _too_large(what: str) -> str:
    return f"the picture has {what} than {MAX_PIXELS / 1e6:.0f} million pixels"


def _coloured(image: Image.Image) -> Pixels:
    """Give the pixels in RGB; what is transparent shows white paper."""
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image.convert("RGBA"))
    return np.asarray(image.convert("RGB"))


def _scale(width: int, height: int, told: float) -> float:
    """Give the pixels a point of a picture: by its own dpi where that makes a page, else by A4."""
    short, long = sorted((width, height))
    if told >= 90 and A4[0] * 0.6 <= short / told * 72 <= WIDEST:
        return told / 72
    if long / short <= 1.6:
        return short / A4[0]
    return width / A4[0]


def _resized(pixels: Pixels, factor: float) -> Pixels:
    height, width = pixels.shape[:2]
    size = max(round(width * factor), 1), max(round(height * factor), 1)
    if size[0] * size[1] > MAX_PIXELS:
        raise UnreadableError("the picture is too long to be a page")
    if abs(factor - 1) < 0.01:
        return pixels
    how = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX
    return np.asarray(Image.fromarray(pixels).resize(size, how, reducing_gap=3.0))


# --- PDF --------------------------------------------------------------------------------------


def _opened(data: bytes) -> Any:
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableError("the PDF cannot be opened: it is damaged or locked")
    return document


def _page_count(document: Any) -> int:
    pages = int(pdfium.FPDF_GetPageCount(document))
    if not 1 <= pages <= MAX_PAGES:
        raise UnreadableError(f"the PDF has {pages} pages, not 1 to {MAX_PAGES}")
    return pages


def _rendered(data: bytes, dpi: int, pages: frozenset[int] | None) -> Iterator[Picture]:
    document = _opened(data)
    try:
        for number in range(1, _page_count(document) + 1):
            if pages is None or number in pages:
                yield _page(document, number, dpi)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(document: Any, number: int, dpi: int) -> Picture:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadableError(f"page {number} of the PDF is damaged")
    try:
        points = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = dpi / 72
        if min(points) > WIDEST:
            scale *= A4[0] / min(points)
        width, height = (round(side * scale) for side in points)
        if width < 1 or height < 1 or width * height > MAX_PIXELS:
            raise UnreadableError(
                f"page {number} of the PDF is {points[0]:.0f} × {points[1]:.0f} points large: "
                "no page of a report"
            )
        return Picture(number, _bitmap(page, width, height), scale)
    finally:
        pdfium.FPDF_ClosePage(page)


def _bitmap(page: Any, width: int, height: int) -> Pixels:
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise UnreadableError("a page of the PDF is too large to be drawn")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = pdfium.FPDFBitmap_GetBuffer(bitmap)
        address = ctypes.cast(buffer, ctypes.c_void_p).value
        raw = (ctypes.c_ubyte * (stride * height)).from_address(address)
        rows = np.frombuffer(raw, np.uint8).reshape(height, stride)[:, : width * 3]
        return rows.reshape(height, width, 3).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)

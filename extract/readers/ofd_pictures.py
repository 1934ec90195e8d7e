"""An OFD whose pages are pictures → a PDF of the same pages, for the reader of scans.

Receives bytes. Gives a PDF whose pages have the same sizes and the same pictures at the same
places, so that what the scan reader finds stands where it stands in the OFD. JPEG pictures are
carried over as they are. Refuses pictures of a kind that cannot be opened.
"""

from __future__ import annotations

import io
import zlib

import pikepdf
from PIL import Image

from extract.errors import UnreadableError
from extract.readers.glyphs import Sides
from extract.readers.ofd import WHAT, OfPicturesError, Reading, Sheet
from extract.readers.package import Package

MAX_PIXELS = 40_000_000
"""Of one picture. A page of A4 at 600 dpi has 35 million."""


def as_pdf(data: bytes) -> bytes:
    """Give the pages of an OFD of pictures as a PDF.

    Raises:
        UnreadableError: it has text, or a picture is missing or cannot be opened.
    """
    package = Package(data, WHAT)
    reading = Reading(package)
    try:
        reading.layout()
    except OfPicturesError:
        return _pdf(package, reading.sheets)
    raise UnreadableError(f"{WHAT} has text: it is no OFD of pictures")


def _pdf(package: Package, sheets: list[Sheet]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for sheet in sheets:
            page = document.add_blank_page(page_size=(sheet.width, sheet.height))
            drawn = []
            for name, box in sheet.pictures:
                content, entries = _image(package, name)
                image = document.make_stream(content, **entries)
                key = page.add_resource(image, pikepdf.Name.XObject)
                drawn.append(_drawn(box, sheet.height, str(key)))
            page.contents_add(document.make_stream("".join(drawn).encode()))
        document.save(out)
    return out.getvalue()


def _drawn(box: Sides, height: float, key: str) -> str:
    """Give the operators that draw a picture; a PDF counts from the lower left."""
    x0, top, x1, bottom = box
    return f"q {x1 - x0:.3f} 0 0 {bottom - top:.3f} {x0:.3f} {height - bottom:.3f} cm {key} Do Q "


def _image(package: Package, name: str) -> tuple[bytes, dict[str, object]]:
    """Give a picture as a PDF holds it: its bytes and their dictionary."""
    if not name:
        raise UnreadableError(f"{package.what} is damaged: it does not tell where a picture is")
    data = package.read(name)
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableError(f"{name} has {image.width} × {image.height} pixels")
            as_it_is = image.format == "JPEG" and image.mode in {"L", "RGB"}
            shown = image if as_it_is or image.mode == "L" else image.convert("RGB")
            content = data if as_it_is else zlib.compress(shown.tobytes())
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError(f"{package.what}'s {name} is no picture: {error}") from None
    space = pikepdf.Name.DeviceGray if shown.mode == "L" else pikepdf.Name.DeviceRGB
    return content, {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": shown.width,
        "Height": shown.height,
        "BitsPerComponent": 8,
        "ColorSpace": space,
        "Filter": pikepdf.Name.DCTDecode if as_it_is else pikepdf.Name.FlateDecode,
    }

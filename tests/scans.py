"""Makes scans of printed reports: pages as pictures, askew, noisy, sealed. Same seed, same bytes.

Receives a PDF with characters. Gives an image-only PDF, a PNG or a JPEG of its pages the way an
office's scanner does them at five levels, from `clean` to `gray` (a bad scan without colour, in
which a seal cannot be told from ink).
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pypdfium2
from PIL import Image


@dataclass(frozen=True)
class Level:
    """How well a page was scanned."""

    tilt: float = 0.0
    """Degrees, to either side."""
    noise: float = 0.0
    """Standard deviation of a pixel, of 255."""
    quality: int = 92
    """Of JPEG."""
    seal: tuple[int, int, int] | None = None
    shade: float = 0.0
    """How much darker one corner is."""
    gray: bool = False


LEVELS = {
    "clean": Level(),
    "tilt": Level(0.7, 6, 60),
    "seal": Level(0.5, 4, 75, (205, 30, 35)),
    "bad": Level(1.8, 14, 30, (140, 20, 30), 0.25),
    "gray": Level(1.8, 14, 30, (140, 20, 30), 0.25, gray=True),
}


def pages(
    data: bytes, dpi: int, level: str = "clean", seed: int = 0, only: Sequence[int] = ()
) -> list[Image.Image]:
    """Give the pages of a PDF as scanned; `only` picks some, from 1."""
    rng = np.random.default_rng(seed)
    document = pypdfium2.PdfDocument(data)
    try:
        return [
            _scanned(document[number].render(scale=dpi / 72).to_pil(), LEVELS[level], dpi, rng)
            for number in range(len(document))
            if not only or number + 1 in only
        ]
    finally:
        document.close()


def pdf(
    data: bytes, dpi: int = 200, level: str = "clean", seed: int = 0, only: Sequence[int] = ()
) -> bytes:
    """Give an image-only PDF of a PDF."""
    return bound(pages(data, dpi, level, seed, only), dpi, LEVELS[level].quality)


def bound(images: list[Image.Image], dpi: int, quality: int = 92) -> bytes:
    """Bind pictures into an image-only PDF."""
    out = io.BytesIO()
    first, *rest = images
    first.save(out, "PDF", resolution=dpi, save_all=True, append_images=rest, quality=quality)
    return out.getvalue()


def picture(image: Image.Image, kind: str, dpi: int | None = None) -> bytes:
    """Give one page as a file, `PNG` or `JPEG`, with or without its dpi told."""
    out = io.BytesIO()
    told = {"dpi": (dpi, dpi)} if dpi else {}
    image.save(out, kind, **told)
    return out.getvalue()


def _scanned(page: Image.Image, level: Level, dpi: int, rng: np.random.Generator) -> Image.Image:
    pixels = np.asarray(page.convert("RGB")).astype(np.float32)
    if level.seal:
        pixels = _sealed(pixels, level.seal, dpi, rng)
    height, width = pixels.shape[:2]
    if level.tilt:
        angle = level.tilt * float(rng.choice([-1, 1]))
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
        pixels = cv2.warpAffine(pixels, turn, (width, height), borderValue=(255, 255, 255))
    if level.shade:
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        pixels *= (1 - level.shade * (x + y) / 2)[:, :, None].astype(np.float32)
    if level.noise:
        pixels += rng.normal(0, level.noise, pixels.shape[:2]).astype(np.float32)[:, :, None]
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    if level.gray:
        image = image.convert("L")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=level.quality)
    return Image.open(io.BytesIO(out.getvalue()))


def _sealed(
    pixels: np.ndarray, colour: tuple[int, int, int], dpi: int, rng: np.random.Generator
) -> np.ndarray:
    """Stamp a round seal with a star and a ring of characters' frames somewhere on the page."""
    height, width = pixels.shape[:2]
    radius = round(58 * dpi / 72)
    line = max(round(2 * dpi / 72), 1)
    thin = max(round(0.8 * dpi / 72), 1)
    middle = (
        int(rng.integers(width // 3, width * 3 // 4)),
        int(rng.integers(height // 4, height * 3 // 4)),
    )
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, middle, radius, 255, line)
    points = []
    for i in range(10):
        reach = radius * (0.32 if i % 2 == 0 else 0.13)
        at = math.pi * (i / 5 - 0.5)
        points.append((middle[0] + reach * math.cos(at), middle[1] + reach * math.sin(at)))
    cv2.fillPoly(mask, [np.array(points, np.int32)], 255)
    side = round(radius * 0.1)
    for i in range(15):
        at = math.radians(140 + i * 260 / 14)
        x = round(middle[0] + radius * 0.76 * math.cos(at))
        y = round(middle[1] + radius * 0.76 * math.sin(at))
        cv2.rectangle(mask, (x - side, y - side), (x + side, y + side), 255, thin)
        cv2.line(mask, (x - side, y), (x + side, y), 255, thin)
        cv2.line(mask, (x, y - side), (x, y + side), 255, thin)
    ink = (np.array(colour, np.float32) / 255)[None, None, :]
    share = (mask / 255.0).astype(np.float32)[:, :, None]
    return pixels * (1 - share + share * ink)

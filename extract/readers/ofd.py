"""OFD (GB/T 33190-2016, 版式文档) → `Layout`: the fixed layout that Chinese offices exchange.

Receives bytes: a ZIP of XML. Gives grids built from ruling lines, each character in the cell that
holds its centre, with pages and places as in a PDF: its cells are of method `pdf`, characters and
rules that were in the file. Templates (模板页), resources and annotations are drawn; seals
and signatures are not. Refuses what is damaged, encrypted, too large, or made of pictures.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from lxml import etree

from extract.errors import UnreadableError
from extract.grid import Box, Grid, Layout, Line, lattice
from extract.readers import rulings
from extract.readers.drawn import Drawing
from extract.readers.glyphs import Glyphs, Sides, lines, texts
from extract.readers.package import Package, xml
from extract.readers.shapes import Matrix
from extract.text import repair, squeeze

MAX_PAGES = 300
"""An annual report has under 30 pages; a longer file is something else."""

MAX_CHARACTERS = 400_000
"""Characters of a document; a long report has 30,000."""

POINT = 72 / 25.4
"""Points a millimetre."""

A4 = "0 0 210 297"
"""The page where none is told."""

ROOT = "OFD.xml"
WHAT = "the OFD"

_OVERLAYS = frozenset({"Stamp", "Watermark", "Link"})
"""Annotations that are no part of the text."""


def read(data: bytes) -> Layout:
    """Read an OFD that holds characters.

    Raises:
        UnreadableError: damaged, encrypted, too large, or without characters.
    """
    return Reading(Package(data, WHAT)).layout()


class OfPicturesError(UnreadableError):
    """The OFD has pictures in place of text: `extract.readers.ofd_pictures` gives its pages."""


class Sheet(NamedTuple):
    """A page's size in points, and the pictures on it: entries of the package, and places."""

    width: float
    height: float
    pictures: list[tuple[str, Sides]]


@dataclass(slots=True)
class Reading:
    """One pass over a document's pages."""

    package: Package
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    characters: int = 0
    sheets: list[Sheet] = field(default_factory=list)
    _parsed: dict[str, etree._Element] = field(default_factory=dict)

    def layout(self) -> Layout:
        """Walk the pages; give what they hold.

        Raises:
            OfPicturesError: no text, but pictures; `sheets` has them.
            UnreadableError: as `read`.
        """
        root = self._xml(ROOT)
        base = root.findtext("{*}DocBody/{*}DocRoot")
        if not base:
            raise UnreadableError(f"{WHAT} is damaged: it names no document")
        name = _within("", base)
        document = self._xml(name)
        pages = document.findall("{*}Pages/{*}Page")
        if not pages:
            raise UnreadableError(f"{WHAT} has no page")
        if len(pages) > MAX_PAGES:
            raise UnreadableError(f"{WHAT} has {len(pages)} pages, more than {MAX_PAGES}")
        for number, page in enumerate(pages, start=1):
            self._page(name, document, page, number)
        if not self.characters:
            if any(sheet.pictures for sheet in self.sheets):
                raise OfPicturesError("an OFD of pictures: it has no text")
            raise UnreadableError(f"{WHAT} has no text and no picture")
        title = root.findtext("{*}DocBody/{*}DocInfo/{*}Title") or ""
        return Layout(
            "ofd",
            "pdf",
            len(pages),
            tuple(self.grids),
            tuple(self.lines),
            tuple(self.after),
            squeeze(repair(title)),
        )

    def _page(
        self, name: str, document: etree._Element, entry: etree._Element, number: int
    ) -> None:
        at = _within(name, entry.get("BaseLoc", ""))
        page = self._xml(at)
        to_points, width, height = _area(page, document)
        resources = list(self._resources(name, document, at, page))
        drawing = Drawing(partial(self._composite, resources))
        for content in self._contents(name, document, page):
            drawing.add(content, to_points)
        for appearance in self._annotations(name, document, entry.get("ID", "")):
            drawing.add(appearance, to_points.after(_corner(appearance)))
        pictures = [(self._media(resources, told), box) for told, box in drawing.pictures]
        self.sheets.append(Sheet(width, height, pictures))
        self.characters += sum(box is not None for _, box in drawing.glyphs)
        if self.characters > MAX_CHARACTERS:
            raise UnreadableError(f"{WHAT} has more than {MAX_CHARACTERS} characters")
        self._keep(drawing, number)

    def _keep(self, drawing: Drawing, number: int) -> None:
        tables = rulings.cells(number, drawing.horizontal, drawing.vertical)
        first = len(self.grids)
        glyphs = Glyphs.of(drawing.glyphs)
        for boxes, printed in zip(tables, texts(tables, glyphs), strict=True):
            self.grids.append(lattice(len(self.grids), boxes, printed))
        tops = [min(box.top for box in boxes) for boxes in tables]
        for text, box in lines(glyphs, number):
            shown = squeeze(repair(text))
            if shown:
                self.lines.append(Line(shown, Box(*box)))
                self.after.append(first + sum(top <= box.top for top in tops))

    def _contents(
        self, name: str, document: etree._Element, page: etree._Element
    ) -> Iterator[etree._Element]:
        """Give a page's templates that lie below, its own content, and the templates above."""
        templates = {
            template.get("ID"): template.get("BaseLoc", "")
            for template in document.iterfind("{*}CommonData/{*}TemplatePage")
        }
        below: list[etree._Element] = []
        above: list[etree._Element] = []
        for use in page.iterfind("{*}Template"):
            place = templates.get(use.get("TemplateID"))
            if place:
                content = self._xml(_within(name, place)).find("{*}Content")
                if content is not None:
                    (above if use.get("ZOrder") == "Foreground" else below).append(content)
        yield from below
        own = page.find("{*}Content")
        if own is not None:
            yield own
        yield from above

    def _annotations(
        self, name: str, document: etree._Element, page_id: str
    ) -> Iterator[etree._Element]:
        place = document.findtext("{*}Annotations")
        if not place or (listing := _within(name, place)) not in self.package:
            return
        for page in self._xml(listing).iterfind("{*}Page"):
            place = _within(listing, page.findtext("{*}FileLoc") or "")
            # Converters leave lists of annotations behind that they did not copy.
            if page.get("PageID") != page_id or place not in self.package:
                continue
            for annotation in self._xml(place).iterfind("{*}Annot"):
                shown = annotation.get("Visible", "true") != "false"
                appearance = annotation.find("{*}Appearance")
                if shown and appearance is not None and annotation.get("Type") not in _OVERLAYS:
                    yield appearance

    def _resources(
        self, name: str, document: etree._Element, page_name: str, page: etree._Element
    ) -> Iterator[str]:
        """Give the names of the files of resources that a page may use, its own first."""
        places = [_within(page_name, told.text or "") for told in page.iterfind("{*}PageRes")]
        for kind in ("PublicRes", "DocumentRes"):
            told = document.iterfind(f"{{*}}CommonData/{{*}}{kind}")
            places += [_within(name, one.text or "") for one in told]
        yield from filter(self.package.__contains__, places)

    def _composite(self, resources: list[str], wanted: str) -> etree._Element | None:
        """Give the content of a composite unit."""
        for place in resources:
            units = self._xml(place).iterfind("{*}CompositeGraphicUnits/{*}CompositeGraphicUnit")
            for unit in units:
                if unit.get("ID") == wanted:
                    return unit.find("{*}Content")
        return None

    def _media(self, resources: list[str], wanted: str) -> str:
        """Give the name of the entry that holds a picture; empty where no resource tells it."""
        for place in resources:
            root = self._xml(place)
            for media in root.iterfind("{*}MultiMedias/{*}MultiMedia"):
                if media.get("ID") == wanted:
                    file = media.findtext("{*}MediaFile") or ""
                    return _within(place, posixpath.join(root.get("BaseLoc", ""), file.strip()))
        return ""

    def _xml(self, name: str) -> etree._Element:
        if name not in self._parsed:
            self._parsed[name] = xml(self.package.read(name), f"{WHAT}'s {name}")
        return self._parsed[name]


def _area(page: etree._Element, document: etree._Element) -> tuple[Matrix, float, float]:
    """Give the map from a page's millimetres to points from its upper left, and its size."""
    told = page.findtext("{*}Area/{*}PhysicalBox") or document.findtext(
        "{*}CommonData/{*}PageArea/{*}PhysicalBox"
    )
    try:
        x, y, width, height = (float(side) for side in (told or A4).split())
    except ValueError:
        raise UnreadableError(f"{WHAT} is damaged: {told!r} is no page area") from None
    to_points = Matrix(POINT, 0, 0, POINT, -x * POINT, -y * POINT)
    return to_points, width * POINT, height * POINT


def _corner(appearance: etree._Element) -> Matrix:
    """Give the map from an annotation's own space to the page."""
    sides = (appearance.get("Boundary") or "0 0 0 0").split()
    try:
        return Matrix(1, 0, 0, 1, float(sides[0]), float(sides[1]))
    except (ValueError, IndexError):
        raise UnreadableError(f"{WHAT} is damaged: an annotation stands nowhere") from None


def _within(source: str, place: str) -> str:
    """Give the name of an entry that the file `source` refers to as `place`."""
    folder = posixpath.dirname(source)
    path = posixpath.join("/", folder, place.strip().replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/")

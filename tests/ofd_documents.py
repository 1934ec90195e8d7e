"""Lays printed PDF pages out again as OFD packages (GB/T 33190-2016), in producers' many styles.

The places of characters and rules come from pdfium, as an office's converter would take them.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import pypdfium2

from extract.readers.pdf import as_shown
from extract.readers.rulings import merged
from extract.readers.shapes import Matrix, Shapes
from tests.office_documents import zipped

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"


@dataclass(frozen=True)
class Char:
    """A character, where its baseline begins and its size, in millimetres."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    runs: list[list[Char]]
    rules: list[tuple[float, float, float, float]]
    """From left and top to right and bottom."""


@dataclass(frozen=True)
class Style:
    """How a producer writes a page."""

    name: str
    text: str = "run"
    """`run` or `character`: what one TextObject holds."""
    grouped: bool = False
    """Whether equal steps are written `g n v`."""
    rules: str = "lines"
    """`lines`, `rectangles`, `path` (one for all), `boxes` (closed and stroked)."""
    scale: float = 1.0
    """What the CTM multiplies by: objects are written in millimetres divided by it."""
    where: str = "page"
    """Where the rules stand: `page`, `template`, `composite`, `annotation`."""
    blocks: int = 0
    """PageBlocks around the text."""
    prefix: str = "ofd:"


STYLES = (
    Style("a run an object, a path a line"),
    Style("a character an object, rectangles", text="character", rules="rectangles"),
    Style("grouped steps, one path, no prefix", grouped=True, rules="path", prefix=""),
    Style("in points under a CTM", scale=MM, rules="boxes"),
    Style("rules in a template, text in blocks", where="template", blocks=5, rules="rectangles"),
    Style("rules in a composite unit", where="composite", rules="path", scale=0.1),
    Style("rules in an annotation", where="annotation"),
)


def ofd(pages: Sequence[Page], style: Style, title: str = "") -> bytes:
    """Give an OFD package of these pages."""
    o = style.prefix
    entries: dict[str, str | bytes] = {
        "OFD.xml": _root(
            style,
            "OFD",
            f"<{o}DocBody><{o}DocInfo><{o}DocID>0</{o}DocID><{o}Title>{escape(title)}</{o}Title>"
            f"</{o}DocInfo><{o}DocRoot>Doc_0/Document.xml</{o}DocRoot></{o}DocBody>",
            'Version="1.0" DocType="OFD"',
        )
    }
    fonts = f'<{o}Fonts><{o}Font ID="3" FontName="宋体" FamilyName="宋体"/></{o}Fonts>'
    listed, templates, units, annotated = [], [], [], []
    for number, page in enumerate(pages):
        rules, text = "".join(_rules(page, style)), "".join(_texts(page, style))
        use, own, shape = "", "", f'ID="{number + 900}"'
        if style.where == "page":
            own = rules
        elif style.where == "template":
            place = f"Tpls/Tpl_{number}/Content.xml"
            shape = f'ID="{number + 500}" BaseLoc="{place}"'
            templates.append(f"<{o}TemplatePage {shape}/>")
            use = f'<{o}Template TemplateID="{number + 500}" ZOrder="Background"/>'
            layer = f'<{o}Content><{o}Layer ID="1">{rules}</{o}Layer></{o}Content>'
            entries[f"Doc_0/{place}"] = _root(style, "Page", layer)
        elif style.where == "composite":
            size = f'Width="{page.width:.3f}" Height="{page.height:.3f}"'
            units.append(
                f"<{o}CompositeGraphicUnit {shape} {size}><{o}Content>{rules}</{o}Content>"
                f"</{o}CompositeGraphicUnit>"
            )
            own = (
                f'<{o}CompositeObject ID="7" ResourceID="{number + 900}" '
                f'Boundary="0 0 {page.width:.3f} {page.height:.3f}"/>'
            )
        else:
            annotated.append(
                f'<{o}Page PageID="{number + 10}"><{o}FileLoc>Page_{number}/Annot.xml</{o}FileLoc>'
                f"</{o}Page>"
            )
            seal = f'<{o}Annot ID="9" Type="Stamp"><{o}Appearance>{text}</{o}Appearance></{o}Annot>'
            entries[f"Doc_0/Annots/Page_{number}/Annot.xml"] = _root(
                style,
                "PageAnnot",
                f'{seal}<{o}Annot ID="8" Type="Path"><{o}Appearance Boundary="0 0 1 1">{rules}'
                f"</{o}Appearance></{o}Annot>",
            )
        block, end = f'<{o}PageBlock ID="6">', f"</{o}PageBlock>"
        entries[f"Doc_0/Pages/Page_{number}/Content.xml"] = _root(
            style,
            "Page",
            f"{use}<{o}Area><{o}PhysicalBox>0 0 {page.width:.3f} {page.height:.3f}</{o}PhysicalBox>"
            f'</{o}Area><{o}Content><{o}Layer ID="2">{own}{block * style.blocks}{text}'
            f"{end * style.blocks}</{o}Layer></{o}Content>",
        )
        place = f"/Doc_0/Pages/Page_{number}/Content.xml" if number else "Pages/Page_0/Content.xml"
        listed.append(f'<{o}Page ID="{number + 10}" BaseLoc="{place}"/>')
    graphics = f"<{o}CompositeGraphicUnits>{''.join(units)}</{o}CompositeGraphicUnits>"
    entries["Doc_0/PublicRes.xml"] = _root(style, "Res", fonts + graphics, 'BaseLoc="Res"')
    entries["Doc_0/Annots/Annotations.xml"] = _root(style, "Annotations", "".join(annotated))
    entries["Doc_0/Document.xml"] = _root(
        style,
        "Document",
        f"<{o}CommonData><{o}MaxUnitID>999</{o}MaxUnitID><{o}PageArea><{o}PhysicalBox>0 0 210 297"
        f"</{o}PhysicalBox></{o}PageArea><{o}PublicRes>PublicRes.xml</{o}PublicRes>"
        f"{''.join(templates)}</{o}CommonData><{o}Pages>{''.join(listed)}</{o}Pages>"
        f"<{o}Annotations>Annots/Annotations.xml</{o}Annotations>",
    )
    return zipped(entries)


def _root(style: Style, name: str, content: str, attributes: str = "") -> str:
    o = style.prefix
    declared = f'xmlns{":" if o else ""}{o.rstrip(":")}="{NAMESPACE}"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<{o}{name} {declared} {attributes}>{content}</{o}{name}>"


# --- text -----------------------------------------------------------------------------------


def _texts(page: Page, style: Style) -> Iterator[str]:
    o, s = style.prefix, style.scale
    for run in page.runs:
        for chars in [[char] for char in run] if style.text == "character" else [run]:
            first, last = chars[0], chars[-1]
            left, top = first.x - 0.2, min(c.y - c.size for c in chars)
            box = (left, top, last.x + last.size - left, max(c.y for c in chars) + 1 - top)
            steps = [(b.x - a.x) / s for a, b in itertools.pairwise(chars)]
            falls = [(b.y - a.y) / s for a, b in itertools.pairwise(chars)]
            delta = f' DeltaX="{_steps(steps, style.grouped)}"' if any(steps) else ""
            delta += f' DeltaY="{_steps(falls, style.grouped)}"' if any(falls) else ""
            yield (
                f'<{o}TextObject ID="4" Font="3" Size="{first.size / s:.4f}" {_boundary(box)} '
                f'{_ctm(s)}><{o}CGTransform CodePosition="0"><{o}Glyphs>7</{o}Glyphs>'
                f'</{o}CGTransform><{o}TextCode X="{0.2 / s:.4f}" Y="{(first.y - top) / s:.4f}"'
                f"{delta}>{escape(''.join(c.text for c in chars))}</{o}TextCode></{o}TextObject>"
            )


def _steps(steps: list[float], grouped: bool) -> str:
    told = [f"{step:.3f}" for step in steps]
    if not grouped:
        return " ".join(told)
    runs = [(value, len(list(same))) for value, same in itertools.groupby(told)]
    return " ".join(f"g {count} {value}" if count > 1 else value for value, count in runs)


# --- rules ----------------------------------------------------------------------------------


def _rules(page: Page, style: Style) -> Iterator[str]:
    o, s = style.prefix, style.scale
    if style.rules == "path":
        data = " ".join(
            f"M {a / s:.3f} {b / s:.3f} L {c / s:.3f} {d / s:.3f}" for a, b, c, d in page.rules
        )
        box = (0, 0, page.width, page.height)
        yield (
            f'<{o}PathObject ID="5" {_boundary(box)} {_ctm(s)} LineWidth="0.2">'
            f"<{o}AbbreviatedData>{data}</{o}AbbreviatedData></{o}PathObject>"
        )
        return
    for x0, y0, x1, y1 in page.rules:
        box = (x0 - 0.1, y0 - 0.1, x1 - x0 + 0.2, y1 - y0 + 0.2)
        w, h, e = (x1 - x0) / s, (y1 - y0) / s, 0.1 / s
        if style.rules == "lines":
            paint, data = "", f"M {e:.3f} {e:.3f} L {w + e:.3f} {h + e:.3f}"
        else:
            filled = 'Stroke="false" Fill="true"'
            paint = filled if style.rules == "rectangles" else 'LineWidth="0.1"'
            corners = [(0, 0), (w + 2 * e, 0), (w + 2 * e, h + 2 * e), (0, h + 2 * e)]
            points = [f"{x:.3f} {y:.3f}" for x, y in corners]
            data = "M " + " L ".join(points) + " C"
        yield (
            f'<{o}PathObject ID="5" {_boundary(box)} {_ctm(s)} {paint}>'
            f"<{o}AbbreviatedData>{data}</{o}AbbreviatedData></{o}PathObject>"
        )


def _boundary(box: tuple[float, ...]) -> str:
    return f'Boundary="{" ".join(f"{side:.4f}" for side in box)}"'


def _ctm(scale: float) -> str:
    return f'CTM="{scale:.6f} 0 0 {scale:.6f} 0 0"' if scale != 1.0 else ""


# --- from a PDF -----------------------------------------------------------------------------


def pages_of(pdf: bytes) -> list[Page]:
    """Take the pages of a PDF apart: runs of characters, and rules."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page(page: pypdfium2.PdfPage) -> Page:
    shown = as_shown(page.raw)
    horizontal, vertical = Shapes(page.raw, shown).rulings()
    rules = [(s.start, s.at, s.end, s.at) for s in merged(horizontal)]
    rules += [(s.at, s.start, s.at, s.end) for s in merged(vertical)]
    return Page(
        page.get_width() * MM,
        page.get_height() * MM,
        _runs(page, shown),
        [(a * MM, b * MM, c * MM, d * MM) for a, b, c, d in rules],
    )


def _runs(page: pypdfium2.PdfPage, shown: Matrix) -> list[list[Char]]:
    """Give the characters, a new run wherever the next does not follow close by on the line."""
    raw = pypdfium2.raw
    text = raw.FPDFText_LoadPage(page.raw)
    x, y = ctypes.c_double(), ctypes.c_double()
    runs: list[list[Char]] = []
    open_run = False
    for index in range(raw.FPDFText_CountChars(text)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if raw.FPDFText_IsGenerated(text, index) == 1 or char in "\r\n":
            open_run = False
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        at_x, at_y = shown.point(x.value, y.value)
        size = raw.FPDFText_GetFontSize(text, index) * MM
        one = Char(char, at_x * MM, at_y * MM, size)
        if open_run and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
        open_run = True
    raw.FPDFText_ClosePage(text)
    return runs


def _follows(last: Char, char: Char) -> bool:
    return abs(last.y - char.y) < 0.1 and 0 < char.x - last.x < 1.6 * last.size

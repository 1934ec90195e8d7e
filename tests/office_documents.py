"""Writes printed tables as Word files, and files into archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from extract.records import Record
from tests.printing import Sheet, Values, form_of, proactive, remedies, requests

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WIDTH = 600
"""Twips: the width of a column."""


def zipped(entries: Mapping[str, bytes | str]) -> bytes:
    """Give an archive of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


def docx(
    body: str,
    *,
    title: str = "",
    media_type: str = DOCX,
    strict: bool = False,
    numbering: str = "",
    styles: str = "",
) -> bytes:
    """Give a Word file with this body, in WordprocessingML."""
    namespace, relations = (STRICT, STRICT_RELATIONS) if strict else (TRANSITIONAL, RELATIONS)
    parts = {"numbering": numbering, "styles": styles}
    links = "".join(
        f'<Relationship Id="r{name}" Type="{relations}/{name}" Target="{name}.xml"/>'
        for name, content in parts.items()
        if content
    )
    return zipped(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{media_type}"/></Types>'
            ),
            "_rels/.rels": _relations(
                f'<Relationship Id="r1" Type="{relations}/officeDocument" '
                'Target="word/document.xml"/><Relationship Id="r2" Target="docProps/core.xml" '
                'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
                'core-properties"/>'
            ),
            "docProps/core.xml": (
                '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/'
                'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"<dc:title>{escape(title)}</dc:title></c:coreProperties>"
            ),
            "word/document.xml": (
                f'<w:document xmlns:w="{namespace}" '
                'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
                f"<w:body>{body}</w:body></w:document>"
            ),
            # A picture that is not there, as WPS Office leaves it behind.
            "word/_rels/document.xml.rels": _relations(
                f'{links}<Relationship Id="r9" Type="{relations}/image" Target="NULL"/>'
            ),
            **{
                f"word/{name}.xml": f'<w:{name} xmlns:w="{namespace}">{content}</w:{name}>'
                for name, content in parts.items()
                if content
            },
        }
    )


def opendocument(body: str) -> bytes:
    """Give an OpenDocument text with this body."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    declared = " ".join(f'xmlns:{name}="{urn}{told}:1.0"' for name, told in spaces.items())
    media = "application/vnd.oasis.opendocument.text"
    entry = '<m:file-entry m:full-path="{}" m:media-type="{}"/>'
    return zipped(
        {
            "mimetype": media,
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{urn}manifest:1.0">{entry.format("/", media)}'
                f"{entry.format('content.xml', 'text/xml')}</m:manifest>"
            ),
            "content.xml": (
                f'<office:document-content {declared} xmlns:xlink="http://www.w3.org/1999/xlink">'
                f"<office:body><office:text>{body}</office:text></office:body>"
                "</office:document-content>"
            ),
        }
    )


def _relations(entries: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{entries}</Relationships>'


def paragraph(text: str, properties: str = "") -> str:
    """Give a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def cell(content: str, properties: str = "") -> str:
    """Give a table cell around paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Give a table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int = 0) -> str:
    """Give a table; Word tells the width of each column in twips."""
    widths = f'<w:gridCol w:w="{WIDTH}"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{widths}</w:tblGrid>{''.join(rows)}</w:tbl>"


def sheet(source: Sheet) -> str:
    """Give a printed table with its spans as Word writes them: gridSpan and vMerge."""
    grid = source.grid()
    rows = [
        row(
            *(
                cell(
                    paragraph(one.text if one.row == at else ""),
                    f'<w:tcW w:w="{WIDTH * one.colspan}" w:type="dxa"/>'
                    + (f'<w:gridSpan w:val="{one.colspan}"/>' if one.colspan > 1 else "")
                    + (_merged(one.row == at) if one.rowspan > 1 else ""),
                )
                for one in cells
            )
        )
        for at, cells in enumerate(grid.rows())
    ]
    return table(*rows, columns=grid.n_cols)


def _merged(first: bool) -> str:
    return '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"


FIGURES: Values = {
    (form.table, row_code, col_code): str(number % 7)
    for form in (
        form_of("proactive", "2021"),
        form_of("requests", "2021"),
        form_of("remedies", "2019"),
    )
    for number, (row_code, col_code) in enumerate(form.units)
}
"""What the report below prints: every cell of the three tables."""

TITLE = "望川区人民政府2023年政府信息公开工作年度报告"

REPORT = "".join(
    (
        paragraph(TITLE),
        paragraph("一、总体情况"),
        paragraph("2023年，望川区人民政府认真贯彻落实条例。"),
        paragraph("二、主动公开政府信息情况"),
        sheet(proactive("2021", FIGURES)),
        paragraph("三、收到和处理政府信息公开申请情况"),
        sheet(requests("2021", FIGURES)),
        paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        sheet(remedies(FIGURES)),
        paragraph("五、存在的主要问题及改进情况"),
        paragraph("公开的时效有待提高。"),
        paragraph("六、其他需要报告的事项"),
        paragraph("无。"),
    )
)
"""The body of a report, in WordprocessingML."""


def printed(record: Record) -> Values:
    """Give the cells of a record as `FIGURES` has them."""
    return {(cell.table, cell.row_code, cell.col_code): cell.raw for cell in record.cells}

"""Reports with every figure, as Word files, PDF files and pages of the list of 2014.

Receives a title, an organ, a year and the figures of a report. Gives bytes or HTML; the same input
gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple

from tests.office_documents import docx, paragraph, sheet
from tests.portal import outlines, prose
from tests.portal.country import Figure, Report
from tests.portal.pdf import pdf
from tests.printing import Sheet, Values, form_of, proactive, remedies, requests, statistics

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class Part(NamedTuple):
    """A section: its lines and the table below them."""

    lines: tuple[str, ...]
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Printed:
    """A file that holds a report; called, it gives its bytes."""

    ending: str
    title: str
    unit: str
    year: int
    cells: tuple[Figure, ...]

    def __call__(self) -> bytes:
        return self._bytes

    @cached_property
    def _bytes(self) -> bytes:
        parts = _old(self) if self.cells[0].table == "statistics" else _new(self)
        if self.ending == "pdf":
            return pdf([(part.lines, part.sheet and part.sheet.grid()) for part in parts])
        body = "".join(
            "".join(map(paragraph, part.lines)) + (sheet(part.sheet) if part.sheet else "")
            for part in parts
        )
        return _still(docx(body))


def page(report: Report, cells: tuple[Figure, ...]) -> str:
    """The body of a page that shows the list of 2014 below its chapters."""
    heads = [(head, f"{report.year}年的情况如下。") for head in outlines.headings(report)]
    rows = "".join(
        "<tr>" + "".join(f'<td colspan="{w}">{escape(text)}</td>' for text, _, w in row) + "</tr>\n"
        for row in _list(cells).rows
    )
    chapters = outlines.STYLES["plain"](report.printed or report.title, heads)
    return f"{chapters}<p>政府信息公开情况统计表</p>\n<table border='1'>{rows}</table>\n"


def _values(cells: tuple[Figure, ...]) -> Values:
    return {(f.table, f.row_code, f.col_code): f.raw for f in cells}


def _list(cells: tuple[Figure, ...]) -> Sheet:
    return statistics(form_of("statistics", "2014"), _values(cells), {"统计数": "value"})


def _old(of: Printed) -> list[Part]:
    heads = outlines.OLD[0]
    lines = (of.title, *(f"{n}、{head}" for n, head in zip("一二三四五六七", heads, strict=True)))
    return [Part(lines), Part(("政府信息公开情况统计表",), _list(of.cells))]


def _new(of: Printed) -> list[Part]:
    values = _values(of.cells)
    form = {f.table: f.form for f in of.cells}
    n = prose.Numbers(of.cells)
    return [
        Part(
            (
                of.title,
                "一、总体情况",
                f"{of.year}年，{of.unit}持续推进政府信息公开。",
                f"新收政府信息公开申请{n.row('requests.received_new')}件。",
                "二、主动公开政府信息情况",
            ),
            proactive(form["proactive"], values),
        ),
        Part(("三、收到和处理政府信息公开申请情况",), requests(form["requests"], values)),
        Part(("四、政府信息公开行政复议、行政诉讼情况",), remedies(values)),
        Part(
            (
                "五、存在的主要问题及改进情况",
                "公开的时效有待提高。",
                "六、其他需要报告的事项",
                "无。",
            )
        ),
    ]


def _still(package: bytes) -> bytes:
    """The same archive, whenever it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return out.getvalue()

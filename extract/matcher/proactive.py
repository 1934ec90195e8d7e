"""Table 二、主动公开政府信息情况: blocks under a banner 第二十条第（N）项. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from extract.matcher.align import similarity
from extract.matcher.columns import Column, header_columns, place, usual_end
from extract.matcher.forms import Form, Label
from extract.matcher.reading import Line, Reading, collect
from extract.matcher.segment import Row
from extract.text import key


def read(form: Form, rows: Sequence[Row]) -> Reading:
    """Read table 二 as `form`; each block has a header of its own."""
    heads = form.columns
    lines: list[Line] = []
    banner = ""
    columns: list[Column] = []
    end = usual_end(rows)
    for row in rows:
        texts = [key(cell.text) for cell in row.cells]
        told = [text for text in texts if text]
        if told and told[0].startswith("第二十条"):
            banner, columns = told[0], []
        elif told and (told[0] == "信息内容" or _is_header(told, heads)):
            columns = [column for column in header_columns([row]) if column.path]
            if not _is_header(told[:1], heads):
                del columns[0]  # 信息内容, however it is printed
        elif columns and len(row.cells) > 1:
            labels, beside, values = place(row.cells, columns, end)
            label = next((text for cell in labels if (text := key(cell.text))), "")
            path = tuple(part for part in (banner, label) if part)
            lines.append(
                Line(
                    path,
                    tuple(beside),
                    tuple(values or ()),
                    tuple(columns),
                    row,
                    values is not None,
                )
            )
    return collect(form, lines)


def _is_header(texts: Sequence[str], heads: Sequence[Label]) -> bool:
    return any(similarity((text,), head) >= 0.8 for text in texts for head in heads)

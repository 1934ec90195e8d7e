"""Writes printed tables as an HTML page."""

from __future__ import annotations

from html import escape

from tests.printing import Sheet


def page(title: str, *sheets: Sheet) -> bytes:
    """Give a page with a title and these tables, in UTF-8."""
    tables = "".join(map(table, sheets))
    return f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1>{tables}".encode()


def table(sheet: Sheet) -> str:
    rows = "".join(
        "<tr>"
        + "".join(f'<td rowspan="{r}" colspan="{c}"><p>{escape(t)}</p></td>' for t, r, c in row)
        + "</tr>"
        for row in sheet.rows
    )
    return f"<table><tbody>{rows}</tbody></table>"


def of_lines(rows: str, cell: str = "td") -> str:
    """A table of lines with cells divided by `|`; `*3` after a text spans three columns."""
    out = []
    for line in rows.strip().splitlines():
        cells = []
        for text in line.split("|"):
            words, _, span = text.strip().partition("*")
            cells.append(f'<{cell} colspan="{span or 1}">{words}</{cell}>')
        out.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(out)}</table>"

"""Running text and tables of a document without pages, gathered in reading order.

For readers that walk a tree: they say text, break lines and hand over tables; `layout` gives what
came of it. A table's rows are lines too, for titles stand in layout tables.
"""

from __future__ import annotations

from extract.grid import Grid, Layout, Line
from extract.text import repair, squeeze


class Flow:
    """What a walk over a document has met so far."""

    def __init__(self) -> None:
        self._grids: list[Grid] = []
        self._lines: list[Line] = []
        self._after: list[int] = []
        self._open: list[str] = []

    @property
    def tables(self) -> int:
        """How many tables there are: the index of the next."""
        return len(self._grids)

    def say(self, text: str | None) -> None:
        """Add text to the open line."""
        if text:
            self._open.append(text)

    def end_line(self) -> None:
        """End the open line."""
        text = squeeze(repair("".join(self._open)))
        self._open.clear()
        if text:
            self._lines.append(Line(text, None))
            self._after.append(len(self._grids))

    def table(self, grid: Grid) -> None:
        """Keep a table, and its rows as lines."""
        self.end_line()
        self._grids.append(grid)
        texts: dict[int, list[str]] = {}
        for cell in grid.cells:
            if cell.text:
                texts.setdefault(cell.row, []).append(cell.text)
        for row, row_texts in sorted(texts.items()):
            self._lines.append(Line(" ".join(row_texts), None, (grid.index, row)))
            self._after.append(grid.index)

    def layout(self, reader: str, method: str, title: str) -> Layout:
        """Give all of it, as read by `reader`, with the document's own metadata title."""
        self.end_line()
        return Layout(
            reader=reader,
            method=method,
            pages=None,
            grids=tuple(self._grids),
            lines=tuple(self._lines),
            after=tuple(self._after),
            title=title,
        )

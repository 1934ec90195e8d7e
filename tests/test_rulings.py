"""Ruling lines of a page give the cells they enclose, drawn as offices draw them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extract.readers.rulings import Segment, cells

XS, YS = (10.0, 60.0, 110.0, 200.0), (20.0, 40.0, 60.0, 90.0)

Lines = tuple[list[Segment], list[Segment]]


def ruled() -> Lines:
    return [Segment(y, XS[0], XS[-1]) for y in YS], [Segment(x, YS[0], YS[-1]) for x in XS]


def expected() -> list[tuple[float, float, float, float]]:
    return [(x0, top, x1, bottom) for top, bottom in pairwise(YS) for x0, x1 in pairwise(XS)]


def boxes(lines: Lines) -> list[tuple[float, float, float, float]]:
    return [tuple(round(v) for v in box[1:]) for table in cells(1, *lines) for box in table]


def test_a_ruled_table() -> None:
    assert boxes(ruled()) == expected()


def test_open_sides_are_closed() -> None:
    rows, columns = ruled()
    assert boxes((rows, columns[1:-1])) == expected()


def test_a_table_open_on_all_sides_is_closed() -> None:
    rows, columns = ruled()
    assert boxes((rows[1:-1], columns[1:-1])) == expected()


def test_a_table_cut_by_a_page_break_without_a_line_is_closed() -> None:
    rows, columns = ruled()
    assert boxes((rows[:-1], columns)) == expected()
    assert boxes((rows[1:], columns)) == expected()


def test_two_rows_open_on_all_sides_have_one_line_between_them() -> None:
    rows, columns = ruled()
    first_two = [Segment(x, YS[0], YS[2]) for x, _, _ in columns[1:-1]]
    assert boxes(([rows[1]], first_two)) == expected()[:6]


def test_one_row_open_on_all_sides_is_closed_as_the_table_on_the_page_before() -> None:
    _, columns = ruled()
    row = [Segment(x, YS[0], YS[1]) for x, _, _ in columns[1:-1]]
    assert cells(2, [], row) == []
    (found,) = cells(2, [], row, before=(XS[0], XS[-1]))
    assert [tuple(round(v) for v in box[1:]) for box in found] == expected()[:3]
    # Lines elsewhere on the page are no row of it.
    assert cells(2, [], [Segment(400, 20, 40)], before=(XS[0], XS[-1])) == []


def test_dots_and_dashes_are_joined() -> None:
    def dotted(lines: list[Segment], length: float, step: float) -> list[Segment]:
        return [
            Segment(at, start + i * step, start + i * step + length)
            for at, start, end in lines
            for i in range(int((end - start) / step) + 1)
        ]

    rows, columns = ruled()
    for length, step in ((0.8, 1.6), (3.0, 5.0)):
        assert boxes((dotted(rows, length, step), dotted(columns, length, step))) == expected()


def test_double_borders_are_one() -> None:
    rows, columns = ruled()
    double = (
        [Segment(at + 1.5, *ends) for at, *ends in rows],
        [Segment(at + 1.5, *ends) for at, *ends in columns],
    )
    assert len(boxes((rows + double[0], columns + double[1]))) == len(expected())


def test_cells_with_borders_of_their_own_are_neighbours() -> None:
    """CSS's separate borders: every cell is framed, with a gap between the frames."""
    frames = [(x0 + 1.5, y0 + 1.5, x1 - 1.5, y1 - 1.5) for x0, y0, x1, y1 in expected()]
    rows = [Segment(y, x0, x1) for x0, y0, x1, y1 in frames for y in (y0, y1)]
    columns = [Segment(x, y0, y1) for x0, y0, x1, y1 in frames for x in (x0, x1)]
    assert len(boxes((rows, columns))) == len(expected())


def test_a_line_under_a_figure_is_no_row() -> None:
    rows, columns = ruled()
    found = boxes(([*rows, Segment(YS[1] - 3, 70, 95)], columns))
    assert len(found) == len(expected())


def test_merged_cells_are_one_box() -> None:
    rows, columns = ruled()
    columns[1] = Segment(XS[1], YS[1], YS[-1])  # the first row's left two cells are merged
    assert (10, 20, 110, 40) in boxes((rows, columns))
    assert len(boxes((rows, columns))) == len(expected()) - 1


def test_an_underline_is_no_table() -> None:
    assert boxes(([Segment(300, 10, 90), Segment(320, 10, 90)], [])) == []


def test_two_tables_on_a_page_come_from_the_top() -> None:
    rows, columns = ruled()
    lower = (
        [Segment(at + 200, *ends) for at, *ends in rows],
        [Segment(at, start + 200, end + 200) for at, start, end in columns],
    )
    tables = cells(1, lower[0] + rows, lower[1] + columns)
    assert [table[0].top for table in tables] == [20, 220]


SEGMENTS = st.lists(
    st.builds(
        lambda at, start, length: Segment(at, start, start + length),
        st.floats(0, 800),
        st.floats(0, 600),
        st.floats(0, 400),
    ),
    max_size=40,
)


@given(SEGMENTS, SEGMENTS)
def test_any_lines_give_boxes_that_do_not_overlap(
    horizontal: list[Segment], vertical: list[Segment]
) -> None:
    for table in cells(1, horizontal, vertical):
        for box in table:
            assert box.x0 < box.x1
            assert box.top < box.bottom
        for i, a in enumerate(table):
            for b in table[:i]:
                assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.bottom <= b.top or b.bottom <= a.top

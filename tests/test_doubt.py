"""What becomes of cells that a recogniser is unsure of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import doubt
from extract.checks import check
from extract.doubt import Place
from extract.grid import GridCell
from extract.matcher.match import Matched
from extract.records import Cell
from extract.values import Value, understand
from tests import printing

REQUESTS = printing.form_of("requests", "2021")
PROACTIVE = printing.form_of("proactive", "2021")
REMEDIES = printing.form_of("remedies", "2019")
PARTS = [column.code for column in REQUESTS.columns if column.code != "applicant.total"]
LEAVES = [
    row.code
    for row in REQUESTS.rows
    if row.code.startswith("requests.outcome.") and row.code != "requests.outcome.total"
]
TOTAL = "requests.outcome.total"
NEW, IN, OUT = "requests.received_new", "requests.carried_in", "requests.carried_out"


def figures() -> dict[tuple[str, str], int]:
    """Give a table 三 that adds up both ways, no two leaves alike in a row."""
    out = {(row, col): (i * 3 + j * 5) % 17 for i, row in enumerate(LEAVES) for j, col in
           enumerate(PARTS)}  # fmt: skip
    for col in PARTS:
        out[TOTAL, col] = sum(out[row, col] for row in LEAVES)
        out[IN, col], out[OUT, col] = 2, 5
        out[NEW, col] = out[TOTAL, col] + 3
    for row in (NEW, IN, *LEAVES, TOTAL, OUT):
        out[row, "applicant.total"] = sum(out[row, col] for col in PARTS)
    return out


def cell(
    of: tuple[str, str], at: tuple[str, str], raw: str, i: int, confidence: float = 0.99
) -> Cell:
    readable = confidence > 0
    state, value = understand(raw, "件") if readable else Value("unreadable", None)
    return Cell(
        *of, *at, state, value, "件", raw, 0, i, 0,
        1, 0.0, 0.0, 1.0, 1.0, "scan", confidence,
    )  # fmt: skip


def table(
    changed: Mapping[tuple[str, str], tuple[str, float]] | None = None,
) -> Matched:
    """Give table 三 as read, with some cells read as given, with that confidence."""
    cells = []
    for i, (at, value) in enumerate(figures().items()):
        raw, confidence = (changed or {}).get(at, (str(value), 0.99))
        cells.append(cell(("requests", "2021"), at, raw, i, confidence))
    return Matched([], cells, [], frozenset())


class Again:
    """A second reading that says what it is told to, and remembers what it was asked."""

    def __init__(self, says: Mapping[tuple[str, str], tuple[str, float]], matched: Matched) -> None:
        self.says = {doubt.place(one): says.get(doubt.code(one)) for one in matched.cells}
        self.raws = {doubt.place(one): one.raw for one in matched.cells}
        self.asked: list[Place] = []

    def __call__(self, places: Sequence[Place]) -> dict[Place, list[GridCell]]:
        self.asked += places
        return {at: [self._cell(at)] for at in places}

    def _cell(self, at: Place) -> GridCell:
        text, confidence = self.says[at] or (self.raws[at], 0.99)
        return GridCell(at[1], at[2], 1, 1, text, None, confidence, confidence > 0)


def settled(
    first: Mapping[tuple[str, str], tuple[str, float]],
    second: Mapping[tuple[str, str], tuple[str, float]],
) -> tuple[dict[tuple[str, str], Cell], Again]:
    matched = table(first)
    again = Again(second, matched)
    return {doubt.code(one): one for one in doubt.settle(matched, again).cells}, again


AT = (LEAVES[3], PARTS[2])
TRUE = str(figures()[AT])


def test_a_table_that_adds_up_is_not_read_again() -> None:
    cells, again = settled({}, {})
    assert again.asked == []
    assert {one.flag for one in cells.values()} == {""}


def test_a_misread_cell_is_found_where_its_row_and_its_column_fail_and_nothing_else_is_read() -> (
    None
):
    cells, again = settled({AT: ("88", 0.99)}, {AT: (TRUE, 0.95)})
    assert again.asked == [doubt.place(cells[AT])]
    assert (cells[AT].state, cells[AT].raw, cells[AT].second_raw) == ("number", TRUE, "88")
    assert cells[AT].flag == doubt.DECIDED


def test_an_unsure_cell_is_read_again_though_the_sums_hold() -> None:
    cells, _ = settled({AT: (TRUE, 0.4)}, {AT: (TRUE, 0.6)})
    assert cells[AT].second_raw == TRUE
    assert cells[AT].flag == ""  # row and column confirm what neither reading is sure of


def test_two_readings_that_agree_stand_though_the_sums_fail() -> None:
    cells, _ = settled({AT: ("88", 0.99)}, {AT: ("88", 0.99)})
    assert cells[AT].value == 88
    assert cells[AT].flag == doubt.STANDS
    assert any(one.verdict == "fail" for one in check(cells.values()))


def test_two_guesses_that_agree_are_refuted_by_the_sums() -> None:
    cells, _ = settled({AT: ("88", 0.6)}, {AT: ("88", 0.6)})
    assert (cells[AT].state, cells[AT].value) == ("unreadable", None)
    assert cells[AT].flag == doubt.REFUTED


def test_readings_that_differ_and_both_fail_are_unreadable() -> None:
    cells, _ = settled({AT: ("88", 0.99)}, {AT: ("66", 0.99)})
    assert (cells[AT].state, cells[AT].value) == ("unreadable", None)
    assert (cells[AT].raw, cells[AT].second_raw) == ("88", "66")
    assert cells[AT].flag == doubt.DIFFERS


def test_what_neither_reading_can_tell_is_unreadable_and_never_filled_from_the_sums() -> None:
    cells, _ = settled({AT: ("?", 0.0)}, {AT: ("!", 0.0)})
    assert (cells[AT].state, cells[AT].value) == ("unreadable", None)
    assert cells[AT].flag == doubt.ILLEGIBLE


def test_a_second_reading_of_an_unreadable_cell_counts_only_if_the_sums_hold_with_it() -> None:
    right, _ = settled({AT: ("?", 0.0)}, {AT: (TRUE, 0.95)})
    wrong, _ = settled({AT: ("?", 0.0)}, {AT: ("88", 0.95)})
    assert (right[AT].state, right[AT].raw, right[AT].second_raw) == ("number", TRUE, "?")
    assert wrong[AT].state == "unreadable"


def test_several_cells_of_a_row_are_decided_together() -> None:
    places = [(LEAVES[3], PARTS[1]), (LEAVES[3], PARTS[2]), (LEAVES[4], PARTS[2])]
    truth = figures()
    first = {at: (str(truth[at] + 40), 0.3) for at in places}
    second = {at: (str(truth[at]), 0.3) for at in places}
    cells, _ = settled(first, second)
    assert [cells[at].value for at in places] == [truth[at] for at in places]


def test_blank_and_zero_are_not_told_apart_by_the_sums() -> None:
    at = next(at for at, value in figures().items() if value == 0 and at[0] in LEAVES)
    cells, _ = settled({at: ("", 0.5)}, {at: ("0", 0.9)})
    assert (cells[at].state, cells[at].flag) == ("unreadable", doubt.DIFFERS)


def test_a_zero_that_may_be_a_dash_does_not_keep_its_neighbours_from_being_decided() -> None:
    truth = figures()
    nought = next(at for at, value in truth.items() if value == 0 and at[0] in LEAVES)
    beside = nought[0], next(col for col in PARTS if col != nought[1])
    right = str(truth[beside])
    cells, _ = settled(
        {nought: ("0", 0.6), beside: ("88", 0.6)}, {nought: ("-", 0.6), beside: (right, 0.3)}
    )
    assert (cells[beside].raw, cells[beside].flag) == (right, doubt.DECIDED)
    assert (cells[nought].state, cells[nought].flag) == ("unreadable", doubt.DIFFERS)


class TestACellReadSeveralWays:
    """Under a seal, which leaves traces when lifted gently and takes print when thoroughly."""

    def settle(
        self,
        first: tuple[str, float],
        others: Sequence[tuple[str, float]],
        at: tuple[str, str] = AT,
    ) -> Cell:
        matched = table({at: first})

        def again(places: Sequence[Place]) -> dict[Place, list[GridCell]]:
            return {
                (grid, row, col): [
                    GridCell(row, col, 1, 1, text, None, confidence, confidence > 0)
                    for text, confidence in others
                ]
                for grid, row, col in places
            }

        return next(one for one in doubt.settle(matched, again).cells if doubt.code(one) == at)

    def test_takes_the_reading_with_which_alone_the_sums_hold_though_others_agree(self) -> None:
        one = self.settle(("88", 0.5), [("88", 0.4), (TRUE, 0.55), ("?", 0.0)])
        assert (one.raw, one.flag) == (TRUE, doubt.DECIDED)

    def test_takes_even_what_is_only_a_guess_where_the_sums_hold_with_it_alone(self) -> None:
        one = self.settle(("88", 0.5), [("66", 0.5), (TRUE, 0.0), ("99", 0.4)])
        assert one.state == "unreadable"  # said with no confidence, it was not readable
        matched = table({AT: ("88", 0.5)})
        place = next(doubt.place(cell) for cell in matched.cells if doubt.code(cell) == AT)
        guess = GridCell(place[1], place[2], 1, 1, TRUE, None, 0.0, True)
        cells = doubt.settle(matched, lambda places: {place: [guess]}).cells
        (one,) = (cell for cell in cells if doubt.code(cell) == AT)
        assert (one.raw, one.flag) == (TRUE, doubt.DECIDED)

    def test_is_unreadable_where_the_sums_hold_with_none(self) -> None:
        one = self.settle(("88", 0.5), [("66", 0.5), ("99", 0.5)])
        assert (one.state, one.value) == ("unreadable", None)

    def test_is_flagged_though_most_agree_where_one_differs(self) -> None:
        one = self.settle((TRUE, 0.6), [(TRUE, 0.6), ("88", 0.3)])
        assert (one.raw, one.flag) == (TRUE, doubt.DECIDED)

    def test_is_flagged_where_it_is_blank_for_a_dash_adds_up_to_the_same(self) -> None:
        at = next(at for at, value in figures().items() if value == 0 and at[0] in LEAVES)
        assert self.settle(("", 0.5), [("", 0.5)], at).flag == doubt.UNSURE


class TestATableWithoutSums:
    AT = next(iter(PROACTIVE.units))

    def settle(self, first: tuple[str, float], second: tuple[str, float]) -> Cell:
        matched = Matched(
            [], [cell(("proactive", "2021"), self.AT, first[0], 0, first[1])], [], frozenset()
        )
        (one,) = doubt.settle(matched, Again({self.AT: second}, matched)).cells
        return one

    def test_is_always_read_twice(self) -> None:
        one = self.settle(("36", 1.0), ("36", 1.0))
        assert (one.value, one.second_method, one.flag) == (36, doubt.METHOD, "")

    def test_says_where_neither_reading_is_sure(self) -> None:
        assert self.settle(("36", 0.6), ("36", 0.7)).flag == doubt.UNSURE

    def test_is_unreadable_where_they_differ_however_sure_they_are(self) -> None:
        assert self.settle(("36", 1.0), ("86", 1.0)).state == "unreadable"

    def test_text_stays_text_and_says_so(self) -> None:
        one = self.settle(("未统计", 0.98), ("未统计", 0.98))
        assert (one.state, one.flag) == ("text", doubt.NO_FIGURE)


def test_totals_that_an_office_left_at_zero_stand() -> None:
    codes = list(REMEDIES.units)
    printed = {at: "0" if at[1] == "result.total" else "4" for at in codes}
    matched = Matched(
        [],
        [cell(("remedies", "2019"), at, raw, i) for i, (at, raw) in enumerate(printed.items())],
        [],
        frozenset(),
    )
    cells = doubt.settle(matched, Again({}, matched)).cells
    assert {doubt.code(one): one.raw for one in cells} == printed
    assert {one.flag for one in cells} == {doubt.STANDS}


readings = st.dictionaries(
    st.sampled_from(list(figures())),
    st.tuples(st.sampled_from(["", "0", "7", "31", "-", "?"]), st.sampled_from([0.0, 0.4, 0.99])),
    max_size=6,
)


@given(readings, readings)
def test_every_value_given_was_read(
    first: dict[tuple[str, str], tuple[str, float]],
    second: dict[tuple[str, str], tuple[str, float]],
) -> None:
    cells, _ = settled(first, second)
    truth = figures()
    for at, one in cells.items():
        readings = [found[at][0] for found in (first, second) if at in found]
        if one.state == "number":
            assert one.raw in (readings or [str(truth[at])]) or at not in first
        if one.state == "unreadable":
            assert one.flag
            assert one.value is None


@given(st.sampled_from(list(figures())), st.integers(0, 400))
def test_one_misreading_never_passes_in_silence(at: tuple[str, str], value: int) -> None:
    cells, _ = settled({at: (str(value), 0.99)}, {at: (str(value), 0.99)})
    assert value == figures()[at] or cells[at].flag


@pytest.mark.parametrize("missing", [True, False])
def test_a_cell_the_second_reading_cannot_find_stays_as_it_was(missing: bool) -> None:
    matched = table({AT: ("?", 0.0) if missing else (TRUE, 0.4)})
    (one,) = (x for x in doubt.settle(matched, lambda places: {}).cells if doubt.code(x) == AT)
    assert one.state == ("unreadable" if missing else "number")

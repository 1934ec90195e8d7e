"""A printed cell's state and value: blank is not zero, a unit is converted, nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.values import money, understand

NUMBERS = [
    ("0", "件", 0),
    ("１２", "件", 12),
    ("1 0", "件", 10),
    ("1,036", "件", 1036),
    ("+1", "项", 1),
    ("-3", "项", -3),
    ("－3", "项", -3),
    ("7730.28", "万元", 7730.28),
    ("251000元", "元", 251000),
    ("251000元", "万元", 25.1),
    ("25.1万元", "元", 251000),
    ("3.5亿元", "万元", 35000),
    ("21件", "件", 21),
    ("22（其中修订 16 件）", "件", 22),
]


@pytest.mark.parametrize(("raw", "unit", "value"), NUMBERS)
def test_a_number_in_the_code_books_unit(raw: str, unit: str, value: float) -> None:
    assert understand(raw, unit) == ("number", value)


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "\xa0", "\u200b"])
def test_blank_is_not_zero(raw: str) -> None:
    assert understand(raw, "件") == ("blank", None)


@pytest.mark.parametrize("raw", ["/", "／", "-", "—", "——", "－", "无", "空"])
def test_a_mark_that_says_nothing_to_report(raw: str) -> None:
    assert understand(raw, "件") == ("dash", None)


@pytest.mark.parametrize("raw", ["详见附件", "O", "约20", "1.2.3", "12/3", "见说明", "1,23"])
def test_anything_else_is_text(raw: str) -> None:
    assert understand(raw, "件") == ("text", None)


@given(st.text(max_size=30))
def test_any_text_has_a_state_and_only_a_number_has_a_value(raw: str) -> None:
    state, value = understand(raw, "件")
    assert state in {"number", "blank", "dash", "text"}
    assert (value is not None) == (state == "number")


@given(st.integers(-(10**12), 10**12))
def test_every_integer_is_read_back(number: int) -> None:
    assert understand(str(number), "件") == ("number", number)
    assert understand(f"{number:,}", "件") == ("number", number)


@pytest.mark.parametrize(
    ("raw", "unit", "head", "value"),
    [
        ("251000", "万元", "元", 25.1),
        ("25.1", "元", "万元", 251000),
        ("25.1万元", "元", "元", 251000),
        ("251000", "万元", "", 251000),
        ("12", "件", "元", 12),
        ("12", "条", "件", 12),
    ],
)
def test_a_unit_of_money_that_the_column_or_the_row_states(
    raw: str, unit: str, head: str, value: float
) -> None:
    assert understand(raw, unit, head) == ("number", value)


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额(元)", "元"),
        ("采购总金额 （单位 万元）", "万元"),
        ("采购总金额", ""),
        ("其他（公元）", ""),
    ],
)
def test_the_unit_a_label_states(label: str, unit: str) -> None:
    assert money(label) == unit

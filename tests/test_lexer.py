"""The objects of a content stream are those that pdfminer's own parser tells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pdfminer import pdfinterp
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF

from extract.readers import lexer

WORDS = st.one_of(
    st.integers(-9999, 9999).map(str),
    st.sampled_from(["+7", "-0", "0.05", "-.5", "12.", "+1.25"]),
    st.sampled_from(["q", "Q", "re", "W*", "f*", "Tj", "'", '"', "T*", "BT", "d0", "true", "null"]),
    st.sampled_from(["/FT14", "/GS13", "/Artifact", "/A.b-c+d_1"]),
    st.sampled_from(["<0014>", "<>", "<41EFab>", "()", "(a b)", r"(\(\\\051)", "(\\101\\\r\nx\r)"]),
    st.sampled_from(
        ["[(a)-120<00>]", "[ ]", "[[1 2]3]", "<</MCID 3/Lang(zh)>>", "<<>>", "<</A[1]>>"]
    ),
)
SPACE = st.sampled_from([" ", "\n", "\r", "\r\n", "\t", " \0 ", "\f"])
ODD = st.sampled_from(
    [
        "%note\n",
        "/a#20b",
        "(a(b)c)",
        "--5",
        "1.2.3",
        "{",
        "}",
        ")",
        ">",
        "<4>",
        "5q",
        "q%",
        "]",
        "[",
        "<<",
    ]
)


def by_pdfminer(data: bytes) -> list[Any]:
    stream = PDFStream({}, data)
    stream.objid = 1
    parser = PDFContentParser([stream])
    told = []
    while True:
        try:
            told.append(parser.nextobject()[1])
        except PSEOF:
            return told


@given(st.lists(st.tuples(WORDS, SPACE)))
@example([("q", "\n"), ("1", " "), ("0", " "), ("0", " "), ("-1", " "), ("cm", "\n")])
def test_plain_content_is_told_as_pdfminer_tells_it(written: list[tuple[str, str]]) -> None:
    data = "".join(map("".join, written)).encode("latin-1")
    told = lexer.objects(data)
    assert told is not None
    assert [(type(one), one) for one in told] == [(type(one), one) for one in by_pdfminer(data)]


@given(st.lists(st.one_of(WORDS, SPACE, ODD)))
def test_other_content_is_told_the_same_or_left_to_pdfminer(written: list[str]) -> None:
    data = "".join(written).encode("latin-1")
    told = lexer.objects(data)
    assert told is None or told == by_pdfminer(data)


@pytest.mark.parametrize("content", [b"BI /W 1 ID \x00\xff EI", b"(never closed", b"<< /A >>"])
def test_pictures_and_damage_are_left_to_pdfminer(content: bytes) -> None:
    assert lexer.objects(b"q 1 0 0 1 0 0 cm " + content) is None


def test_pdfminer_is_itself_again_afterwards() -> None:
    with lexer.in_use():
        assert pdfinterp.PDFContentParser is lexer.ContentParser
    assert pdfinterp.PDFContentParser is PDFContentParser

"""Word files: their own, and those that LibreOffice opens."""

from __future__ import annotations

import os
import shutil
import socketserver
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import UnreadableError
from extract.read import read
from extract.readers import office, word
from tests.office_documents import (
    DOCM,
    FIGURES,
    REPORT,
    TITLE,
    cell,
    docx,
    opendocument,
    paragraph,
    printed,
    row,
    sheet,
    table,
    zipped,
)
from tests.printing import remedies

SOFFICE = shutil.which("soffice")
WORD_97 = Path(__file__).parent / "documents" / "office" / "word-97.doc"
RTF = (
    rb"{\rtf1\ansi\ansicpg936 {\trowd\clmgf\cellx3000\clmrg\cellx6000"
    rb"\pard\intbl ab\cell\pard\intbl\cell\row\trowd\cellx3000\cellx6000"
    rb"\pard\intbl 1\cell\pard\intbl 2\cell\row}\pard end\par}"
)


def grids(body: str, **options: str) -> list[list[list[str]]]:
    layout = word.read(docx(body, **options))  # type: ignore[arg-type]
    return [[[one.text for one in cells] for cells in grid.rows()] for grid in layout.grids]


def lines(body: str, **options: str) -> list[str]:
    return [line.text for line in word.read(docx(body, **options)).lines]  # type: ignore[arg-type]


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
@pytest.mark.parametrize("macros", [False, True], ids=["plain", "with macros"])
def test_a_report_is_read_whole_in_every_dialect(strict: bool, macros: bool) -> None:
    options = {"media_type": DOCM} if macros else {}
    record = read(docx(REPORT, title="标题", strict=strict, **options))  # type: ignore[arg-type]
    assert (record.verdict, record.reason, record.reader) == ("read", "", "word")
    assert (record.title, record.year, record.pages) == (TITLE, 2023, None)
    assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]
    assert printed(record) == FIGURES
    assert {(c.method, c.page, c.x0) for c in record.cells} == {("word", None, None)}


def test_the_metadata_title_is_the_core_properties() -> None:
    assert word.read(docx("", title=" 某某局\n年报 ")).title == "某某局 年报"


def test_a_blank_form_is_refused_as_blank() -> None:
    blank = sheet(remedies(dict.fromkeys(FIGURES, "")))
    assert read(docx(blank)).reason.startswith("the form is blank")


def test_spans_are_true() -> None:
    (grid,) = word.read(
        docx(
            table(
                row(
                    cell(paragraph("甲"), '<w:vMerge w:val="restart"/>'),
                    cell(paragraph("乙"), '<w:gridSpan w:val="2"/>'),
                ),
                row(
                    cell(paragraph("不印"), '<w:vMerge w:val="continue"/>'),
                    cell(paragraph("1"), '<w:hMerge w:val="restart"/>'),
                    cell(paragraph(""), "<w:hMerge/>"),
                ),
                row(cell(paragraph("2")), properties='<w:gridBefore w:val="1"/>'),
            )
        )
    ).grids
    assert (grid.n_rows, grid.n_cols) == (3, 3)
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in grid.cells] == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 2, "1"),
        (2, 1, 1, 1, "2"),
    ]


def test_only_the_innermost_table_is_a_grid_and_the_rest_is_text() -> None:
    inner = table(row(cell(paragraph("in"))))
    body = table(row(cell(paragraph("before") + inner + paragraph("after"))))
    assert grids(body) == [[["in"]]]
    assert lines(body) == ["before", "in", "after"]


def test_text_is_what_prints() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    inside = (
        run.format("1")
        + f"<w:ins>{run.format('2')}</w:ins>"
        + f"<w:del><w:r><w:delText>8</w:delText></w:r>{run.format('9')}</w:del>"
        + f"<w:moveFrom>{run.format('9')}</w:moveFrom><w:moveTo>{run.format('3')}</w:moveTo>"
        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>"
        + '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>4</w:t></w:r>'
        + "<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/></w:r>"
        + f"<w:hyperlink>{run.format('5')}</w:hyperlink>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{run.format('6')}</w:sdtContent></w:sdt>"
        + '<w:r><w:sym w:font="Symbol" w:char="00B1"/><w:tab/></w:r>'
        + f"<mc:AlternateContent><mc:Choice>{run.format('7')}</mc:Choice>"
        + f"<mc:Fallback>{run.format('9')}</mc:Fallback></mc:AlternateContent>"
    )
    assert grids(table(row(cell(f"<w:p>{inside}</w:p>")))) == [[["1234-56± 7"]]]


def test_a_row_deleted_or_inserted_with_its_change_tracked() -> None:
    assert grids(
        table(
            row(cell(paragraph("kept"))),
            row(cell(paragraph("gone")), properties="<w:del/>"),
            "<w:sdt><w:sdtContent>"
            + row(cell(paragraph("new")), properties="<w:ins/>")
            + "</w:sdtContent></w:sdt>",
        )
    ) == [[["kept"], ["new"]]]


def test_a_text_box_is_a_line_and_its_table_a_grid() -> None:
    box = f"<w:txbxContent>{paragraph('方框')}{table(row(cell(paragraph('7'))))}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:pict>{box}</w:pict></w:r></w:p>"
    assert grids(body) == [[["7"]]]
    assert lines(body) == ["正文", "方框", "7"]


def test_a_break_ends_a_line_of_text_and_is_a_blank_in_a_cell() -> None:
    broken = "<w:p><w:r><w:t>望川区</w:t><w:br/><w:t>年报</w:t></w:r></w:p>"
    assert lines(broken) == ["望川区", "年报"]
    assert grids(table(row(cell(broken)))) == [[["望川区 年报"]]]


def test_the_numbers_that_word_counts_are_said() -> None:
    level = (
        '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/>'
        '<w:lvlText w:val="{2}"/></w:lvl>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1">'
        + level.format(0, "chineseCountingThousand", "%1、")
        + level.format(1, "decimal", "%1.%2 ")
        + '</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
    )
    own = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="4"/></w:numPr>'
    headed = paragraph("甲", '<w:pStyle w:val="h"/>')
    none = paragraph("丙", '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body = headed + paragraph("乙", own) * 2 + none + headed * 10 + paragraph("乙", own)
    told = lines(body, numbering=numbering, styles=styles)
    assert told[:5] == ["一、甲", "一.1 乙", "一.2 乙", "丙", "二、甲"]
    assert told[-2:] == ["十一、甲", "十一.1 乙"]


def test_absurd_spans_are_cut() -> None:
    wide = cell(paragraph("1"), '<w:gridSpan w:val="999999999"/>')
    (grid,) = word.read(docx(table(row(wide)))).grids
    assert grid.n_cols == word.MAX_SPAN


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
RELS = '<Relationships><Relationship Type="x/officeDocument" Target="{0}"/></Relationships>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (docx(REPORT)[:2000], "the ZIP file is damaged"),
        (docx("<w:p>"), "word/document.xml is damaged"),
        (docx(table(row(cell("", '<w:gridSpan w:val="x"/>')))), "the Word file is damaged"),
        (docx("<w:sdt>" * 3000 + "</w:sdt>" * 3000), "word/document.xml is damaged"),
        (docx(table(row("<w:tc/>" * 20_001))), "more than 20000 table cells"),
        (
            zipped(
                {
                    "[Content_Types].xml": '<T><D Extension="xml" ContentType="ms-word"/></T>',
                    "_rels/.rels": RELS.format("a.xml"),
                    "a.xml": BOMB,
                }
            ),
            "a.xml declares a document type",
        ),
        (
            zipped(
                {
                    "[Content_Types].xml": '<T><D Extension="xml" ContentType="ms-word"/></T>',
                    "_rels/.rels": RELS.format("../../etc/passwd.xml"),
                }
            ),
            "it has no etc/passwd.xml",
        ),
    ],
    ids=["cut", "not XML", "span", "nested", "cells", "entities", "path"],
)
def test_what_is_broken_or_hostile_is_refused_in_a_line(data: bytes, reason: str) -> None:
    record = read(data)
    assert record.verdict == "refused"
    assert reason in record.reason
    assert "\n" not in record.reason


@given(st.integers(0, 3000), st.binary(max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_has_a_verdict_and_invents_no_cell(at: int, junk: bytes) -> None:
    whole = docx(REPORT)
    record = read(whole[:at] + junk + whole[at + len(junk) :])
    assert record.verdict in {"read", "partial", "refused"}
    assert printed(record).items() <= FIGURES.items()


# --- by way of LibreOffice: what a machine without it says is specified as well ----------------


def test_a_word_97_file_is_read_where_libreoffice_is() -> None:
    record = read(WORD_97.read_bytes())
    if SOFFICE is None:
        assert (record.verdict, record.reason) == ("postponed", office.MISSING)
    else:
        assert (record.verdict, record.reason, record.reader) == ("read", "", "office")
        assert (record.title, len(record.sections)) == (TITLE, 6)
        assert printed(record) == FIGURES


def test_an_rtf_file_is_read_where_libreoffice_is() -> None:
    if SOFFICE is None:
        assert read(RTF).reason == office.MISSING
    else:
        (grid,) = office.read(RTF).grids
        assert [(c.row, c.col, c.colspan, c.text) for c in grid.cells] == [
            (0, 0, 2, "ab"),
            (1, 0, 1, "1"),
            (1, 1, 1, "2"),
        ]


def test_a_word_97_file_that_is_cut_is_refused() -> None:
    record = read(WORD_97.read_bytes()[:3000])
    wanted = office.MISSING if SOFFICE is None else "LibreOffice cannot open the file"
    assert record.reason.startswith(wanted)


def test_without_libreoffice_the_reason_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    reason = read(WORD_97.read_bytes()).reason
    assert "apt-get install --no-install-recommends libreoffice-writer-nogui" in reason


def test_nothing_that_a_document_links_to_is_fetched() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as portal:
        portal.timeout = 0.1
        host, port = portal.server_address[:2]
        frame = (
            '<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
            f'<draw:image xlink:href="http://{host}:{port}/a.png" xlink:actuate="onLoad"/>'
            "</draw:frame>"
        )
        linked = opendocument(f"<text:p>正文{frame}</text:p>")
        if SOFFICE is None:
            assert read(linked).reason == office.MISSING
        else:
            assert [line.text for line in office.read(linked).lines] == ["正文"]
        portal.socket.settimeout(0.1)
        with pytest.raises(TimeoutError):
            portal.get_request()  # nobody has knocked


def test_a_conversion_that_hangs_is_killed_with_what_it_started(tmp_path: Path) -> None:
    hanging = tmp_path / "soffice"
    hanging.write_text(f"#!/bin/sh\nsleep 60 & echo $! $PWD > {tmp_path}/child\nwait\n")
    hanging.chmod(0o755)
    with pytest.raises(UnreadableError, match="took more than 1 s"):
        office.as_docx(b"", str(hanging), seconds=1)
    pid, folder = (tmp_path / "child").read_text().split()
    assert not Path(folder).exists()
    assert _ended(int(pid))


def _ended(pid: int) -> bool:
    """Whether a process has ended; its new parent may take a moment to bury it."""
    for _ in range(50):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False

"""What a file is, told from what is inside; the one report in an archive; bombs and tricks."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from extract.errors import UnreadableError
from extract.read import read
from extract.readers import container, package
from tests.office_documents import FIGURES, REPORT, XLSX, docx, printed, zipped
from tests.pages_as_html import page

WORD = docx(REPORT)
PDF = b"%PDF-1.7 nothing behind it"
PNG = b"\x89PNG\r\n\x1a\n...."
SHEET = docx("", media_type=XLSX)


def reason(entries: dict[str, bytes]) -> str:
    return read(zipped(entries)).reason


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (WORD, "word"),
        (zipped({"OFD.xml": "<OFD/>"}), "ofd"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "office"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "other"),
        (SHEET, "other"),
        (zipped({"word/document.xml": "a name alone makes no Word file"}), "zip"),
    ],
)
def test_the_kind_of_a_zip_file_is_told_from_what_is_inside(data: bytes, kind: str) -> None:
    assert container.kind_of_zip(data) == kind


def ole2(*streams: str) -> bytes:
    names = b"".join((name + "\0").encode("utf-16-le") for name in streams)
    return container.OLE2 + b"\0" * 504 + names


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (SHEET, "a workbook or slides"),
        (ole2("Root Entry", "Workbook"), "an Excel workbook"),
        (ole2("Root Entry", "PowerPoint Document"), "PowerPoint slides"),
        (ole2("Root Entry", "EncryptedPackage"), "asks for a password"),
        (b"Rar!\x1a\x07\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    ],
)
def test_what_holds_no_text_or_is_not_opened_is_named(data: bytes, wanted: str) -> None:
    record = read(data)
    assert record.verdict == "refused"
    assert wanted in record.reason


def test_the_one_report_in_an_archive_is_read() -> None:
    litter = {"__MACOSX/._年报.docx": b"%PDF-", "Thumbs.db": container.OLE2, "说明.txt": b"text"}
    annexes = {"照片.png": PNG, "汇总.xlsx": SHEET}
    record = read(zipped({**litter, **annexes, "年报.docx": WORD}))
    assert (record.verdict, record.reason) == ("read", "")
    assert printed(record) == FIGURES


def test_a_report_in_an_archive_in_an_archive_is_read() -> None:
    twice = zipped({"外.zip": zipped({"内/年报.htm": page("年报")})})
    assert read(twice).reason.startswith("no statutory table")
    thrice = zipped({"a.zip": zipped({"b.zip": zipped({"c.pdf": PDF})})})
    assert read(thrice).reason == "archives are 3 deep in a.zip/b.zip"


def test_several_documents_or_none_are_refused_by_name() -> None:
    assert reason({"说明.txt": b"text"}) == "the ZIP archive holds no document"
    many = {f"{i}.pdf": PDF for i in range(7)}
    assert reason({"年报.docx": WORD, "年报.pdf": PDF}).endswith(": 年报.docx, 年报.pdf")
    assert reason(many).endswith("0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more")
    assert "2 documents" in reason({"一.png": PNG, "二.png": PNG})
    assert "RAR" in reason({"年报.rar": b"Rar!\x1a\x07\x00"})


def test_names_in_gbk_are_read_as_such() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("甲.pdf", "乙.pdf"):
            archive.writestr(name.encode("gbk").hex(), PDF)
    data = out.getvalue()
    for name in ("甲.pdf", "乙.pdf"):
        # The names are as long in GBK as half their hexadecimal form: fill up with blanks.
        raw = name.encode("gbk")
        data = data.replace(raw.hex().encode(), raw.ljust(2 * len(raw)))
    assert "甲.pdf" in read(data).reason
    assert "乙.pdf" in read(data).reason


def test_a_name_that_points_out_of_the_archive_is_refused() -> None:
    assert reason({"../../年报.pdf": PDF}) == "the ZIP archive's ../../年报.pdf points out of it"


def test_an_encrypted_archive_says_so() -> None:
    data = bytearray(zipped({"年报.pdf": PDF}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(magic) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    assert read(bytes(data)).reason == "the ZIP archive is encrypted and asks for a password"


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "is a ZIP bomb" in reason({"年报.pdf": PDF + b"\0" * 20_000_000})
    assert reason({f"{i}.txt": b"" for i in range(201)}).endswith("more than 200")
    assert reason({f"{i}": b"" for i in range(5001)}).endswith("more than 5000")


def test_more_than_a_document_ever_needs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_EXPANDED", 100)
    opened = package.Package(zipped({"a": b"x" * 60, "b": b"y" * 60}), "the file")
    assert opened.read("a") == opened.read("a") == b"x" * 60
    with pytest.raises(UnreadableError, match="unpacks to more than 100 bytes"):
        opened.read("b")
    monkeypatch.setattr(package, "MAX_SIZE", 10)
    with pytest.raises(UnreadableError, match="more than 10"):
        package.Package(WORD, "the file")


def test_an_archive_that_is_damaged_says_where() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("年报.htm", b"<html>" + b"x" * 5000)
    data = stored.getvalue().replace(b"x" * 40, b"y" * 40, 1)
    assert read(data).reason.startswith("the ZIP archive is damaged: 年报.htm: Bad CRC-32")
    assert read(zipped({"年报.docx": WORD[:900]})).reason.startswith("年报.docx is damaged")

"""The archive: what was received comes back byte for byte; damage is refused, a cut tail is not."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler import archive
from crawler.archive import Headers, Place, read_body, read_record, records
from crawler.decoding import DamagedBodyError, decode, decompress, media_type
from crawler.errors import ArchiveError
from crawler.writer import Got, Sent, Writer

RUN = "20261122T020000Z"
FILE = f"{RUN}-0001.warc.gz"
INFO = {"software": "gongkai"}
URL = "http://www.wangchuan.test/zwgk/"


def put(writer: Writer, body: bytes, headers: Headers = (), *, cut: bool = False) -> Place:
    sent = Sent(URL, "GET", (("Host", "www.wangchuan.test"),), b"")
    return writer.exchange("abc/1/0", sent, Got(200, headers, body, cut))


def test_a_body_comes_back_as_it_was_sent_and_as_it_was_meant(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    page = "望川区㵲河".encode("gb18030")
    packed = gzip.compress(page)
    place = put(writer, packed, (("Content-Encoding", "gzip"),))
    assert read_record(tmp_path, FILE, place.warc_offset).body == packed
    assert read_body(tmp_path, FILE, place.warc_offset) == page


def test_headers_keep_the_bytes_of_a_file_name_in_gbk(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    name = "attachment; filename=年报.pdf".encode("gbk").decode("latin-1")
    place = put(writer, b"x", (("Content-Disposition", name),))
    record = read_record(tmp_path, FILE, place.warc_offset)
    assert record.header("content-disposition") == name


def test_the_file_is_a_warc_that_others_can_read(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    writer.facts(archive.PLAN, RUN, {"run": RUN})
    place = put(writer, b"page", cut=True)
    writer.close()
    with (tmp_path / "warc" / FILE).open("rb") as file:
        found = [(r.rec_type, r.rec_headers.get_header("WARC-Date")) for r in ArchiveIterator(file)]
    assert [kind for kind, _ in found] == ["warcinfo", "metadata", "response", "request"]
    assert found[2][1] == place.time
    assert [r.cut for r in records(tmp_path, FILE)] == [False, False, True, False]


def test_a_record_cut_off_by_a_kill_ends_the_file_and_is_nobody_s_error(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    put(writer, b"whole")
    last = put(writer, b"cut" * 1000)
    writer.close()
    path = tmp_path / "warc" / FILE
    path.write_bytes(path.read_bytes()[: last.warc_offset + 100])
    assert [r.body for r in records(tmp_path, FILE) if r.kind == "response"] == [b"whole"]
    with pytest.raises(ArchiveError, match="cut short"):
        read_body(tmp_path, FILE, last.warc_offset)


def test_a_damaged_record_is_refused_with_its_place(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    place = put(writer, b"whole" * 100)
    put(writer, b"more")
    writer.close()
    path = tmp_path / "warc" / FILE
    data = bytearray(path.read_bytes())
    data[place.warc_offset + 60] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ArchiveError, match=f"byte {place.warc_offset}"):
        read_body(tmp_path, FILE, place.warc_offset)
    with pytest.raises(ArchiveError, match=f"byte {place.warc_offset}"):
        list(records(tmp_path, FILE))
    with pytest.raises(ArchiveError, match="No such file"):
        read_body(tmp_path, "none.warc.gz", 0)


def test_a_run_never_writes_into_the_file_of_another(tmp_path: Path) -> None:
    Writer(tmp_path, RUN, INFO).close()
    with pytest.raises(FileExistsError):
        Writer(tmp_path, RUN, INFO)


def test_text_is_decoded_strictly_whatever_was_declared() -> None:
    assert decode("年报".encode("utf-8-sig")) == ("年报", "utf-8-sig")
    assert decode("㵲河、堃山".encode("gb18030")) == ("㵲河、堃山", "gb18030")
    assert decode(b"\xff\xfe\xff") is None


@pytest.mark.parametrize("broken", [gzip.compress(b"x" * 999)[:-9], b"no gzip at all"])
def test_a_body_that_its_encoding_does_not_fit_is_refused(broken: bytes) -> None:
    with pytest.raises(DamagedBodyError):
        decompress(broken, "gzip")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "text/html"),
        ("<p>望川</p>".encode("gb18030"), "text/html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "application/x-ole-storage"),
        (b'{"code": 1}', "application/json"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\x00\xff\x00\xff", "application/octet-stream"),
    ],
)
def test_the_type_is_what_the_bytes_are(body: bytes, kind: str) -> None:
    assert media_type(body) == kind

"""The archive: what was received comes back byte for byte; damage is refused, a cut tail is not."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import ArchiveError
from crawler.pages.decoding import DamagedBodyError, decode, decompress, media_type
from crawler.store import archive
from crawler.store.archive import Headers, Payload, Place, read_body, read_record, records
from crawler.store.writer import Got, Sent, Writer
from extract.worker import ArchiveSource

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
    packed = gzip.compress(page, mtime=0)
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


# -- what lies in the archive already


def payload_of(place: Place, raw: Path) -> Payload:
    found = read_record(raw, place.warc_file, place.warc_offset).payload
    assert found
    return found


def again(writer: Writer, got: Got, known: Payload) -> Place:
    sent = Sent("http://www.chenghu.test/twin", "GET", (), b"")
    return writer.exchange("def/1/0", sent, got, known)


def test_a_body_that_lies_there_already_is_a_revisit_and_reads_as_if_it_were_not(
    tmp_path: Path,
) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    page = bytes(range(256)) * 100
    packed = (("Content-Encoding", "gzip"), ("Server", "a"))
    first = put(writer, gzip.compress(page, mtime=0), packed)
    got = Got(
        200,
        (("Content-Encoding", "gzip"), ("Server", "b")),
        gzip.compress(page, mtime=0),
        cut=False,
    )
    second = again(writer, got, payload_of(first, tmp_path))
    assert read_body(tmp_path, FILE, second.warc_offset) == page
    assert ArchiveSource(tmp_path, FILE, second.warc_offset, "").read() == page
    record = read_record(tmp_path, FILE, second.warc_offset)
    assert (record.kind, record.body, record.header("server")) == ("revisit", b"", "b")
    assert archive.answer(tmp_path, record).body == got.body


def test_a_304_is_a_revisit_of_what_it_confirms(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    first = put(writer, gzip.compress(b"report"), (("Content-Encoding", "gzip"),))
    second = again(writer, Got(304, (), b"", cut=False), payload_of(first, tmp_path))
    assert read_body(tmp_path, FILE, second.warc_offset) == b"report"
    record = read_record(tmp_path, FILE, second.warc_offset)
    assert archive.answer(tmp_path, record).body == b"", "a replay gets what the portal sent"


def test_others_find_what_a_revisit_refers_to(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    first = put(writer, b"page")
    again(writer, Got(200, (), b"page", cut=False), payload_of(first, tmp_path))
    again(writer, Got(304, (), b"", cut=False), payload_of(first, tmp_path))
    writer.close()
    with (tmp_path / "warc" / FILE).open("rb") as file:
        heads = [r.rec_headers for r in ArchiveIterator(file) if r.rec_type == "revisit"]
    profile = "http://netpreserve.org/warc/1.1/revisit/"
    assert [head.get_header("WARC-Profile") for head in heads] == [
        profile + "identical-payload-digest",
        profile + "server-not-modified",
    ]
    for head in heads:
        assert head.get_header("WARC-Refers-To-Target-URI") == URL
        assert head.get_header("WARC-Refers-To-Date") == first.time
        assert head.get_header("Gongkai-Refers-To") == f"{FILE}:{first.warc_offset}"


def test_a_revisit_whose_payload_is_gone_or_another_is_refused(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    first, other = put(writer, b"page"), put(writer, b"another")
    known = payload_of(first, tmp_path)
    wrong = again(writer, Got(200, (), b"page", cut=False), replace(known, place=other))
    gone = replace(other, warc_file="gone-0001.warc.gz")
    lost = again(writer, Got(200, (), b"page", cut=False), replace(known, place=gone))
    with pytest.raises(ArchiveError, match="does not hold what it refers to"):
        read_body(tmp_path, FILE, wrong.warc_offset)
    with pytest.raises(ArchiveError, match="gone-0001"):
        read_body(tmp_path, FILE, lost.warc_offset)


def test_a_body_that_was_cut_off_is_no_payload_of_another(tmp_path: Path) -> None:
    place = put(Writer(tmp_path, RUN, INFO), b"half", cut=True)
    assert read_record(tmp_path, FILE, place.warc_offset).payload is None


# -- several files a run


def test_a_file_that_is_full_is_followed_by_another_with_its_own_warcinfo(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO, size=3000)
    places = [put(writer, random.Random(n).randbytes(1000)) for n in range(6)]
    writer.close()
    names = archive.files(tmp_path, RUN)
    assert names == [f"{RUN}-{n:04}.warc.gz" for n in range(1, len(names) + 1)]
    assert len(names) > 2
    for name in names:
        kinds = [record.kind for record in records(tmp_path, name)]
        assert kinds[0] == "warcinfo"
        assert kinds[1:] == ["response", "request"] * (len(kinds) // 2), "never parted"
    found = [r.place for r in archive.history(tmp_path, RUN) if r.kind == "response"]
    assert found == places


def test_a_file_that_has_been_open_for_its_time_is_followed_by_another(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO, age=0)
    put(writer, b"a")
    put(writer, b"b")
    assert len(archive.files(tmp_path, RUN)) == 3


def test_only_the_last_file_of_a_run_may_end_in_a_record_that_was_cut_off(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO, size=1)
    put(writer, b"a")
    put(writer, b"b")
    writer.close()
    first, *_, last = (tmp_path / "warc" / name for name in archive.files(tmp_path, RUN)[1:])
    last.write_bytes(last.read_bytes()[:-5])
    kept = [r.kind for r in archive.history(tmp_path, RUN)]
    assert kept.count("response") == 2
    assert kept.count("request") == 1
    first.write_bytes(first.read_bytes()[:-5])
    with pytest.raises(ArchiveError, match="cut short"):
        list(archive.history(tmp_path, RUN))


def test_the_one_file_of_an_older_version_is_a_run_like_any_other(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    put(writer, b"page")
    writer.close()
    (tmp_path / "warc" / FILE).rename(tmp_path / "warc" / f"{RUN}.warc.gz")
    assert archive.runs(tmp_path) == [RUN]
    assert [r.body for r in archive.history(tmp_path, RUN) if r.kind == "response"] == [b"page"]


def test_what_cannot_be_compressed_is_not_compressed_again(tmp_path: Path) -> None:
    writer = Writer(tmp_path, RUN, INFO)
    noise = random.Random(1).randbytes(50_000)
    place = put(writer, noise)
    writer.close()
    data = (tmp_path / "warc" / FILE).read_bytes()[place.warc_offset :]
    assert noise[20_000:30_000] in data
    assert read_body(tmp_path, FILE, place.warc_offset) == noise

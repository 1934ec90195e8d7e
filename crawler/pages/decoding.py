"""From the bytes of a body to what they are: uncompressed, typed and decoded.

Headers and `<meta>` are not believed: portals declare gb2312 and send GB18030 or UTF-8. Two strict
decodes, in this order, read what the portals really send. The bytes themselves are never changed,
and what header and `<meta>` claimed is kept beside the codec that read them.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # ships no types

CODECS = ("utf-8-sig", "gb18030")
"""Tried in this order, strictly; GB18030 contains GBK and gb2312."""

MAX_BODY = 256 * 1024 * 1024
"""Bytes a body may have after decompression; more is refused as a bomb."""


class DamagedBodyError(ValueError):
    """A body that its Content-Encoding does not describe; raised by `decompress`."""


def decode(body: bytes, *, whole: bool = True) -> tuple[str, str] | None:
    """Give the text of `body` and the codec that read it, or None when neither codec does.

    `whole` is False for the beginning of a longer body, which may end within a character. UTF-8
    with a few broken bytes is None too: GB18030 would read many such pages, as other characters.
    A short text in GB18030 that happens to be UTF-8 (转 is ת) is told by having no Chinese in it.
    """
    for codec in CODECS:
        decoder = codecs.getincrementaldecoder(codec)("strict")
        try:
            text = decoder.decode(body, final=whole)
        except UnicodeDecodeError:
            if codec == "utf-8-sig" and _is_broken_utf8(body):
                return None
            continue
        if codec == "utf-8-sig" and (chinese := _by_accident(body, text, whole=whole)):
            return chinese, "gb18030"
        return text, codec
    return None


def _by_accident(body: bytes, text: str, *, whole: bool) -> str | None:
    """Give the Chinese that a body is in GB18030 when as UTF-8 it has letters no portal uses."""
    beyond = set(_BEYOND_ASCII.findall(text))
    if not beyond - _WESTERN or max(beyond) >= "\u0800":
        return None
    try:
        chinese = codecs.getincrementaldecoder("gb18030")("strict").decode(body, final=whole)
    except UnicodeDecodeError:
        return None
    hanzi = len(_HANZI.findall(chinese))
    return chinese if hanzi == len(_BEYOND_ASCII.findall(chinese)) else None


def _is_broken_utf8(body: bytes) -> bool:
    """Say whether nearly all beyond ASCII is UTF-8; of Chinese in GB18030 nearly none is."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(_BEYOND_ASCII.findall(text))
    return beyond >= 20 and broken * 20 <= beyond


@dataclass(frozen=True, slots=True)
class Claims:
    """What is said of a page's charset, in lower case as it is written; None where nothing is."""

    header: str | None
    meta: str | None


def claims(body: bytes, content_type: str) -> Claims:
    """Give the charsets that Content-Type and the page's own beginning name."""
    header = _CHARSET.search(content_type)
    meta = _META.search(body[:4096].decode("latin-1"))
    return Claims(
        header[1].lower() if header else None, (meta[1] or meta[2]).lower() if meta else None
    )


_WESTERN = frozenset("\u00a0©®·×÷°±«»§¥£àáèéêíòóùúüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")
"""What Chinese pages in UTF-8 have of two bytes: signs, and the vowels of pinyin."""
_HANZI = re.compile(r"[\u3400-\u9fff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_META = re.compile(
    r"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)",
    re.I,
)


def decompress(body: bytes, content_encoding: str) -> bytes:
    """Undo the Content-Encodings (`gzip`, `deflate`, `br`, last one first).

    Raises DamagedBodyError when the stream is cut short, broken, unknown or over `MAX_BODY`.
    """
    for name in reversed([part.strip().lower() for part in content_encoding.split(",")]):
        if name in {"", "identity"} or not body:
            continue
        if name in {"gzip", "x-gzip"}:
            body = _inflate(body, zlib.MAX_WBITS | 16)
        elif name == "deflate":  # zlib by the standard, raw by some servers
            try:
                body = _inflate(body, zlib.MAX_WBITS)
            except DamagedBodyError:
                body = _inflate(body, -zlib.MAX_WBITS)
        elif name == "br":
            body = _unbrotli(body)
        else:
            raise DamagedBodyError(f"Content-Encoding {name!r} was not asked for")
    return body


def _inflate(body: bytes, window: int) -> bytes:
    """Undo one or more concatenated zlib or gzip streams."""
    out: list[bytes] = []
    size = 0
    while body:
        inflater = zlib.decompressobj(window)
        try:
            out.append(inflater.decompress(body, MAX_BODY - size + 1))
        except zlib.error as error:
            if out:  # rubbish after a whole stream is padding
                break
            raise DamagedBodyError(f"compressed body is broken: {error}") from error
        size += len(out[-1])
        if size > MAX_BODY:
            raise DamagedBodyError(f"body is over {MAX_BODY} bytes when decompressed")
        if not inflater.eof:
            raise DamagedBodyError("compressed body is cut short")
        body = inflater.unused_data.lstrip(b"\0")
    return b"".join(out)


def _unbrotli(body: bytes) -> bytes:
    decoder = brotli.Decompressor()
    try:
        out = decoder.process(body, output_buffer_limit=MAX_BODY)
    except brotli.error as error:
        raise DamagedBodyError(f"compressed body is broken: {error}") from error
    if not decoder.is_finished():
        raise DamagedBodyError("compressed body is cut short or too large")
    return bytes(out)


_MAGIC = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # DOC, WPS, XLS
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"{\\rtf", "application/rtf"),
)
_ZIPPED = (
    ("OFD.xml", "application/ofd"),
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_HTML = re.compile(r"<(?:!doctype html|html|head|body|meta|div|table|p|script|title)\b", re.I)


def media_type(body: bytes) -> str:
    """Say what the bytes are, whatever the header or the name claims.

    `application/octet-stream` when nothing known fits.
    """
    if b"%PDF-" in body[:1024]:
        return "application/pdf"
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    if body.startswith(b"PK\x03\x04"):
        return _zip_type(body)
    text = decode(body)
    if text is None:
        # A page with one broken character is still a page; the ledger says it did not decode.
        looks = _HTML.search(body[:4096].decode("latin-1"))
        return "text/html" if looks else "application/octet-stream"
    start = text[0].lstrip()[:4096]
    if start.startswith(("{", "[")):
        return "application/json"
    return "text/html" if _HTML.search(start) else "text/plain"


def _zip_type(body: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return "application/zip"
    for prefix, kind in _ZIPPED:
        if any(name.startswith(prefix) for name in names):
            return kind
    return "application/zip"

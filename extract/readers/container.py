"""What a file really is that begins like a ZIP or an OLE2 file, and the one report in an archive.

Receives bytes; names and headers lie. Gives the kind of an office file, and of an archive the bytes
of the one document in it that may be a report. Refuses an archive with none or with several, naming
them: nobody can tell which is the report; and what is encrypted, a bomb, or of a packer that is not
opened (RAR, 7z).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract.errors import UnreadableError
from extract.readers import ofd, opc
from extract.readers.package import Package

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RTF = b"{\\rtf"
WORD_XML = b'progid="Word.Document"'
"""In the head of Word 2003's XML."""

MAX_DEPTH = 2
"""Archives in archives."""

MAX_DOCUMENTS = 200
"""Entries of an archive; a county's yearbook is something else than a report."""

SHOWN = 5
"""Documents that a reason names."""

_START = 1024
"""Bytes that tell a file's kind."""

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")
"""Parts of names that file managers and open documents leave behind."""

_MAGIC = {
    b"%PDF-": "pdf",
    RTF: "office",
    b"\x89PNG\r\n": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"BM": "picture",
    b"II*\0": "picture",
    b"MM\0*": "picture",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
}


class Found(NamedTuple):
    """A document in an archive: the way to it, its kind and where its bytes are."""

    path: str
    kind: str
    package: Package
    name: str


def unpacked(data: bytes) -> bytes:
    """Give the one report in an archive; bytes that are no archive are given back.

    A picture counts only where no other document is there.

    Raises:
        UnreadableError: an archive without a document, or with several, or that cannot be opened.
    """
    if not data.startswith(ZIP) or kind_of_zip(data) != "zip":
        return data
    found = list(_documents(data, "", 1))
    candidates = [one for one in found if one.kind != "picture"] or found
    if not candidates:
        raise UnreadableError("the ZIP archive holds no document")
    if len(candidates) > 1:
        shown = ", ".join(one.path for one in candidates[:SHOWN])
        more = f" and {len(candidates) - SHOWN} more" if len(candidates) > SHOWN else ""
        raise UnreadableError(
            f"the ZIP archive holds {len(candidates)} documents and nobody can tell which is the "
            f"report: {shown}{more}"
        )
    return candidates[0].package.read(candidates[0].name)


def office_kind(data: bytes) -> str:
    """Tell `word`, `ofd` or `office` (what LibreOffice opens); empty where it is none of them.

    Raises:
        UnreadableError: an office file without a text, locked, or damaged.
    """
    if data.startswith(ZIP):
        kind = kind_of_zip(data)
        if kind == "other":
            raise UnreadableError("the file is a workbook or slides, which no reader takes")
        return "" if kind == "zip" else kind
    if data.startswith(OLE2):
        _require_text(data)
        return "office"
    start = data[:_START]
    return "office" if start.startswith(RTF) or WORD_XML in start else ""


def kind_of_zip(data: bytes, what: str = "the ZIP file") -> str:
    """Tell `word`, `ofd`, `office` (OpenDocument), `other` (a workbook, slides) or `zip`.

    Raises:
        UnreadableError: damaged.
    """
    package = Package(data, what)
    if ofd.ROOT in package:
        return "ofd"
    if opc.CONTENT_TYPES in package:
        media_type = opc.main(package).media_type
        return "word" if "wordprocessingml" in media_type or "ms-word" in media_type else "other"
    if "mimetype" in package:
        told = package.start("mimetype", 100)
        if told.startswith(b"application/vnd.oasis.opendocument"):
            return "office" if b".text" in told else "other"
    return "zip"


def _require_text(data: bytes) -> None:
    """Refuse an OLE2 file that is known to be no text: its directory names its streams."""
    for stream, what in (
        ("EncryptedPackage", "an Office file that is encrypted and asks for a password"),
        ("Workbook", "an Excel workbook, which no reader takes"),
        ("PowerPoint Document", "PowerPoint slides, which no reader takes"),
    ):
        if _names(stream) in data and _names("WordDocument") not in data:
            raise UnreadableError(f"the file is {what}")


def _names(stream: str) -> bytes:
    """Give a stream's name as an OLE2 directory holds it."""
    return (stream + "\0").encode("utf-16-le")


def _documents(data: bytes, within: str, depth: int) -> Iterator[Found]:
    """Give the documents of an archive and of the archives in it."""
    package = Package(data, f"the ZIP archive {within}".rstrip(" /"))
    names = [name for name in package.names if not any(mark in name for mark in _LITTER)]
    if len(names) > MAX_DOCUMENTS:
        raise UnreadableError(f"{package.what} holds {len(names)} files, more than {MAX_DOCUMENTS}")
    for name in names:
        path = f"{within}{name}"
        if ".." in name.split("/"):
            raise UnreadableError(f"the ZIP archive's {path} points out of it")
        kind = _kind(package.start(name, _START))
        if kind == "zip":
            inner = package.read(name)
            kind = kind_of_zip(inner, path)
            if kind == "zip" and depth == MAX_DEPTH:
                raise UnreadableError(f"archives are {MAX_DEPTH + 1} deep in {path}")
            if kind == "zip":
                yield from _documents(inner, f"{path}/", depth + 1)
                continue
        if kind not in {"", "other"}:
            yield Found(path, kind, package, name)


def _kind(start: bytes) -> str:
    """Tell the kind of a document from its first bytes; an empty string where it is none."""
    if start.startswith(ZIP):
        return "zip"
    if start.startswith(OLE2) or WORD_XML in start:
        return "office"
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    head = start.lower()
    return "html" if any(tag in head for tag in (b"<html", b"<!doctype html", b"<table")) else ""

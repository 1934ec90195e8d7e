"""A ZIP file in memory, within limits: what DOCX, OFD and archives of documents are.

Receives bytes. Gives the names of the entries and their bytes; nothing is written to disk, so a
name that points elsewhere can do nothing. Refuses what is damaged, encrypted, packed by an unknown
method, or would unpack to more than a document ever needs (a ZIP bomb).
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable

from lxml import etree

from extract.errors import UnreadableError

MAX_SIZE = 50_000_000
"""Bytes of the file; the longest report seen with its photographs has 20 MB."""

MAX_EXPANDED = 200_000_000
"""Bytes that the entries read from one file may unpack to, together."""

MAX_ENTRIES = 5_000
"""Entries of one file: an OFD has a handful a page, and a page's fonts and pictures."""

MAX_RATIO = 200
"""Times an entry may grow; a table of zeros as XML grows 50 times, a bomb 1,000 times."""

SMALL = 5_000_000
"""Bytes up to which an entry may grow as it likes."""

_ENCRYPTED = 0x1
_UTF8 = 0x800

_FAILURES = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
"""What zipfile throws at damaged files."""


class Package:
    """The entries of one ZIP file. `what` names the file's kind in reasons."""

    def __init__(self, data: bytes, what: str) -> None:
        """Open it.

        Raises:
            UnreadableError: damaged, too large, or of too many entries.
        """
        self.what = what
        if len(data) > MAX_SIZE:
            raise UnreadableError(f"{what} has {len(data):,} bytes, more than {MAX_SIZE:,}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _FAILURES as error:
            raise UnreadableError(f"{what} is damaged: {_said(error)}") from error
        if len(entries) > MAX_ENTRIES:
            raise UnreadableError(f"{what} has {len(entries)} entries, more than {MAX_ENTRIES}")
        self._entries = {_name(entry): entry for entry in entries if not entry.is_dir()}
        self._expanded: Counter[str] = Counter()

    @property
    def names(self) -> list[str]:
        """Give the names of the files in it, in its order."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name.lstrip("/") in self._entries

    def start(self, name: str, size: int) -> bytes:
        """Give the first bytes of an entry, enough to tell its kind.

        Raises:
            UnreadableError: as `read`.
        """
        return self._unpack(name, size)

    def read(self, name: str) -> bytes:
        """Give the bytes of an entry.

        Raises:
            UnreadableError: missing, damaged, encrypted, or a bomb.
        """
        return self._unpack(name, -1)

    def _unpack(self, name: str, size: int) -> bytes:
        name = name.lstrip("/")
        entry = self._entries.get(name)
        if entry is None:
            raise UnreadableError(f"{self.what} is damaged: it has no {name}")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError(f"{self.what} is encrypted and asks for a password")
        if size < 0:
            self._afford(name, entry)
        try:
            with self._zip.open(entry) as file:
                return file.read(size)
        except _FAILURES as error:
            raise UnreadableError(f"{self.what} is damaged: {name}: {_said(error)}") from error

    def _afford(self, name: str, entry: zipfile.ZipInfo) -> None:
        """Refuse an entry before it is unpacked; zipfile never gives more than it declares."""
        if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size):
            raise UnreadableError(
                f"{self.what} is a ZIP bomb: {name} would grow from {entry.compress_size:,} to "
                f"{entry.file_size:,} bytes"
            )
        self._expanded[name] = entry.file_size
        if self._expanded.total() > MAX_EXPANDED:
            raise UnreadableError(f"{self.what} unpacks to more than {MAX_EXPANDED:,} bytes")


def xml(data: bytes, part: str) -> etree._Element:
    """Parse a part of an office file, with nothing resolved and nothing fetched.

    Raises:
        UnreadableError: no XML, nested too deep, or with a document type (which no office writes
            and entity bombs need).
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return checked(lambda: etree.fromstring(data, parser), part)


def checked(parse: Callable[[], etree._Element], part: str) -> etree._Element:
    """Give what `parse` gives, an XML root.

    Raises:
        UnreadableError: as `xml`.
    """
    try:
        root = parse()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"{part} is damaged: {_said(error)}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableError(f"{part} declares a document type, which no office file does")
    return root


def _name(entry: zipfile.ZipInfo) -> str:
    """Give an entry's name as its maker wrote it: in UTF-8 or GB18030, whatever is declared."""
    name = entry.filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")
        for charset in ("utf-8", "gb18030"):
            try:
                name = raw.decode(charset)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")


def _said(error: Exception) -> str:
    """Give an error's words in one line."""
    return " ".join(str(error).split()) or type(error).__name__

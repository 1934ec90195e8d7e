"""Office Open XML packages: which part is the document, of what kind, and its metadata title.

Receives an open ZIP file. A package that its maker left half broken (relations that lead nowhere,
as WPS Office writes them) is read as far as the document itself goes.
"""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from extract.errors import UnreadableError
from extract.readers.package import Package, xml
from extract.text import repair, squeeze

CONTENT_TYPES = "[Content_Types].xml"


class Part(NamedTuple):
    """A part of the package and its media type."""

    name: str
    media_type: str


def main(package: Package) -> Part:
    """Give the part that is the document.

    Raises:
        UnreadableError: the package names none, or is damaged.
    """
    name = related(package, "", "/officeDocument")
    if not name:
        raise UnreadableError(f"{package.what} is damaged: it names no main document")
    types = xml(package.read(CONTENT_TYPES), CONTENT_TYPES)
    for entry in types:
        if entry.get("PartName", "").lstrip("/").lower() == name.lower():
            return Part(name, entry.get("ContentType", ""))
    ending = name.rpartition(".")[2].lower()
    for entry in types:
        if entry.get("Extension", "").lower() == ending:
            return Part(name, entry.get("ContentType", ""))
    return Part(name, "")


def related(package: Package, source: str, kind: str) -> str:
    """Give the name of the part that `source` refers to as `kind`; empty where there is none.

    `source` is a part's name, or empty for the package itself; `kind` is the end of a relation's
    type, which Transitional and Strict share.
    """
    folder, file = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in package:
        return ""
    for relation in xml(package.read(relations), relations):
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, relation.get("Target", ""))
            return posixpath.normpath(target).lstrip("/")
    return ""


def title(package: Package) -> str:
    """Give the title that the core properties tell, or an empty string."""
    name = related(package, "", "/core-properties")
    if not name or name not in package:
        return ""
    told = xml(package.read(name), name).findtext("{http://purl.org/dc/elements/1.1/}title")
    return squeeze(repair(told or ""))

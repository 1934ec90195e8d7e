"""What can go wrong with one document. Each says what was refused and what to do."""

from __future__ import annotations


class DocumentError(Exception):
    """A document that gives no record of tables. Its text is the one-line reason."""


class NotAReportError(DocumentError):
    """The bytes are of a readable kind but hold none of the statutory tables."""


class UnreadableError(DocumentError):
    """The bytes are empty, damaged, locked, or of a kind that no reader takes."""


class DamagedError(UnreadableError):
    """The bytes are of a kind that a reader takes, but broken. Mending may help."""


class MissingPartError(DocumentError):
    """The document may be sound, but this machine lacks what reads its kind. Install that part.

    The store does not keep it as read, so that it is read once the part is there.
    """


class NoTextError(UnreadableError):
    """A sound file of pages without a single character: a scan."""

"""Damaged files, mended where a well-kept library can: the step before giving up.

Receives the bytes and what was wrong with them. Gives bytes to read once more and a line for the
record that says what was done; nothing of the document's content is changed.
"""

from __future__ import annotations

import io

import pikepdf

from extract.errors import DamagedError
from extract.text import squeeze


def pdf(data: bytes, damage: DamagedError) -> tuple[bytes, str]:
    """Rebuild a PDF's structure (a cut file, a broken cross-reference table) by qpdf.

    Raises:
        DamagedError: the damage it came with, where qpdf cannot mend it or no page is left.
    """
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            pages = len(document.pages)
            if pages == 0:
                raise damage
            document.save(out)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, RuntimeError) as error:
        raise damage from error
    reason = squeeze(str(damage))
    return out.getvalue(), f"{reason}; its structure was rebuilt, {pages} pages are left"

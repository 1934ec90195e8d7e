"""Pictures in which a page shows the report: scans set one below the other, without a file.

Receives a page. Gives the pictures of its body as attachments, in their order; leaves out what
looks like the page's dress (标志, 二维码, icons).
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from crawler.pages import listings, markup
from crawler.platforms import Attachment, Page

MOST = 40
"""Pictures of one page that are taken; the longest report seen as pictures has under thirty."""

_PICTURE = re.compile(r"\.(?:jpe?g|png|bmp|tiff?)$", re.I)
_DRESS = re.compile(
    r"/(?:images?|img|imgs|css|skins?|themes?|static|templates?|resource|uiFramework)/"
    r"|(?:logo|icon|ico|qrcode|qr|ewm|erweima|share|banner|btn|bg|foot|wx|wb)[^/]*$",
    re.I,
)


def shown(page: Page) -> tuple[Attachment, ...]:
    """Give the pictures that a page's body shows, each address once."""
    found: dict[str, Attachment] = {}
    for image in listings.content(markup.tree(page)).iter("img"):
        try:
            url = urljoin(page.url, (image.get("src") or "").strip())
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"}:
            continue
        if not (_PICTURE.search(parts.path) or _PICTURE.search(parts.query)):
            continue
        if not _DRESS.search(parts.path):
            name = markup.squeeze(image.get("alt")) or unquote(parts.path.rpartition("/")[2])
            found.setdefault(url, Attachment(url, name))
    return tuple(found.values())[:MOST]

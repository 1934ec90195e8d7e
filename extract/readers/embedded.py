"""HTML that a page carries inside something else. Pure functions on a parsed page.

Some portals send the article as a string that a script puts on the page, in a hidden field, a
text area, a `srcdoc` frame or a `noscript` part. Nothing is run: only literal text is taken.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml.html import HtmlElement

MAX_BODIES = 16
"""Bodies of one page; more are menus and templates, not an article."""

_STRING = re.compile(
    r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`(?:[^`\\]|\\.)*`', re.DOTALL | re.ASCII
)
_JOINED = re.compile(r"""(["'])\s*\+\s*\1""")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "\n": ""}
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_HINT = re.compile(r"table\b", re.IGNORECASE)


def bodies(root: HtmlElement) -> list[str]:
    """Give the pieces of HTML with a table that the page holds as text, in document order."""
    found: list[str] = []
    for text in _texts(root):
        body = _unwrapped(text)
        if body and body not in found:
            found.append(body)
        if len(found) == MAX_BODIES:
            break
    return found


def _texts(root: HtmlElement) -> Iterator[str]:
    for element in root.iter("script", "textarea", "input", "iframe", "noscript", "template"):
        if element.tag == "script":
            yield from _strings(element)
        elif element.tag == "input":
            yield element.get("value") or ""
        elif element.tag == "iframe":
            yield element.get("srcdoc") or ""
        elif element.tag == "textarea":
            yield element.text or ""
        else:
            yield from (_markup(table) for table in element.iterchildren() if _holds_table(table))


def _holds_table(element: HtmlElement) -> bool:
    return element.tag == "table" or element.find(".//table") is not None


def _markup(element: HtmlElement) -> str:
    from lxml import html  # noqa: PLC0415 - pages that need it are few

    return str(html.tostring(element, encoding="unicode"))


def _strings(script: HtmlElement) -> Iterator[str]:
    text = script.text or ""
    if not _HINT.search(text):
        return
    if (script.get("type") or "").lower() in {"text/html", "text/template", "text/x-template"}:
        yield text
        return
    for match in _STRING.finditer(_JOINED.sub("", text)):
        literal = match[0]
        if _HINT.search(literal):
            yield _unescaped(literal)


def _unescaped(literal: str) -> str:
    """Undo the escapes of a JSON or JavaScript string."""
    if literal[0] == '"':
        try:
            return str(json.loads(literal, strict=False))
        except ValueError:
            pass  # a JavaScript escape that JSON does not know
    return _ESCAPE.sub(_character, literal[1:-1])


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])


def _unwrapped(text: str) -> str:
    """Give `text` as HTML, its own wrapping (entities, per-cent codes) undone; else nothing."""
    for form in (text, entities.unescape(text), unquote(text)):
        if _TABLE.search(form):
            return form
    return ""

"""Fills the templates of a release: papers in Markdown, and the SQL that opens the gates."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


def render(name: str, **said: Any) -> str:
    """Give a template filled; refuses a name that it uses and that is not said."""
    return _WORDS.get_template(name).render(**said)


def _template(name: str) -> str:
    return (files("transform") / "release" / "templates" / name).read_text(encoding="utf-8")


_WORDS = Environment(
    loader=FunctionLoader(_template),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 (Markdown and SQL)
)
_WORDS.filters["n"] = "{:,}".format

"""`python -m transform show`."""

from __future__ import annotations

import argparse

from rich.console import Console

from transform import words
from transform.show.show import SHOWN, show

_WIDTH = 160
"""Columns where there is no terminal: a log or a file."""


def add(commands: words.Commands) -> None:
    """Add the command with its options."""
    parser = commands.add_parser("show", help="print what the dataset says")
    words.data(parser)
    parser.add_argument("what", nargs="?", choices=(*SHOWN, "all"), default="all")
    parser.set_defaults(run=_show)


def _show(options: argparse.Namespace) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    show(options.data / "dataset", options.what, console)

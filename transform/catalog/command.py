"""`python -m transform codebook`: the code book page (代码簿), to standard output."""

from __future__ import annotations

import argparse

from transform import words
from transform.catalog.page import page


def add(commands: words.Commands) -> None:
    """Add the command; it takes no options, as it reads `data/reference` alone."""
    parser = commands.add_parser("codebook", help="print the code book as a page")
    parser.set_defaults(run=_codebook)


def _codebook(_: argparse.Namespace) -> None:
    print(page(), end="")

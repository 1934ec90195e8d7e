"""What the crawler's commands share: two options, and how they say a line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def data() -> argparse.ArgumentParser:
    """Give the parser of `--data`, as a parent of the commands'."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--data", type=Path, default=Path("data"), help="folder that holds raw/ (default: data)"
    )
    return parser


def registry() -> argparse.ArgumentParser:
    """Give the parser of `--registry`, likewise."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(
        "--registry",
        type=Path,
        default=Path("data/reference"),
        metavar="DIR",
        help="folder with units.csv, portals.csv and columns.csv (default: data/reference)",
    )
    return parser


def say(console: Console, line: str) -> None:
    """Print a line as it is, however long."""
    console.print(escape(line), highlight=False, soft_wrap=True)

"""What the commands of `transform` share: options, their forms, and how a step is told."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from rich.console import Console

Say = Callable[[str], None]
"""Told each step as it begins."""

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def data(parser: argparse.ArgumentParser) -> None:
    """Add --data."""
    parser.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="DATA",
        help="folder of the archive, the dataset and the releases (data)",
    )


def dataset(parser: argparse.ArgumentParser) -> None:
    """Add --data, and --dataset for another dataset than the one there."""
    data(parser)
    parser.add_argument(
        "--dataset", type=Path, metavar="FOLDER", help="a dataset or release (DATA/dataset)"
    )


def registry(parser: argparse.ArgumentParser) -> None:
    """Add --registry."""
    parser.add_argument(
        "--registry",
        type=Path,
        default=Path("data/reference"),
        metavar="DIR",
        help="folder of the registry (data/reference)",
    )


def engine(parser: argparse.ArgumentParser) -> None:
    """Add --memory and --threads of DuckDB."""
    parser.add_argument("--memory", type=_memory, default="1500MB", help="for DuckDB (1500MB)")
    parser.add_argument("--threads", type=_threads, default=2, help="for DuckDB (2)")


@contextmanager
def progress() -> Iterator[Say]:
    """Tell the steps of long work: a moving line on a terminal, log lines elsewhere."""
    console = Console(stderr=True)
    with console.status("starting") as status:

        def say(step: str) -> None:
            if console.is_terminal:
                status.update(step)
            else:
                print(f"transform: {step}", file=sys.stderr)

        yield say


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(MB|GB)", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory, as in 1500MB or 2GB")
    return text


def _threads(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of threads, as in 2")
    return int(text)

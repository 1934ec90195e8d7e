"""`python -m transform show` and `python -m transform where`."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from transform import words
from transform.catalog.opening import open_dataset
from transform.show.show import SHOWN, show
from transform.show.where import find, lines

_WIDTH = 160
"""Columns where there is no terminal: a log or a file."""

_WHERE = """\
Tells where a number is printed: the address, the archived response, the page and the place on it.
--picture draws the page with the cell marked, and --document keeps the document as it was
harvested; both take it from the crawler's archive, DATA/raw."""

_EXAMPLE = """\
  python -m transform where 3 2023 remedies.review result.total --picture page.png
  python -m transform where 望川区人民政府 2023 remedies_review__result_total

Exit status: 0 told; 2 usage; 65 there is no such organ, cell or number, or the archive does not
hold the document: the message says which."""


def add(commands: words.Commands) -> None:
    """Add the commands with their options."""
    parser = commands.add_parser("show", help="print what the dataset says")
    words.dataset(parser)
    parser.add_argument("what", nargs="?", choices=(*SHOWN, "all"), default="all")
    parser.set_defaults(run=_show)
    parser = commands.add_parser(
        "where",
        help="where a number is printed, and a picture of the page",
        description=_WHERE,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.dataset(parser)
    parser.add_argument("unit", metavar="UNIT", help="number of the organ, or its name")
    parser.add_argument("year", metavar="YEAR", type=_year, help="that the report describes")
    parser.add_argument(
        "cell", metavar="CELL", nargs="+", help="row and column code, or its name in wide or Stata"
    )
    parser.add_argument("--picture", type=_png, metavar="FILE.png", help="draw the page")
    parser.add_argument("--document", type=_file, metavar="FILE", help="keep the document")
    parser.set_defaults(run=lambda options: _where(parser, options))


def _show(options: argparse.Namespace) -> None:
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    show(_folder(options), options.what, console)


def _where(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if len(options.cell) > 2:
        parser.error("name the cell by its row and column code, or by one name")
    with open_dataset(_folder(options)) as con:
        place = find(con, options.unit, options.year, options.cell)
        for heading, text in lines(place):
            print(f"{heading:<10} {text}")
        if options.picture is None and options.document is None:
            return
        from transform.show.picture import document, picture  # noqa: PLC0415 - nothing else draws

        data = document(options.data / "raw", place)
        if options.document is not None:
            options.document.write_bytes(data)
            print(f"{'document':<10} {options.document}")
        if options.picture is not None:
            picture(con, data, place).save(options.picture)
            print(f"{'picture':<10} {options.picture}")


def _folder(options: argparse.Namespace) -> Path:
    folder: Path = options.dataset or options.data / "dataset"
    return folder


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise argparse.ArgumentTypeError(f"{text!r} is no year, as in 2023")
    return int(text)


def _file(text: str) -> Path:
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no name for a file in a folder")
    return path


def _png(text: str) -> Path:
    if not text.endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} is no name of a picture, as in page.png")
    return _file(text)

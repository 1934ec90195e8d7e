"""The data dictionary (数据字典): what each column of each table and view means, in two languages.

Rows of `data/reference/dictionary/NAME.csv`: `column, type, unit, description_en, description_zh`.
The first row, with no column, describes the table, view or macro itself. The comments of
`catalog.sql`, the metadata of a release and the code book page are made of them. The columns of
`wide` that are cells of a form are described by the code book.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from crawler.reference import REFERENCE

FOLDER = REFERENCE / "dictionary"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view."""

    name: str
    type: str
    """As DuckDB names it, `INTEGER`, `VARCHAR[]`."""
    unit: str
    """What the value is counted in, or what kind of text it is: `requests`, `UTC`, `code`."""
    en: str
    zh: str

    @property
    def comment(self) -> str:
        """Both descriptions, as SQL comments give them."""
        return f"{self.en} {self.zh}"


@dataclass(frozen=True, slots=True)
class Described:
    """A table, view or macro with its columns, in their order."""

    name: str
    kind: str
    """`table`, `view` or `macro`."""
    en: str
    zh: str
    columns: tuple[Column, ...]

    @property
    def comment(self) -> str:
        """Both descriptions, as SQL comments give them."""
        return f"{self.en} {self.zh}"


def dictionary(folder: Path = FOLDER) -> dict[str, Described]:
    """Give what every table, view and macro of the dataset is, by name."""
    return {path.stem: _described(path) for path in sorted(folder.glob("*.csv"))}


def _described(path: Path) -> Described:
    with path.open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.DictReader(lines)
    return Described(
        path.stem,
        head["type"],
        head["description_en"],
        head["description_zh"],
        tuple(
            Column(
                row["column"],
                row["type"],
                row["unit"],
                row["description_en"],
                row["description_zh"],
            )
            for row in rows
        ),
    )

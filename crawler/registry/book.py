"""The rows of a registry as a check reads them: what can be read, and what is wrong with the rest.

Receives a folder; gives rows with what they say, and notes faults instead of raising errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from crawler.errors import RegistryError
from crawler.registry import tables
from crawler.registry.loading import Column, Portal, Unit
from crawler.registry.tables import Row

_T = TypeVar("_T")

SITE_CODE = re.compile(r"\d{10}|bm\d{8}")
"""A site's code (政府网站标识码) as pages print it."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one row of one file."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Book:
    """The rows of a registry that can be read, each with what it says; and the faults found."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    units: list[tuple[Row, Unit]] = field(default_factory=list)
    portals: list[tuple[Row, Portal]] = field(default_factory=list)
    columns: list[tuple[Row, Column]] = field(default_factory=list)
    by_id: dict[int, Unit] = field(default_factory=dict)

    def fault(self, row: Row, reason: str) -> None:
        """Note what is wrong with a row."""
        self.faults.append(Fault(row.path, row.line, reason))

    def rows(self, name: str) -> Iterator[Row]:
        """Give the rows of a file; a file that cannot be read is a fault itself."""
        try:
            yield from tables.rows(self.folder, name)
        except RegistryError as error:
            self._note(error, name)

    def read(self, name: str, make: Callable[[Row], _T]) -> list[tuple[Row, _T]]:
        """Read a file; a row of which nothing can be made is a fault."""
        found = []
        for row in self.rows(name):
            if None in row.values.values() or None in row.values:
                self.fault(
                    row, f"has not the {len(tables.HEADERS[name].split(','))} values it needs"
                )
                continue
            try:
                found.append((row, make(row)))
            except RegistryError as error:
                self.fault(row, str(error).removeprefix(f"{row.at}: "))
        return found

    def number(self, row: Row, name: str) -> int | None:
        """Give a number of a row; None, with a fault, when it is none."""
        value = row.get(name)
        if value.isascii() and value.isdigit():
            return int(value)
        self.fault(row, f"{name} {value!r} is not a whole number")
        return None

    def _note(self, error: RegistryError, name: str) -> None:
        path = self.folder / f"{name}.csv"
        reason = re.sub(rf"^{re.escape(str(path))}:(?:\d+:)? ", "", str(error))
        self.faults.append(Fault(path, 1, reason))


def is_date(value: str) -> bool:
    """Tell whether a text is a day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False

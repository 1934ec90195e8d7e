"""The registry's files: which there are, what columns each has, how they are read and written.

Receives a folder; gives rows that know their file and line. Refuses a file that is missing, is not
UTF-8 or lacks a column. What a row means is for `loading` and `check` to say.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from crawler.errors import ConfigError, RegistryError

HEADERS = {
    "units": "unit_id,name,aliases,names_before,level,division,parent_id,valid_from,valid_to",
    "unit_history": "unit_id,name,aliases,division,valid_from,valid_to",
    "unit_successors": "unit_id,successor_id,year,kind",
    "unit_ids": "unit_id,given_to,given_on,retired_on,reason",
    "unit_codes": "unit_id,kind,code",
    "division_rules": "division,rule,value,reason",
    "portals": "host,unit_id,platform,scheme,site_code,status,evidence,date,tls,tls_reason",
    "columns": "column_id,host,unit_id,url,confirmed",
    "optout": "host,date,evidence",
}
"""First line of each file `<name>.csv`."""

NEEDED = {
    "units": ("unit_id", "name"),
    "portals": ("host", "platform", "status"),
    "columns": ("column_id", "host", "unit_id", "url", "confirmed"),
}
"""Files without which there is no registry, and the columns without which a crawl cannot read them.

Other files and columns may be missing: they are then empty.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a CSV file that can say where it stands."""

    path: Path
    line: int
    values: Mapping[str, str]

    @property
    def at(self) -> str:
        """`file:line`, as errors begin."""
        return f"{self.path}:{self.line}"

    def refuse(self, reason: str) -> NoReturn:
        """Raise RegistryError with the file, the line and the reason."""
        raise RegistryError(f"{self.at}: {reason}")

    def get(self, name: str) -> str:
        """Give a value without white space around it; empty when there is none."""
        return (self.values.get(name) or "").strip()

    def text(self, name: str) -> str:
        """Give a value that must not be empty."""
        return self.get(name) or self.refuse(f"{name} is empty; fill it in or remove the row")

    def number(self, name: str) -> int:
        """Give a value that must be a whole number."""
        value = self.text(name)
        if not value.isascii() or not value.isdigit():
            self.refuse(f"{name} {value!r} is not a whole number")
        return int(value)


Cells = dict[str, str]
"""A row as it is written."""


def rows(folder: Path, name: str) -> Iterator[Row]:
    """Read a file of the registry; raises ConfigError when it is needed and missing."""
    path = folder / f"{name}.csv"
    if path.is_file():
        yield from read(path, NEEDED.get(name) or tuple(HEADERS[name].split(",")))
    elif name in NEEDED:
        raise ConfigError(f"{path}: no such file; a registry has units, portals and columns")


def read(path: Path, needed: Sequence[str]) -> Iterator[Row]:
    """Read a CSV file that has the needed columns; raises RegistryError when it has not."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            missing = [column for column in needed if column not in (reader.fieldnames or ())]
            if missing:
                raise RegistryError(f"{path}:1: the column {missing[0]!r} is missing")
            for values in reader:
                yield Row(path, reader.line_num, values)
        except UnicodeDecodeError as error:
            raise RegistryError(f"{path}: is not UTF-8; save it as UTF-8") from error


def cells(folder: Path, name: str) -> list[Cells]:
    """Read a file to write it again: every column of its header, in its order."""
    header = HEADERS[name].split(",")
    return [{column: row.get(column) for column in header} for row in rows(folder, name)]


def given(number: str, name: str, today: str) -> Cells:
    """Make the row of unit_ids.csv that gives a number to an organ."""
    return {
        "unit_id": number,
        "given_to": name,
        "given_on": today,
        "retired_on": "",
        "reason": "",
    }


def write(folder: Path, name: str, values: Iterable[Mapping[str, object]]) -> None:
    """Write a file of the registry, whole or not at all."""
    handle, draft = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 (a descriptor)
            writer = csv.DictWriter(file, HEADERS[name].split(","), lineterminator="\n")
            writer.writeheader()
            writer.writerows(values)
        os.chmod(draft, 0o644)  # noqa: PTH101 (mkstemp makes it private)
        os.replace(draft, folder / f"{name}.csv")  # noqa: PTH105 (text, as mkstemp gives it)
    finally:
        Path(draft).unlink(missing_ok=True)

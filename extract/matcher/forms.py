"""The national forms, as the code book tells them. Read once from `data/reference/`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.reference import REFERENCE
from extract.text import key

TABLES = ("proactive", "requests", "remedies")
"""Tables 二, 三 and 四 of a report since 2019, in the order of the form."""

STATISTICS = "statistics"
"""The list 政府信息公开情况统计表 of reports for 2014-2018, national or local."""

CUMULATIVE = "cumulative"
"""Column code of 历年累计: a count since 2008, never mixed with the year's own."""

CHINESE = {"proactive": "表二", "requests": "表三", "remedies": "表四", "statistics": "统计表"}


@dataclass(frozen=True, slots=True, eq=False)  # one object a label: compared as such, fast
class Label:
    """A row or a column of a form: its code and the label paths under which it is printed.

    A path goes from the outermost group to the leaf; its parts are keys (`extract.text.key`).
    The first path is the official one, the others are variants that offices print
    (`data/reference/labels.csv`).
    """

    code: str
    paths: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One table of one national form."""

    form: str
    table: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    units: dict[tuple[str, str], str]
    """Unit of each value cell, by row and column code; a pair not in it is no cell."""
    local: str = ""
    """Which local list this is (`fujian_2014`); empty for a national form."""

    def columns_of(self, row_code: str) -> tuple[Label, ...]:
        """Give the columns in which this row has a value cell."""
        return _columns_of(self, row_code)


@cache
def _columns_of(form: Form, row_code: str) -> tuple[Label, ...]:
    return tuple(column for column in form.columns if (row_code, column.code) in form.units)


@cache
def forms(table: str) -> tuple[Form, ...]:
    """Give every form that a table has had, oldest first (`remedies` has one, 2019).

    Of the `statistics` also the local lists (`local_lists.csv`), each as printed with a column
    of cumulative counts and without.
    """
    return tuple(form for form in _all_forms() if form.table == table)


@cache
def _all_forms() -> tuple[Form, ...]:
    out = list(_forms(read_table("codebook.csv"), ""))
    local: dict[str, list[dict[str, str]]] = {}
    for line in read_table("local_lists.csv"):
        local.setdefault(line["list"], []).append(line)
    for name, lines in local.items():
        out += _forms(lines, name)
        out += _forms([line for line in lines if line["col_code"] != CUMULATIVE], name)
    return tuple(out)


def _forms(lines: Sequence[dict[str, str]], local: str) -> tuple[Form, ...]:
    variants = _variants()
    rows: dict[tuple[str, str], dict[str, str]] = {}
    columns: dict[tuple[str, str], dict[str, str]] = {}
    units: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for line in lines:
        at = (line["form"], line["table"])
        rows.setdefault(at, {}).setdefault(line["row_code"], line["row_label_zh"])
        columns.setdefault(at, {}).setdefault(line["col_code"], line["col_label_zh"])
        units.setdefault(at, {})[line["row_code"], line["col_code"]] = line["unit"]
    return tuple(
        Form(
            form=form,
            table=table,
            rows=tuple(_labels(rows[form, table].items(), variants)),
            columns=tuple(_labels(columns[form, table].items(), variants)),
            units=units[form, table],
            local=local,
        )
        for form, table in sorted(units)
    )


def _labels(items: Iterable[tuple[str, str]], variants: dict[str, list[str]]) -> Iterable[Label]:
    for code, label in items:
        paths = (label, *variants.get(code, ()))
        yield Label(code, tuple(tuple(key(part) for part in _parts(path)) for path in paths))


def _parts(path: str) -> list[str]:
    """Split a label path; `增/减` is one part."""
    return [part.replace("\0", "/") for part in path.replace("增/减", "增\0减").split("/")]


@cache
def _variants() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for line in read_table("labels.csv"):
        out.setdefault(line["code"], []).append(line["label_zh"])
    return out


def read_table(name: str) -> list[dict[str, str]]:
    """Read a table of `data/reference/` as dictionaries."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

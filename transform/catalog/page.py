"""Writes the code book page (代码簿) in Markdown, from the tables that a dataset publishes.

Receives the code book, the definitions, the concepts and the dictionary of `data/reference`. Gives
`docs/codebook.md`: the cells of each form, the concepts that join them through time, and every
column of every table and view, in two languages. Refuses what a build would refuse of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby
from typing import Any

import duckdb

from crawler.reference import REFERENCE
from transform.catalog.dictionary import Described, dictionary
from transform.dataset import inputs
from transform.errors import InputRefusedError
from transform.tables import literal, statement

_TABLES = {
    "proactive": "Table 二: disclosure on the organ's own initiative (主动公开政府信息情况)",
    "requests": "Table 三: requests received and handled (收到和处理政府信息公开申请情况)",
    "remedies": "Table 四: reconsideration and litigation (行政复议、行政诉讼情况)",
    "statistics": "The list of statistics (政府信息公开情况统计表)",
}
_FORMS = {"2014": "2014–2018", "2019": "2019–2020", "2021": "since 2021"}
_FORMS_OF = {("2019", "remedies"): "since 2019"}

Row = tuple[Any, ...]


def page() -> str:
    """Give the whole page. Raises InputRefusedError when the reference tables contradict."""
    with duckdb.connect() as con:
        _meaning(con)
        parts = [
            (files("transform") / "catalog" / "page.md").read_text(encoding="utf-8"),
            *_forms(con),
            *_concepts(con),
            *_dictionary(),
        ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _meaning(con: duckdb.DuckDBPyConnection) -> None:
    """Lay out the code book and what it means, as a build does."""
    tables = {name: [REFERENCE / f"{name}.csv"] for name in inputs.MEANING}
    inputs.check_headers(tables)
    for name, paths in tables.items():
        con.execute(f"SET VARIABLE {name} = [{', '.join(map(literal, paths))}]")
    for name in ("05_codebook", "06_meaning"):
        con.execute(statement("dataset", name))
    faults = con.execute("FROM meaning_fault ORDER BY fault LIMIT 3").fetchall()
    if faults:
        raise InputRefusedError("; ".join(fault for (fault,) in faults))
    for name in ("codebook", "concepts"):
        query = statement("dataset", f"tables/{name}").strip().removesuffix(";")
        con.execute(f"CREATE TABLE published_{name} AS {query}")


def _forms(con: duckdb.DuckDBPyConnection) -> Iterable[str]:
    cells = con.execute(statement("catalog", "page_cells")).fetchall()
    yield "## The forms (表式)"
    for (form, table), group in groupby(cells, key=lambda cell: cell[:2]):
        lines = [cell[2:] for cell in group]
        years = _FORMS_OF.get((form, table), _FORMS[form])
        yield f"### {_TABLES[table]}, form of {form} ({years})"
        rows, columns = {line[0] for line in lines}, {line[1] for line in lines}
        if len(columns) > 1 and len(lines) == len(rows) * len(columns):
            yield from _grid(lines)
        else:
            yield _cells(lines)


def _grid(lines: Sequence[Row]) -> Iterable[str]:
    """Tell a table in which every row has every column: its rows, then its columns."""
    last = lines[-1][1]
    heads = ("row", "行", "what it counts", "basis", "unit", "concept of total", "total in Stata")
    yield _markdown(
        heads,
        (
            (
                f"`{row}`",
                f"{zh}<br>{en}",
                f"{zh_def}<br>{en_def}",
                basis,
                unit,
                _concept(*joined),
                f"`{name}`",
            )
            for row, col, zh, en, _, _, zh_def, en_def, _, _, basis, unit, *joined, name in lines
            if col == last
        ),
    )
    row = lines[0][0]
    yield "Each of these rows has the columns:"
    yield _markdown(
        ("column", "列", "what it counts", "in Stata, of the first row"),
        (
            (f"`{col}`", f"{zh}<br>{en}", f"{zh_def}<br>{en_def}", f"`{name}`")
            for of, col, _, _, zh, en, _, _, zh_def, en_def, *_, name in lines
            if of == row
        ),
    )


def _cells(lines: Sequence[Row]) -> str:
    """Tell a table cell by cell."""
    several = len({line[1] for line in lines}) > 1
    return _markdown(
        ("cell", "单元格", "what it counts", "basis", "unit", "concept", "in Stata"),
        (
            (
                f"`{row}` `{col}`" if several else f"`{row}`",
                f"{zh}：{col_zh}<br>{en}: {col_en}" if several else f"{zh}<br>{en}",
                f"{zh_def}{col_zh_def}<br>{en_def} {col_en_def}"
                if several
                else f"{zh_def}<br>{en_def}",
                basis,
                unit,
                _concept(*joined),
                f"`{name}`",
            )
            for (
                row,
                col,
                zh,
                en,
                col_zh,
                col_en,
                zh_def,
                en_def,
                col_zh_def,
                col_en_def,
                basis,
                unit,
                *joined,
                name,
            ) in lines
        ),
    )


def _concept(concept: str | None, comparable: str | None) -> str:
    return f"`{concept}`<br>{comparable}" if concept else "—"


def _concepts(con: duckdb.DuckDBPyConnection) -> Iterable[str]:
    yield (files("transform") / "catalog" / "page_concepts.md").read_text(encoding="utf-8")
    rows = con.execute(statement("catalog", "page_concepts")).fetchall()
    heads = ("concept", "指标", "unit", "made of", "2014–2019", "2019–2021", "caution")
    yield _markdown(heads, rows)


def _dictionary() -> Iterable[str]:
    yield "## Tables, views and macros (数据表、视图与宏)"
    for what in dictionary().values():
        yield f"### `{what.name}` ({what.kind})\n\n{what.en} {what.zh}"
        if what.columns:
            yield _columns(what)


def _columns(what: Described) -> str:
    return _markdown(
        ("column", "type", "unit", "what it is"),
        (
            (f"`{column.name}`", _short(column.type), column.unit, f"{column.en}<br>{column.zh}")
            for column in what.columns
        ),
    )


def _short(kind: str) -> str:
    return "STRUCT[]" if kind.startswith("STRUCT") else kind


def _markdown(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a Markdown table, and an empty line after it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(_text, line))} |" for line in lines) + "\n"


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("|", r"\|")

"""The data dictionary (数据字典) describes what a built dataset holds, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from transform.catalog.dictionary import Column, dictionary
from transform.catalog.opening import open_dataset
from transform.catalog.writing import views
from transform.dataset.build import build
from transform.tables import TABLES

DESCRIBED = dictionary()
COLUMNS = [(name, column) for name, what in DESCRIBED.items() for column in what.columns]


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("country")
    build(data, country.lay_out(data), years=(2019, 2024))
    with open_dataset(data / "dataset") as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_it_describes_every_table_view_and_macro_and_nothing_else() -> None:
    assert set(DESCRIBED) == {*TABLES, *(name for name, _ in views())}
    kinds = {name: what.kind for name, what in DESCRIBED.items()}
    assert {name for name in kinds if kinds[name] == "table"} == set(TABLES)


@pytest.mark.parametrize("name", [name for name in DESCRIBED if DESCRIBED[name].kind != "macro"])
def test_its_columns_are_those_there_are_in_their_order_and_type(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    there = rows(con, f"SELECT column_name, column_type FROM (DESCRIBE {name})")
    told = [(column.name, column.type) for column in DESCRIBED[name].columns]
    if name == "wide":
        cells = rows(con, "SELECT DISTINCT wide_column FROM codebook")
        assert {column for column, _ in there[len(told) :]} == {cell for (cell,) in cells}
        assert {kind for _, kind in there[len(told) :]} == {"DOUBLE"}
        there = there[: len(told)]
    assert told == there


def test_catalog_gives_each_table_view_and_column_its_comment(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told = {
        (table, column): comment
        for table, column, comment in rows(
            con,
            "SELECT view_name, NULL, comment FROM duckdb_views() WHERE NOT internal UNION ALL "
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal",
        )
    }
    for name, what in DESCRIBED.items():
        if what.kind != "macro":
            assert told[name, None] == what.comment
            for column in what.columns:
                assert told[name, column.name] == column.comment
    cells = [comment for (_, column), comment in told.items() if column and "__" in column]
    assert cells
    assert all(re.search(r"[a-z].*[\u4e00-\u9fff]", cell or "") for cell in cells)


def is_sentences(en: str, zh: str) -> bool:
    """Whole sentences in both languages: an end, a length, and the right script."""
    return (
        en.endswith(".")
        and len(en.split()) >= 3
        and zh.endswith("。")
        and len(re.findall(r"[\u4e00-\u9fff]", zh)) >= 4
        and len(re.findall(r"[\u4e00-\u9fff]", en)) <= 12
    )


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_table_is_described_in_sentences_of_both_languages(name: str) -> None:
    what = DESCRIBED[name]
    assert is_sentences(what.en, what.zh), what


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_column_has_a_unit_and_sentences_in_both_languages(name: str, column: Column) -> None:
    assert column.unit
    assert is_sentences(column.en, column.zh), column


@pytest.mark.parametrize(
    ("en", "zh"),
    [("", "年度的值。"), ("A label", "年度"), ("The value of the year.", ""), ("年", "年度的值。")],
)
def test_a_bare_label_is_no_sentence(en: str, zh: str) -> None:
    assert not is_sentences(en, zh)


def test_one_name_means_one_thing(con: duckdb.DuckDBPyConnection) -> None:
    """The columns by which tables are joined are of one type, wherever they stand."""
    joined = {"unit_id", "year", "row_code", "col_code", "report_id", "concept", "scope", "level"}
    for name in joined:
        assert len({column.type for _, column in COLUMNS if column.name == name}) == 1, name


def test_every_table_has_a_file_of_its_own_name() -> None:
    folder = Path(country.REFERENCE / "dictionary")
    assert {path.name for path in folder.iterdir()} == {f"{name}.csv" for name in DESCRIBED}

"""Rows that offices add and that fit no code are a table, as printed, of the reports that speak."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.dataset import country, planting
from transform.catalog.opening import open_dataset


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("unmatched")
    country.lay_out(data, country.telling())
    planting.rebuild(data)
    with open_dataset(data / "dataset") as opened:
        yield opened


def test_they_stand_in_the_order_of_reading_with_what_is_printed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told = con.execute(
        'SELECT unit_id, year, position, "table", label, printed, page FROM unmatched'
        " ORDER BY year, position"
    ).fetchall()
    assert told == [
        (1, 2021, 1, "remedies", "信访", [], None),
        (3, 2022, 1, "requests", "三、本年度办理结果/（九）转其他机关", ["3", "—", "3"], 4),
        (3, 2022, 2, "proactive", "公共服务事项", ["见附件"], 2),
    ]


def test_only_reports_that_speak_are_told_of(con: duckdb.DuckDBPyConnection) -> None:
    """`c2022-scan` is another version of the report, and has such a row too."""
    told = con.execute("SELECT DISTINCT report_id FROM unmatched ORDER BY ALL").fetchall()
    speaks = sorted(country.sha(name)[:16] for name in ("a2021", "c2022-text"))
    assert [report for (report,) in told] == speaks


def test_every_year_with_a_report_has_its_file(con: duckdb.DuckDBPyConnection) -> None:
    years = con.execute("SELECT DISTINCT year FROM facts ORDER BY year").fetchall()
    assert len(years) == 3
    assert con.execute("SELECT count(*) FROM unmatched WHERE year = 2023").fetchall() == [(0,)]

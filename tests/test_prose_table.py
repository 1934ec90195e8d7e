"""The table of figures that the text restates (叙述数字)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from transform.catalog.opening import open_dataset
from transform.dataset.build import build


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("told")
    build(data, country.lay_out(data, country.telling()))
    with open_dataset(data / "dataset") as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def test_a_report_tells_its_figures_in_the_order_of_its_sections(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(
        con,
        "SELECT section, pattern, text, value, unit, table_value, verdict, reason FROM prose"
        " WHERE unit_id = 3 AND year = 2022",
    )
    assert told == [
        (1, "received", "收到申请10件", 10, "件", 10, "agrees", ""),
        (1, "granted", "予以公开9件", 9, "件", 9, "agrees", ""),
        (1, "channel.online", "网上8件", 8, "件", None, "prose_only", ""),
        (4, "remedies.review", "行政复议12件", 12, "件", 0, "disagrees", "unknown"),
        (6, "fee.charged", "信息处理费400元", 400, "元", None, "prose_only", ""),
    ]


def test_only_reports_that_speak_tell(con: duckdb.DuckDBPyConnection) -> None:
    held = rows(con, "SELECT unit_id, year, report_id, count(*) FROM prose GROUP BY ALL ORDER BY 1")
    assert held == [
        (1, 2021, country.sha("a2021")[:16], 1),
        (3, 2022, country.sha("c2022-text")[:16], 5),  # the scan told one too
    ]


def test_a_figure_says_what_it_should_equal(con: duckdb.DuckDBPyConnection) -> None:
    told = dict(rows(con, "SELECT pattern, should_equal FROM prose WHERE unit_id = 3"))
    assert told["granted"] == ("requests.outcome.granted | stat14.requests.answer.granted@value")
    assert told["fee.charged"] is None, "no cell has it"


def test_every_pattern_has_one_answer_to_what_it_should_equal() -> None:
    with (country.REFERENCE / "prose.csv").open(encoding="utf-8", newline="") as lines:
        said = {(row["pattern"], row["equals"]) for row in csv.DictReader(lines)}
    assert len(said) == len({pattern for pattern, _ in said})


def test_a_pattern_of_an_older_extractor_is_kept(tmp_path: Path) -> None:
    old = country.Prose("received.once", 1, "收到3件", 3, "件", None, "prose_only", "")
    record = country.record("a2021", "澄市人民政府", 2021, prose=[old, old])
    build(tmp_path, country.lay_out(tmp_path, [record]))
    with open_dataset(tmp_path / "dataset") as con:
        told = rows(con, "SELECT pattern, value, should_equal FROM prose")
    assert told == [("received.once", 3, None)] * 2

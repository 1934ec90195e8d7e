"""The dataset: which documents become reports, of whom, which version speaks, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.dataset import country
from tests.dataset.country import NATURAL, TOTAL
from transform.catalog.opening import open_dataset
from transform.dataset.build import build
from transform.tables import BY_YEAR, TABLES

SCHOOL, CITY, WANG, HEALTH, QING, FAR = 2, 1, 3, 4, 5, 6


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("country")
    registry = country.lay_out(data, country.telling())
    country.correct(registry)
    build(data, registry, years=(2019, 2024))
    return data / "dataset"


@pytest.fixture(scope="module")
def con(dataset: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(dataset) as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def report_of(con: duckdb.DuckDBPyConnection, name: str) -> dict[str, Any]:
    found = con.execute("FROM reports WHERE sha256 = ?", [country.sha(name)])
    names = [column[0] for column in found.description or []]
    [row] = found.fetchall()
    return dict(zip(names, row, strict=True))


# Which documents are reports, and of whom


@pytest.mark.parametrize(
    ("name", "unit", "year"),
    [
        ("a2021", CITY, 2021),
        ("a2022", CITY, 2022),  # 关于 and a space in the issuer, and an alias of the unit
        ("b2022", SCHOOL, 2022),  # sighted in the column of the government above it only
        ("c2023", WANG, 2023),  # a former name
        ("d2022", HEALTH, 2022),
    ],
)
def test_a_report_is_of_the_unit_its_issuer_names(
    con: duckdb.DuckDBPyConnection, name: str, unit: int, year: int
) -> None:
    report = report_of(con, name)
    assert (report["unit_id"], report["year"]) == (unit, year)
    assert report["is_current"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("c2020", "unconfirmed: issuer 望县旅游局 is no unit that wang may speak for"),
        ("c-noyear", "unconfirmed: the document names no year"),
        ("lost", "unconfirmed: the ledger has no sighting of these bytes"),
    ],
)
def test_what_cannot_be_confirmed_is_kept_with_its_reason(
    con: duckdb.DuckDBPyConnection, name: str, reason: str
) -> None:
    report = report_of(con, name)
    assert (report["unit_id"], report["is_current"]) == (None, False)
    assert report["reason"] == reason


def test_a_column_speaks_for_its_unit_and_those_below_it_only(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path, [country.record("d2022", "澄市人民政府", 2022)])
    build(tmp_path, registry)
    with open_dataset(tmp_path / "dataset") as con:
        assert report_of(con, "d2022")["reason"].startswith(
            "unconfirmed: issuer 澄市人民政府 is no unit that wang-wsj may speak for"
        )


def test_two_units_of_the_same_name_confirm_nothing(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path, [country.record("c2022-text", "望县卫生局", 2022)])
    with (registry / "units.csv").open("a", encoding="utf-8") as units:
        units.write("7,望县卫生局,,,department,,3,2008-01-01,2021-02-28\n")
    build(tmp_path, registry)
    with open_dataset(tmp_path / "dataset") as con:
        assert report_of(con, "c2022-text")["reason"] == (
            "unconfirmed: issuer 望县卫生局 names units 4, 7"
        )


def test_of_two_units_the_one_counts_that_went_by_the_name_at_the_time(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path, [country.record("c2022-text", "望县卫生局", 2022)])
    with (registry / "units.csv").open("a", encoding="utf-8") as units:
        units.write("7,望县医疗保障局,,望县卫生局,department,,3,2008,\n")
    (registry / "unit_history.csv").write_text(
        "unit_id,name,aliases,division,valid_from,valid_to\n7,望县卫生局,,,2008,2021\n",
        encoding="utf-8",
    )
    build(tmp_path, registry)
    with open_dataset(tmp_path / "dataset") as con:
        assert report_of(con, "c2022-text")["unit_id"] == HEALTH


def test_the_year_is_the_documents_and_a_listing_that_says_another_is_noted(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert report_of(con, "d2022")["reason"] == "the listing says 2023 and the document 2022"
    assert report_of(con, "a2022")["reason"] == "", "二〇二二 is 2022"


def test_a_report_says_where_it_comes_from(con: duckdb.DuckDBPyConnection) -> None:
    report = report_of(con, "a2022")
    assert report["report_id"] == country.sha("a2022")[:16]
    assert report["column_id"] == "cheng", "not wang, which may not speak for the city"
    assert report["source_url"] == f"http://cheng.test/{country.sha('a2022')[:8]}.html"
    assert report["archive"] == "a.warc.gz#42"
    assert str(report["published"]) == "2025-01-20"
    assert str(report["first_seen"]) == "2025-01-10 02:00:00"


def test_the_form_belongs_to_each_table(con: duckdb.DuckDBPyConnection) -> None:
    report = report_of(con, "a2022")
    forms = [report[f"form_{name}"] for name in ("proactive", "requests", "remedies", "statistics")]
    assert forms == ["2021", "2019", "2019", None]
    assert (report["cells_expected"], report["cells_found"]) == (186, 186)


def test_one_version_speaks_and_says_why(con: duckdb.DuckDBPyConnection) -> None:
    versions = rows(
        con,
        "SELECT method, cells_found, is_current, current_rule FROM reports "
        "WHERE unit_id = 3 AND year = 2022 ORDER BY method, cells_found",
    )
    assert versions == [
        ("html", 199, False, "read whole"),
        ("pdf", 200, True, "text over scan"),
        ("scan", 200, False, "text over scan"),
    ]


def test_the_newest_extractors_record_counts(con: duckdb.DuckDBPyConnection) -> None:
    assert report_of(con, "a2021")["extractor"] == "1"


def test_a_cell_given_twice_is_kept_once_and_noted(tmp_path: Path) -> None:
    once = country.record("c2022-text", "望县人民政府", 2022)
    once.cells.append(country.cells(country.FORM_2021, {})[0])
    build(tmp_path, country.lay_out(tmp_path, [once]))
    with open_dataset(tmp_path / "dataset") as con:
        assert rows(con, "SELECT count(*) FROM facts") == [(200,)]
        reason = report_of(con, "c2022-text")["reason"]
        assert reason == "cells given twice, the first place kept: 1"


# Facts


def test_a_fact_is_a_cell_of_the_version_that_speaks(con: duckdb.DuckDBPyConnection) -> None:
    held = rows(con, "SELECT unit_id, year, count(*) FROM facts GROUP BY ALL ORDER BY ALL")
    assert held == [
        (1, 2021, 200),
        (1, 2022, 186),
        (2, 2021, 200),
        (2, 2022, 200),
        (2, 2023, 200),
        (3, 2022, 200),
        (3, 2023, 198),
        (4, 2022, 200),
    ]
    twice = "SELECT * FROM facts GROUP BY ALL HAVING count(*) > 1"
    assert not rows(con, twice)


def test_a_blank_is_no_zero(con: duckdb.DuckDBPyConnection) -> None:
    states = rows(
        con,
        "SELECT year, row_code, state, value FROM facts WHERE state <> 'number' ORDER BY ALL",
    )
    assert states == [
        (2021, "requests.outcome.refused.state_secret", "blank", None),
        (2021, "requests.received_new", "blank", None),
        (2022, "remedies.review", "dash", None),
        (2022, "requests.carried_out", "dash", None),
        (2022, "requests.outcome.not_processed.petition", "text", None),
    ]


def test_both_orders_hold_the_same_rows(con: duckdb.DuckDBPyConnection) -> None:
    assert not rows(con, "(FROM facts EXCEPT ALL FROM facts_by_unit)")
    assert not rows(con, "(FROM facts_by_unit EXCEPT ALL FROM facts)")


def test_files_are_sorted_by_their_codes_and_units(dataset: Path) -> None:
    for table, order in (
        ("facts", ["row_code", "col_code", "unit_id"]),
        ("facts_by_unit", ["unit_id", "row_code", "col_code"]),
        ("evidence", ["unit_id", "row_code", "col_code"]),
    ):
        stored = pd.read_parquet(dataset / table / "2022.parquet")[order]
        assert stored.equals(stored.sort_values(order, ignore_index=True)), table


def test_wide_is_the_facts_on_one_line_a_report(con: duckdb.DuckDBPyConnection) -> None:
    columns = [name for (name,) in rows(con, "SELECT column_name FROM (DESCRIBE wide)")]
    assert columns[:3] == ["unit_id", "year", "report_id"]
    lines = [*country.codebook(), *country.local_lists()]
    codes = {(line["row_code"], line["col_code"]) for line in lines}
    assert len(columns) == len(set(columns)) == 3 + len(codes)
    cell = "requests_carried_out__applicant_natural_person"
    assert cell in columns
    unpivoted = (
        "SELECT unit_id, year, row_code, col_code, value FROM (UNPIVOT wide ON "
        "COLUMNS(* EXCLUDE (unit_id, year, report_id)) INTO NAME wide_column VALUE value) "
        "JOIN (SELECT DISTINCT wide_column, row_code, col_code FROM codebook) USING (wide_column)"
    )
    long = "SELECT unit_id, year, row_code, col_code, value FROM facts WHERE value IS NOT NULL"
    assert not rows(con, f"({unpivoted}) EXCEPT ALL ({long})")
    assert not rows(con, f"({long}) EXCEPT ALL ({unpivoted})")


def test_every_fact_shows_its_place(con: duckdb.DuckDBPyConnection) -> None:
    key = "unit_id, year, row_code, col_code"
    assert not rows(con, f"(SELECT {key} FROM facts EXCEPT ALL SELECT {key} FROM evidence)")
    place = con.execute(
        "SELECT value, raw, source_url, page, x0, top, x1, bottom, grid_row, method, form "
        "FROM where_is(2, 2023, 'requests.outcome.granted', 'applicant.natural_person')"
    ).fetchone()
    url = f"http://cheng-jyj.test/{country.sha('b2023')[:8]}.html"
    assert place == (8.0, "8", url, 3, 72.0, 150.0, 100.0, 159.0, 15, "pdf", "2021")


# Documents


def test_every_document_of_the_ledger_is_there(con: duckdb.DuckDBPyConnection) -> None:
    told = dict(rows(con, "SELECT sha256, verdict || ': ' || reason FROM documents"))
    assert len(told) == len({name for name, *_ in country.SIGHTINGS})
    assert told[country.sha("a2021")] == "read: "
    assert told[country.sha("c2022-part")] == "partial: table requests: 1 cell not found"
    assert told[country.sha("d2024")] == "refused: no statutory table was found"
    assert told[country.sha("unread")] == "not_read: the document has not been extracted yet"


def test_a_document_keeps_every_sighting(con: duckdb.DuckDBPyConnection) -> None:
    sightings = con.execute(
        "SELECT column_id, title FROM sightings WHERE sha256 = ?", [country.sha("a2022")]
    ).fetchall()
    assert sightings == [
        ("cheng", "澄市人民政府二〇二二年政府信息公开年报"),
        ("wang", "转发：澄市人民政府2022年报"),
    ]


# Coverage: what should be there

COVERAGE = """
unit 2019            2020            2021            2022      2023              2024
1    absent          absent          held            held      absent            absent
2    absent          absent          held            held      held              unreachable:timeout
3    unconfirmed     unconfirmed     not_yet_sought  held_variants held          not_yet_sought
4    -               -               unconfirmed     held      unconfirmed       unconfirmed
5    blocked:robots  blocked:robots  blocked:robots  blocked:robots blocked:robots -
6    column_unknown  column_unknown  column_unknown  column_unknown column_unknown column_unknown
"""


def test_every_unit_and_year_has_one_state(con: duckdb.DuckDBPyConnection) -> None:
    got = {
        (unit, year): f"{state}:{kind}" if kind else state
        for unit, year, state, kind in rows(con, "SELECT unit_id, year, state, kind FROM coverage")
    }
    head, *lines = (line.split() for line in COVERAGE.strip().splitlines())
    want = {
        (int(line[0]), int(year)): state
        for line in lines
        for year, state in zip(head[1:], line[1:], strict=True)
        if state != "-"
    }
    assert got == want


ABSENT = "The column was read to its end and lists no report of this year."
LISTED = "The document listed as “{}年政府信息公开工作年度报告” "


@pytest.mark.parametrize(
    ("unit", "year", "reason", "since"),
    [
        (1, 2021, "The report is held and every table was read.", country.FIRST),
        (1, 2019, ABSENT, country.FIRST),
        (1, 2024, ABSENT, country.LATER),  # the visit of 10 January came before it was due
        (2, 2024, LISTED + "could not be fetched (timeout).", country.LAST),
        (
            3,
            2020,
            LISTED + "is unconfirmed: issuer 望县旅游局 is no unit that wang may speak for.",
            country.FIRST,
        ),
        (3, 2024, "The column has not been read to its end yet.", country.LAST),
        (4, 2021, LISTED + "has not been read yet.", country.FIRST),
        (4, 2023, LISTED + "describes 2022.", country.FIRST),
        (4, 2024, LISTED + "was refused: no statutory table was found.", country.FIRST),
        (
            5,
            2023,
            "The portal refuses the column (robots): robots.txt disallows /nb/.",
            country.LATER,  # and again later: since the first time
        ),
        (6, 2024, "The registry has no column for this unit.", None),
    ],
)
def test_a_state_has_its_reason_and_its_beginning(
    con: duckdb.DuckDBPyConnection, unit: int, year: int, reason: str, since: str | None
) -> None:
    found = con.execute(
        "SELECT reason, strftime(since, '%Y-%m-%dT%H:%M:%S.%fZ') FROM coverage "
        "WHERE unit_id = ? AND year = ?",
        [unit, year],
    ).fetchall()
    assert found == [(reason.format(year), since)]


def test_only_what_is_titled_as_the_years_report_stands_for_it(tmp_path: Path) -> None:
    titles = {
        "澄市2010年政府信息公开年报": "unconfirmed",
        "澄市二〇一一年度政府信息公开工作报告": "unconfirmed",
        "澄市人民政府办公室关于2012年政府信息公开工…": "unconfirmed",
        "关于2013年政府信息公开工作自查情况的报告": "absent",
        "关于编制2014年度政府信息公开年度报告的通知": "absent",
        "２０１５年政府信息公开工作年度报告": "unconfirmed",
    }
    registry = country.lay_out(tmp_path)
    ledger = country.sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")
    for title in titles:
        country.sight(ledger, country.sha(title), "cheng", title, country.FIRST)
    ledger.commit()
    ledger.close()
    build(tmp_path, registry, years=(2010, 2015))
    with open_dataset(tmp_path / "dataset") as con:
        states = rows(con, "SELECT state FROM coverage WHERE unit_id = 1 ORDER BY year")
    assert [state for (state,) in states] == list(titles.values())


def test_without_years_the_grid_ends_with_the_last_that_is_due(tmp_path: Path) -> None:
    build(tmp_path, country.lay_out(tmp_path))
    with open_dataset(tmp_path / "dataset") as con:
        assert rows(con, "SELECT min(year), max(year) FROM coverage") == [(2008, 2024)]


def test_a_year_that_is_not_due_is_not_missing(tmp_path: Path) -> None:
    build(tmp_path, country.lay_out(tmp_path), years=(2024, 2025))
    with open_dataset(tmp_path / "dataset") as con:
        states = "SELECT DISTINCT state, reason FROM coverage WHERE year = 2025"
        assert rows(con, states) == [("not_due", "The report is due by 2026-03-31.")]


def test_a_unit_that_merged_leaves_the_report_of_that_year_to_its_successor(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path)
    with (registry / "units.csv").open("a", encoding="utf-8") as units:
        units.write("7,近县人民政府,,,county,320802,1,2008,2022\n")
        units.write("8,近区人民政府,,,county,320812,1,2022,\n")
    (registry / "unit_successors.csv").write_text(
        "unit_id,successor_id,year,kind\n7,8,2022,founded\n3,8,2021,ceded\n", encoding="utf-8"
    )
    (registry / "unit_history.csv").write_text(
        "unit_id,name,aliases,division,valid_from,valid_to\n8,近州人民政府,,320803,2022,2023\n",
        encoding="utf-8",
    )
    build(tmp_path, registry, years=(2020, 2024))
    spans = "SELECT min(year), max(year) FROM coverage WHERE unit_id = {}"
    with open_dataset(tmp_path / "dataset") as con:
        assert rows(con, spans.format(7)) == [(2020, 2021)]
        assert rows(con, spans.format(8)) == [(2022, 2024)]
        assert rows(con, spans.format(3)) == [(2020, 2024)], "it gave a part and goes on"
        assert rows(con, "SELECT successors FROM units WHERE unit_id = 7") == [
            ([{"unit_id": 8, "year": 2022, "kind": "founded"}],)
        ]
        assert rows(con, "SELECT divisions_before, successors FROM units WHERE unit_id = 8") == [
            (["320803"], [])
        ]
        assert rows(
            con, "SELECT valid_from::VARCHAR, valid_to::VARCHAR FROM units WHERE unit_id = 7"
        ) == [("2008-01-01", "2022-12-31")]


def test_another_visit_that_finds_the_same_changes_nothing(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path)
    first = build(tmp_path, registry, years=(2019, 2024))
    ledger = country.sqlite3.connect(tmp_path / "raw" / "ledger.sqlite")
    later = "2025-06-09T02:00:00.000000Z"
    again = [(later, *visit[1:]) for visit in country.VISITS if visit[0] == country.LAST]
    country.visit(ledger, again)
    ledger.commit()
    ledger.close()
    second = build(tmp_path, registry, years=(2019, 2024))
    assert (second.changed, second.folder) == (False, first.folder)


# Opening it


def test_every_table_opens_everywhere_with_the_same_rows(dataset: Path) -> None:
    for table in TABLES:
        path = dataset / (table if table in BY_YEAR else f"{table}.parquet")
        pattern = path / "*.parquet" if table in BY_YEAR else path
        [(in_duckdb,)] = duckdb.execute(f"SELECT count(*) FROM '{pattern}'").fetchall()
        assert in_duckdb == len(pd.read_parquet(path)) == pq.read_table(path).num_rows, table
        assert (in_duckdb > 0) == (table != "changes"), f"{table}; no release was before this one"


def test_a_year_file_stands_alone(dataset: Path) -> None:
    for table in BY_YEAR:
        assert {file.name for file in (dataset / table).iterdir()} == {
            "2021.parquet",
            "2022.parquet",
            "2023.parquet",
        }
        one = pd.read_parquet(dataset / table / "2022.parquet")
        assert set(one["year"]) == {2022}


def test_without_documents_every_table_is_there_and_empty(tmp_path: Path) -> None:
    registry = country.lay_out(tmp_path)
    (tmp_path / "records" / "1-a.parquet").unlink()
    build(tmp_path, registry, years=(2019, 2024))
    for table in BY_YEAR:
        one = pq.read_table(tmp_path / "dataset" / table / "2024.parquet")
        assert (one.num_rows, "year" in one.column_names) == (0, True), table
    with open_dataset(tmp_path / "dataset") as con:
        assert rows(con, "SELECT count(*) FROM facts_labelled") == [(0,)]
        assert rows(con, "SELECT count(*) FROM coverage WHERE state = 'held'") == [(0,)]


def test_the_catalog_opens_from_the_datasets_own_folder(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dataset)
    with duckdb.connect() as plain:
        plain.execute(Path("catalog.sql").read_text(encoding="utf-8"))
        assert rows(plain, "SELECT count(*) FROM facts") == [(1584,)]


def test_every_column_has_a_comment_in_two_languages(con: duckdb.DuckDBPyConnection) -> None:
    told = rows(
        con,
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        f"WHERE table_name IN {TABLES} AND NOT contains(column_name, '__')",
    )
    assert {table for table, _, _ in told} == set(TABLES)
    for table, column, comment in told:
        assert re.search(r"[a-z].*[\u4e00-\u9fff]", comment or ""), f"{table}.{column}"


def test_the_refusal_rate_is_not_guessed(con: duckdb.DuckDBPyConnection) -> None:
    told = {
        (unit, year): (rate, reason)
        for unit, year, rate, reason in rows(
            con, "SELECT unit_id, year, rate, reason FROM refusal_rate"
        )
    }
    assert told[1, 2021] == (0.0, "")
    assert told[3, 2023] == (None, "no request had an outcome")


def test_a_ground_left_blank_counts_only_where_the_column_adds_up(tmp_path: Path) -> None:
    ground = ("requests.outcome.refused.state_secret", TOTAL)
    kept = country.CARRIED | {ground: country.BLANK}
    lost = kept | {("requests.outcome.granted", TOTAL): 8, ("requests.outcome.granted", NATURAL): 8}
    records = [
        country.record("a2021", "澄市人民政府", 2021, kept),
        country.record("b2021", "澄市教育局", 2021, lost),
    ]
    build(tmp_path, country.lay_out(tmp_path, records))
    with open_dataset(tmp_path / "dataset") as con:
        rates = rows(con, "SELECT unit_id, rate, reason FROM refusal_rate ORDER BY unit_id")
    assert rates == [(1, 0.0, ""), (2, None, "a ground of refusal is no number")]


def test_labels_are_those_of_the_tables_form(con: duckdb.DuckDBPyConnection) -> None:
    labels = rows(
        con,
        "SELECT DISTINCT year, form, row_label_en FROM facts_labelled WHERE unit_id = 3 "
        "AND row_code = 'proactive.art20_1.rules' ORDER BY year",
    )
    assert labels == [
        (2022, "2021", "Rules (government/ministry regulations)"),
        (2023, "2019", "Rules"),
    ]
    assert rows(con, "SELECT count(*) FROM facts_labelled") == [(1584,)]

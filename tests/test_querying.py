"""The worked queries of docs/querying.md run as they stand, and answer what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from transform.catalog.opening import open_dataset
from transform.dataset.build import build

HEADING = r"^## (.+)$"
PAGE = (country.ROOT / "docs" / "querying.md").read_text(encoding="utf-8")
PROVINCE = "100,河省人民政府,,,province,320000,,2008-01-01,\n"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The country by hand, in a province, with one report of a territory among those of a city."""
    data = tmp_path_factory.mktemp("country")
    area = country.record("area2023", "澄市人民政府", 2023, country.CARRIED)
    earlier = country.record(
        "list2018",
        "澄市人民政府",
        2018,
        {("stat14.requests.received", "value"): 8},
        forms={"statistics": "2014"},
    )
    before = country.record("area2023-before", "澄市人民政府", 2023, country.MISREAD)
    area, before = replace(area, scope="area"), replace(before, scope="area")
    registry = country.lay_out(data, [*country.RECORDS, area, before, earlier])
    text = (registry / "units.csv").read_text(encoding="utf-8")
    text = text.replace("prefecture,,,", "prefecture,328800,100,")
    (registry / "units.csv").write_text(text + PROVINCE, encoding="utf-8")
    ledger = country.sqlite3.connect(data / "raw" / "ledger.sqlite")
    for name, title, seen in (
        ("area2023-before", "2023年年度报告", country.FIRST),
        ("area2023", "2023年年度报告（更正）", country.LATER),
        ("list2018", "2018年年度报告", country.LATER),
    ):
        country.sight(ledger, country.sha(name), "cheng", title, seen)
    ledger.commit()
    ledger.close()
    build(data, registry, years=(2018, 2024))
    return data / "dataset"


@pytest.fixture(scope="module")
def con(dataset: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_dataset(dataset) as opened:
        yield opened


def blocks(language: str, text: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def section(title: str) -> str:
    """The part of the page below a heading."""
    parts = re.split(HEADING, PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[title]


def answers(con: duckdb.DuckDBPyConnection, title: str) -> list[list[tuple[Any, ...]]]:
    return [con.execute(sql).fetchall() for sql in blocks("sql", section(title))]


@pytest.mark.parametrize("sql", blocks("sql"))
def test_the_documented_queries_run(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert con.execute(sql).fetchall(), "the example has no answer"


def run(dataset: Path, folder: Path, code: str) -> dict[str, Any]:
    """Run a program of the page in a folder that holds `data/dataset`; give its names."""
    (folder / "data").symlink_to(dataset.parent)
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(code, names)
    return names


@pytest.mark.parametrize("code", blocks("python"))
def test_the_documented_programs_run(
    con: duckdb.DuckDBPyConnection, dataset: Path, code: str, tmp_path: Path
) -> None:
    names = run(dataset, tmp_path, code)
    checked = 0
    if "con" in names:
        names["con"].close()
        checked += 1
    if "facts" in names:
        [(facts, of_one)] = con.execute(
            "SELECT count(*), count(*) FILTER (unit_id = 1) FROM facts"
        ).fetchall()
        assert (len(names["facts"]), names["one"].num_rows) == (facts, of_one)
        checked += 1
    if "rates" in names:
        told = con.execute(
            "SELECT province, level, scope, year, rate FROM refusal_by_province "
            "WHERE rate IS NOT NULL AND level = 'prefecture'"
        ).fetchall()
        rates = names["rates"]
        assert told
        assert {tuple(key): rates[key] for key in rates.index if key[1] == "prefecture"} == {
            key: rate for *key_, rate in told for key in [tuple(key_)]
        }
        checked += 1
    if "table" in names:
        assert names["table"].num_rows == len(answers(con, "One indicator over all units")[0])
        checked += 1
    if "sums" in names and "hashlib" in names:
        assert dataset.resolve().name == names["hashlib"].sha256(names["sums"]).hexdigest()[:12]
        checked += 1
    assert checked == 1, "a program whose answer no one checks"


def test_refusal_rates_are_told_by_province_and_year(con: duckdb.DuckDBPyConnection) -> None:
    by_province, *_ = answers(con, "Refusal rates by province and year")
    assert by_province == [
        ("河省", 2021, "unstated", 1, 1, 0.0),
        ("河省", 2022, "unstated", 1, 1, 0.0),
        ("河省", 2023, "area", 1, 1, 0.0),
    ]


def test_one_city_is_followed_in_one_scope(con: duckdb.DuckDBPyConnection) -> None:
    city, breaks, _, side_by_side, *_ = answers(con, "One city through time")
    assert city == [(2021, 10.0, "unstated", 2, 1), (2022, 5.0, "unstated", 2, 1)]
    assert breaks == [("澄市人民政府", 2022, "unstated", 2023, "area")]
    assert side_by_side == [(2021, 9.0, 0.0, 10.0, 0.0), (2022, 9.0, 0.0, 5.0, 0.0)]


def test_sums_keep_to_one_scope(con: duckdb.DuckDBPyConnection) -> None:
    sums = answers(con, "One indicator over all units")[2]
    of_2023 = [row for row in sums if row[:2] == (2023, "prefecture")]
    assert [(scope, reports) for _, _, scope, _, reports, _ in of_2023] == [("area", 1)]
    whole = con.execute(
        "SELECT count(*) FROM facts WHERE row_code = 'requests.received_new'"
        " AND col_code = 'applicant.total'"
    ).fetchone()
    assert whole == (sum(with_number + without for *_, with_number, without in sums),)


def test_the_reports_that_do_not_add_up_are_named(con: duckdb.DuckDBPyConnection) -> None:
    failed, *_ = answers(con, "Which reports do not add up")
    assert {(year, name) for year, name, *_ in failed} >= {
        (2021, "澄市人民政府"),
        (2023, "澄市教育局"),
    }


def test_what_was_changed_afterwards_is_told_with_both_numbers(
    con: duckdb.DuckDBPyConnection,
) -> None:
    [[changed]] = answers(con, "What governments changed afterwards")
    assert changed[:6] == (
        1,
        2023,
        "requests.outcome.granted",
        "applicant.natural_person",
        8.0,
        9.0,
    )
    assert changed[-1] == "new"


def test_who_never_published_is_told_with_what_was_found(con: duckdb.DuckDBPyConnection) -> None:
    never, *_ = answers(con, "Who never published")
    assert never == [
        ("清市人民政府", "prefecture", ["blocked"], 2018, 2023),
        ("远市人民政府", "prefecture", ["column_unknown"], 2018, 2024),
        ("河省人民政府", "province", ["column_unknown"], 2018, 2024),
    ]


def test_a_number_leads_to_its_page(con: duckdb.DuckDBPyConnection) -> None:
    place, *_ = answers(con, "The page behind a number")
    [(value, state, raw, *_)] = place
    assert (value, state, raw) == (8.0, "number", "8")


def test_a_citation_names_number_report_and_address(con: duckdb.DuckDBPyConnection) -> None:
    [[cited]] = answers(con, "Cite what was used")
    assert cited[4:6] == (5.0, country.sha("a2022")[:16])

"""What the code book says of a cell, and what its tables may not say."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from transform.catalog.opening import open_dataset
from transform.dataset import inputs
from transform.dataset.build import build
from transform.errors import InputRefusedError

NAMES = "3d51b86a"
"""Begins the SHA-256 of all names in Stata, sorted, a line each. A name is permanent: this changes
when a cell is added to the code book, and never because a name did."""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("country")
    build(data, country.lay_out(data), years=(2019, 2024))
    with open_dataset(data / "dataset") as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


# What it says


def test_every_cell_is_defined_in_both_languages(con: duckdb.DuckDBPyConnection) -> None:
    told = rows(con, "SELECT row_code, col_code, definition_en, definition_zh FROM codebook")
    lines = [*country.codebook(), *country.local_lists()]
    assert {told_[:2] for told_ in told} == {(line["row_code"], line["col_code"]) for line in lines}
    for row, col, en, zh in told:
        assert re.fullmatch(r"[A-Z].*\. [A-Z].*\.", en), (row, col)
        assert re.fullmatch(r".*[\u4e00-\u9fff].*。.*[\u4e00-\u9fff].*。", zh), (row, col)


def test_a_cell_says_its_article_its_concept_and_how_far_it_may_be_joined(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told = rows(
        con,
        "SELECT form, legal_basis, concept, comparable FROM codebook WHERE col_code IN "
        "('applicant.total', 'measure.in_force', 'cumulative') AND row_code IN "
        "('requests.outcome.refused.third_party', 'proactive.art20_1.rules', "
        "'stat14.requests.received') ORDER BY row_code, form",
    )
    assert told == [
        ("2021", "Art. 20(1)", "rules.in_force", "2014–2019 C, 2019–2021 C"),
        ("2019", "Art. 15", "requests.refused.third_party", "2014–2019 B, 2019–2021 A"),
        ("2021", "Art. 15", "requests.refused.third_party", "2014–2019 B, 2019–2021 A"),
        ("2014", None, None, None),
    ]


def test_a_total_is_what_an_identity_says_is_a_sum(con: duckdb.DuckDBPyConnection) -> None:
    totals = rows(
        con,
        "SELECT DISTINCT row_code, is_total FROM codebook WHERE form = '2021' AND "
        "col_code = 'applicant.natural_person' AND row_code IN ('requests.outcome.total', "
        "'requests.outcome.granted') UNION ALL SELECT col_code, is_total FROM codebook WHERE "
        "row_code = 'proactive.art20_1.rules' AND col_code = 'measure.disclosed_total' ORDER BY 1",
    )
    assert totals == [
        ("measure.disclosed_total", False),
        ("requests.outcome.granted", False),
        ("requests.outcome.total", True),
    ]
    assert rows(
        con, "SELECT bool_and(is_total) FROM codebook WHERE col_code = 'applicant.total'"
    ) == [(True,)]


def test_names_in_stata_are_short_unique_and_permanent(con: duckdb.DuckDBPyConnection) -> None:
    names = dict(rows(con, "SELECT DISTINCT wide_column, stata_name FROM codebook"))
    assert len(set(names.values())) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in names.values())
    assert names["requests_outcome_not_processed_petition__applicant_legal_person_commercial"] == (
        "req_np_petit_lp_com"
    )
    listed = "".join(f"{column} {name}\n" for column, name in sorted(names.items()))
    assert hashlib.sha256(listed.encode()).hexdigest()[:8] == NAMES


def test_every_abbreviation_is_of_a_segment_that_there_is() -> None:
    lines = [*country.codebook(), *country.local_lists()]
    codes = [line[key] for line in lines for key in ("row_code", "col_code")]
    segments = {segment for code in codes for segment in code.split(".")}
    with (country.REFERENCE / "abbreviations.csv").open(encoding="utf-8") as file:
        assert {row["segment"] for row in csv.DictReader(file)} <= segments


# What it may not say

GRANTED = "requests.granted_part"
FAULTS = [
    (
        "concept_terms",
        f"{GRANTED},2021,printed,requests.outcome.granted_part,",
        f"{GRANTED},2021,printed,requests.outcome.granted_some,",
        (
            f"concept_terms.csv gives {GRANTED} the cell 2021 requests.outcome.granted_some "
            "applicant.total, which codebook.csv does not have"
        ),
    ),
    (
        "concept_terms",
        f"{GRANTED},2021,printed,",
        f"{GRANTED},2021,printed,requests.carried_in,applicant.total,1\n{GRANTED},2021,printed,",
        f"concept_terms.csv has 2 printed cells for {GRANTED} in form 2021",
    ),
    (
        "concept_terms",
        f"{GRANTED},2021,printed,",
        f"{GRANTED},2021,guessed,",
        f"concept_terms.csv has a term of {GRANTED} of kind guessed",
    ),
    (
        "concept_terms",
        "rules.in_force,2021,",
        (
            "rules.in_force,2019,printed,proactive.art20_1.rules,measure.disclosed_total,1\n"
            "rules.in_force,2021,"
        ),
        "concepts.csv joins rules.in_force over the forms of 2019 and 2021, and grades that C",
    ),
    (
        "concept_terms",
        "fees.amount,2021,",
        (
            "fees.amount,2019,printed,proactive.art20_8.fees,measure.items_prev_year,1\n"
            "fees.amount,2021,"
        ),
        (
            "concept_terms.csv adds proactive.art20_8.fees measure.items_prev_year in 项 to "
            "fees.amount in 万元"
        ),
    ),
    (
        "concept_terms",
        "requests.refused.total,2019,derived,requests.outcome.refused.state_secret,",
        (
            "requests.refused.total,2014,printed,stat14.requests.answer.refused,value,1\n"
            "requests.refused.total,2019,derived,requests.outcome.refused.state_secret,"
        ),
        "concepts.csv joins requests.refused.total with the list of 2014, and grades that C",
    ),
    ("concepts", "件,yes,B,", "件,yes,D,", "the grade D; A, B and C are known"),
    (
        "concepts",
        "rules.in_force,规章：现行有效件数,Government or ministry rules: in force,件,no,C,",
        "rules.in_force,规章：现行有效件数,Government or ministry rules: in force,件,no,B,",
        "concepts.csv grades rules.in_force B against the list of 2014, with which it is not",
    ),
    (
        "definitions",
        "requests.carried_in,",
        "requests.carried,",
        "does not define requests.carried",
    ),
    ("abbreviations", "carried_in,in", "carried_in,out", "one name, req_out_"),
    ("abbreviations", "carried_in,in", f"carried_in,{'long' * 8}", "which Stata does not take"),
]


@pytest.mark.parametrize(("table", "old", "new", "fault"), FAULTS)
def test_a_fault_in_the_reference_tables_refuses_the_build(
    tmp_path: Path, table: str, old: str, new: str, fault: str
) -> None:
    reference = tmp_path / "reference"
    reference.mkdir()
    for name in inputs.MEANING:
        shutil.copy(country.REFERENCE / f"{name}.csv", reference)
    path = reference / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    registry = country.lay_out(tmp_path)
    with pytest.raises(InputRefusedError, match=re.escape(fault)):
        build(tmp_path, registry, reference=reference)
    assert not (tmp_path / "dataset").exists()

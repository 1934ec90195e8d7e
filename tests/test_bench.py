"""The benchmarks run: what they measure is for `make bench`, that they measure is for the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.bench.queries import questions
from transform.catalog.opening import open_dataset

ROOT = Path(__file__).parents[1]


def test_a_small_crowd_is_crawled_with_archive_and_ledger_and_without() -> None:
    words = ["--hosts", "4", "--documents", "2", "--rounds", "1", "--long", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.crawling", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-600:]
    assert "4 hosts" in done.stdout


def test_the_dataset_of_a_small_synthetic_country_is_measured(tmp_path: Path) -> None:
    words = ["--reports", "50", "--years", "8", "--keep", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.dataset", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-600:]
    assert "On one thread and on two: the same bytes" in done.stdout
    ours, plain = tmp_path / "tenth" / "dataset", tmp_path / "tenth" / "plain"
    for table in ("facts", "facts_by_unit", "evidence", "wide", "checks"):
        for path in sorted((ours / table).iterdir()):
            rows = [pd.read_parquet(folder / table / path.name) for folder in (ours, plain)]
            if table == "checks":  # the soft bounds are ours alone
                rows[0] = rows[0][rows[0]["identity"].isin(rows[1]["identity"])]
            assert len(rows[0]) == len(rows[1]) > 0, f"{table} {path.name}"
    assert_answers(tmp_path / "whole" / "dataset")
    assert_settings(tmp_path / "whole" / "dataset")


def assert_answers(dataset: Path) -> None:
    """The bench's queries say what pandas finds in the same files."""
    facts, units = pd.read_parquet(dataset / "facts"), pd.read_parquet(dataset / "units.parquet")
    above = dict(zip(units["unit_id"], units["parent_id"], strict=True))
    codes = dict(zip(units["unit_id"], units["division"], strict=True))
    with open_dataset(dataset) as con:
        answers = {
            name.split()[0]: con.execute(sql).df() for name, sql in questions(40, 2024).items()
        }
    granted = facts[
        (facts["row_code"] == "requests.outcome.granted") & (facts["col_code"] == "applicant.total")
    ]
    assert len(answers["Q1"]) == len(granted)
    assert answers["Q1"]["value"].sum() == granted["value"].sum() > 0
    assert len(answers["Q1y"]) == (granted["year"] == 2024).sum()
    assert len(answers["Q2"]) == (facts["unit_id"] == 40).sum() > 0
    assert answers["Q5"]["count_star()"].sum() == len(facts)
    assert len(answers["Q4w"]) == (granted["year"] == 2024).sum()

    def province(unit: int) -> str:
        return codes[unit][:2] if pd.isna(above[unit]) else province(int(above[unit]))

    refused = facts[
        facts["row_code"].str.startswith("requests.outcome.refused.")
        & (facts["col_code"] == "applicant.total")
    ]
    expected = refused.groupby([refused["unit_id"].map(province), "year"])["value"].sum()
    outcomes = facts[
        (facts["row_code"] == "requests.outcome.total") & (facts["col_code"] == "applicant.total")
    ]
    expected /= outcomes.groupby([outcomes["unit_id"].map(province), "year"])["value"].sum()
    rates = answers["Q3"].set_index(["province", "year"])["rate"]
    assert len(rates) == len(expected) > 200
    for key, rate in expected.items():
        assert rates[key] == pytest.approx(rate, nan_ok=True), key


def assert_settings(dataset: Path) -> None:
    """Every file is zstd, without bloom filters, in few groups; sorted unit numbers are deltas."""
    with duckdb.connect() as con:
        for path in sorted(dataset.rglob("*.parquet")):
            columns = con.execute(
                "SELECT path_in_schema, compression, bloom_filter_offset, row_group_num_rows, "
                "row_group_id, encodings FROM parquet_metadata(?)",
                [str(path)],
            ).fetchall()
            for name, compression, bloom, rows, group, encodings in columns:
                where = f"{path.relative_to(dataset)} {name}"
                assert compression == "ZSTD", where
                assert bloom is None, where
                assert "PLAIN_DICTIONARY" not in encodings, where
                assert rows == 524_288 or group == max(row[4] for row in columns), where

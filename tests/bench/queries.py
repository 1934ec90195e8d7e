"""The questions a reader asks of a dataset, as SQL over `catalog.sql`, and how long they take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import duckdb

from transform.catalog.opening import open_dataset

ROUNDS = 7
GRANTED = "row_code = 'requests.outcome.granted' AND col_code = 'applicant.total'"

_GROUNDS = (
    "state_secret other_law security_stability third_party"
    " internal_affairs deliberative enforcement_file registry_query"
).split()
_ROWS = ", ".join(f"'requests.outcome.refused.{ground}'" for ground in _GROUNDS)

_REFUSALS = f"""
SELECT province, year, sum(value) FILTER (row_code <> 'requests.outcome.total')
  / sum(value) FILTER (row_code = 'requests.outcome.total') AS rate
FROM facts JOIN units USING (unit_id)
WHERE col_code = 'applicant.total' AND row_code IN ({_ROWS}, 'requests.outcome.total')
GROUP BY province, year ORDER BY province, year"""

_KNOWN = """
SELECT province, year, sum(refused) / sum(outcomes) AS rate
FROM refusal_rate WHERE rate IS NOT NULL
GROUP BY province, year ORDER BY province, year"""

_CONCEPT = """
SELECT unit_id, year, value, reason FROM series WHERE concept = 'requests.refused.total'"""

_PIVOT = """PIVOT (
  SELECT unit_id, row_code || ' ' || col_code AS cell, value
  FROM facts_by_unit JOIN units USING (unit_id) WHERE level = 'prefecture' AND year = {year}
) ON cell USING any_value(value) GROUP BY unit_id"""


def questions(unit: int, year: int) -> dict[str, str]:
    """Give the queries by name; `unit` and `year` are those of the narrow ones."""
    granted = f"SELECT unit_id, year, value FROM facts WHERE {GRANTED}"
    return {
        "Q1 one indicator, all units and years": granted,
        "Q1y the same, one year": f"{granted} AND year = {year}",
        "Q2 one unit whole": f"FROM facts_by_unit WHERE unit_id = {unit}",
        "Q3 refusal rate by province and year": _REFUSALS,
        "Q3k the same, where it can be said (refusal_rate)": _KNOWN,
        "Q3v by province, level and scope (refusal_by_province)": "FROM refusal_by_province",
        "Q4 pivot, prefectures of a year": _PIVOT.format(year=year),
        "Q4w every cell of a year (wide)": f"FROM wide WHERE year = {year}",
        "Q6 a concept added up of eight cells (series)": _CONCEPT,
        "Q5 full scan": "SELECT state, count(*), sum(value) FROM facts GROUP BY state",
    }


@dataclass(frozen=True, slots=True)
class Time:
    """What a query took, in milliseconds; `cpu` is that of all threads, the least of the rounds."""

    query: str
    rows: int
    first: float
    best: float
    median: float
    cpu: float


def opened(folder: Path) -> tuple[duckdb.DuckDBPyConnection, float]:
    """Open a dataset through its catalog; give the connection and the milliseconds it took."""
    begun = perf_counter()
    con = open_dataset(folder)
    return con, (perf_counter() - begun) * 1000


def timed(folder: Path, unit: int, year: int) -> Iterator[Time]:
    """Ask each question over and over; the first time is that on a connection just opened."""
    for name, sql in questions(unit, year).items():
        con, _ = opened(folder)
        with con:
            seconds, cpu, rows = [], [], 0
            for _ in range(ROUNDS):
                begun, spent = perf_counter(), process_time()
                columns = con.execute(sql).fetchnumpy()
                seconds.append((perf_counter() - begun) * 1000)
                cpu.append((process_time() - spent) * 1000)
                rows = len(next(iter(columns.values())))
        yield Time(name, rows, seconds[0], min(seconds), median(seconds), min(cpu))


def load() -> str:
    """How busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"

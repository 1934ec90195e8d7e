"""The figures of the synthetic reports: drawn, with sums that hold, as arrays of units by cells.

The numbers of a report follow from what its organ is asked in a year. Most organs are asked next to
nothing, so most cells are 0. Totals are the sums of their parts by `identities.csv`, what is
carried into a year is what the year before carried out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from crawler.reference import REFERENCE

Numbers = NDArray[np.float64]

TOTAL = "applicant.total"
_PERSON = "applicant.natural_person"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form."""

    table: str
    form: str
    row: str
    col: str
    unit: str


@cache
def cells(year: int) -> tuple[Cell, ...]:
    """Give the cells of a report of a year, in the order in which they are printed."""
    forms = _forms(year)
    with (REFERENCE / "codebook.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Cell(row["table"], row["form"], row["row_code"], row["col_code"], row["unit"])
            for row in csv.DictReader(lines)
            if forms.get(row["table"]) == row["form"]
        )


def _forms(year: int) -> dict[str, str]:
    if year < 2019:
        return {"statistics": "2014"}
    newer = "2019" if year < 2021 else "2021"
    return {"proactive": newer, "requests": newer, "remedies": "2019"}


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity within a report, as positions of cells; the left side is one cell or several."""

    name: str
    form: str
    left: tuple[int, ...]
    right: tuple[int, ...]


@cache
def identities(year: int) -> tuple[Identity, ...]:
    """Give the identities within a report of a year."""
    at = {(cell.form, cell.row, cell.col): place for place, cell in enumerate(cells(year))}
    sides: dict[tuple[str, str], dict[str, list[int | None]]] = {}
    with (REFERENCE / "identities.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            key = row["identity"], row["form"]
            place = at.get((row["form"], row["row_code"], row["col_code"]))
            if row["year_offset"] != "0" or row["coefficient"] != "1":
                place = None
            side = sides.setdefault(key, {"lhs": [], "rhs": []})
            side[row["side"]].append(place)
    return tuple(
        Identity(name, form, tuple(known["lhs"]), tuple(known["rhs"]))
        for (name, form), side in sides.items()
        if None not in side["lhs"] + side["rhs"]
        for known in [{k: [p for p in v if p is not None] for k, v in side.items()}]
    )


def years(rng: np.random.Generator, units: int, first: int, last: int) -> Iterator[Numbers]:
    """Give the figures of each year, units by cells."""
    asked = rng.lognormal(1.2, 1.7, units)
    carried: Numbers | None = None
    items = rng.poisson(40, (units, 8)).astype(float)
    for year in range(first, last + 1):
        form = cells(year)
        out = np.zeros((units, len(form)))
        if form[0].table == "statistics":
            _loose(rng, out, form, asked)
            _totals(out, year)
        else:
            _loose(rng, out, form, asked)
            if year < 2021:
                items = _items(rng, out, form, items)
            carried = _requests(rng, out, form, asked, carried)
            _totals(out, year)
        yield out


def _loose(rng: np.random.Generator, out: Numbers, form: tuple[Cell, ...], asked: Numbers) -> None:
    """Draw the cells that nothing binds, and the parts of table 四."""
    for place, cell in enumerate(form):
        if cell.table == "requests":
            continue
        often = 0.02 if cell.table == "remedies" else 0.3 * (place % 3 == 0)
        out[:, place] = rng.poisson(np.minimum(asked * often, 5000))
        if cell.unit == "万元":
            out[:, place] = np.round(out[:, place] * rng.uniform(0.5, 9, len(out)), 2)


def _items(
    rng: np.random.Generator, out: Numbers, form: tuple[Cell, ...], items: Numbers
) -> Numbers:
    """Fill 上一年项目数量 and 本年增/减; give the numbers the next year begins with."""
    before = [i for i, cell in enumerate(form) if cell.col == "measure.items_prev_year"]
    change = [i for i, cell in enumerate(form) if cell.col == "measure.items_change"]
    step = rng.integers(-2, 3, (len(out), len(change))) * (rng.random((len(out), 1)) < 0.3)
    now = items[:, : len(before)]
    step = np.maximum(step, -now)
    out[:, before], out[:, change] = now, step
    items[:, : len(before)] += step
    return items


def _requests(
    rng: np.random.Generator,
    out: Numbers,
    form: tuple[Cell, ...],
    asked: Numbers,
    carried: Numbers | None,
) -> Numbers:
    """Fill table 三; give what is carried out, units by applicants."""
    at = {(cell.row, cell.col): place for place, cell in enumerate(form)}
    rows = list(dict.fromkeys(cell.row for cell in form if cell.table == "requests"))
    applicants = [cell.col for cell in form if cell.row == rows[0] and cell.col != TOTAL]
    leaves = [row for row in rows if ".outcome." in row and not row.endswith(".total")]
    shares = 0.35 / np.arange(1, len(leaves) + 1) ** 1.3
    for column, applicant in enumerate(applicants):
        share = 0.9 if applicant == _PERSON else 0.06
        places = [at[row, applicant] for row in leaves]
        out[:, places] = rng.poisson(np.minimum(asked[:, None] * shares * share, 2000))
        done = out[:, places].sum(axis=1)
        left = rng.poisson(np.minimum(asked * share * 0.05, 500)).astype(float)
        came = carried[:, column] if carried is not None else np.zeros(len(out))
        short = np.maximum(came - done - left, 0)
        out[:, places[0]] += short
        out[:, at["requests.outcome.total", applicant]] = done + short
        out[:, at["requests.carried_in", applicant]] = came
        out[:, at["requests.carried_out", applicant]] = left
        out[:, at["requests.received_new", applicant]] = done + short + left - came
    for row in rows:
        out[:, at[row, TOTAL]] = out[:, [at[row, applicant] for applicant in applicants]].sum(
            axis=1
        )
    return out[:, [at["requests.carried_out", applicant] for applicant in applicants]].copy()


def _totals(out: Numbers, year: int) -> None:
    """Make totals of their parts; a part may be a total itself."""
    sums = [one for one in identities(year) if len(one.left) == 1]
    for _ in range(2):
        for one in sums:
            out[:, one.left[0]] = out[:, list(one.right)].sum(axis=1)

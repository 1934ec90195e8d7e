"""Invent the figures that no real report gave, consistent with every identity.

Receives the code book, `country.csv`, the figures that were carried over from real reports
(`CARRIED`, never written here) and `quirks.csv` (cells that an office prints in its own way).
Writes `figures/UNIT-YEAR.csv`; the same input gives the same files. Run it as
`python -m tests.portal.invent`.

Refuses a quirk that would make a number vanish, so that the arithmetic of a report stands.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.portal.country import HERE, REFERENCE, rows

CARRIED = {(1, 2019), (1, 2021), (1, 2024), (3, 2020), (3, 2023)}
TABLES = ("proactive", "requests", "remedies")  # in the order of a report
HEADER = ("table", "form", "row_code", "col_code", "state", "value", "raw")

LEGAL = "applicant.legal_person."
APPLICANTS = {  # share of the requests
    "applicant.natural_person": 90,
    LEGAL + "commercial": 5,
    LEGAL + "research": 1,
    LEGAL + "public_interest": 1,
    LEGAL + "legal_services": 2,
    LEGAL + "other": 1,
}
OUTCOMES = {  # share of the outcomes; what is not named has 1
    "granted": 40,
    "granted_part": 12,
    "refused.third_party": 2,
    "refused.internal_affairs": 2,
    "refused.enforcement_file": 3,
    "refused.registry_query": 2,
    "unavailable.not_held": 24,
    "unavailable.needs_creation": 3,
    "not_processed.petition": 4,
    "not_processed.duplicate": 2,
    "other.other": 4,
}
SCALE = {1: 240, 2: 36, 3: 64, 4: 12}  # requests a year

Cells = dict[tuple[str, str], float]


def spread(rng: random.Random, total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Deal `total` pieces out by weight."""
    dealt = dict.fromkeys(weights, 0)
    for name in rng.choices(list(weights), list(weights.values()), k=total):
        dealt[name] += 1
    return dealt


def form_of(year: int) -> str:
    return "2019" if year <= 2020 else "2021"


def requests(rng: random.Random, form: str, before: Cells, after: Cells, scale: int) -> Cells:
    """Table 三: the flow from the year before to the year after, dealt out by applicant."""
    leaves = [
        row["row_code"].removeprefix("requests.outcome.")
        for row in rows(REFERENCE / "codebook.csv")
        if (row["form"], row["table"], row["col_code"])
        == (form, "requests", "applicant.natural_person")
        and row["row_code"].startswith("requests.outcome.")
        and row["row_code"] != "requests.outcome.total"
    ]
    weights = {leaf: OUTCOMES.get(leaf, 1) for leaf in leaves}
    cells: Cells = {}
    new = spread(rng, round(scale * rng.uniform(0.8, 1.25)), APPLICANTS)
    for who, received in new.items():
        carried = before.get(("requests.carried_out", who), 0)
        if not before and who == "applicant.natural_person":
            carried = rng.randint(1, 4)
        open_cases = received + int(carried)
        left = round(open_cases * rng.uniform(0.02, 0.08))
        if after and not any(v for (row, _), v in after.items() if row == "requests.carried_in"):
            left = 0  # a real report follows, which took nothing over
        cells["requests.received_new", who] = received
        cells["requests.carried_in", who] = carried
        for leaf, number in spread(rng, open_cases - left, weights).items():
            cells["requests.outcome." + leaf, who] = number
        cells["requests.outcome.total", who] = open_cases - left
        cells["requests.carried_out", who] = left
    for row in {row for row, _ in cells}:
        cells[row, "applicant.total"] = sum(cells[row, who] for who in APPLICANTS)
    return cells


def remedies(rng: random.Random, scale: int) -> Cells:
    """Table 四: a few cases, by result."""
    cells: Cells = {}
    for row, most in (("review", 24), ("litigation.direct", 60), ("litigation.after_review", 60)):
        results = spread(
            rng,
            rng.randint(0, scale // most),
            {"upheld": 6, "corrected": 1, "other": 2, "pending": 1},
        )
        for result, number in {**results, "total": sum(results.values())}.items():
            cells["remedies." + row, "result." + result] = number
    return cells


def proactive_2019(rng: random.Random, before: Cells, after: Cells, scale: int) -> Cells:
    """Table 二 of 2019: item counts run on from year to year."""
    made = rng.randint(0, max(2, scale // 12))
    stock = rng.randint(20, 60) + scale // 2
    documents = "proactive.art20_1.normative_documents"
    cells: Cells = {
        (documents, "measure.made"): made,
        (documents, "measure.newly_disclosed"): made,
        (documents, "measure.disclosed_total"): stock + made,
    }
    for measure in ("made", "newly_disclosed", "disclosed_total"):
        cells["proactive.art20_1.rules", "measure." + measure] = 0
    for row in ("5.licences", "5.other_services", "6.penalties", "6.coercion", "8.fees"):
        code = "proactive.art20_" + row
        previous = rng.randint(2, 9)
        if before:
            previous = int(
                before[code, "measure.items_prev_year"] + before[code, "measure.items_change"]
            )
        change = rng.choice((-2, -1, 0, 0, 1, 2))
        if after:
            change = int(after[code, "measure.items_prev_year"]) - previous
        cells[code, "measure.items_prev_year"] = previous
        cells[code, "measure.items_change"] = max(change, -previous)
        if row != "8.fees":
            cells[code, "measure.decisions"] = rng.randint(0, scale * 6) if previous else 0
    procurement = "proactive.art20_9.procurement"
    cells[procurement, "measure.procurement_projects"] = rng.randint(2, max(4, scale // 3))
    cells[procurement, "measure.procurement_amount"] = rng.randint(20, 900) * 1000
    return cells


def proactive_2021(rng: random.Random, before: Cells, scale: int) -> Cells:
    """Table 二 of 2021: documents in force run on from year to year."""
    cells: Cells = {}
    for row, most in (("rules", 0), ("normative_documents", max(2, scale // 12))):
        code = "proactive.art20_1." + row
        issued = rng.randint(0, most)
        stock = int(before.get((code, "measure.in_force"), rng.randint(10, 60) if most else 0))
        repealed = rng.randint(0, min(most, stock))
        cells[code, "measure.issued"] = issued
        cells[code, "measure.repealed"] = repealed
        cells[code, "measure.in_force"] = stock + issued - repealed
    for row, least in (("5.licences", 20), ("6.penalties", 5), ("6.coercion", 0)):
        most = scale * max(least, 1)
        cells["proactive.art20_" + row, "measure.decisions"] = rng.randint(least, most)
    fees = round(rng.uniform(2, 12) * scale, 4) if scale >= SCALE[3] else 0
    cells["proactive.art20_8.fees", "measure.fee_amount"] = fees
    return cells


def printed(col_code: str, value: float) -> str:
    """The number as an office types it; a change carries its sign."""
    text = str(int(value)) if value == int(value) else repr(value)
    return "+" + text if col_code == "measure.items_change" and value > 0 else text


def quirks(unit_id: int, year: int) -> dict[tuple[str, str], dict[str, str]]:
    """Cells that this report prints in its own way; `*` stands for every column."""
    return {
        (row["row_code"], row["col_code"]): row
        for row in rows(HERE / "quirks.csv")
        if (row["unit_id"], row["year"]) == (str(unit_id), str(year))
    }


def lines(unit_id: int, year: int, cells: Cells) -> list[tuple[str, ...]]:
    """The rows of a figures file, in the order of the forms."""
    form = form_of(year)
    own = quirks(unit_id, year)
    result: list[tuple[str, ...]] = []
    for entry in rows(REFERENCE / "codebook.csv"):
        row, col, table = entry["row_code"], entry["col_code"], entry["table"]
        if entry["form"] != ("2019" if table == "remedies" else form):
            continue
        value = cells[row, col]
        quirk = own.get((row, col)) or own.get((row, "*"))
        if quirk is None:
            number = printed(col, value)
            cell = ("number", number.removeprefix("+"), number)
        elif quirk["state"] == "number" or not value or table == "proactive":
            cell = (quirk["state"], quirk["value"], quirk["raw"])
        else:
            raise ValueError(
                f"quirks.csv takes {value:g} away from {row} {col} of unit {unit_id} in {year}; "
                "name a cell that is 0"
            )
        result.append((table, entry["form"], row, col, *cell))
    return sorted(result, key=lambda line: TABLES.index(line[0]))


def load(path: Path) -> Cells:
    """The numbers of a figures file, blank as 0; none when there is no such report."""
    if not path.exists():
        return {}
    return {(row["row_code"], row["col_code"]): float(row["value"] or 0) for row in rows(path)}


def invented() -> Iterator[tuple[Path, list[tuple[str, ...]]]]:
    """Each invented report's file and what belongs in it, a year before the next."""
    for report in rows(HERE / "country.csv"):
        unit_id, year = int(report["unit_id"]), int(report["year"])
        if (unit_id, year) in CARRIED or not report["url"]:
            continue
        rng = random.Random(f"gongkai {unit_id} {year}")
        scale, form = SCALE[unit_id], form_of(year)
        before = load(HERE / "figures" / f"{unit_id}-{year - 1}.csv")
        after: Cells = {}
        if (unit_id, year + 1) in CARRIED:
            after = load(HERE / "figures" / f"{unit_id}-{year + 1}.csv")
        cells = requests(rng, form, before, after, scale) | remedies(rng, scale)
        if form == "2019":
            cells |= proactive_2019(rng, before, after if form_of(year + 1) == form else {}, scale)
        else:
            cells |= proactive_2021(rng, before, scale)
        yield HERE / "figures" / f"{unit_id}-{year}.csv", [HEADER, *lines(unit_id, year, cells)]


def main() -> None:
    """Write every invented report's figures."""
    for path, table in invented():
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(table)


if __name__ == "__main__":
    main()

"""An invented country whose reports carry every figure, for the whole way to the dataset.

Receives a nation founded with `WHOLE` as its forms, of years from 2014 on. Gives it back with the
figures of every report: consistent with every identity and from year to year, but for reports in
which a clerk erred; pages print them in the dress of an office, files as tables. Some offices keep
the old form of one table for a year, leave rows blank, strike them or print words.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from tests.portal import invent
from tests.portal.country import REFERENCE, Figure, File, Report, rows
from tests.portal.nation.world import Nation
from tests.portal.prints import MEDIA, Printed

WHOLE = {
    "page": 40,
    "page_word": 8,
    "page_pdf": 8,
    "page_pdf_word": 4,
    "link_word": 10,
    "link_pdf": 8,
    "row_pdf": 4,
    "two_rows": 4,
    "row_picture": 4,
    "page_annex": 5,
    "short": 3,
    "link_picture": 2,
}
"""Ways of publication; of pictures and of pages cut short no cell can be read."""

DRESSES = ("clean", "word", "styled", "bare", "padded", "phantom")
"""Styles of the pages."""

FIRST = 2014
"""The first year with a list of figures."""

TABLES = ("statistics", *invent.TABLES)

_SCALES = {"province": 240, "prefecture": 120, "county": 64}
"""Requests a year; other organs have a few."""
_FEW = 14

Key = tuple[int, int]
Forms = Mapping[str, str]
"""Table → form."""


def figured(nation: Nation) -> Nation:
    """Give every report its figures."""
    figures = _figures(nation)
    reports = tuple(_dressed(report, figures) for report in nation.country.reports)
    country = replace(nation.country, reports=reports, figures=figures)
    return replace(nation, country=country, read=True)


def filled(file: File, report: Report, cells: tuple[Figure, ...]) -> File:
    """The file with the figures; pictures and annexes stay what they are."""
    ending = next((end for end, media in MEDIA.items() if media == file.media), "")
    if not ending or any(word in file.name for word in ("申请表", "统计表", "目录")):
        return file
    return replace(file, make=Printed(ending, report.printed, report.unit, report.year, cells))


def _dressed(report: Report, figures: Mapping[Key, tuple[Figure, ...]]) -> Report:
    rng = random.Random(f"dress {report.url}")
    cells = figures[report.unit_id, report.year]
    files = tuple(filled(file, report, cells) for file in report.files)
    outline = report.outline if report.outline in {"none", "short"} else ""
    return replace(report, outline=outline, files=files, style=rng.choice(DRESSES))


def _figures(nation: Nation) -> dict[Key, tuple[Figure, ...]]:
    levels = {organ.unit_id: organ.level for organ in nation.organs}
    years: dict[int, set[int]] = {}
    for report in nation.country.reports:
        years.setdefault(report.unit_id, set()).add(report.year)
    found: dict[Key, tuple[Figure, ...]] = {}
    for unit_id in sorted(years):
        scale = _SCALES.get(levels[unit_id], _FEW)
        before: invent.Cells = {}
        for year in range(min(years[unit_id]), max(years[unit_id]) + 1):
            rng = random.Random(f"figures {unit_id} {year}")
            forms = _forms(rng, year)
            cells = _cells(rng, forms, before, scale)
            if year in years[unit_id]:
                found[unit_id, year] = tuple(_printed(rng, forms, cells))
            before = cells
    return found


def _forms(rng: random.Random, year: int) -> Forms:
    """The form of each table; in the year of the new ones some keep an old one."""
    if year < 2019:
        return {"statistics": "2014"}
    form = invent.form_of(year)
    forms = {"proactive": form, "requests": form, "remedies": "2019"}
    if year == 2021 and rng.random() < 0.3:
        forms[rng.choice(("proactive", "requests"))] = "2019"
    return forms


def _cells(rng: random.Random, forms: Forms, before: invent.Cells, scale: int) -> invent.Cells:
    if "statistics" in forms:
        return _statistics(rng, scale)
    cells = invent.requests(rng, forms["requests"], before, {}, scale)
    cells |= invent.remedies(rng, scale)
    if forms["proactive"] == "2019":
        ran_on = any("items_prev_year" in column for _, column in before)
        return cells | invent.proactive_2019(rng, before if ran_on else {}, {}, scale)
    return cells | invent.proactive_2021(rng, before, scale)


def _statistics(rng: random.Random, scale: int) -> invent.Cells:
    """The list of 2014: a total is the sum of its parts, parts of parts first."""
    cells: invent.Cells = {
        (row["row_code"], row["col_code"]): rng.choice((0, rng.randint(0, scale)))
        if row["unit"] != "万元"
        else rng.randint(0, 400) / 4
        for row in rows(REFERENCE / "codebook.csv")
        if row["form"] == "2014"
    }
    sums: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for row in rows(REFERENCE / "identities.csv"):
        if row["form"] == "2014":
            sides = sums.setdefault(row["identity"], {"lhs": [], "rhs": []})
            sides[row["side"]].append((row["row_code"], row["col_code"]))
    for sides in sorted(sums.values(), key=lambda one: one["lhs"][0][0].count("."), reverse=True):
        (total,) = sides["lhs"]
        cells[total] = sum(cells[part] for part in sides["rhs"])
    return cells


def _printed(rng: random.Random, forms: Forms, cells: invent.Cells) -> list[Figure]:
    """The cells in the order of the forms, as this clerk prints them."""
    empty = {row for row, _ in cells if row.startswith("requests.outcome.")}
    empty = {row for row in empty if not any(v for (r, _), v in cells.items() if r == row)}
    struck = set(rng.sample(sorted(empty), min(1, len(empty)))) if rng.random() < 0.3 else set()
    how = rng.choice((("blank", ""), ("dash", "—"), ("dash", "/"), ("dash", "无")))
    units, worded = rng.random() < 0.1, rng.random() < 0.08
    found = []
    for entry in rows(REFERENCE / "codebook.csv"):
        row, col, table = entry["row_code"], entry["col_code"], entry["table"]
        if forms.get(table) != entry["form"]:
            continue
        value = cells[row, col]
        raw = invent.printed(col, value)
        if row in struck:
            found.append(Figure(table, entry["form"], row, col, how[0], None, how[1]))
        elif worded and row in {"proactive.art20_8.fees", "stat14.complaints"}:
            found.append(Figure(table, entry["form"], row, col, "text", None, "详见附件"))
        else:
            said = f"{raw}{entry['unit']}" if units and table != "remedies" else raw
            found.append(Figure(table, entry["form"], row, col, "number", float(value), said))
    if rng.random() < 0.12:
        _err(rng, found)
    return sorted(found, key=lambda figure: TABLES.index(figure.table))


def _err(rng: random.Random, figures: list[Figure]) -> None:
    """One number is another than it should be."""
    at = rng.choice([n for n, f in enumerate(figures) if f.value is not None and f.value >= 0])
    old = figures[at]
    wrong = int(old.value or 0) + rng.randint(1, 9)
    figures[at] = replace(old, value=float(wrong), raw=str(wrong))

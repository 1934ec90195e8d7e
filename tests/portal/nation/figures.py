"""An invented country whose reports carry every figure, for the whole way to the dataset.

Receives a nation founded with `WHOLE` as its forms. Gives it back with the figures of every report,
consistent with every identity and from year to year; pages print them in the dress of an office,
Word files as tables.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from tests.office_documents import docx, paragraph, sheet
from tests.portal import invent
from tests.portal.country import REFERENCE, Country, Figure, File, Report, rows
from tests.portal.nation import papers, truth
from tests.portal.nation.later import again
from tests.portal.nation.world import Nation
from tests.printing import proactive, remedies, requests

WHOLE = {"page": 60, "page_word": 15, "link_word": 15, "page_annex": 6, "short": 4}
"""Forms of publication that can be read to the last cell."""

DRESSES = ("clean", "word", "styled", "bare", "padded", "phantom")
"""Styles of the pages."""

FIRST = 2019
"""The first year with the tables of today."""

_SCALES = {"province": 240, "prefecture": 120, "county": 64}
"""Requests a year; other organs have a few."""
_FEW = 14

Key = tuple[int, int]


def figured(nation: Nation) -> Nation:
    """Give every report its figures."""
    figures = _figures(nation)
    reports = tuple(_dressed(report, figures) for report in nation.country.reports)
    country = replace(nation.country, reports=reports, figures=figures)
    return replace(nation, country=country)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A report that prints another number than it did, and where each edition stands."""

    report: Report
    before: str
    after: str
    """The same address, but of what was published once more."""
    forgotten: str = ""
    """A file beside the page that keeps the old number."""


def corrected(nation: Nation, number: int) -> tuple[Nation, list[Corrected]]:
    """Give the nation after so many reports of each kind print another number, and which they are.

    Pages alone; pages whose Word file is forgotten; Word files at their address; and Word files
    published once more as a correction (更正), while the first stays.
    """
    had = {one.url for one in truth.documents(nation)}
    pages = [r for r in nation.country.reports if not r.outline and r.url in had]
    alone = [r for r in pages if not r.files][:number]
    beside = [r for r in pages if any(file.url in had for file in r.files)][:number]
    files = [r for r in nation.country.reports if r.outline == "none" and r.files[0].url in had]
    changes = [Corrected(r, r.url, r.url) for r in alone]
    changes += [Corrected(r, r.url, r.url, r.files[0].url) for r in beside]
    changes += [Corrected(r, r.files[0].url, r.files[0].url) for r in files[:number]]
    changes += [
        Corrected(r, r.files[0].url, _once_more(r.files[0].url))
        for r in [r for r in files if r.files[0].url.endswith(".docx")][number : 2 * number]
    ]
    country = nation.country
    for change in changes:
        country = _changed(country, change)
    return replace(nation, country=country, before=nation), changes


def _once_more(url: str) -> str:
    return f"{url.removesuffix('.docx')}9.docx"


def _changed(country: Country, change: Corrected) -> Country:
    report, at = change.report, (change.report.unit_id, change.report.year)
    old = next(f for f in country.figures[at] if f.state == "number")
    new = replace(old, value=(old.value or 0) + 1, raw=str(int(old.value or 0) + 1))
    cells = tuple(new if f is old else f for f in country.figures[at])
    reports = list(country.reports)
    if report.outline == "none":
        files = tuple(_filled(file, report, cells) for file in report.files)
        if change.before == change.after:
            reports[reports.index(report)] = replace(report, files=files)
        else:
            files = (replace(files[0], url=change.after),)
            reports.append(replace(again(report), files=files))
    return replace(country, reports=tuple(reports), figures={**country.figures, at: cells})


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
            cells = _cells(random.Random(f"figures {unit_id} {year}"), year, before, scale)
            if year in years[unit_id]:
                found[unit_id, year] = tuple(_printed(year, cells))
            before = cells
    return found


def _cells(rng: random.Random, year: int, before: invent.Cells, scale: int) -> invent.Cells:
    form = invent.form_of(year)
    cells = invent.requests(rng, form, before, {}, scale) | invent.remedies(rng, scale)
    if form == "2019":
        ran_on = any("items_prev_year" in column for _, column in before)
        return cells | invent.proactive_2019(rng, before if ran_on else {}, {}, scale)
    return cells | invent.proactive_2021(rng, before, scale)


def _printed(year: int, cells: invent.Cells) -> list[Figure]:
    """The cells in the order of the forms; a few rows without a case are left blank or struck."""
    form = invent.form_of(year)
    rng = random.Random(f"printed {year} {sorted(cells.values())[:9]}")
    empty = {row for row, _ in cells if row.startswith("requests.outcome.")}
    empty = {row for row in empty if not any(v for (r, _), v in cells.items() if r == row)}
    struck = set(rng.sample(sorted(empty), min(1, len(empty)))) if rng.random() < 0.3 else set()
    how = rng.choice((("blank", ""), ("dash", "—"), ("dash", "/")))
    found = []
    for entry in rows(REFERENCE / "codebook.csv"):
        row, col, table = entry["row_code"], entry["col_code"], entry["table"]
        if entry["form"] != ("2019" if table == "remedies" else form) or table not in invent.TABLES:
            continue
        raw = invent.printed(col, cells[row, col])
        state, value = ("number", float(raw.removeprefix("+")))
        if row in struck:
            found.append(Figure(table, entry["form"], row, col, how[0], None, how[1]))
        else:
            found.append(Figure(table, entry["form"], row, col, state, value, raw))
    return sorted(found, key=lambda figure: invent.TABLES.index(figure.table))


def _dressed(report: Report, figures: Mapping[Key, tuple[Figure, ...]]) -> Report:
    rng = random.Random(f"dress {report.url}")
    cells = figures[report.unit_id, report.year]
    files = tuple(_filled(file, report, cells) for file in report.files)
    outline = report.outline if report.outline in {"none", "short"} else ""
    return replace(report, outline=outline, files=files, style=rng.choice(DRESSES))


def _filled(file: File, report: Report, cells: tuple[Figure, ...]) -> File:
    """A Word file with the figures; an annex stays what it is."""
    if file.media != papers.KINDS["docx"][1] or "申请表" in file.name or "统计表" in file.name:
        return file
    return replace(file, make=partial(_word, report.printed, report.unit, report.year, cells))


def _word(title: str, unit: str, year: int, cells: tuple[Figure, ...]) -> bytes:
    values = {(f.table, f.row_code, f.col_code): f.raw for f in cells}
    form = invent.form_of(year)
    parts = (
        paragraph(title),
        paragraph("一、总体情况"),
        paragraph(f"{year}年，{unit}持续推进政府信息公开。"),
        paragraph("二、主动公开政府信息情况"),
        sheet(proactive(form, values)),
        paragraph("三、收到和处理政府信息公开申请情况"),
        sheet(requests(form, values)),
        paragraph("四、政府信息公开行政复议、行政诉讼情况"),
        sheet(remedies(values)),
        paragraph("五、存在的主要问题及改进情况"),
        paragraph("公开的时效有待提高。"),
        paragraph("六、其他需要报告的事项"),
        paragraph("无。"),
    )
    return _still(docx("".join(parts)))


def _still(package: bytes) -> bytes:
    """The same archive, whenever it was made."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name))
    return out.getvalue()

"""A country for the arithmetic: offices with reports of several years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.records import Record
from tests.dataset import country
from tests.dataset.country import FORM_2021, Values
from transform.dataset.build import build

FIRST_UNIT = 100


@dataclass(frozen=True, slots=True)
class Report:
    """One office's report of a year, every cell 0 unless named."""

    office: int
    """Numbered from 0; its unit is `FIRST_UNIT` above."""
    year: int
    values: Values = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=lambda: FORM_2021)
    scope: str = ""
    drop: tuple[tuple[str, str], ...] = ()
    listed: str = ""
    """Its title in the column; its year and 年报 when empty."""
    level: str = "department"

    @property
    def name(self) -> str:
        return f"office-{self.office}-{self.year}"

    @property
    def report_id(self) -> str:
        return country.sha(self.name)[:16]

    def record(self) -> Record:
        held = country.record(
            self.name,
            f"第{self.office}局",
            self.year,
            self.values,
            forms=self.forms,
            drop=self.drop,
            reason="torn",
        )
        return replace(held, scope=self.scope)


def dataset(data: Path, reports: Iterable[Report]) -> Path:
    """Build the dataset of these reports alone; give its folder."""
    reports = list(reports)
    registry = country.lay_out(data, [report.record() for report in reports])
    levels = {report.office: report.level for report in reports}
    with (registry / "units.csv").open("a", encoding="utf-8") as units:
        units.writelines(
            f"{FIRST_UNIT + office},第{office}局,,,{level},,1,,\n"
            for office, level in sorted(levels.items())
        )
    with country.sqlite3.connect(data / "raw" / "ledger.sqlite") as ledger:
        for report in reports:
            title = report.listed or f"{report.year}年报"
            country.sight(ledger, country.sha(report.name), "cheng", title, country.FIRST)
    ledger.close()
    build(data, registry, years=(2019, 2024))
    return data / "dataset"

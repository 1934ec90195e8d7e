"""A country that is built, released, altered and built again."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extract.records import Record
from tests.dataset import country
from tests.dataset.country import CARRIED, TOTAL
from transform.dataset.build import build

CARRIED_IN = ("requests.carried_in", TOTAL)


class Country:
    """A data folder that can be built, released, altered and built again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.registry = data / "registry"
        self.records = [
            country.record("a2021", "澄市人民政府", 2021, CARRIED),
            country.record("c2023", "望州人民政府", 2023, CARRIED),
            country.record("d2022", "望县卫生局", 2022, CARRIED),
        ]

    def lay_out(self) -> None:
        country.lay_out(self.data, self.records)

    def release(self, version: str = "2025.07.01") -> None:
        self.build()
        releases = self.data / "releases"
        shutil.copytree(self.data / "dataset", releases / version)
        (releases / "latest").unlink(missing_ok=True)
        (releases / "latest").symlink_to(version)

    def build(self, threads: int = 2) -> str:
        return build(self.data, self.registry, years=(2021, 2023), threads=threads).folder.name

    def changes(self) -> list[dict[str, Any]]:
        self.build()
        rows: list[dict[str, Any]] = pq.read_table(
            self.data / "dataset" / "changes.parquet"
        ).to_pylist()
        return rows

    def read(self, *records: Record) -> None:
        country.write_records(self.data / "records" / "2-b.parquet", records)

    def sight(self, name: str, column: str, title: str) -> None:
        with self.ledger() as ledger:
            country.sight(ledger, country.sha(name), column, title, country.LAST)
        ledger.close()

    def ledger(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "raw" / "ledger.sqlite")

    def rewrite(self, table: str, old: str, new: str) -> None:
        path = self.registry / table
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def restate(self) -> None:
        """The city publishes its report of 2021 again, with another number carried in."""
        anew = CARRIED | {CARRIED_IN: 7}
        self.read(country.record("a2021-later", "澄市人民政府", 2021, anew, extractor="9"))
        self.sight("a2021-later", "cheng", "澄市人民政府2021年政府信息公开工作年度报告（更正）")

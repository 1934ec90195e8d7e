"""The pages about the dataset lead where they say, and the picture shows the tables there are."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import pytest

from transform.catalog.dictionary import dictionary
from transform.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/**/README.md")])
PICTURE = ROOT / "docs" / "pictures" / "tables.svg"


def anchors(page: Path) -> set[str]:
    """The headings of a page as its links name them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    for path, anchor in re.findall(
        r"\]\(([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")
    ):
        if "://" in path:
            continue
        target = page.parent / path if path else page
        assert target.exists(), path
        if anchor:
            assert anchor in anchors(target), f"{path}#{anchor}"


def test_the_changes_of_every_release_are_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = tmp_path / "data" / "releases"
    for version in ("2026.10.01", "2026.11.01", "2026.11.01.1"):
        (releases / version).mkdir(parents=True)
        duckdb.sql(f"SELECT '{version}' AS since").write_parquet(
            str(releases / version / "changes.parquet")
        )
    (releases / "latest").symlink_to("2026.11.01.1")
    page = (ROOT / "docs" / "changes.md").read_text(encoding="utf-8")
    [sql] = re.findall(r"`(FROM read_parquet\(.*?\))`", page)
    monkeypatch.chdir(tmp_path)
    assert len(duckdb.sql(sql).fetchall()) == 3


def test_the_picture_shows_every_table_with_columns_that_it_has() -> None:
    described = dictionary()
    shown: dict[str, set[str]] = {}
    for group in ET.parse(PICTURE).iter("{http://www.w3.org/2000/svg}g"):
        words = [(text.get("class"), text.text or "") for text in group]
        [table] = [word for kind, word in words if kind == "table"]
        shown[table] = {
            name for kind, word in words if kind in ("key", "column") for name in word.split(", ")
        }
    assert shown.keys() == set(TABLES)
    for table, columns in shown.items():
        assert columns <= {column.name for column in described[table].columns}, table

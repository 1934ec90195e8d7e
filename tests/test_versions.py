"""Which version of a report speaks (现行版本), what the others are beside it, what was restated.

Every case is a year of one organ, 澄市教育局, with the documents that were found of it: all are
built into one dataset.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dataset import country
from tests.dataset.country import FIRST, LAST, LATER, TOTAL, Values
from transform.catalog.opening import open_dataset
from transform.dataset.build import build

OWN, ABOVE = "cheng-jyj", "cheng"
UNIT = 2
CELL = ("requests.carried_out", TOTAL)
Spells = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Found:
    """A document: where it stood from when to when, and how it was read."""

    name: str
    stood: Spells
    """Column, address, and until when it was seen there."""
    seen: str = FIRST
    dated: str = "2025-01-20"
    title: str = ""
    """What is added to the listing's title."""
    printed: str = ""
    """What is added to the document's own title."""
    method: str = "html"
    lacks: int = 0
    """Cells that were not found."""
    values: Values = field(default_factory=lambda: country.CARRIED)
    of_year: int = 0
    """Another year that it describes."""
    refused: bool = False
    file: bool = False
    """A page offers it."""


def own(address: str, until: str = LAST) -> Spells:
    return ((OWN, address, until),)


OLD = country.CARRIED
NEW = country.CARRIED | {CELL: 4}
LESS = "read whole, though a later version was read less well"
RESTORED = "2025-05-01T02:00:00.000000Z"

Told = dict[str, tuple[str, str]]
"""Document → relation and rule."""

CASES: dict[int, tuple[str, list[Found], Told]] = {
    2001: (
        "a correction at the address of what it corrects",
        [Found("old", own("1a", FIRST)), Found("new", own("1a"), LATER, values=NEW)],
        {
            "new": ("current", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2002: (
        "a file that its page offers, replaced at its address",
        [
            Found("old", own("2a", FIRST), file=True),
            Found("new", own("2a"), LATER, values=NEW, file=True),
        ],
        {
            "new": ("current", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2003: (
        "a stale copy in the column above, seen after the correction and dated later",
        [
            Found("old", own("3a", FIRST)),
            Found("new", own("3a"), LATER, values=NEW),
            Found("copy", ((ABOVE, "3m", LAST),), LAST, dated="2025-05-30", method="pdf"),
        ],
        {
            "new": ("current", "in its own column"),
            "old": ("superseded", "stands at its address"),
            "copy": ("mirror", "in its own column"),
        },
    ),
    2004: (
        "the old bytes themselves still stand in the column above",
        [
            Found("old", (*own("4a", FIRST), (ABOVE, "4m", LAST))),
            Found("new", own("4a"), LATER, values=NEW),
        ],
        {
            "new": ("current", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2005: (
        "a correction with a row of its own, while the first edition stays",
        [
            Found("old", own("5a"), LATER, dated="2025-03-01"),
            Found("new", own("5b"), FIRST, title="（更正）", values=NEW),
        ],
        {
            "new": ("current", "titled a correction"),
            "old": ("superseded", "titled a correction"),
        },
    ),
    2006: (
        "the document's own title says that it is revised",
        [Found("old", own("6a"), LATER), Found("new", own("6b"), printed="（修订版）")],
        {
            "new": ("current", "titled a correction"),
            "old": ("superseded", "titled a correction"),
        },
    ),
    2007: (
        "a correction of which less could be read does not lose in silence",
        [Found("old", own("7a", FIRST)), Found("new", own("7a"), LATER, values=NEW, lacks=1)],
        {"old": ("current", LESS), "new": ("newer", "read whole")},
    ),
    2008: (
        "nor does one that its title says",
        [Found("old", own("8a")), Found("new", own("8b"), title="（勘误）", lacks=1)],
        {"old": ("current", LESS), "new": ("newer", "read whole")},
    ),
    2009: (
        "nor one that the listing dates later",
        [Found("old", own("9a")), Found("new", own("9b"), dated="2025-02-01", lacks=1)],
        {"old": ("current", LESS), "new": ("newer", "read whole")},
    ),
    2010: (
        "of two read in part the correction, though fewer of its cells were found",
        [Found("old", own("10a", FIRST), lacks=1), Found("new", own("10a"), LATER, lacks=5)],
        {
            "new": ("current", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2011: (
        "an address that carries the next year's report now",
        [
            Found("old", own("11a", FIRST)),
            Found("next", own("11a"), LATER, of_year=2012),
            Found("copy", own("11c"), FIRST, dated="2025-01-19"),
        ],
        {"old": ("current", "newest published"), "copy": ("variant", "newest published")},
    ),
    2013: (
        "what was withdrawn for a while and put back",
        [Found("old", own("13a"), FIRST), Found("mistake", own("13a", RESTORED), LATER)],
        {
            "old": ("current", "stands at its address"),
            "mistake": ("superseded", "stands at its address"),
        },
    ),
    2014: (
        "the same report as page, as PDF and as picture",
        [
            Found("page", own("14a")),
            Found("pdf", own("14b"), LATER, method="pdf"),
            Found("scan", own("14c"), LAST, dated="2025-03-01", method="scan"),
        ],
        {
            "pdf": ("current", "newest first seen, though a later version was read less well"),
            "page": ("variant", "newest first seen"),
            "scan": ("newer", "text over scan"),
        },
    ),
    2015: (
        "two that were read in part",
        [Found("more", own("15a"), lacks=1), Found("less", own("15b"), LATER, lacks=2)],
        {"more": ("current", "most cells found"), "less": ("variant", "most cells found")},
    ),
    2016: (
        "an organ whose reports stand in the column above only",
        [
            Found("page", ((ABOVE, "16a", LAST),)),
            Found("pdf", ((ABOVE, "16b", LAST),), LATER, method="pdf"),
        ],
        {"pdf": ("current", "newest first seen"), "page": ("variant", "newest first seen")},
    ),
    2017: (
        "two that nothing tells apart",
        [Found("one", own("17a")), Found("two", own("17b"))],
        {"one": ("current", "sha256"), "two": ("variant", "sha256")},
    ),
    2018: (
        "the only one",
        [Found("page", own("18a"))],
        {"page": ("current", "only version")},
    ),
    2019: (
        "what replaced it could not be read at all",
        [Found("old", own("19a", FIRST)), Found("new", own("19a"), LATER, refused=True)],
        {"old": ("current", "only version")},
    ),
    2020: (
        "three editions at one address",
        [
            Found("old", own("20a", FIRST)),
            Found("mid", own("20a", LATER), LATER, values=OLD | {CELL: 7}),
            Found("new", own("20a"), LAST, values=NEW),
        ],
        {
            "new": ("current", "stands at its address"),
            "mid": ("superseded", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2021: (
        "a forgotten file, dated and seen after the correction, that says what was corrected",
        [
            Found("old", own("21a", FIRST)),
            Found("new", own("21a"), LATER, values=NEW),
            Found("file", own("21f"), LAST, dated="2025-05-30", method="pdf"),
        ],
        {
            "new": ("current", "no old copy"),
            "old": ("superseded", "stands at its address"),
            "file": ("variant", "no old copy"),
        },
    ),
    2022: (
        "a later file that says neither what was corrected nor what was put in its place",
        [
            Found("old", own("22a", FIRST)),
            Found("new", own("22a"), LATER, values=NEW),
            Found("file", own("22f"), LAST, dated="2025-05-30", values=OLD | {CELL: 7}),
        ],
        {
            "file": ("current", "newest published"),
            "new": ("variant", "newest published"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2023: (
        "a page that was set anew and says the same: a file beside it is no old copy",
        [
            Found("old", own("23a", FIRST)),
            Found("new", own("23a"), LATER),
            Found("file", own("23f"), LAST, dated="2025-05-30"),
        ],
        {
            "file": ("current", "newest published"),
            "new": ("variant", "newest published"),
            "old": ("superseded", "stands at its address"),
        },
    ),
    2024: (
        "a correction that was taken back: what says the first figures is no old copy",
        [
            Found("old", own("24a", FIRST)),
            Found("mid", own("24a", LATER), LATER, values=NEW),
            Found("new", own("24a"), LAST),
            Found("file", own("24f"), LAST, dated="2025-05-30", method="pdf"),
        ],
        {
            "file": ("current", "newest published"),
            "new": ("variant", "newest published"),
            "mid": ("superseded", "stands at its address"),
            "old": ("superseded", "stands at its address"),
        },
    ),
}


def lay_out(folder: Path) -> Path:
    records = []
    registry = country.lay_out(folder, ())
    with sqlite3.connect(folder / "raw" / "ledger.sqlite") as ledger:
        for year, (_, found, _) in CASES.items():
            for one in found:
                records.append(read(one, year))
                enter(ledger, one, year)
    ledger.close()
    country.write_records(folder / "records" / "1-a.parquet", records)
    return registry


def key(year: int, name: str) -> str:
    return f"{year} {name}"


def read(one: Found, year: int) -> Any:
    if one.refused:
        return country.refused(key(year, one.name), "no statutory table was found")
    lines = country.codebook()
    cells = [(c["row_code"], c["col_code"]) for c in lines if c["form"] == "2021"]
    return country.record(
        key(year, one.name),
        "澄市教育局",
        one.of_year or year,
        one.values,
        method=one.method,
        drop=cells[: one.lacks],
        reason="not whole" if one.lacks else "",
        printed=one.printed,
    )


def enter(ledger: sqlite3.Connection, one: Found, year: int) -> None:
    digest = country.sha(key(year, one.name))
    title = f"澄市教育局{one.of_year or year}年政府信息公开工作年度报告{one.title}"
    ledger.execute(
        "INSERT INTO document VALUES (?, 'text/html', 1000, 'a.warc.gz', 42, ?)",
        (digest, one.seen),
    )
    for column, address, until in one.stood:
        ledger.execute(
            "INSERT INTO sighting VALUES (?, ?, ?, NULL, ?, ?, ?)",
            (digest, column, f"http://{column}.test/{address}", title, one.dated, one.seen),
        )
        row = f"page of {address}" if one.file else address
        ledger.execute(
            "INSERT OR IGNORE INTO listed VALUES (?, ?, ?, ?, ?)",
            (column, row, title, one.dated, one.seen),
        )
        if one.file:
            ledger.execute(
                "INSERT OR IGNORE INTO attached VALUES (?, ?, '附件.pdf')", (row, address)
            )
        ledger.execute(
            "INSERT INTO version SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, NULL"
            " FROM version WHERE ask = ?1",
            (address, digest, one.seen, until),
        )


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    data = tmp_path_factory.mktemp("versions")
    build(data, lay_out(data))
    with open_dataset(data / "dataset") as opened:
        yield opened


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


def named(con: duckdb.DuckDBPyConnection, year: int, columns: str) -> dict[str, tuple[Any, ...]]:
    """The versions of a year by the names that the case gives them."""
    names = {country.sha(key(year, one.name)): one.name for one in CASES[year][1]}
    found = rows(
        con, f"SELECT sha256, {columns} FROM reports WHERE unit_id = {UNIT} AND year = {year}"
    )
    return {names[sha256]: tuple(rest) for sha256, *rest in found}


@pytest.mark.parametrize("year", CASES, ids=[what for what, *_ in CASES.values()])
def test_of_several_versions_one_speaks(con: duckdb.DuckDBPyConnection, year: int) -> None:
    told = CASES[year][2]
    assert named(con, year, "relation, current_rule") == told
    current = {name: told[name][0] == "current" for name in told}
    assert named(con, year, "is_current") == {name: (is_it,) for name, is_it in current.items()}


def test_versions_are_numbered_as_they_were_first_seen(con: duckdb.DuckDBPyConnection) -> None:
    assert named(con, 2003, "version, versions") == {"old": (1, 3), "new": (2, 3), "copy": (3, 3)}
    assert named(con, 2005, "version, versions") == {"new": (1, 2), "old": (2, 2)}
    assert named(con, 2018, "version, versions") == {"page": (1, 1)}


@pytest.mark.parametrize(
    ("year", "old", "by"),
    [
        *((year, "old", "new") for year in (2001, 2002, 2004, 2005, 2007, 2020)),
        (2013, "mistake", "old"),
        (2020, "mid", "new"),
    ],
)
def test_a_superseded_version_says_what_took_its_place(
    con: duckdb.DuckDBPyConnection, year: int, old: str, by: str
) -> None:
    told = named(con, year, "superseded_by")
    assert told[old] == (country.sha(key(year, by))[:16],)
    assert told[by] == (None,)


def test_an_address_that_serves_what_is_no_report_is_noted(con: duckdb.DuckDBPyConnection) -> None:
    note = "another document stands at its address now, which was not read as this report"
    assert named(con, 2019, "reason") == {"old": (note,)}
    assert named(con, 2011, "reason") == {"old": ("",), "copy": ("",)}, "the next year's report"


def test_the_cells_of_every_other_version_stay(con: duckdb.DuckDBPyConnection) -> None:
    held = rows(con, "SELECT report_id, count(*) FROM versions GROUP BY ALL ORDER BY ALL")
    due = rows(
        con,
        "SELECT report_id, cells_found FROM reports WHERE unit_id IS NOT NULL AND NOT is_current"
        " ORDER BY ALL",
    )
    assert held == due
    key_of = "unit_id, report_id, row_code, col_code"
    assert not rows(con, f"SELECT {key_of} FROM versions GROUP BY ALL HAVING count(*) > 1")
    old = country.sha(key(2001, "old"))[:16]
    row, col = CELL
    assert rows(
        con,
        f"SELECT unit_id, year, value, state FROM versions WHERE report_id = '{old}'"
        f" AND row_code = '{row}' AND col_code = '{col}'",
    ) == [(UNIT, 2001, 3.0, "number")]


def test_what_an_office_changed_is_restated_with_both_values(
    con: duckdb.DuckDBPyConnection,
) -> None:
    def ids(year: int, *names: str) -> tuple[str, ...]:
        return tuple(country.sha(key(year, name))[:16] for name in names)

    told = rows(
        con,
        "SELECT year, row_code, col_code, old_value, new_value, old_report_id, new_report_id,"
        " speaks FROM restated ORDER BY year, old_value",
    )
    assert told == [
        (2001, *CELL, 3, 4, *ids(2001, "old", "new"), "new"),
        (2002, *CELL, 3, 4, *ids(2002, "old", "new"), "new"),
        (2003, *CELL, 3, 4, *ids(2003, "old", "new"), "new"),
        (2004, *CELL, 3, 4, *ids(2004, "old", "new"), "new"),
        (2005, *CELL, 3, 4, *ids(2005, "old", "new"), "new"),
        (2007, *CELL, 3, 4, *ids(2007, "old", "new"), "old"),
        (2020, *CELL, 3, 4, *ids(2020, "old", "new"), "new"),
        (2020, *CELL, 7, 4, *ids(2020, "mid", "new"), "new"),
        (2021, *CELL, 3, 4, *ids(2021, "old", "new"), "new"),
        (2022, *CELL, 3, 7, *ids(2022, "old", "file"), "new"),
        (2024, *CELL, 4, 3, *ids(2024, "mid", "file"), "new"),
    ]
    assert rows(
        con,
        "SELECT strftime(old_first_seen, '%Y-%m-%dT%H:%M:%S.%fZ'),"
        " strftime(new_first_seen, '%Y-%m-%dT%H:%M:%S.%fZ') FROM restated WHERE year = 2001",
    ) == [(FIRST, LATER)]

"""The page that tells how many reports add up (勾稽关系核对情况), by year and level.

Receives an opened dataset, gives Markdown. The project's docs carry it for the sample portals, a
release for its own tables. Counts only: what each failing row is, `transform check --csv` tells.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

import duckdb

from transform.tables import statement

_HEAD = """\
# How many reports add up

{of}

A report *adds up* when every identity (勾稽关系) that could be assessed on it holds, within the
report and against the year before. An identity whose cells are blank, text or missing is not
assessed, and is no failure: a report without an assessed identity counts as a report and not as
assessed. Shares are of the assessed, and cut, not rounded: 100.0 % says that every one adds up.
"""

_FAMILIES = """\
The columns on the right are families of identities; each tells in which share of the assessed
reports all of its identities hold.
"""

_NOTES = """\
## Reading it

- A failure says «look», not «wrong». Offices print tables that do not add up, and readers misread;
  the table `evidence` gives the page and the place, and no check changes a value.
- The families across years compare two reports. They fail as well when the year before was restated
  or counted in another scope; where both reports state a scope, and not the same, they are not
  compared.
- A cell is suspected where one row and one column of a report fail by the same amount, and in
  table 四 where a total is 0 over parts that are not.
- A soft bound is a warning and counts in no share above. *Due* are the reports with the table and
  the form of the check and, across years, a comparable report of the year before.
- The rows behind every figure: `python -m transform check DATASET NAME --csv`, or
  `FROM checks WHERE verdict IN ('fail', 'warn')`. What each check says: `FROM check_list`.
"""


def page(con: duckdb.DuckDBPyConnection, of: str = "") -> str:
    """Give the page of a dataset as Markdown; `of` is a sentence that says what data it is."""
    return "\n".join(
        (
            _HEAD.format(of=textwrap.fill(of or _span(con), 100)),
            "## By year and level\n",
            _by_year(con),
            "## What the columns say\n",
            _FAMILIES,
            _families(con),
            "## Cells suspected most\n",
            _suspects(con),
            "## Soft bounds\n",
            _bounds(con),
            _NOTES,
        )
    )


def _span(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute(
        "SELECT count(*), min(year), max(year) FROM reports WHERE is_current"
    ).fetchone()
    reports, first, last = row or (0, None, None)
    return f"{reports:,} reports, of {first} to {last}." if reports else "No report is held."


def _by_year(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(statement("checks", "page/reports")).fetchall()
    families = [
        name
        for (name,) in con.execute(
            "SELECT family FROM check_list WHERE kind IN ('exact', 'year') ORDER BY kind, family"
        ).fetchall()
    ]
    shares = {
        (year, level, family): _share(holding, assessed)
        for year, level, family, _, assessed, holding in rows
    }
    lines = [
        (
            year,
            level,
            *(f"{count:,}" for count in (reports, assessed, holding)),
            *(shares.get((year, level, family), "–") for family in ("", *families)),
        )
        for year, level, family, reports, assessed, holding in rows
        if not family
    ]
    heads = ("year", "level", "reports", "assessed", "add up", "share", *families)
    return _table(heads, lines, left=2)


def _families(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(
        "SELECT family, format('{} ({})', title_en, title_zh), explanation_en FROM check_list"
        " WHERE kind IN ('exact', 'year') ORDER BY kind, family"
    ).fetchall()
    return _table(("family", "what", "it says"), rows, left=3)


def _suspects(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(statement("checks", "page/suspects")).fetchall()
    return _table(("cell", "单元格", "reports"), rows, left=2)


def _bounds(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(statement("checks", "page/bounds")).fetchall()
    lines = [
        (family, f"{en} ({zh})", f"{due:,}", f"{warned:,}", _share(warned, due))
        for family, en, zh, due, warned in rows
    ]
    return _table(("check", "what", "due", "warned", "share"), lines, left=2)


def _share(part: int, whole: int) -> str:
    """Give a share in percent, cut and never rounded up: 100 % says that every one holds."""
    return f"{part * 1000 // whole / 10:.1f} %" if whole else "–"


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, left: int) -> str:
    """Give a Markdown table; the first `left` columns are text, the others numbers."""
    lines = [[str(cell) for cell in row] for row in rows]
    if not lines:
        return "None.\n"
    rule = ["---" if place < left else "---:" for place in range(len(heads))]
    return "".join("| " + " | ".join(line) + " |\n" for line in (list(heads), rule, *lines))

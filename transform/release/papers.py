"""Writes what people read in a release: README.md and CHANGES.md.

Receives the tables of a release to be, what it says of itself and what its gates found; the wording
is in `templates/`. Every figure is a query over the tables (`sql/`), kept by nobody's hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from transform.catalog.dictionary import dictionary
from transform.release.gating import Found
from transform.release.info import ReleaseInfo
from transform.release.templating import render
from transform.tables import statement

_COUNTED = ("states", "levels", "problems")
"""Queries whose rows the card shows."""


def readme(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    release: ReleaseInfo,
    found: Sequence[Found],
) -> str:
    """Give README.md, the dataset card; `con` has the tables of the release open."""
    stata = sorted(path.relative_to(folder).as_posix() for path in folder.glob("exports/wide*.dta"))
    return render(
        "README.md.j2",
        release=release,
        tables=_tables(folder, release),
        warned=[one for one in found if one.result == "warned"],
        gates=len(found),
        stata=stata[-1] if stata else "",
        **{name: _rows(con, name) for name in _COUNTED},
    )


def changes(
    release: ReleaseInfo, summary: str, found: Sequence[Found], uncompared: str = ""
) -> str:
    """Give CHANGES.md; `uncompared` says why there is no summary beside a release before."""
    warned = [one for one in found if one.result == "warned"]
    return render(
        "CHANGES.md.j2", release=release, summary=summary, warned=warned, uncompared=uncompared
    )


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    answer = con.execute(statement("release", name))
    names = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _tables(folder: Path, release: ReleaseInfo) -> list[dict[str, Any]]:
    """Give each table with its files, rows, bytes and what a row of it is."""
    described = dictionary()
    found = []
    for name, rows in release.rows.items():
        by_year = (folder / name).is_dir()
        paths = (
            sorted((folder / name).glob("*.parquet")) if by_year else [folder / f"{name}.parquet"]
        )
        found.append(
            {
                "name": name,
                "place": f"{name}/YEAR.parquet" if by_year else f"{name}.parquet",
                "files": len(paths),
                "rows": rows,
                "columns": len(pq.read_schema(paths[0])),
                "bytes": sum(path.stat().st_size for path in paths),
                "en": described[name].en if name in described else "",
                "zh": described[name].zh if name in described else "",
            }
        )
    return found

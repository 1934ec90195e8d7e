"""A country that is released, and ways to plant a fault in the dataset that is released next."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from tests.dataset import country
from transform.dataset import publish
from transform.dataset.build import build
from transform.release.cut import release
from transform.tables import write

FIRST, NEXT = "2026.11.01", "2026.11.22"


def lay_out(data: Path) -> Path:
    """Build the country and release it as `FIRST`; then one more document is read, and built."""
    country.lay_out(data)
    rebuild(data)
    release(data, version=FIRST)
    grow(data)
    return data


def grow(data: Path) -> None:
    """One more document is read: there is something to release."""
    more = [country.record("unread", "望县卫生局", 2024)]
    country.write_records(data / "records" / "1-b.parquet", more)
    rebuild(data)


def rebuild(data: Path, *, years: tuple[int, int] = (2019, 2024), threads: int = 2) -> None:
    """Build the dataset of the country anew."""
    build(data, data / "registry", years=years, threads=threads)


def plant(data: Path, table: str, query: str) -> None:
    """Replace a file of the dataset by the answer to a query; `{old}` is the file as it was.

    The dataset stays whole by its SHA256SUMS: what is wrong is what it says.
    """
    folder = (data / "dataset").resolve()
    path = folder / f"{table}.parquet"
    fresh = path.with_name("fresh.parquet")
    with duckdb.connect() as con:
        write(con, query.format(old=f"'{path}'"), fresh)
    fresh.replace(path)
    reseal(data)


def set_values(data: Path, year: int, where: str, *, value: str, state: str = "state") -> None:
    """Give the cells of a year that meet a condition another value, in every table that tells it.

    `value` and `state` are SQL over the columns of `facts`. The texts as printed stay.
    """
    new = f"CASE WHEN {where} THEN {{}} ELSE {{}} END AS {{}}"
    columns = ", ".join(
        new.format(what, name, name) for what, name in ((value, "value"), (state, "state"))
    )
    for table, order in _SORTED.items():
        plant(
            data, f"{table}/{year}", f"SELECT * REPLACE ({columns}) FROM {{old}} ORDER BY {order}"
        )


def remove_cells(data: Path, year: int, where: str) -> None:
    """Take the cells of a year that meet a condition from every table that has a row for each."""
    for table, order in {**_SORTED, "evidence": "unit_id, row_code, col_code"}.items():
        plant(data, f"{table}/{year}", f"FROM {{old}} WHERE NOT ({where}) ORDER BY {order}")


_SORTED = {
    "facts": "row_code, col_code, unit_id",
    "facts_by_unit": "unit_id, row_code, col_code",
}


def reseal(data: Path) -> None:
    """Make the published dataset whole again by its own sums."""
    folder = (data / "dataset").resolve()
    publish.seal(folder)
    name = hashlib.sha256((folder / publish.SUMS).read_bytes()).hexdigest()[:12]
    folder.rename(folder.with_name(name))
    (data / "dataset").unlink()
    (data / "dataset").symlink_to(Path("datasets") / name)


def tree(folder: Path) -> dict[str, str]:
    """Everything below a folder: digest of each file, target of each link."""
    return {
        str(path.relative_to(folder)): str(path.readlink())
        if path.is_symlink()
        else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

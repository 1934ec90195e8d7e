"""Runs the SQL that makes the dataset, verifies what it wrote, and publishes it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from crawler.findings import engine
from crawler.reference import REFERENCE
from transform.catalog.dictionary import Column
from transform.catalog.writing import catalog, views
from transform.checks.queries import soft
from transform.dataset import corrections, inputs, inputs_digest, publish
from transform.diff.compare import against_latest, with_nothing
from transform.engine import connected, out_of_room
from transform.errors import (
    BuildRunningError,
    InputRefusedError,
    SchemaDiffersError,
    TransformError,
)
from transform.tables import BY_YEAR, TABLES, WHOLE, literal, statement, write
from transform.words import Say

_FAULTS = {
    "06_meaning": "meaning_fault",
    "10_registry": "registry_fault",
    "40_versions": "record_fault",
    "44_corrections": "correction_fault",
}
"""After which statements a view is asked whether to refuse the build."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    folder: Path
    """`DATA/datasets/<id>`."""
    changed: bool
    """False when the bytes equal those already published."""
    rows: dict[str, int]
    """Rows of each table."""
    size: int
    """Bytes of all files."""
    notes: tuple[str, ...] = ()
    """What a person should know of it, a line each."""


def build(  # noqa: PLR0913 (the options of the command line)
    data: Path,
    registry: Path,
    *,
    years: tuple[int, int] | None = None,
    reference: Path = REFERENCE,
    memory: str = "1500MB",
    threads: int = 2,
    skip: bool = False,
    say: Say = lambda _: None,
) -> Built:
    """Build the dataset of a data folder and publish it.

    `years` bounds the coverage grid, first and last included; `reference` holds the code book and
    what else is no registry's; `memory` and `threads` are DuckDB's, and change nothing in the
    bytes; with `skip`, a dataset that was made of these very inputs is left as it is, unbuilt;
    `say` is told each step as it begins. Raises `InputRefusedError` when an input is missing,
    damaged or contradicts another, `BuildRunningError` when another build is at work,
    `ResourcesExhaustedError` when memory or disk ran out; the published dataset is then as it was.
    """
    if not data.is_dir():
        raise InputRefusedError(f"{data}: no such folder")
    with _scratch(data) as work:
        tables = inputs.registry(registry, work) | {
            name: [reference / f"{name}.csv"] for name in inputs.MEANING
        }
        inputs.check_headers(tables)
        records = inputs.record_files(data / "records")
        with connected(work, memory, threads, database="build.duckdb") as con:
            engine.prepare(con)
            for name, paths in tables.items():
                con.execute(f"SET VARIABLE {name} = [{', '.join(map(literal, paths))}]")
            if years is not None:
                con.execute(f"SET VARIABLE first_year = {years[0]}")
                con.execute(f"SET VARIABLE last_year = {years[1]}")
            corrected = inputs.correction_folders(reference, registry)
            corrections.load(con, corrected)
            say("reading the ledger")
            inputs.load_ledger(con, data / "raw")
            say("looking what is new")
            read = [path for paths in tables.values() for path in paths] + records
            digest = inputs_digest.digest(con, data, read, [reference, *corrected], years)
            if skip and (known := inputs_digest.known(data, digest)) is not None:
                folder, rows, notes = known
                return Built(folder, False, rows, _size(folder), tuple(notes))
            inputs.load_records(con, records, work)
            _stage(con, soft(reference), say)
            out = work / "dataset"
            out.mkdir()
            rows = _write(con, out, say)
            say("comparing with the release before")
            rows["changes"], notes = _compare(con, data, out)
            notes = [*_not_held(con), *notes]
            _verify(con, out, rows)
        say("publishing")
        publish.seal(out)
        if not publish.whole(out):
            raise TransformError(f"{out}: read back other bytes than written; check the disk")
        folder, changed = publish.publish(data, out)
        inputs_digest.keep(data, digest, folder, rows, notes)
        return Built(folder, changed, rows, _size(folder), tuple(notes))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """Hold the lock of the data folder, and give a folder in it to work in."""
    lock = FileLock(data / ".dataset.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as held:
        raise BuildRunningError(f"{data}: another build is at work; wait for it to end") from held
    try:
        publish.current(data)
        publish.sweep(data)
        work = Path(tempfile.mkdtemp(prefix=publish.SCRATCH, dir=data))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)
    finally:
        lock.release()


def _stage(con: duckdb.DuckDBPyConnection, bounds: dict[str, str], say: Say) -> None:
    """Run the numbered statements, in order, and the queries of the soft bounds among them."""
    con.execute("SET preserve_insertion_order = false")
    for name, step in (
        ("05_codebook", "reading the code book"),
        ("06_meaning", "reading what the cells mean"),
        ("10_registry", "reading the registry"),
        ("20_reports", "naming the reports"),
        ("25_standing", "looking which still stand"),
        ("30_cells", "reading the cells"),
    ):
        say(step)
        try:
            if name == "10_registry":
                con.execute(engine.statement("units"))
                con.execute(engine.statement("titles"))
            con.execute(statement("dataset", name))
        except duckdb.Error as problem:
            if out_of_room(problem):
                raise
            raise InputRefusedError(f"{step}: {problem}") from problem
        if name in _FAULTS:
            _refuse(con, _FAULTS[name])
    for name, step in (
        ("40_versions", "choosing the versions"),
        ("44_corrections", "looking at what was corrected"),
        ("45_corrected", "correcting"),
        ("46_prose", "reading the text's figures"),
        ("50_checks", "checking the arithmetic"),
        ("55_bounds", "checking the bounds"),
        ("60_coverage", "explaining the gaps"),
        ("70_published", "laying out the tables"),
    ):
        say(step)
        con.execute(statement("dataset", name))
        if name == "60_coverage":
            con.execute(engine.statement("coverage"))
        if name in _FAULTS:
            _refuse(con, _FAULTS[name])
        if name == "55_bounds":
            _warn(con, bounds)


def _warn(con: duckdb.DuckDBPyConnection, bounds: dict[str, str]) -> None:
    """Run the queries of the soft bounds over the tables as they will be published."""
    con.execute("SET search_path = 'published,main'")
    con.execute(dict(views())["consecutive_reports"])
    for query in bounds.values():
        con.execute(f"INSERT INTO main.warning\n{query}")
    con.execute("SET search_path = 'main'")


def _refuse(con: duckdb.DuckDBPyConnection, view: str) -> None:
    """Raise when a view of faults has rows, with the first of them in the message."""
    faults = [row[0] for row in con.execute(f"FROM {view} ORDER BY fault LIMIT 3").fetchall()]
    if faults:
        raise InputRefusedError("; ".join(faults))


def _write(con: duckdb.DuckDBPyConnection, out: Path, say: Say) -> dict[str, int]:
    """Write every table and the catalog; give the rows of each table."""
    con.execute("SET preserve_insertion_order = true")
    years = (
        con.execute(
            "SELECT DISTINCT year FROM published_report WHERE is_current ORDER BY year"
        ).fetchall()
        or con.execute("SELECT getvariable('last_year')").fetchall()
    )
    rows = dict.fromkeys(TABLES, 0)
    for table in WHOLE:
        if table == "changes":  # compared last, when the facts are written
            continue
        say(f"writing {table}")
        rows[table] = write(con, statement("dataset", f"tables/{table}"), out / f"{table}.parquet")
    for (year,) in years:
        con.execute(f"SET VARIABLE year = {year}")
        say(f"writing {', '.join(BY_YEAR)} of {year}")
        for table in BY_YEAR:
            rows[table] += write(
                con, statement("dataset", f"tables/{table}"), out / table / f"{year}.parquet"
            )
    (out / "catalog.sql").write_text(catalog(_wide_columns(con)), encoding="utf-8")
    return rows


def _wide_columns(con: duckdb.DuckDBPyConnection) -> list[Column]:
    """Describe the columns of `wide` that are cells, as the newest form with them words them."""
    rows = con.execute(statement("dataset", "wide_columns")).fetchall()
    return [Column(name, "DOUBLE", unit, en, zh) for name, unit, en, zh in rows]


def _compare(con: duckdb.DuckDBPyConnection, data: Path, out: Path) -> tuple[int, list[str]]:
    """Write `changes` against the latest release; give its rows, and why they are none.

    A release of another schema stops no build: the release that comes after it is made of one.
    """
    try:
        return against_latest(con, data, out), []
    except SchemaDiffersError as differs:
        return with_nothing(con, out), [f"changes has no row, since nothing compares: {differs}"]


def _not_held(con: duckdb.DuckDBPyConnection) -> list[str]:
    names = corrections.not_held(con)
    return [f"corrections of which no report is held here: {', '.join(names)}"] if names else []


def _verify(con: duckdb.DuckDBPyConnection, out: Path, rows: dict[str, int]) -> None:
    """Refuse to publish tables that lost or multiplied rows on the way."""
    due = dict(con.execute(statement("dataset", "80_rows_due")).fetchall())
    due["changes"] = rows["changes"]  # `against_latest` counts what was lost and won itself
    for table in TABLES:
        paths = [out / f"{table}.parquet"] if table in WHOLE else sorted((out / table).iterdir())
        stored = sum(pq.ParquetFile(path).metadata.num_rows for path in paths)
        if not rows[table] == stored == due[table]:
            raise TransformError(
                f"{table}: {due[table]} rows were due, {stored} were stored; nothing was published"
            )

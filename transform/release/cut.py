"""Cuts a release: gates, assembly, verification, and the move into place.

Receives a data folder with a published dataset; gives a new `DATA/releases/VERSION`, or says that
nothing changed. Refuses a damaged dataset, a taken version, and what a gate stops; the releases are
then as they were, but for `refused-VERSION.json`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from crawler.reference import REFERENCE
from transform.catalog.opening import open_dataset
from transform.dataset import publish
from transform.engine import connected
from transform.errors import (
    InputRefusedError,
    ResourcesExhaustedError,
    SchemaDiffersError,
    TransformError,
)
from transform.release import gating, papers, rooms, shelf
from transform.release.gating import Found, GateFailedError, Side
from transform.release.info import ROOT, ReleaseInfo, about, gather, rows_by_year
from transform.tables import SCHEMA_VERSION
from transform.words import Say

_OF_THE_RELEASE = "changes.parquet"
"""The one table that tells of the release before, and so changes when a release is cut."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What came of it."""

    folder: Path
    """The release; the one before where nothing changed."""
    changed: bool
    found: tuple[Found, ...]
    """What the gates found; none were run where nothing changed."""


def release(  # noqa: PLR0913 (the options of the command line)
    data: Path,
    *,
    version: str | None = None,
    reference: Path = REFERENCE,
    memory: str = "1500MB",
    threads: int = 2,
    say: Say = lambda _: None,
) -> Cut:
    """Cut a release of the published dataset of a data folder.

    `version` is today's by default (UTC), the next free one of the day; `reference` holds the
    sheets of the gates; `memory` and `threads` are DuckDB's and change no byte. Raises
    `InputRefusedError` without a whole dataset and for a version that is taken or comes before the
    latest, `GateFailedError` when a gate stops the release, `ReleaseRunningError` when another is
    being cut, `ResourcesExhaustedError` when memory or disk ran out.
    """
    if version is not None:
        shelf.key(version)
    with shelf.held(data) as (place, work):
        say("verifying the dataset")
        dataset = _dataset(data)
        before = _before(place)
        if before is not None and _content(dataset) == _content(before.folder):
            return Cut(before.folder, changed=False, found=())
        version = version or shelf.free(place, datetime.now(UTC).date())
        _refuse_taken(place, version)
        out = work / version
        _copy(dataset, out)
        now = Side(out, version, SCHEMA_VERSION)
        with connected(work, memory, threads) as con:
            say("comparing with the release before")
            differs = _compare(con, now, before)
            say("running the gates")
            every = gating.lay_out(reference, now, before)
            found = gating.run(con, every, now, before)
        _stop(place, now, before, found)
        uncompared = _uncompared(differs)
        info = gather(out, version, before.version if before else None)
        say("writing its papers")
        _write(out, info, found, uncompared)
        say("verifying the release")
        publish.seal(out)
        if not publish.whole(out):
            raise TransformError(f"{out}: read back other bytes than written; check the disk")
        return Cut(shelf.put(place, out, version), changed=True, found=tuple(found))


def _dataset(data: Path) -> Path:
    link = data / "dataset"
    if not link.is_symlink():
        raise InputRefusedError(f"{link}: no dataset; run `python -m transform build` first")
    folder = link.resolve()
    if not publish.whole(folder):
        raise InputRefusedError(f"{folder}: other bytes than its SHA256SUMS says; build it again")
    return folder


def _before(place: Path) -> Side | None:
    """Give the latest release, whole."""
    link = place / "latest"
    if not link.is_symlink():
        return None
    folder = link.resolve()
    if not publish.whole(folder):
        raise InputRefusedError(
            f"{folder}: other bytes than its SHA256SUMS says; put back a good copy of it"
        )
    said = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    return Side(folder, said["version"], said["schema_version"])


def _refuse_taken(place: Path, version: str) -> None:
    """Refuse a version that is taken, or that is not after the latest."""
    taken = shelf.versions(place)
    if not taken or shelf.key(version) > shelf.key(taken[0]):
        return
    day = max(shelf.key(version)[0], shelf.key(taken[0])[0])
    what = (
        "is released, and a release never changes"
        if version in taken
        else (f"comes before {taken[0]}, the latest")
    )
    raise InputRefusedError(f"{version} {what}; the next free one is {shelf.free(place, day)}")


def _content(folder: Path) -> dict[str, str]:
    """Give the digests of the tables and the catalog: what a reader of the data can tell apart."""
    lines = (folder / publish.SUMS).read_text(encoding="utf-8").splitlines()
    named = (line.split("  ", 1) for line in lines)
    return {
        name: digest
        for digest, name in named
        if name == "catalog.sql"
        or (
            name.endswith(".parquet")
            and not name.startswith("exports/")
            and name != _OF_THE_RELEASE
        )
    }


def _copy(dataset: Path, out: Path) -> None:
    """Copy the dataset: a release shares no byte on the disk with what a build may touch."""
    try:
        shutil.copytree(dataset, out, copy_function=shutil.copyfile)
    except shutil.Error as problem:  # it gathers one for each file; the first says why
        [(_, _, why), *_] = problem.args[0]
        raise ResourcesExhaustedError(f"{why}; make room on the disk") from problem
    (out / publish.SUMS).unlink()


def _compare(
    con: duckdb.DuckDBPyConnection, now: Side, before: Side | None
) -> InputRefusedError | None:
    """Write `changes` against the release before; give why they cannot be compared.

    The gates are asked all the same: they say it by name and with the rows.
    """
    if before is None:
        return None
    try:
        rooms.changes(con, before.folder, now.folder, before.version)
    except SchemaDiffersError as differs:
        rooms.no_changes(con, now.folder)
        return differs
    except InputRefusedError as problem:
        return problem
    return None


def _uncompared(problem: InputRefusedError | None) -> str:
    """Say why nothing was compared where a schema that the gates let pass is the reason.

    A release of a new major version would otherwise never come. Anything else is raised.
    """
    if problem is None:
        return ""
    if isinstance(problem, SchemaDiffersError):
        return problem.fault
    raise problem


def _stop(place: Path, now: Side, before: Side | None, found: Sequence[Found]) -> None:
    """Leave word and raise when a gate stops the release."""
    stopped = [one for one in found if one.result == "failed"]
    if not stopped:
        return
    refusal = place / f"refused-{now.version}.json"
    said = {
        "version": now.version,
        "previous": before.version if before else None,
        "result": "refused",
        "gates": _gates(found, rows=True),
    }
    shelf.replace(refusal, said)
    raise GateFailedError(now.version, stopped, refusal)


def _write(out: Path, info: ReleaseInfo, found: Sequence[Found], uncompared: str) -> None:
    """Write the papers, the metadata and the queries of the checks."""
    shutil.copyfile(ROOT / "LICENSE-DATA", out / "LICENSE-DATA")
    rooms.checks_sql(out)
    rooms.exports(out)
    with open_dataset(out) as con:
        summary = rooms.summary(con, out) if info.previous and not uncompared else ""
        readme = papers.readme(con, out, info, found)
        adding_up = rooms.adding_up(con)
    (out / "README.md").write_text(readme, encoding="utf-8")
    (out / "ADDING_UP.md").write_text(adding_up, encoding="utf-8")
    (out / "CHANGES.md").write_text(
        papers.changes(info, summary, found, uncompared), encoding="utf-8"
    )
    said = about(info, rows_by_year(out)) | {"gates": _gates(found), "result": "success"}
    (out / "release.json").write_text(shelf.as_json(said), encoding="utf-8")
    rooms.metadata(out, info)


def _gates(found: Sequence[Found], *, rows: bool = False) -> list[dict[str, Any]]:
    """Give what the gates found, as JSON; with the first offending rows where they are wanted."""
    return [
        {
            "gate": one.gate.name,
            "kind": one.gate.kind,
            "threshold": one.gate.threshold,
            "result": one.result,
            "rows": one.rows,
        }
        | (
            {"first": [dict(zip(one.columns, map(_plain, row), strict=True)) for row in one.first]}
            if rows
            else {}
        )
        for one in found
    ]


def _plain(value: Any) -> Any:
    """Give a value as JSON has it."""
    return value if value is None or isinstance(value, int | float | bool) else str(value)

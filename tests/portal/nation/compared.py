"""The published dataset of an invented country against what a perfect one says, in counts.

Receives an amended nation and an empty folder. Crawls, reads and builds before and after the
changes, each a process, as its users do; gives, for each kind of statement, how many were compared
and every one that is wrong, missing or too many.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb

from tests.portal.nation import dataset, redesigns
from tests.portal.nation.amended import Amended
from tests.portal.nation.trial import ROOT, TIMEOUT
from tests.portal.nation.world import Nation
from tests.portal.server import Sample
from transform.catalog.opening import open_dataset

Rows = list[tuple[Any, ...]]


@dataclass
class Compared:
    """One kind of statement: how many there should be, and what differs."""

    kind: str
    should: int
    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def differences(self) -> list[str]:
        """Every difference by name."""
        return [
            f"{self.kind}: {how} {what}"
            for how in ("wrong", "missing", "extra")
            for what in getattr(self, how)
        ]


@dataclass(frozen=True)
class Published:
    """A dataset in its folder and the nation it is of."""

    nation: Nation
    folder: Path

    def rows(self, query: str) -> Rows:
        """Ask the dataset; {dataset} stands for its folder."""
        with open_dataset(self.folder) as con:
            return con.execute(query.format(dataset=self.folder)).fetchall()


@dataclass(frozen=True)
class Days:
    """The dataset before and after the changes, and what `diff` says of the two."""

    amended: Amended
    before: Published
    after: Published
    changes: Path
    redesigned: Published | None = None
    """After portals were redesigned overnight, where some were."""


def publish(
    amended: Amended,
    folder: Path,
    say: Callable[[str], None] = lambda _: None,
    staged: Sequence[redesigns.Staged] = (),
) -> Days:
    """Crawl, read and build a nation on two days, and on a third when redesigns are `staged`.

    Raises RuntimeError when a command fails.
    """
    amended.before.write_registry(folder / "registry")
    with amended.before.serve() as sample:
        before = build(amended.before, sample, folder, "before", say)
        sample.publish(amended.after.country)
        after = build(amended.after, sample, folder, "after", say)
        redesigned = None
        if staged:
            sample.faults = [*sample.faults, *redesigns.faults(amended.after, staged)]
            sample.publish(redesigns.after(amended.after, staged).country)
            redesigned = build(amended.after, sample, folder, "redesigned", say)
    changes = folder / "changes.parquet"
    run("transform", "diff", str(before.folder), str(after.folder), "--out", str(changes))
    return Days(amended, before, after, changes, redesigned)


def build(
    nation: Nation, sample: Sample, folder: Path, name: str, say: Callable[[str], None]
) -> Published:
    """Crawl every column and document anew, read, build, and copy the dataset by its name."""
    registry, data, to = folder / "registry", folder / "data", folder / name
    pins = [word for pin in nation.resolve(sample) for word in ("--resolve", pin)]
    known = ("--data", str(data), "--registry", str(registry))
    say("crawling")
    run("crawler", "crawl", *known, "--timeout", TIMEOUT, *pins, "--all", "--recheck")
    say("reading")
    run("extract", "--data", str(data))
    say("building")
    run("transform", "build", *known, "--years", f"{nation.first}-{nation.last}")
    copytree((data / "dataset").resolve(), to)
    return Published(nation, to)


def run(*words: str) -> None:
    """Run a command of the project. Raises RuntimeError with what it said when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words[:2])}: {done.stderr}")


def compare(days: Days) -> list[Compared]:
    """Compare both datasets and what lies between them with the truth."""
    found = []
    for name, day in (("before", days.before), ("after", days.after)):
        for kind, one in OF_A_DAY.items():
            found.append(one(f"{kind} {name}", day))
    found.append(changes(days))
    if days.redesigned:  # nothing that is printed has changed, so no value may
        found.append(facts("facts redesigned", days.redesigned))
        found.append(_kept("held redesigned", days.redesigned))
    return found


def facts(kind: str, of: Published) -> Compared:
    """State and value of every cell of every report."""
    is_ = _keyed(
        of.rows(
            "SELECT unit_id, year, row_code, col_code, state, value"
            " FROM '{dataset}/facts/*.parquet'"
        ),
        4,
    )
    return _compared(kind, dataset.facts(of.nation), is_)


def versions(kind: str, of: Published) -> Compared:
    """State and value of every cell of every version that does not speak."""
    current = _speaking(of)
    should = {
        (one.sha256, *at, *key): said
        for at, held in dataset.versions(of.nation).items()
        for one in held
        if current.get(at) != one.sha256
        for key, said in one.said.items()
    }
    rows = of.rows(
        "SELECT sha256, unit_id, year, row_code, col_code, versions.state, versions.value"
        " FROM versions JOIN reports USING (report_id, unit_id, year)"
    )
    return _compared(kind, should, _keyed(rows, 5))


def reports(kind: str, of: Published) -> Compared:
    """What each version is beside the one that speaks."""
    rows = of.rows("SELECT sha256, unit_id, year, relation FROM reports WHERE unit_id IS NOT NULL")
    should = dataset.relations(of.nation, _speaking(of))
    return _compared(kind, should, {row[:3]: row[3] for row in rows})


def restated(kind: str, of: Published) -> Compared:
    """What a version that was superseded said otherwise."""
    relations, now = dataset.relations(of.nation, _speaking(of)), dataset.facts(of.nation)
    should = {
        (one.sha256, *at, *key): (*old, *now[*at, *key], "new")
        for at, held in dataset.versions(of.nation).items()
        for one in held
        if relations[one.sha256, *at] == "superseded"
        for key, old in one.said.items()
        if old != now[*at, *key]
    }
    rows = of.rows(
        "SELECT r.sha256, restated.unit_id, restated.year, row_code, col_code, old_state,"
        " old_value, new_state, new_value, speaks"
        " FROM restated JOIN reports r ON r.report_id = old_report_id"
    )
    return _compared(kind, should, _keyed(rows, 5))


def coverage(kind: str, of: Published) -> Compared:
    """The state of every unit and year."""
    rows = of.rows(
        "SELECT unit_id, year, state, coalesce(kind, ''), reason FROM '{dataset}/coverage.parquet'"
    )
    found = _compared(kind, dataset.coverage(of.nation), _keyed([row[:4] for row in rows], 2))
    reasons = {str(row[:2]): row[4] for row in rows}
    found.wrong = [f"{line}: {reasons[line.partition(' is ')[0]]}" for line in found.wrong]
    found.missing += [f"a reason for {at}" for at, reason in reasons.items() if not reason]
    return found


def _kept(kind: str, of: Published) -> Compared:
    """That what was held is held."""
    rows = of.rows(
        "SELECT unit_id, year FROM '{dataset}/coverage.parquet' WHERE state LIKE 'held%'"
    )
    states = dataset.coverage(of.nation)
    should = {at: "held" for at, (state, _) in states.items() if state.startswith("held")}
    return _compared(kind, should, dict.fromkeys(rows, "held"))


def identities(kind: str, of: Published) -> Compared:
    """Verdict, difference and suspect of every identity; where blanks leave it open, any pass."""
    rows = of.rows(
        "SELECT unit_id, year, identity, verdict, delta, coalesce(suspect_row, ''),"
        " coalesce(suspect_col, '') FROM '{dataset}/checks/*.parquet' WHERE verdict <> 'warn'"
    )
    is_ = _keyed(rows, 3)
    should = {}
    for at, one in dataset.identities(of.nation).items():
        verdict, delta = one.verdict, one.delta
        if not verdict and at in is_ and is_[at][0] in {"pass", "not_assessable"}:
            verdict, delta = is_[at][:2]
        should[at] = (verdict, delta, one.suspect_row, one.suspect_col)
    return _compared(kind, should, is_)


def told(kind: str, of: Published) -> Compared:
    """The figures of requests that the text of each report that speaks tells."""
    rows = of.rows("SELECT unit_id, year, pattern, value FROM '{dataset}/prose/*.parquet'")
    is_: dict[tuple[Any, ...], set[float]] = {}
    current, should = _speaking(of), {}
    patterns = set()
    for at, held in dataset.versions(of.nation).items():
        for one in held:
            if one.sha256 == current.get(at):
                should |= {(*at, pattern): said for pattern, said in dataset.told(one).items()}
    patterns = {pattern for *_, pattern in should}
    for *key, value in rows:
        if key[2] in patterns:
            is_.setdefault(tuple(key), set()).add(value)
    return _compared(kind, should, is_)


def changes(days: Days) -> Compared:
    """Every value that differs between the two days, with its cause."""
    old, new = dataset.facts(days.before.nation), dataset.facts(days.after.nation)
    held = {key[:2] for key in old}
    should = {
        key: (
            "source_revised" if key[:2] in held else "added",
            *old.get(key, (None, None)),
            *new.get(key, (None, None)),
        )
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key)
    }
    with duckdb.connect() as con:
        rows = con.execute(
            "SELECT unit_id, year, row_code, col_code, cause, old_state, old_value, new_state,"
            f" new_value FROM '{days.changes}'"
        ).fetchall()
    return _compared("changes", should, _keyed(rows, 4))


OF_A_DAY: Mapping[str, Callable[[str, Published], Compared]] = {
    "facts": facts,
    "versions": versions,
    "reports": reports,
    "restated": restated,
    "coverage": coverage,
    "checks": identities,
    "prose": told,
}
"""Kind of statement → what compares those of one day."""


def _speaking(of: Published) -> dict[tuple[int, int], str]:
    """The version that speaks for each unit and year, as the dataset says."""
    rows = of.rows("SELECT unit_id, year, sha256 FROM reports WHERE is_current")
    twice = [at for at, n in Counter((unit, year) for unit, year, _ in rows).items() if n > 1]
    if twice:
        raise RuntimeError(f"two versions speak for {twice[:3]}")
    return {(unit, year): sha256 for unit, year, sha256 in rows}


def _keyed(rows: Rows, width: int) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """Rows by their first columns. Raises RuntimeError when a key comes twice."""
    found = {tuple(row[:width]): tuple(row[width:]) for row in rows}
    if len(found) < len(rows):
        raise RuntimeError("a key comes twice")
    return found


def _compared(
    kind: str, should: Mapping[Any, Hashable | set[float]], is_: Mapping[Any, Any]
) -> Compared:
    return Compared(
        kind,
        len(should),
        [f"{k} is {is_[k]}, should be {v}" for k, v in should.items() if k in is_ and is_[k] != v],
        [f"{key}: {value}" for key, value in should.items() if key not in is_],
        [f"{key}: {value}" for key, value in is_.items() if key not in should],
    )

"""A crawl of an invented country against its truth, in numbers.

Receives a nation, the crawl's folder and the registry's. Gives how many of the reports that could
be had were found, how many of those found are reports, and how many states of the grid are right,
with every difference by name.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.findings import coverage
from tests.portal.nation import truth
from tests.portal.nation.later import Changes
from tests.portal.nation.world import Nation

Sighting = tuple[str, int, int]
"""SHA-256, unit and year."""


@dataclass(frozen=True)
class Score:
    """What was found, and what should have been."""

    wanted: dict[Sighting, str]
    """With an address of each."""
    found: dict[Sighting, str]
    grid: dict[tuple[int, int], tuple[str, str]]
    should: dict[tuple[int, int], tuple[str, str]]
    reasons: dict[tuple[int, int], str]

    @property
    def recall(self) -> float:
        """Share of the reports that could be had which were found, as whose they are."""
        return len(self.wanted.keys() & self.found.keys()) / len(self.wanted)

    @property
    def precision(self) -> float:
        """Share of what was taken for a report which is one, of that unit and year."""
        return len(self.wanted.keys() & self.found.keys()) / max(1, len(self.found))

    @property
    def right(self) -> float:
        """Share of the units and years with their true state and kind."""
        return sum(self.grid.get(at) == state for at, state in self.should.items()) / len(
            self.should
        )

    @property
    def blank(self) -> int:
        """Units and years without a state or a reason."""
        return sum(not self.grid.get(at, ("",))[0] or not self.reasons[at] for at in self.should)

    def differences(self) -> list[str]:
        """Name every report that was missed or made up, and every wrong state."""
        lines = [
            f"missed {unit}/{year} {self.wanted[sha, unit, year]}"
            for sha, unit, year in sorted(self.wanted.keys() - self.found.keys(), key=_at)
        ]
        lines += [
            f"made up {unit}/{year} {self.found[sha, unit, year]}"
            for sha, unit, year in sorted(self.found.keys() - self.wanted.keys(), key=_at)
        ]
        lines += [
            f"state {at[0]}/{at[1]} is {':'.join(self.grid.get(at, ('none', '')))}, should be "
            f"{':'.join(state)}: {self.reasons.get(at, '')}"
            for at, state in sorted(self.should.items())
            if self.grid.get(at) != state
        ]
        return lines

    def states(self) -> Counter[str]:
        """Count the states."""
        return Counter(state for state, _ in self.grid.values())


def _at(sighting: Sighting) -> tuple[int, int, str]:
    sha256, unit, year = sighting
    return unit, year, sha256


def score(nation: Nation, data: Path, registry: Path) -> Score:
    """Compare a crawl with the truth."""
    raw, years = data / "raw", (nation.first, nation.last)
    with coverage.tables(raw, registry, years) as con:
        grid = con.execute(
            "SELECT unit_id, year, state, coalesce(kind, ''), reason FROM coverage"
        ).fetchall()
        found = con.execute(
            "SELECT DISTINCT sha256, units[1], year, min(title) FROM judged"
            " WHERE titled AND outlined AND claims = 1 AND year IS NOT NULL"
            " AND sha256 NOT IN (FROM superseded) GROUP BY ALL"
        ).fetchall()
    return Score(
        {(d.sha256, d.unit_id, d.year): d.url for d in truth.documents(nation)},
        {(sha, unit, year): title for sha, unit, year, title in found},
        {(unit, year): (state, kind) for unit, year, state, kind, _ in grid},
        truth.coverage(nation),
        {(unit, year): reason for unit, year, _, _, reason in grid},
    )


def versions(data: Path) -> set[tuple[str, str]]:
    """Give address, without its scheme, and SHA-256 of every version that the ledger keeps."""
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as db:
        query = "SELECT url, sha256 FROM version JOIN ask USING (ask)"
        return {(url.partition("//")[2], sha256) for url, sha256 in db.execute(query)}


def lost(changes: Changes, data: Path) -> list[str]:
    """Name the corrections of which the ledger lacks what stood there or what stands there now."""
    kept = versions(data)
    return [
        f"{url} {which}"
        for url, bodies in changes.corrected.items()
        for which, sha256 in zip(("before", "after"), bodies, strict=True)
        if (url.partition("//")[2], sha256) not in kept
    ]

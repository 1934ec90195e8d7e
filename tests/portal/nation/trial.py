"""A trial: an invented country is crawled twice, with changes between, and each crawl is scored.

Receives a nation and an empty folder. Runs the crawler as its users do, one process a command.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.portal.nation.later import Changes, later
from tests.portal.nation.score import Score, lost, score
from tests.portal.nation.world import Nation

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT = "2"
"""Seconds that a silent host is waited for."""


@dataclass(frozen=True)
class Crawl:
    """One crawl and what it came to."""

    said: str
    """The crawler's last line."""
    requests: int
    confirmed: int
    """Answers 304."""
    seconds: float
    score: Score


@dataclass(frozen=True)
class Trial:
    """Two crawls of a nation."""

    nation: Nation
    changes: Changes
    data: Path
    registry: Path
    first: Crawl
    second: Crawl

    @property
    def lost(self) -> list[str]:
        """Corrections of which a version is missing."""
        return lost(self.changes, self.data)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the crawler."""
    return subprocess.run(
        [sys.executable, "-m", "crawler", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")},
        cwd=ROOT,
    )


def hold(nation: Nation, folder: Path) -> Trial:
    """Crawl a nation, let time pass, and crawl it again, every document anew."""
    data, registry = folder / "data", nation.write_registry(folder / "registry")
    with nation.serve() as sample:
        pins = [word for pin in nation.resolve(sample) for word in ("--resolve", pin)]
        command = ("crawl", "--data", data, "--registry", registry, "--timeout", TIMEOUT, *pins)

        def crawl(now: Nation, *more: str) -> Crawl:
            before, started = len(sample.requests), time.monotonic()
            done = run(*command, *more)
            assert done.returncode == 0, done.stderr
            made = sample.requests[before:]
            return Crawl(
                done.stderr.splitlines()[-1],
                len(made),
                sum(request.status == 304 for request in made),
                time.monotonic() - started,
                score(now, data, registry),
            )

        first = crawl(nation)
        changes = later(nation)
        sample.publish(changes.nation.country)
        second = crawl(changes.nation, "--all", "--recheck")
    return Trial(nation, changes, data, registry, first, second)


def violations(trial: Trial) -> tuple[int, str]:
    """Audit the archive of a trial; gives how many violations, and what the audit says."""
    done = run("audit", "--data", trial.data)
    found = re.search(r"(\d+) violations", done.stderr)
    return int(found[1]) if found else -1, done.stdout + done.stderr


def differing(trial: Trial) -> tuple[int, str]:
    """Replay the archive of a trial; gives how many rows differ, and what the replay says."""
    done = run("replay", "--data", trial.data)
    found = re.search(r"(\d+) differing rows", done.stderr)
    return int(found[1]) if found else -1, done.stdout + done.stderr

"""Portals are redesigned overnight, each in another way: the run in which it happens notices it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from tests.portal.nation import found
from tests.portal.nation.redesigns import REDESIGNS, Redesign, Staged, after, faults, stage
from tests.portal.nation.trial import TIMEOUT, run

HOSTS, FIRST = 60, 2017
Alarms = list[dict[str, set[str]]]
"""Of each run: subject → alarms."""


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Staged], Alarms]:
    """Two runs of a country in good health, the redesigns between them."""
    nation, folder = found(7, HOSTS, first=FIRST, ill=0), tmp_path_factory.mktemp("redesigns")
    staged = stage(nation)
    registry, data = nation.write_registry(folder / "registry"), folder / "data"
    with nation.serve() as sample:
        pins = [word for pin in nation.resolve(sample) for word in ("--resolve", pin)]
        command = ("crawl", "--data", data, "--registry", registry, "--timeout", TIMEOUT, *pins)
        assert run(*command).returncode == 0
        sample.publish(after(nation, staged).country)
        sample.faults += faults(nation, staged)
        assert run(*command, "--all", "--recheck").returncode == 0
    return staged, _alarms(data)


def _alarms(data: Path) -> Alarms:
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as db:
        runs = [run for (run,) in db.execute("SELECT run FROM run ORDER BY run")]
        found: Alarms = []
        for name in runs:
            of_run: dict[str, set[str]] = defaultdict(set)
            for alarm, subject in db.execute(
                "SELECT alarm, subject FROM alarm WHERE run = ?", (name,)
            ):
                of_run[subject].add(alarm)
            found.append(of_run)
    return found


@pytest.mark.parametrize("redesign", REDESIGNS, ids=lambda redesign: redesign.name)
def test_a_redesign_is_noticed_in_the_run_in_which_it_happens(
    nights: tuple[list[Staged], Alarms], redesign: Redesign
) -> None:
    staged, (before, now) = nights
    one = next(one for one in staged if one.redesign is redesign)
    raised = {(s, alarm) for s in one.subjects for alarm in now.get(s, ())}
    earlier = {(s, alarm) for s in one.subjects for alarm in before.get(s, ())}
    assert redesign.alarm in {alarm for _, alarm in raised - earlier}, raised


def test_where_nothing_was_redesigned_nothing_new_is_raised(
    nights: tuple[list[Staged], Alarms],
) -> None:
    staged, (before, now) = nights
    touched = {subject for one in staged for subject in one.subjects}
    fresh = {
        (subject, alarm)
        for subject, alarms in now.items()
        for alarm in alarms - before.get(subject, set())
        if subject not in touched and alarm != "platform_broken"  # it counts the others
    }
    assert not fresh

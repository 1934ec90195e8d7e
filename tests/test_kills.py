"""A crawl that is killed anywhere loses nothing, holds nothing twice, and asks little again."""

from __future__ import annotations

from pathlib import Path

from tests.bench.kills import WHERES, torment


def test_kill_9_loses_nothing_doubles_nothing_and_repeats_one_request_a_host_at_most(
    tmp_path: Path,
) -> None:
    report = torment(tmp_path, kills=12, seed=4, hosts=12, documents=16)
    assert report.faults == []
    assert report.kills.total() == 12
    assert set(report.kills) == set(WHERES), "also while a file begins, and during a recovery"

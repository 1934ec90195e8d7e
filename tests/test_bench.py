"""The benchmarks run: what they measure is for `make bench`, that they measure is for the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_small_crowd_is_crawled_with_archive_and_ledger_and_without() -> None:
    words = ["--hosts", "4", "--documents", "2", "--rounds", "1", "--long", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.crawling", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-600:]
    assert "4 hosts" in done.stdout

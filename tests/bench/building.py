"""Builds or releases once, and says what it cost: `python -m tests.bench.building ours DATA`.

A program of its own, so that its memory is the build's.

Prints one line of JSON: seconds, CPU seconds of all threads, the most memory held, rows of each
table, seconds of each step.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from tests.bench.memory import resident


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=["ours", "plain", "release"])
    parser.add_argument("data", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="1500MB")
    parser.add_argument("--skip", action="store_true", help="build only what is new")
    options = parser.parse_args()
    way = {"ours": ours, "plain": plain, "release": released}[options.way]
    begun, spent = perf_counter(), process_time()
    made = way(options)
    made |= {
        "seconds": perf_counter() - begun,
        "cpu": process_time() - spent,
        "peak": resident(),
    }
    json.dump(made, sys.stdout)


def ours(options: argparse.Namespace) -> dict[str, Any]:
    """`python -m transform build`."""
    from transform.dataset.build import build  # noqa: PLC0415 (the other way holds no DuckDB)

    steps: list[tuple[str, float]] = []
    built = build(
        options.data,
        options.data / "registry",
        memory=options.memory,
        threads=options.threads,
        skip=options.skip,
        say=lambda step: steps.append((step, perf_counter())),
    )
    return {
        "folder": str(built.folder),
        "rows": built.rows,
        "size": built.size,
        "steps": _spent(steps),
    }


def _spent(steps: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Give the seconds of each step; each began when it was told, the last ends now."""
    ends = [at for _, at in steps[1:]] + [perf_counter()]
    return [(step, end - at) for (step, at), end in zip(steps, ends, strict=True)]


def released(options: argparse.Namespace) -> dict[str, Any]:
    """`python -m transform release`."""
    from transform.release.cut import release  # noqa: PLC0415 (nor has plain pandas this)

    steps: list[tuple[str, float]] = []
    cut = release(
        options.data,
        memory=options.memory,
        threads=options.threads,
        say=lambda step: steps.append((step, perf_counter())),
    )
    return {"folder": str(cut.folder), "steps": _spent(steps)}


def plain(options: argparse.Namespace) -> dict[str, Any]:
    """The same from plain pandas."""
    from tests.bench import plain as pandas  # noqa: PLC0415 (ours holds no pandas)

    return {"rows": pandas.build(options.data, options.data / "plain")}


if __name__ == "__main__":
    main()

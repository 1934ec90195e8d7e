"""Peak memory of a worker, asked from within. Imports only what a worker holds anyway."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract import worker
from extract.limits import SECONDS
from tests.bench.memory import resident


def of_a_worker(paths: Sequence[str]) -> float:
    """Give the most that a worker of the real pool holds while it reads these files, in MB.

    To be called in a program of its own: a worker imports what the program was started as.
    """
    with worker.pool(1, worker.MEMORY) as pool:
        for path in paths:
            source = worker.FileSource(Path(path))
            pool.schedule(worker.read_source, args=[source, SECONDS]).result()
        peak: float = pool.schedule(resident).result()
        return peak

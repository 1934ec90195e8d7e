"""Peak memory of a worker, asked from within. Imports only what a worker holds anyway."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract import worker
from extract.limits import SECONDS


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


def resident() -> float:
    """Give the most that this program has held in memory, in MB.

    From VmHWM and not from getrusage: that one is inherited from whatever started the program.
    """
    with Path("/proc/self/status").open(encoding="ascii") as status:
        peak = next(line for line in status if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024

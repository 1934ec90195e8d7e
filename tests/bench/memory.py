"""Peak memory of a program, asked from within. Imports nothing that would count."""

from __future__ import annotations

from pathlib import Path


def resident() -> float:
    """Give the most that this program has held in memory, in MB.

    From VmHWM and not from getrusage: that one is inherited from whatever started the program.
    """
    with Path("/proc/self/status").open(encoding="ascii") as status:
        peak = next(line for line in status if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024

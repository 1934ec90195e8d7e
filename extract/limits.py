"""How long a document may take, as its reader knows it.

A worker sets an alarm before it reads; a document that is still being read when it rings costs the
worker its life, whatever library it is stuck in. A reader of scans, slow by nature, asks for more.
"""

from __future__ import annotations

import signal

SECONDS = 25.0
"""Wall time for a document with text. The slowest seen takes 5 s on a busy machine."""

SCAN_SECONDS = 60.0
"""Wall time for a scan: some twenty pages on a busy machine."""


def begin(seconds: float) -> None:
    """Set the alarm, or put it off."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def end() -> None:
    """Take the alarm away."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def slow() -> None:
    """Give a scan its time, where an alarm is set at all."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if left:
        begin(SCAN_SECONDS)

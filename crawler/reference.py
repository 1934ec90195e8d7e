"""Where the facts lie: `data/reference`, in git, read by every stage."""

from __future__ import annotations

from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "data" / "reference"

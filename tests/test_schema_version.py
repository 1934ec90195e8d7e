"""The tables and columns are what their schema version says, until the version is raised."""

from __future__ import annotations

import json

from tests.schema import PINNED, columns
from transform.tables import SCHEMA_VERSION


def test_another_column_needs_another_schema_version() -> None:
    pinned = json.loads(PINNED.read_text(encoding="utf-8"))
    was, now = pinned["columns"], columns()
    gone = [name for name in was if now.get(name) != was[name]]
    new = [name for name in now if name not in was]
    asked = "major" if gone else "minor"
    if pinned["schema_version"] == SCHEMA_VERSION:
        assert not gone + new, (
            f"{gone} are gone or of another type, {new} are new: raise SCHEMA_VERSION in "
            f"transform/tables.py to the next {asked} version, then run python -m tests.schema"
        )
    assert pinned == {"schema_version": SCHEMA_VERSION, "columns": now}, (
        "run python -m tests.schema"
    )

"""Write what every table, view and column is into `schema.json`, under its schema version.

Run it as `python -m tests.schema` once `SCHEMA_VERSION` is raised for what changed.
"""

from __future__ import annotations

import json
from pathlib import Path

from transform.catalog.dictionary import dictionary
from transform.tables import SCHEMA_VERSION

PINNED = Path(__file__).with_name("schema.json")


def columns() -> dict[str, str]:
    """`table.column` → type, of every table and view; `table` alone → its kind."""
    found = {}
    for name, what in dictionary().items():
        found[name] = what.kind
        found |= {f"{name}.{column.name}": column.type for column in what.columns}
    return found


def main() -> None:
    said = {"schema_version": SCHEMA_VERSION, "columns": columns()}
    PINNED.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

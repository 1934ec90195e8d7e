"""The same bytes give the same record as long as the extractor's version is the same."""

from __future__ import annotations

import json

from extract import EXTRACTOR
from tests.golden import GOLDEN, digests


def test_another_record_needs_another_version() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    now = digests()
    if golden["extractor"] == EXTRACTOR:
        changed = [name for name in now if now[name] != golden["records"].get(name)]
        assert not changed, (
            f"the records of {changed} changed: raise EXTRACTOR in extract/__init__.py, then "
            "write the golden records anew with python -m tests.golden"
        )
    assert golden == {"extractor": EXTRACTOR, "records": now}, "run python -m tests.golden"

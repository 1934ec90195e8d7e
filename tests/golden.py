"""The golden records: what this version of the extractor says of the saved documents.

`python -m tests.golden` writes `tests/documents/golden.json` anew, after EXTRACTOR was raised.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from extract import EXTRACTOR
from extract.read import read

HERE = Path(__file__).parent
GOLDEN = HERE / "documents" / "golden.json"


def saved() -> list[Path]:
    """Give the documents that never change: saved pages and printed PDFs."""
    folders = (HERE / "documents", HERE / "portal" / "documents")
    return sorted(
        path for folder in folders for path in folder.iterdir() if path.suffix in {".html", ".pdf"}
    )


def digests() -> dict[str, str]:
    """Give for each document the SHA-256 of its record, the extractor's version left out."""
    out = {}
    for path in saved():
        row = read(path.read_bytes()).row() | {"extractor": ""}
        text = json.dumps(row, ensure_ascii=False, sort_keys=True)
        out[path.relative_to(HERE).as_posix()] = hashlib.sha256(text.encode()).hexdigest()
    return out


if __name__ == "__main__":
    golden = {"extractor": EXTRACTOR, "records": digests()}
    GOLDEN.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")

"""Print the reports that are published as PDF files into `documents/`.

    python -m tests.portal.render [UNIT-YEAR…]

Needs Debian's `chromium` and `fonts-noto-cjk`; nothing else in the project does. The files are
kept in git: run this again only after figures, prose or templates changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.portal.country import DOCUMENTS, Report, country
from tests.portal.pages import body, fill

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--disable-pdf-tagging",  # offices print untagged files, and half the size
)


def page(report: Report) -> str:
    """The report as HTML for the printer."""
    style = report.style.partition("_")[2]
    return fill("print.html", title=report.title, style=style, body=body(country(), report))


def render(report: Report, chromium: str) -> None:
    """Print one report to its file."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.html"
        source.write_text(page(report), encoding="utf-8")
        command = [
            chromium,
            *FLAGS,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={report.document}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def main(names: list[str]) -> int:
    """Print the named reports, or all."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.stderr.write("render: no chromium; install it with the system's package manager\n")
        return 69
    DOCUMENTS.mkdir(exist_ok=True)
    printed = {r.document.stem: r for r in country().reports if r.attachment}
    unknown = set(names) - set(printed)
    if unknown:
        sys.stderr.write(f"render: {sorted(unknown)}: not printed; there are {sorted(printed)}\n")
        return 2
    for name, report in printed.items():
        if not names or name in names:
            render(report, chromium)
            size = report.document.stat().st_size
            sys.stdout.write(f"{report.document.name} {size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

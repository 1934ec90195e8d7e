"""What reading a report costs: `python -m tests.bench.reading [FOLDER…]`.

Takes the PDFs of the sample country, and of the folders named. CPU times are the least of several
rounds, interleaved in one process, so that the ratios hold on a machine that is busy with other
things; seconds do not.
"""

from __future__ import annotations

import gc
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pdfplumber
import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from extract.match import match
from extract.read import read, sniff
from extract.readers import pdf
from extract.worker import FileSource, records, tune

SAMPLES = Path(__file__).parents[1] / "portal" / "documents"
ROUNDS = 5
USUAL = gc.get_threshold()
tune()
TUNED = gc.get_threshold()  # as in a worker; pdfplumber is measured as people run it
REPEATS = 12
"""How often the set is read for the throughput: long enough that starting up counts little."""


def main(folders: list[Path]) -> None:
    paths = [
        path
        for folder in (SAMPLES, *folders)
        for path in sorted(folder.glob("*.pdf"))
        if has_text(path)
    ]
    console = Console()
    console.print(against(paths))
    console.print(memory(paths))
    console.print(throughput(paths))
    scans = [path for folder in folders for path in sorted(folder.glob("scan/*.pdf"))]
    if scans:
        console.print(scanned(scans))


def has_text(path: Path) -> bool:
    data = path.read_bytes()
    return sniff(data) == "pdf" and bool(plain_text(data).strip())


def plain_text(data: bytes) -> str:
    """Give pdfium's plain text of every page: the least that any reader on pdfium does."""
    document = pdfium.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def tables_and_text(data: bytes) -> None:
    """Read tables, codes and all running text, without identities and second readings."""
    layout = pdf.read(data)
    match(layout.grids, layout.method)


def extract_tables(data: bytes) -> None:
    """Do what most people do: pdfplumber's extract_tables on every page."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()


WAYS: dict[str, Callable[[bytes], object]] = {
    "pdfium plain text": plain_text,
    "reader and matcher": tables_and_text,
    "whole record": read,
    "pdfplumber extract_tables": extract_tables,
}


def against(paths: list[Path]) -> Table:
    """CPU of each way of reading, file by file."""
    table = Table(title=f"CPU a report, ms (least of {ROUNDS} rounds)")
    table.add_column("report")
    for name in (*WAYS, "pdfplumber ÷ ours", "ours ÷ plain text"):
        table.add_column(name, justify="right")
    faster, slower = [], []
    total = dict.fromkeys(WAYS, 0.0)
    for path in paths:
        data = path.read_bytes()
        spent = dict.fromkeys(WAYS, float("inf"))
        for _ in range(ROUNDS):
            for name, way in WAYS.items():
                gc.set_threshold(*(USUAL if way is extract_tables else TUNED))
                start = process_time()
                way(data)
                spent[name] = min(spent[name], process_time() - start)
        ours = spent["whole record"]
        total = {name: total[name] + spent[name] for name in WAYS}
        faster.append(spent["pdfplumber extract_tables"] / ours)
        slower.append(ours / spent["pdfium plain text"])
        cells = [f"{1000 * seconds:.1f}" for seconds in spent.values()]
        table.add_row(path.name, *cells, f"{faster[-1]:.1f}", f"{slower[-1]:.1f}")
    table.add_section()
    blanks = [""] * len(WAYS)
    sums = [f"{1000 * seconds:.0f}" for seconds in total.values()]
    ours = total["whole record"]
    ratios = total["pdfplumber extract_tables"] / ours, ours / total["pdfium plain text"]
    table.add_row("together", *sums, *(f"{ratio:.1f}" for ratio in ratios))
    table.add_row("median", *blanks, f"{median(faster):.1f}", f"{median(slower):.1f}")
    table.add_row("worst", *blanks, f"{min(faster):.1f}", f"{max(slower):.1f}")
    return table


def memory(paths: list[Path]) -> Table:
    """Peak memory of a process that reads every file, one after the other."""
    table = Table(title="Peak memory of one process over all files, MB")
    table.add_column("")
    table.add_column("resident", justify="right")
    once = [path for path in paths if not twice(path)]
    for name, code, files in (
        ("ours, files read once", "from extract.read import read as use", once),
        ("ours, all files", "from extract.read import read as use", paths),
        ("pdfplumber", "from tests.bench.reading import extract_tables as use", paths),
    ):
        loop = "for path in sys.argv[1:]: use(open(path, 'rb').read())"
        used = "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024"
        table.add_row(f"{name} ({len(files)})", f"{alone(code, loop, used, files):.0f}")
    return table


def twice(path: Path) -> bool:
    """Tell whether pdfplumber read the file a second time."""
    return any(cell.second_method for cell in read(path.read_bytes()).cells)


def alone(code: str, loop: str, used: str, files: list[Path]) -> float:
    """Run a loop over files in a process of its own; give what it says it used."""
    script = f"{code}\nimport resource, sys, time\n{loop}\nprint({used})"
    command = [sys.executable, "-c", script, *map(str, files)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def throughput(paths: list[Path]) -> Table:
    """Reports a second through the sandboxed workers, on one process and on two."""
    table = Table(title=f"Throughput, {REPEATS * len(paths)} reports")
    table.add_column("processes")
    table.add_column("reports a second", justify="right")
    table.add_column("ratio", justify="right")
    sources = [FileSource(path) for path in paths] * REPEATS
    first = 0.0
    for workers in (1, 2):
        start = perf_counter()
        done = sum(1 for _ in records(sources, workers))
        rate = done / (perf_counter() - start)
        first = first or rate
        table.add_row(str(workers), f"{rate:.1f}", f"{rate / first:.2f}")
    return table


def scanned(paths: list[Path]) -> Table:
    """CPU seconds a page of image-only PDFs, the loading of the model left out."""
    table = Table(title="Scans")
    for name in ("scan", "pages", "CPU s a page"):
        table.add_column(name)
    for path in paths:
        pages = len(pdfium.PdfDocument(path.read_bytes()))
        code = "from extract.read import read\nfrom extract import recognise\nrecognise.require()"
        loop = "began = time.process_time()\nread(open(sys.argv[1], 'rb').read())"
        spent = alone(code, loop, "time.process_time() - began", [path])
        table.add_row(path.name, str(pages), f"{spent / pages:.2f}")
    return table


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])

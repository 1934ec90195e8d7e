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
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import pdfplumber
import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from extract.matcher.match import match
from extract.read import read, sniff
from extract.readers import pdf
from extract.worker import FileSource, records, tune

SAMPLES = Path(__file__).parents[1] / "portal" / "documents"
ROUNDS = 4
IN_A_ROW = 2
"""How often a way is taken before the next: the first time, the machine's caches are another's."""
USUAL = gc.get_threshold()
tune()
TUNED = gc.get_threshold()  # as in a worker; pdfplumber is measured as people run it
FASTER, SLOWER = "pdfplumber ÷ whole record", "whole record ÷ plain text"
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
    """CPU of each way of reading, file by file, folder by folder and together."""
    table = Table(title=f"CPU a report, ms (least of {ROUNDS} rounds)")
    table.add_column("report")
    for name in (*WAYS, FASTER, SLOWER):
        table.add_column(name, justify="right")
    spent = {path: times(path.read_bytes()) for path in paths}
    for path, by_way in spent.items():
        table.add_row(path.name, *figures([by_way]))
    table.add_section()
    for folder in dict.fromkeys(path.parent for path in paths):
        inside = [by_way for path, by_way in spent.items() if path.parent == folder]
        table.add_row(f"{folder.name}, together", *figures(inside))
    table.add_row("all, together", *figures(list(spent.values())))
    faster = [ratios([by_way])[0] for by_way in spent.values()]
    slower = [ratios([by_way])[1] for by_way in spent.values()]
    blanks = [""] * len(WAYS)
    table.add_row("median", *blanks, f"{median(faster):.1f}", f"{median(slower):.1f}")
    table.add_row("worst", *blanks, f"{min(faster):.1f}", f"{max(slower):.1f}")
    return table


def times(data: bytes) -> dict[str, float]:
    """Give the CPU seconds of each way of reading one file."""
    least = dict.fromkeys(WAYS, float("inf"))
    for _ in range(ROUNDS):
        for name, way in WAYS.items():
            gc.set_threshold(*(USUAL if way is extract_tables else TUNED))
            for _ in range(IN_A_ROW):
                start = process_time()
                way(data)
                least[name] = min(least[name], process_time() - start)
    return least


def figures(spent: Sequence[dict[str, float]]) -> list[str]:
    """Give milliseconds of some files together, and the two ratios, as they are printed."""
    sums = [1000 * sum(by_way[name] for by_way in spent) for name in WAYS]
    return [*(f"{ms:.1f}" for ms in sums), *(f"{ratio:.1f}" for ratio in ratios(spent))]


def ratios(spent: Sequence[dict[str, float]]) -> tuple[float, float]:
    """Give pdfplumber's time as multiple of ours, and ours as multiple of pdfium's plain text."""
    ours, theirs, least = (
        sum(by_way[name] for by_way in spent)
        for name in ("whole record", "pdfplumber extract_tables", "pdfium plain text")
    )
    return theirs / ours, ours / least


def memory(paths: list[Path]) -> Table:
    """Peak memory of a worker that reads every file, one after the other."""
    table = Table(title="Peak memory of one process, MB")
    table.add_column("")
    table.add_column("resident", justify="right")
    once = [path for path in paths if not twice(path)]
    reading = "from tests.bench.peak import of_a_worker"
    plumbing = (
        "from tests.bench.reading import extract_tables\nfrom tests.bench.memory import resident\n"
        "for path in sys.argv[1:]: extract_tables(open(path, 'rb').read())"
    )
    for name, code, asked, files in (
        ("a worker before it reads", reading, "of_a_worker(sys.argv[1:])", []),
        ("a worker, files read once", reading, "of_a_worker(sys.argv[1:])", once),
        ("a worker, all files", reading, "of_a_worker(sys.argv[1:])", paths),
        ("pdfplumber, all files", plumbing, "resident()", paths),
    ):
        table.add_row(f"{name} ({len(files)})", f"{alone(code, asked, files):.0f}")
    return table


def twice(path: Path) -> bool:
    """Tell whether pdfplumber read the file a second time."""
    return any(cell.second_method for cell in read(path.read_bytes()).cells)


def alone(code: str, asked: str, files: list[Path]) -> float:
    """Run code over files in a process of its own; give the figure that is asked for."""
    script = f"import sys, time\n{code}\nprint({asked})"
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
        code = (
            "from extract.read import read\nfrom extract.readers.scans import recognise\n"
            "recognise.require()\nbegan = time.process_time()\nread(open(sys.argv[1], 'rb').read())"
        )
        spent = alone(code, "time.process_time() - began", [path])
        table.add_row(path.name, str(pages), f"{spent / pages:.2f}")
    return table


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])

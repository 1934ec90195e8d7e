"""`python -m extract`: reports → cells.

    python -m extract PATH... --csv      print the cells of these documents as CSV
    python -m extract PATH...            print a line a document
    python -m extract show FILE          draw the cells and codes over the pages, as PNG files
    python -m extract --data DATA        read what the crawler archived into DATA/records

Exit status: 0 every document gave its tables; 2 usage; 65 some did not (a line with the reason
for each on standard error, the others printed all the same); 69 DATA has no ledger; 75 another
extraction is writing to the store. With --data, a document without tables is a finding and not
a failure: a portal lists pages that only link to the report.
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import Progress

from extract import EXTRACTOR
from extract.records import CELL_COLUMNS, Record, UnmatchedRow
from extract.store import Store, StoreDamagedError, StoreLockedError
from extract.values import understand
from extract.worker import ArchiveSource, FileSource, records

OK, REFUSED, UNAVAILABLE, LOCKED = 0, 65, 69, 75

BATCH = 64
"""Documents a batch of the store: what a kill can cost in repeated work."""

BATCH_SECONDS = 20.0


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["show"]:
        return _show(words[1:])
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.data is not None and (options.paths or options.csv or options.unmatched):
        parser.error("--data reads the crawler's archive: it goes without PATH, --csv, --unmatched")
    if options.data is None and not options.paths:
        parser.error("name at least one PATH, or --data DATA")
    try:
        if options.data is not None:
            return _harvest(options.data, options.workers)
        return _files(options.paths, options.workers, options.csv, options.unmatched)
    except BrokenPipeError:
        # The reader of our output has gone (| head); nothing is left to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        _say("interrupted; what was read is kept")
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extract",
        description="Read every value cell of the statutory tables of disclosure reports.",
        usage="%(prog)s PATH... [--csv [--unmatched]] [--workers N]\n"
        "       %(prog)s show FILE [--to FOLDER]\n"
        "       %(prog)s --data DATA [--workers N]",
        epilog="Exit status: 0 all read, 2 usage, 65 some refused, 69 no ledger, 75 locked.",
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="a report: PDF, HTML, Word, WPS, OFD, a scan or a ZIP of one",
    )
    parser.add_argument("--csv", action="store_true", help="print one row a value cell")
    parser.add_argument(
        "--unmatched", action="store_true", help="with --csv: also rows that fit no code"
    )
    parser.add_argument("--data", type=Path, help="read what the crawler archived in DATA/raw")
    parser.add_argument(
        "--workers",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes that read side by side (default: one a core, %(default)s here)",
    )
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of workers: give 1 or more")
    return number


# --- documents named on the command line ----------------------------------------------------


def _files(paths: list[Path], workers: int, as_csv: bool, unmatched: bool) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if as_csv:
        writer.writerow(("document", *CELL_COLUMNS))
    status = OK
    sources = [FileSource(path) for path in paths]
    for path, (_, record) in zip(paths, records(sources, min(workers, len(paths))), strict=True):
        if as_csv:
            writer.writerows(_rows(path, record, unmatched))
        elif record.cells:
            print(_summary(path, record))
        sys.stdout.flush()
        if record.verdict != "read":
            status = REFUSED
            _say(f"{path}: {record.reason}")
    return status


def _rows(path: Path, record: Record, unmatched: bool) -> Iterator[list[object]]:
    for cell in record.cells:
        value = "" if cell.value is None else format(cell.value, ".15g")
        row = [getattr(cell, name) for name in CELL_COLUMNS]
        row[CELL_COLUMNS.index("value")] = value
        yield [str(path), *("" if item is None else item for item in row)]
    if unmatched:
        for line in record.unmatched:
            yield from _unmatched_rows(path, line)


def _unmatched_rows(path: Path, line: UnmatchedRow) -> Iterator[list[object]]:
    """Give the values of a row that fits no code: `row_code` is `unmatched/` and its label."""
    for col, raw in enumerate(line.values):
        state, value = understand(raw, "")
        row: dict[str, object] = dict.fromkeys(CELL_COLUMNS, "")
        row |= {
            "table": line.table,
            "row_code": f"unmatched/{line.label}",
            "col_code": f"value.{col + 1}",
            "state": state,
            "value": "" if value is None else format(value, ".15g"),
            "raw": raw,
            "grid": line.grid,
            "grid_row": line.grid_row,
            "page": line.page or "",
        }
        yield [str(path), *row.values()]


def _summary(path: Path, record: Record) -> str:
    tables = ", ".join(f"{t.table} {t.form} {t.found}/{t.expected}" for t in record.tables)
    verdicts = Counter(check.verdict for check in record.checks)
    failed = [check.identity for check in record.checks if check.verdict == "fail"]
    checks = f"{verdicts['pass']} checks pass"
    if failed:
        checks += f", {len(failed)} fail ({', '.join(failed)})"
    if verdicts["not_assessable"]:
        checks += f", {verdicts['not_assessable']} not assessable"
    named = " ".join(filter(None, (record.issuer, str(record.year or "")))) or "no title"
    return f"{path}: {named}: {tables}; {checks}"


# --- one document, drawn ---------------------------------------------------------------------


def _show(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m extract show",
        description="Draw the pages of a document with the cells and codes that were found.",
    )
    parser.add_argument("path", metavar="FILE", type=Path)
    parser.add_argument("--to", metavar="FOLDER", type=Path, default=Path(), help="default: here")
    options = parser.parse_args(words)
    ((_, record),) = records([FileSource(options.path)], 1)
    if record.reason:
        _say(f"{options.path}: {record.reason}")
    if not record.cells:
        return REFUSED
    from extract.show import pictures  # noqa: PLC0415 - nothing else draws

    options.to.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures(options.path.read_bytes(), record):
        path = options.to / f"{options.path.stem}-{name}.png"
        picture.save(path)
        print(path)
    return OK if record.verdict == "read" else REFUSED


# --- documents the crawler archived ---------------------------------------------------------


def _harvest(data: Path, workers: int) -> int:
    ledger = data / "raw" / "ledger.sqlite"
    if not ledger.is_file():
        _say(f"{ledger}: no ledger; crawl first (python -m crawler crawl --data {data})")
        return UNAVAILABLE
    try:
        with Store(data) as store:
            known = store.known()
            due = [source for source in _archived(ledger) if source.sha256 not in known]
            verdicts = _read_into(store, due, workers)
    except StoreLockedError as error:
        _say(str(error))
        return LOCKED
    except (StoreDamagedError, sqlite3.DatabaseError) as error:
        _say(str(error))
        return REFUSED
    _say(
        f"extract {EXTRACTOR}: {len(due)} documents read anew, {len(known)} known; "
        f"{verdicts['read']} whole, {verdicts['partial']} in part, "
        f"{verdicts['refused']} without a report"
        + (f", {verdicts['postponed']} postponed" if verdicts["postponed"] else "")
    )
    return OK


def _archived(ledger: Path) -> list[ArchiveSource]:
    connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            "SELECT warc_file, warc_offset, sha256 FROM document ORDER BY first_seen, sha256"
        ).fetchall()
    finally:
        connection.close()
    return [ArchiveSource(ledger.parent, *row) for row in rows]


def _read_into(store: Store, due: list[ArchiveSource], workers: int) -> Counter[str]:
    verdicts: Counter[str] = Counter()
    batch: list[Record] = []
    flushed = monotonic()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("extract", total=len(due))
        try:
            for source, record in records(due, min(workers, len(due)) or 1):
                verdicts[record.verdict] += 1
                if record.verdict != "postponed":
                    batch.append(record)
                progress.advance(task)
                if record.verdict in {"partial", "postponed"}:
                    progress.console.log(f"{source}: {record.reason}")
                if len(batch) >= BATCH or monotonic() - flushed > BATCH_SECONDS:
                    store.add(batch)
                    batch, flushed = [], monotonic()
        finally:
            if batch:
                store.add(batch)
    return verdicts


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

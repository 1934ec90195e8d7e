"""Lays a synthetic country out as a data folder, chunk by chunk, in several processes."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crawler.ledger import ledger as crawlers
from tests.bench.synthetic import figures, records
from tests.bench.synthetic.places import Unit, units, write_registry
from tests.bench.synthetic.records import HTML, Document

CHUNK = 512
"""Units made at once."""
BATCH = 64
"""Documents a file of the record store, as `extract` writes them."""
LAST = 2025
RUN, SEEN = "20260401T020000Z", "2026-04-01T02:00:00.000000Z"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a country is."""

    units: int = 17_700
    """Units; each has a report a year, but one in fifty."""
    years: int = 8
    seed: int = 1

    @property
    def first(self) -> int:
        """The first year."""
        return LAST - self.years + 1


def lay_out(folder: Path, size: Size, workers: int = 2) -> int:
    """Write registry, record store and ledger below a folder; give the number of documents."""
    known = units(size.units)
    write_registry(folder / "registry", known)
    (folder / "records").mkdir()
    starts = range(0, len(known), CHUNK)
    if len(starts) == 1:  # not worth a process
        documents = _chunk(folder, size, 0)
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            made = pool.map(partial(_chunk, folder, size), starts)
            documents = [one for chunk in made for one in chunk]
    _ledger(folder / "raw", known, documents)
    return len(documents)


def _chunk(folder: Path, size: Size, start: int) -> list[Document]:
    """Write the records of some units, all years of a unit together."""
    here = units(size.units)[start : start + CHUNK]
    rng = np.random.default_rng([size.seed, start])
    tables, documents = [], []
    years = figures.years(rng, len(here), size.first, LAST)
    for year, numbers in zip(range(size.first, LAST + 1), years, strict=True):
        table, found = records.of_year(rng, here, year, numbers, f"{size.seed}")
        tables.append(table.append_column("unit", pa.array([one.unit.number for one in found])))
        documents += found
    whole = pa.concat_tables(tables)
    order = pc.sort_indices(whole, [("unit", "ascending"), ("year", "ascending")])
    whole = whole.drop_columns("unit").take(order)
    for at in range(0, len(whole), BATCH):
        path = folder / "records" / f"1-{start:06}-{at:06}.parquet"
        pq.write_table(whole.slice(at, BATCH), path, compression="zstd")
    return documents


def _ledger(raw: Path, known: list[Unit], documents: list[Document]) -> None:
    """Write what a crawl knows of the documents, into a ledger as the crawler makes it."""
    raw.mkdir()
    crawlers.Ledger(raw / "ledger.sqlite").close()
    with closing(sqlite3.connect(raw / "ledger.sqlite")) as ledger, ledger:
        columns = dict.fromkeys(one.column for one in known)
        for words, rows in (
            ("document VALUES (?, ?, 40000, 'a.warc.gz', ?, ?)", map(_document, documents)),
            ("sighting VALUES (?, ?, ?, NULL, ?, ?, ?)", map(_sighting, documents)),
            ("listed VALUES (?, ?, ?, ?, ?)", map(_listed, documents)),
            ("version VALUES (?, ?, 1, ?, ?, NULL)", map(_version, documents)),
            (_FETCH, map(_fetch, documents)),
            (_ASK, ((_ask(one), _url(one), one.unit.column) for one in documents)),
            (_VISIT, ((RUN, column, SEEN) for column in columns)),
        ):
            ledger.executemany(f"INSERT INTO {words}", rows)


_FETCH = """fetch (run, ask, attempt, url, time, status, outcome, sha256)
VALUES (?, ?, 1, ?, ?, 200, 'ok', ?)"""
_ASK = """ask (ask, method, url, purpose, root, state)
VALUES (?, 'GET', ?, 'document', ?, 'done')"""
_VISIT = """visit (run, column_id, time, outcome, complete, pages, rows)
VALUES (?, ?, ?, 'ok', 1, 2, 30)"""


def _ask(one: Document) -> str:
    return one.sha256[:32]


def _url(one: Document) -> str:
    end = "html" if one.method == HTML else "pdf"
    return f"http://www.{one.unit.column}.test/nb/{one.year}/{one.sha256[:12]}.{end}"


def _title(one: Document) -> str:
    return f"{one.unit.name}{one.year}年政府信息公开工作年度报告"


def _document(one: Document) -> tuple[object, ...]:
    kind = "text/html" if one.method == HTML else "application/pdf"
    return one.sha256, kind, int(one.sha256[:7], 16), _seen(one)


def _seen(one: Document) -> str:
    return SEEN if one.version == 1 else "2026-06-01T02:00:00.000000Z"


def _sighting(one: Document) -> tuple[object, ...]:
    date = f"{one.year + 1}-01-{one.unit.number % 28 + 1:02}"
    return one.sha256, one.unit.column, _url(one), _title(one), date, _seen(one)


def _listed(one: Document) -> tuple[object, ...]:
    return one.unit.column, _ask(one), _title(one), f"{one.year + 1}-01-20", _seen(one)


def _version(one: Document) -> tuple[object, ...]:
    return _ask(one), one.sha256, _seen(one), _seen(one)


def _fetch(one: Document) -> tuple[object, ...]:
    return RUN, _ask(one), _url(one), _seen(one), one.sha256

"""Record tables of the synthetic country: `extract.schema.SCHEMA`, made column by column.

What real records have is here in like measure: blanks and dashes, cells that were not found,
reports that do not add up, second versions, page boxes where the document is a PDF, figures of the
text that repeat those of the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from extract.schema import SCHEMA
from tests.bench.synthetic import texts
from tests.bench.synthetic.figures import Cell, Numbers, cells, identities
from tests.bench.synthetic.places import Unit

HTML, PDF, SCAN = range(3)
_METHODS = ("html", "pdf", "scan")
_MIX = (0.68, 0.30, 0.02)
_HELD = 0.98
"""Share of units and years with a report."""
_AGAIN = 0.03
"""Share of reports with a second version; half of those restate a number."""
_WRONG = 0.03
"""Share of reports in which a cell is off by one."""
_SPARING = 0.05
"""Share of reports that leave cells blank; of theirs a fifth, where the number is 0."""
_DASHING = 0.01
_PARTLY = 0.01
"""Share of reports of which a cell or more was not found."""
_STRANGERS = 0.004
"""Share of reports whose issuer is no unit."""

NUMBER, BLANK, DASH, TEXT = range(4)
_STATES = ("number", "blank", "dash", "text")


@dataclass(frozen=True, slots=True)
class Document:
    """What the ledger has to know of a document."""

    sha256: str
    unit: Unit
    year: int
    method: int
    version: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """The reports of a year, by position; cells are a row a report, a column a cell of the form."""

    year: int
    form: tuple[Cell, ...]
    values: Numbers
    states: NDArray[np.int8]
    kept: NDArray[np.bool_]
    methods: NDArray[np.int8]


def of_year(
    rng: np.random.Generator, units: Sequence[Unit], year: int, figures: Numbers, seed: str
) -> tuple[pa.Table, list[Document]]:
    """Give the records of a year and what their documents are."""
    who = np.flatnonzero(rng.random(len(units)) < _HELD)
    methods = rng.choice(len(_METHODS), len(units), p=_MIX).astype(np.int8)
    again = who[rng.random(len(who)) < _AGAIN]
    of = np.concatenate([who, again])
    version = np.concatenate([np.ones(len(who), int), np.full(len(again), 2)])
    batch = _spoiled(rng, year, figures[of], version)
    batch = replace(batch, methods=np.where(version == 1, methods[of], PDF).astype(np.int8))
    documents = [
        Document(_sha(f"{seed}/{units[i].number}/{year}/{v}"), units[i], year, int(m), int(v))
        for i, v, m in zip(of, version, batch.methods, strict=True)
    ]
    strangers = rng.random(len(of)) < _STRANGERS
    return _table(rng, batch, documents, strangers), documents


def _sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _spoiled(
    rng: np.random.Generator, year: int, values: Numbers, version: NDArray[np.int64]
) -> _Batch:
    """Plant what is wrong with reports."""
    shape = values.shape
    wrong = np.flatnonzero(
        (rng.random(len(values)) < _WRONG) | ((version == 2) & _odd(len(values)))
    )
    values[wrong, rng.integers(0, shape[1], len(wrong))] += 1
    states = np.zeros(shape, np.int8)
    for share, state in ((_SPARING, BLANK), (_DASHING, DASH)):
        sparing = rng.random((len(values), 1)) < share
        states[sparing & (rng.random(shape) < 0.2) & (values == 0)] = state
    states[rng.random(shape) < 0.0001] = TEXT
    partly = rng.random((len(values), 1)) < _PARTLY
    kept = ~(partly & (rng.random(shape) < 0.05))
    return _Batch(year, cells(year), values, states, kept, np.zeros(len(values), np.int8))


def _odd(count: int) -> NDArray[np.bool_]:
    return np.arange(count) % 2 == 1


def _table(
    rng: np.random.Generator,
    batch: _Batch,
    documents: list[Document],
    strangers: NDArray[np.bool_],
) -> pa.Table:
    count = len(documents)
    whole = batch.kept.all(axis=1)
    names = [
        f"{one.unit.name}某处" if strange else one.unit.name
        for one, strange in zip(documents, strangers, strict=True)
    ]
    told = texts.told(rng, batch.form, batch.values, batch.kept & (batch.states == NUMBER))
    columns = {
        "sha256": [one.sha256 for one in documents],
        "extractor": ["1"] * count,
        "reader": _words(("html", "pdf", "pdf"), batch.methods),
        "verdict": _words(("partial", "read"), whole),
        "reason": _words(("table requests: cells not found", ""), whole),
        "title": [f"{name}{batch.year}年政府信息公开工作年度报告" for name in names],
        "issuer": names,
        "year": np.full(count, batch.year, np.int32),
        "pages": pa.array(np.full(count, 6, np.int32), mask=batch.methods == HTML),
        "tables": _tables(batch),
        "cells": _cells(rng, batch),
        "unmatched": _none(count, "unmatched"),
        "checks": _checks(batch),
        "sections": _sections(batch, names),
        "prose": _lists("prose", told.lengths, **told.fields),
        "scope": texts.scopes(rng, [one.unit.level for one in documents]),
        "period": [""] * count,
        "repair": [""] * count,
    }
    return pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA)


def _words(words: Sequence[str], which: NDArray[np.generic]) -> pa.Array:
    """Give the word of each number."""
    return pa.array(words, pa.string()).take(pa.array(which.astype(np.int32)))


def _lists(name: str, lengths: NDArray[np.int64], **fields: pa.Array) -> pa.Array:
    """Give the values of a nested column: so many structs a record."""
    kind = SCHEMA.field(name).type
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    inner = [fields[field.name].cast(field.type) for field in kind.value_type]
    structs = pa.StructArray.from_arrays(inner, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(offsets), structs, type=kind)


def _none(count: int, name: str) -> pa.Array:
    return pa.array([[]] * count, SCHEMA.field(name).type)


def _tables(batch: _Batch) -> pa.Array:
    count = len(batch.values)
    of = np.array([cell.table for cell in batch.form])
    tables = list(dict.fromkeys(of))
    forms = [next(cell.form for cell in batch.form if cell.table == table) for table in tables]
    expected = np.array([(of == table).sum() for table in tables])
    found = np.stack([batch.kept[:, of == table].sum(axis=1) for table in tables], axis=1)
    each = np.tile(np.arange(len(tables)), count)
    blank = pa.array([""] * len(each))
    return _lists(
        "tables",
        np.full(count, len(tables)),
        table=_words(tables, each),
        form=_words(forms, each),
        expected=pa.array(expected[each]),
        found=pa.array(found.ravel()),
        reason=blank,
        kind=blank,
    )


def _cells(rng: np.random.Generator, batch: _Batch) -> pa.Array:
    """Lay the cells out one after another, report by report."""
    form, kept = batch.form, batch.kept
    report, place = np.nonzero(kept)
    state = batch.states[report, place]
    number = state == NUMBER
    value = batch.values[report, place]
    method = batch.methods[report]
    scanned = method == SCAN
    html = method == HTML
    tables = [cell.table for cell in form]
    grid = np.array([list(dict.fromkeys(tables)).index(table) for table in tables])
    rows = np.array(_counted([(cell.table, cell.row) for cell in form]))
    cols = np.array(_counted([(cell.table, cell.col) for cell in form]))
    shift = rng.normal(0, 4, len(kept)).round(2)[report]
    left = 210.0 + 44.0 * cols[place] + shift
    top = 120.0 + 19.5 * (rows[place] % 30) + shift
    size = np.abs(rng.normal(0, 0.3, len(value))).round(2)
    words = {name: [getattr(cell, name) for cell in form] for name in ("row", "col", "unit")}
    confidence = np.where(scanned, 1 - size / 10, 1.0)
    raw = _printed(value, state)
    return _lists(
        "cells",
        kept.sum(axis=1),
        table=_words(tables, place),
        form=_words([cell.form for cell in form], place),
        row_code=_words(words["row"], place),
        col_code=_words(words["col"], place),
        state=_words(_STATES, state),
        value=pa.array(value, mask=~number),
        unit=_words(words["unit"], place),
        raw=raw,
        grid=pa.array(grid[place]),
        grid_row=pa.array(rows[place] + 3),
        grid_col=pa.array(cols[place] + 2),
        page=pa.array(2 + grid[place], mask=html),
        x0=pa.array(left.round(2), mask=html),
        top=pa.array(top.round(2), mask=html),
        x1=pa.array((left + 6 + size).round(2), mask=html),
        bottom=pa.array((top + 10.5).round(2), mask=html),
        method=_words(_METHODS, method),
        confidence=pa.array(confidence),
        distance=pa.array(np.zeros(len(value))),
        second_method=_words(("", "scan"), scanned),
        second_raw=pc.if_else(pa.array(scanned), raw, ""),
        flag=pa.array([""]).take(pa.array(np.zeros(len(value), np.int32))),
    )


def _counted(keys: list[tuple[str, str]]) -> list[int]:
    """Number the rows, or the columns, of each table."""
    seen: dict[str, dict[str, int]] = {}
    return [seen.setdefault(table, {}).setdefault(key, len(seen[table])) for table, key in keys]


def _printed(value: Numbers, state: NDArray[np.int8]) -> pa.Array:
    """Give the numbers as a page prints them."""
    distinct, which = np.unique(value, return_inverse=True)
    printed = [f"{number:.10g}" for number in distinct]
    which = np.where(state == NUMBER, which, len(printed) - 1 + state.astype(int))
    return _words([*printed, "", "—", "见附件"], which)


def _checks(batch: _Batch) -> pa.Array:
    """What the extractor makes of the identities within a report, blanks as zero."""
    known = identities(batch.year)
    values = np.where((batch.states == NUMBER) & batch.kept, batch.values, 0)
    left = np.stack([values[:, list(one.left)].sum(axis=1) for one in known], axis=1).ravel()
    right = np.stack([values[:, list(one.right)].sum(axis=1) for one in known], axis=1).ravel()
    each = np.tile(np.arange(len(known)), len(values))
    nothing = pa.nulls(len(each), pa.string())
    return _lists(
        "checks",
        np.full(len(values), len(known)),
        identity=_words([one.name for one in known], each),
        form=_words([one.form for one in known], each),
        verdict=_words(("fail", "pass"), np.isclose(left, right)),
        lhs=pa.array(left),
        rhs=pa.array(right),
        delta=pa.array(left - right),
        suspect_row=nothing,
        suspect_col=nothing,
    )


_HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def _sections(batch: _Batch, names: list[str]) -> pa.Array:
    count, parts = len(names), len(_HEADINGS)
    each = np.tile(np.arange(parts), count)
    asked = batch.values.sum(axis=1).astype(int)
    sentences = [
        f"{name}{batch.year}年{heading[2:]}：全年共办理{number}件，按期办结，未发生收费。"
        for name, number in zip(names, asked, strict=True)
        for heading in _HEADINGS
    ]
    return _lists(
        "sections",
        np.full(count, parts),
        number=pa.array(each + 1),
        heading=_words(_HEADINGS, each),
        text=pa.array(sentences),
    )

"""A country made by hand: six units, their columns, a ledger, and what was read of 14 documents.

Every cell of a report is 0 unless it is named, so every identity holds unless a test breaks it.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from extract.records import Cell, Prose, Record, Table, UnmatchedRow
from extract.schema import SCHEMA

ROOT = Path(__file__).resolve().parent.parent.parent
REFERENCE = ROOT / "data" / "reference"

NATURAL, TOTAL = "applicant.natural_person", "applicant.total"
BLANK, DASH, TEXT = "blank", "dash", "text"
FORM_2021 = {"proactive": "2021", "requests": "2021", "remedies": "2019"}
HYBRID = {"proactive": "2021", "requests": "2019", "remedies": "2019"}
FORM_2019 = {"proactive": "2019", "requests": "2019", "remedies": "2019"}

Values = Mapping[tuple[str, str], float | str]


@cache
def codebook() -> tuple[dict[str, str], ...]:
    return _table("codebook.csv")


def local_lists() -> tuple[dict[str, str], ...]:
    return _table("local_lists.csv")


def _table(name: str) -> tuple[dict[str, str], ...]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def requests(**rows: int) -> dict[tuple[str, str], float | str]:
    """Requests of natural persons: the same figure in their column and in the total's."""
    names = {"new": "received_new", "carried_in": "carried_in", "carried_out": "carried_out"}
    values: dict[tuple[str, str], float | str] = {}
    for key, number in rows.items():
        row = "requests." + names.get(key, f"outcome.{key}")
        values |= {(row, NATURAL): number, (row, TOTAL): number}
    return values


def cells(forms: Mapping[str, str], values: Values, method: str = "html") -> list[Cell]:
    """Every cell of the forms, 0 where `values` names no number and no state."""
    out = []
    for line in codebook():
        if forms.get(line["table"]) != line["form"]:
            continue
        at = (line["row_code"], line["col_code"])
        given = values.get(at, 0)
        number = None if isinstance(given, str) else float(given)
        raw = {BLANK: "", DASH: "—", TEXT: "见附件"}.get(str(given), f"{given}")
        place = int(line["position"])
        box = (72.0, 10.0 * place, 100.0, 10.0 * place + 9.0) if method != "html" else (None,) * 4
        out.append(
            Cell(
                line["table"],
                line["form"],
                *at,
                given if isinstance(given, str) else "number",
                number,
                line["unit"],
                raw,
                0,
                place,
                1,
                None if method == "html" else 3,
                *box,
                method,
                0.9 if method == "scan" else 1.0,
            )
        )
    return out


def record(
    name: str,
    issuer: str,
    year: int | None,
    values: Values | None = None,
    *,
    forms: Mapping[str, str] = FORM_2021,
    method: str = "html",
    extractor: str = "1",
    drop: Iterable[tuple[str, str]] = (),
    reason: str = "",
    prose: Iterable[Prose] = (),
    printed: str = "",
) -> Record:
    """A document that was read; `drop` names cells that were not found, which makes it partial.

    `printed` is added to its title.
    """
    missing = set(drop)
    held = cells(forms, values or {}, method)
    kept = [cell for cell in held if (cell.row_code, cell.col_code) not in missing]
    tables = [
        Table(
            table,
            form,
            sum(cell.table == table for cell in held),
            sum(cell.table == table for cell in kept),
            reason if missing else "",
        )
        for table, form in forms.items()
    ]
    return Record(
        sha256=sha(name),
        extractor=extractor,
        reader="html" if method == "html" else "pdf",
        verdict="partial" if missing else "read",
        reason=reason,
        title=f"{issuer}{year or ''}年政府信息公开工作年度报告{printed}",
        issuer=issuer,
        year=year,
        pages=None,
        tables=tables,
        cells=kept,
        unmatched=[],
        checks=[],
        sections=[],
        prose=list(prose),
    )


def refused(name: str, reason: str) -> Record:
    return Record(sha(name), "1", "html", "refused", reason, "", "", None, None, [], [], [], [], [])


UNITS = """\
unit_id,name,aliases,names_before,level,division,parent_id,valid_from,valid_to
1,澄市人民政府,澄市人民政府办公室;澄市政府办,,prefecture,,,2008-01-01,
2,澄市教育局,,,department,,1,2008-01-01,
3,望县人民政府,,望州人民政府,county,,1,2008-01-01,
4,望县卫生局,,,department,,3,2021-03-01,
5,清市人民政府,,,prefecture,,,2008-01-01,2023-06-30
6,远市人民政府,,,prefecture,,,2008-01-01,
"""
COLUMNS = """\
column_id,host,unit_id,url,confirmed
cheng,www.cheng.test,1,http://www.cheng.test/nb/,2025-01-01
cheng-jyj,www.cheng.test,2,http://www.cheng.test/jyj/nb/,2025-01-01
wang,www.wang.test,3,http://www.wang.test/nb/,2025-01-01
wang-wsj,www.wang.test,4,http://www.wang.test/wsj/nb/,2025-01-01
qing,www.qing.test,5,http://www.qing.test/nb/,2025-01-01
"""

T4_LEFT_AT_ZERO = {
    ("remedies.review", "result.upheld"): 10,
    ("remedies.review", "result.corrected"): 1,
}
"""Parts of table 四 filled, the total left at 0."""

CARRIED = requests(new=10, carried_in=2, granted=9, total=9, carried_out=3)
MISREAD = CARRIED | {("requests.outcome.granted", NATURAL): 8}
"""One cell of table 三 misprinted: row and column miss by 1."""

TOLD = [
    Prose("received", 1, "收到申请10件", 10, "件", 10, "agrees", ""),
    Prose("granted", 1, "予以公开9件", 9, "件", 9, "agrees", ""),
    Prose("remedies.review", 4, "行政复议12件", 12, "件", 0, "disagrees", "unknown"),
    Prose("channel.online", 1, "网上8件", 8, "件", None, "prose_only", ""),
    Prose("fee.charged", 6, "信息处理费400元", 400, "元", None, "prose_only", ""),
]
"""What a text tells of the figures, not in the order of its sections."""

ADDED = [
    UnmatchedRow("requests", 2, 30, 4, "三、本年度办理结果/（九）转其他机关", ["3", "—", "3"]),
    UnmatchedRow("proactive", 0, 9, 2, "公共服务事项", ["见附件"]),
]
ADDED_IN_HTML = UnmatchedRow("remedies", 1, 7, None, "信访", [])
"""Rows that offices added and that fit no code."""

NOTHING_SAID = ("requests.outcome.refused.state_secret", "applicant.legal_person.research")
HALF_SAID = ("requests.received_new", TOTAL)

RECORDS = [
    record("a2021", "澄市人民政府", 2021, CARRIED | T4_LEFT_AT_ZERO),
    record(
        "a2022",
        "关于澄市人民政府 办公室",
        2022,
        requests(new=5, carried_in=4, granted=9, total=9),
        forms=HYBRID,
    ),
    record("b2021", "澄市教育局", 2021, CARRIED | {NOTHING_SAID: BLANK, HALF_SAID: BLANK}),
    record(
        "b2022",
        "澄市教育局",
        2022,
        requests(new=7, carried_in=3, granted=10, total=10)
        | {("remedies.review", "result.other"): DASH, ("requests.carried_out", TOTAL): DASH}
        | {("requests.outcome.not_processed.petition", "applicant.legal_person.other"): TEXT},
    ),
    record("b2023", "澄市教育局", 2023, MISREAD, method="pdf"),
    record("c2022-scan", "望县人民政府", 2022, CARRIED, method="scan"),
    record("c2022-text", "望县人民政府", 2022, CARRIED, method="pdf"),
    record(
        "c2022-part",
        "望县人民政府",
        2022,
        CARRIED,
        drop=[("requests.carried_out", TOTAL)],
        reason="table requests: 1 cell not found",
    ),
    record("c2023", "望州人民政府", 2023, forms=FORM_2019),
    record("c2020", "望县旅游局", 2020),
    record("c-noyear", "望县人民政府", None),
    record("d2022", "望县卫生局", 2022, CARRIED),
    record("lost", "澄市人民政府", 2019),
    refused("d2024", "no statutory table was found"),
    record("a2021", "澄市人民政府", 2021, extractor="0"),
]
"""The last is what an older extractor made of `a2021`."""


def telling() -> list[Record]:
    """The same records, of which three tell figures in their text and have rows of their own."""
    prose = {sha("c2022-text"): TOLD, sha("c2022-scan"): TOLD[:1], sha("a2021"): TOLD[2:3]}
    rows = {sha("c2022-text"): ADDED, sha("c2022-scan"): ADDED[:1], sha("a2021"): [ADDED_IN_HTML]}
    return [
        replace(one, prose=prose.get(one.sha256, []), unmatched=rows.get(one.sha256, []))
        for one in RECORDS
    ]


FIRST, LATER, LAST = (
    "2025-01-10T02:00:00.000000Z",
    "2025-04-02T02:00:00.000000Z",
    "2025-06-01T02:00:00.000000Z",
)

SIGHTINGS = [
    ("a2021", "cheng", "澄市人民政府2021年政府信息公开工作年度报告", FIRST),
    ("a2022", "cheng", "澄市人民政府二〇二二年政府信息公开年报", FIRST),
    ("a2022", "wang", "转发：澄市人民政府2022年报", FIRST),
    ("b2021", "cheng-jyj", "2021年政府信息公开工作年度报告", FIRST),
    ("b2022", "cheng", "澄市教育局2022年政府信息公开工作年度报告", FIRST),
    ("b2023", "cheng-jyj", "2023年政府信息公开工作年度报告", FIRST),
    ("c2022-scan", "wang", "2022年政府信息公开工作年度报告（图片版）", LATER),
    ("c2022-text", "wang", "2022年政府信息公开工作年度报告", FIRST),
    ("c2022-part", "wang", "2022年政府信息公开工作年度报告", LAST),
    ("c2023", "wang", "2023年政府信息公开工作年度报告", FIRST),
    ("c2020", "wang", "2020年政府信息公开工作年度报告", FIRST),
    ("c-noyear", "wang", "2019年政府信息公开工作年度报告", FIRST),
    ("d2022", "wang-wsj", "2023年政府信息公开工作年度报告", FIRST),
    ("d2024", "wang-wsj", "2024年政府信息公开工作年度报告", FIRST),
    ("unread", "wang-wsj", "2021年政府信息公开工作年度报告", FIRST),
]
"""Document, column, title in the listing, first seen."""

VISITS = [
    (FIRST, "cheng", "ok", "", 1),
    (LATER, "cheng", "ok", "", 1),
    (LAST, "cheng", "ok", "", 1),
    (LAST, "cheng-jyj", "ok", "", 1),
    (FIRST, "wang", "ok", "", 1),
    (LAST, "wang", "ok", "", 0),
    (FIRST, "wang-wsj", "unreachable", "timeout", 0),
    (FIRST, "qing", "ok", "", 1),
    (LATER, "qing", "blocked", "robots", 0),
    (LAST, "qing", "blocked", "robots", 0),
]
"""Time, column, outcome, kind, complete."""

FETCHES = [
    (FIRST, "ask-b2024", "unreachable", "http_503"),
    (LAST, "ask-b2024", "unreachable", "timeout"),
    (LAST, "listing", "ok", ""),
]
"""Time, what was asked, outcome, kind."""


def lay_out(folder: Path, records: Iterable[Record] = RECORDS) -> Path:
    """Write registry, ledger and records below a folder; give the registry's folder."""
    registry = folder / "registry"
    registry.mkdir(parents=True)
    (registry / "units.csv").write_text(UNITS, encoding="utf-8")
    (registry / "columns.csv").write_text(COLUMNS, encoding="utf-8")
    write_records(folder / "records" / "1-a.parquet", records)
    with new_ledger(folder) as ledger:
        for name, column, title, seen in SIGHTINGS:
            sight(ledger, sha(name), column, title, seen)
        visit(ledger, VISITS)
        ledger.executemany(
            "INSERT INTO fetch (run, ask, attempt, url, time, outcome, kind, evidence)"
            " VALUES (?1, ?2, 1, 'http://www.cheng.test/' || ?2, ?1, ?3, ?4, '')",
            FETCHES,
        )
        ledger.execute(
            "INSERT INTO listed VALUES ('cheng-jyj', 'ask-b2024',"
            " '2024年政府信息公开工作年度报告', '2025-01-20', ?)",
            (FIRST,),
        )
    ledger.close()
    return registry


def correct(registry: Path, **changes: object) -> Path:
    """Write a correction into a registry's folder: of `d2022`, whose penalties are printed as 0.

    `changes` replace keys, in their order; one that is None is left out.
    """
    given = {
        "unit_id": 4,
        "year": 2022,
        "row_code": "proactive.art20_6.penalties",
        "col_code": "measure.decisions",
        "value": 12,
        "reason": "The scan shows 12; the last page of the table was left out.",
        "evidence": f"{sha('d2022')[:16]} page 3",
        "reviewer": "maintainers",
        "date": "2026-03-01",
        "expect": {"report": f"'{sha('d2022')[:16]}'", "value": 0, "raw": "'0'"},
        **changes,
    }
    lines = []
    for key, value in given.items():
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {inner}: {held}" for inner, held in value.items())]
        elif value is not None:
            lines.append(f"{key}: {value}")
    path = registry / "corrections" / "penalties-of-d.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_records(path: Path, records: Iterable[Record]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([one.row() for one in records], SCHEMA), path)


def new_ledger(folder: Path) -> sqlite3.Connection:
    path = folder / "raw" / "ledger.sqlite"
    path.parent.mkdir(parents=True)
    ledger = sqlite3.connect(path)
    ledger.executescript((ROOT / "crawler" / "ledger" / "ledger.sql").read_text(encoding="utf-8"))
    return ledger


def sight(ledger: sqlite3.Connection, digest: str, column: str, title: str, seen: str) -> None:
    ledger.execute(
        "INSERT OR IGNORE INTO document VALUES (?, 'text/html', 1000, 'a.warc.gz', 42, ?)",
        (digest, seen),
    )
    ledger.execute(
        "INSERT INTO sighting VALUES (?, ?, ?, NULL, ?, '2025-01-20', ?)",
        (digest, column, f"http://{column}.test/{digest[:8]}.html", title, seen),
    )


def visit(ledger: sqlite3.Connection, visits: Iterable[tuple[str, str, str, str, int]]) -> None:
    ledger.executemany(
        "INSERT INTO visit"
        " (run, column_id, time, outcome, kind, evidence, complete, pages, rows, total)"
        " VALUES (?1, ?2, ?1, ?3, ?4, 'robots.txt disallows /nb/', ?5, 1, 9, 9)",
        visits,
    )

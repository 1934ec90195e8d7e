"""Corrections (更正): values that a person found to be wrong, as files of `corrections/*.yml`.

Receives the folders that hold them; gives each as a row, by the name of its file. Refuses a file
that is no YAML, lacks a key, has one that is unknown or twice, or says what cannot be; whether the
dataset is as it expects is decided at the cell, in `sql/44_corrections.sql`; `not_held` names those
whose report this dataset does not have.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from transform.errors import InputRefusedError

FOLDER = "corrections"
"""Beside the registry's tables."""

EMPTY_STATES = ("blank", "dash", "text", "unreadable")
"""What a cell may be instead of a number."""

_NEEDED = frozenset(
    {"unit_id", "year", "row_code", "col_code", "reason", "evidence", "reviewer", "date", "expect"}
)
_VALUE = frozenset({"value", "state"})
_PRINTED = frozenset({"value", "raw", "state"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected cell, and what must be found there for the correction to hold."""

    correction: str
    """Name of the file without `.yml`."""
    path: str
    unit_id: int
    year: int
    row_code: str
    col_code: str
    value: float | None
    """None unless `state` is `number`."""
    state: str
    reason: str
    evidence: str
    """Where it can be seen: an address, or a report and its page."""
    reviewer: str
    date: date
    expect_report: str
    """How the SHA-256 of the version that speaks begins."""
    expect_value: float | None
    expect_state: str | None
    expect_raw: str | None
    """What the cell holds before: None where the file does not say."""


_SCHEMA = pa.schema(
    [
        ("correction", pa.string()),
        ("path", pa.string()),
        ("unit_id", pa.int32()),
        ("year", pa.int32()),
        ("row_code", pa.string()),
        ("col_code", pa.string()),
        ("value", pa.float64()),
        ("state", pa.string()),
        ("reason", pa.string()),
        ("evidence", pa.string()),
        ("reviewer", pa.string()),
        ("date", pa.date32()),
        ("expect_report", pa.string()),
        ("expect_value", pa.float64()),
        ("expect_state", pa.string()),
        ("expect_raw", pa.string()),
    ]
)


def load(con: duckdb.DuckDBPyConnection, folders: Iterable[Path]) -> None:
    """Lay the corrections of the folders out as the table `correction`; see `read`."""
    rows = [asdict(one) for one in read(folders)]
    con.register("batch", pa.Table.from_pylist(rows, _SCHEMA))
    con.execute("CREATE TABLE correction AS FROM batch")
    con.unregister("batch")


def not_held(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Give the names of the corrections of which no report is held, once they were looked at."""
    found = con.execute(
        "SELECT correction FROM corrected WHERE outcome = 'not_held' ORDER BY correction"
    )
    return [name for (name,) in found.fetchall()]


def read(folders: Iterable[Path]) -> list[Correction]:
    """Give the corrections of the folders, in the order of their names; a folder may be missing.

    Raises `InputRefusedError` for a file that is not a correction, and for two of one name.
    """
    found: dict[str, Correction] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.y*ml")):
        one = _read(path)
        if one.correction in found:
            raise _refused(path, f"{found[one.correction].path} has the same name; rename one")
        found[one.correction] = one
    return [found[name] for name in sorted(found)]


def _read(path: Path) -> Correction:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.yml", path.name):
        raise _refused(path, "its name is its number: use small letters, digits, - and .yml")
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Once)  # noqa: S506 (a SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as problem:
        told = " ".join(str(problem).split())
        raise _refused(path, f"no YAML that can be read ({told}); mend it") from problem
    keys = _keys(path, "", content, needed=_NEEDED, other=_VALUE)
    expect = _keys(path, "expect: ", keys["expect"], needed=frozenset({"report"}), other=_PRINTED)
    if len(_VALUE & keys.keys()) != 1:
        raise _refused(path, f"give value for a number, or state ({', '.join(EMPTY_STATES)})")
    if not _PRINTED & expect.keys():
        raise _refused(path, "expect: give value, raw or state of the cell as it is now")
    day = keys["date"]
    if type(day) is not date:
        raise _refused(path, f"date is {day!r}, expected a day as in 2026-03-01")
    return Correction(
        path.stem,
        str(path),
        _whole(path, "unit_id", keys["unit_id"]),
        _whole(path, "year", keys["year"]),
        _text(path, "row_code", keys["row_code"]),
        _text(path, "col_code", keys["col_code"]),
        _number(path, "value", keys["value"]) if "value" in keys else None,
        _state(path, "state", keys["state"], EMPTY_STATES) if "state" in keys else "number",
        _text(path, "reason", keys["reason"]),
        _evidence(path, keys["evidence"]),
        _text(path, "reviewer", keys["reviewer"]),
        day,
        _report(path, expect["report"]),
        _number(path, "expect: value", expect["value"]) if "value" in expect else None,
        _state(path, "expect: state", expect["state"], ("number", *EMPTY_STATES))
        if "state" in expect
        else None,
        _printed(path, expect["raw"]) if "raw" in expect else None,
    )


class _Once(yaml.SafeLoader):
    """Loads plain values, and refuses a key that stands twice: the second would win unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key {name} stands twice", problem_mark=key.start_mark
                )
            seen.add(name)
        return super().construct_mapping(node, deep)


def _keys(
    path: Path, where: str, content: Any, *, needed: frozenset[str], other: frozenset[str]
) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise _refused(path, f"{where}expected lines `key: value`")
    unknown = sorted(str(key) for key in content.keys() - needed - other)
    if unknown:
        raise _refused(path, f"{where}unknown key {unknown[0]}; see README.md beside it")
    missing = sorted(needed - content.keys())
    if missing:
        raise _refused(path, f"{where}the key {missing[0]} is missing; add it")
    return content


def _text(path: Path, key: str, given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise _refused(path, f"{key} is {given!r}, expected a text")
    return given.strip()


def _printed(path: Path, given: Any) -> str:
    if not isinstance(given, str):
        raise _refused(path, f"expect: raw is {given!r}, expected a text; put it in quotes")
    return given


def _whole(path: Path, key: str, given: Any) -> int:
    if type(given) is not int or not 0 < given < 2**31:
        raise _refused(path, f"{key} is {given!r}, expected a number")
    return given


def _number(path: Path, key: str, given: Any) -> float:
    if type(given) not in (int, float) or not math.isfinite(given) or abs(given) >= 1e12:
        raise _refused(path, f"{key} is {given!r}, expected a number below 10^12")
    return float(given)


def _state(path: Path, key: str, given: Any, known: tuple[str, ...]) -> str:
    if given not in known:
        raise _refused(path, f"{key} is {given!r}, expected one of {', '.join(known)}")
    return str(given)


def _evidence(path: Path, given: Any) -> str:
    told = _text(path, "evidence", given)
    if not re.search(r"https?://\S+|\b[0-9a-f]{16,64}\b", told):
        raise _refused(path, "evidence names no address and no report_id; say where it is seen")
    return told


def _report(path: Path, given: Any) -> str:
    """Check the beginning of a SHA-256; unquoted, one that is all digits is a number to YAML."""
    if not isinstance(given, str) or not re.fullmatch(r"[0-9a-f]{8,64}", given):
        fault = f"expect: report is {given!r}, expected 8 to 64 hex digits of the SHA-256"
        raise _refused(path, f"{fault}, in quotes")
    return given


def _refused(path: Path, fault: str) -> InputRefusedError:
    return InputRefusedError(f"{path}: {fault}")

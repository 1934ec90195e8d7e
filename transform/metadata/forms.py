"""How a type of DuckDB and a file's suffix are called in each of the standards."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from transform.errors import InputRefusedError

_TABLE_SCHEMA = {
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "FLOAT": "number",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "UINTEGER": "integer",
    "USMALLINT": "integer",
    "UTINYINT": "integer",
    "TINYINT": "integer",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}

_CROISSANT = {
    "array": "sc:Text",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}

_MEDIA = {
    ".csv": "text/csv",
    ".dta": "application/x-stata-dta",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".sql": "application/sql",
}


def table_schema(kind: str) -> str:
    """Give the type of Table Schema for one of DuckDB; lists are arrays.

    Raises `InputRefusedError` for one that no table has had so far.
    """
    if kind.endswith("[]"):
        return "array"
    if kind not in _TABLE_SCHEMA:
        raise InputRefusedError(f"{kind}: the standards' name for it is missing in {__name__}")
    return _TABLE_SCHEMA[kind]


def croissant(kind: str) -> str:
    """Give the type of Croissant for one of DuckDB; of a list, that of its items."""
    return _CROISSANT[table_schema(kind)]


def media(path: str) -> str:
    """Give the media type of a file."""
    return _MEDIA.get(PurePosixPath(path).suffix, "text/plain")


def text(value: dict[str, Any]) -> str:
    """Give JSON as the files of a release have it: Chinese as such, one form for one content."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {key: one for key, one in value.items() if one not in ("", None, [], {}, ())}

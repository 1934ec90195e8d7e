"""Writes `catalog.sql`: every table and view of a dataset, with a comment on every column."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from transform.catalog.dictionary import Column, Described, dictionary
from transform.tables import BY_YEAR, TABLES, literal, statement

_KINDS = {"table": "VIEW", "view": "VIEW", "macro": "MACRO TABLE"}


def catalog(wide: Iterable[Column]) -> str:
    """Give the text of `catalog.sql`; `wide` are the columns of the wide table that are cells."""
    described = dictionary()
    parts = [statement("catalog", "head")]
    for name in TABLES:
        what = described[name]
        columns = (*what.columns, *wide) if name == "wide" else what.columns
        parts += [_table(name), _comments(what, columns)]
    for name, text in views():
        parts += [text, _comments(described[name], described[name].columns)]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def views() -> list[tuple[str, str]]:
    """Give name and text of each view and macro, in the order in which they build on each other."""
    folder = files("transform") / "catalog" / "sql" / "views"
    paths = sorted(path.name for path in folder.iterdir() if path.name.endswith(".sql"))
    return [
        (name.removesuffix(".sql").partition("_")[2], (folder / name).read_text(encoding="utf-8"))
        for name in paths
    ]


def _table(name: str) -> str:
    place = f"/{name}/*.parquet" if name in BY_YEAR else f"/{name}.parquet"
    return (
        f"CREATE OR REPLACE VIEW {name} AS "
        f"FROM read_parquet(coalesce(getvariable('dataset'), '.') || '{place}');"
    )


def _comments(what: Described, columns: Iterable[Column]) -> str:
    lines = [f"COMMENT ON {_KINDS[what.kind]} {what.name} IS {literal(what.comment)};"]
    lines += [
        f'COMMENT ON COLUMN {what.name}."{column.name}" IS {literal(column.comment)};'
        for column in columns
    ]
    return "\n".join(lines)

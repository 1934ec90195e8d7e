"""Makes `datapackage.json`: Data Package v2, a resource a file, with its bytes and SHA-256.

The files of a table by year are resources of their own, so that size and hash stand where the
standard has them and a validator proves every byte; `table` names the table that they belong to,
and they share a schema in `schemas/TABLE.json`. A schema of a single file stands in its resource.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from transform.metadata.fields import Field
from transform.metadata.forms import media, table_schema, without_empty
from transform.metadata.holdings import SCHEMAS, File, Holdings, Table
from transform.metadata.project import Project
from transform.release.info import ReleaseInfo

_PROFILES = "https://datapackage.org/profiles/2.0"


def datapackage(held: Holdings, project: Project, release: ReleaseInfo) -> dict[str, Any]:
    """Give the descriptor of a release."""
    tables = (*held.tables, *held.exports)
    return without_empty(
        {
            "$schema": f"{_PROFILES}/datapackage.json",
            "name": project.name,
            "id": f"{project.name}-{release.version}",
            "title": project.title.pair,
            "description": project.description.both,
            "homepage": project.homepage,
            "version": release.version,
            "schema_version": release.schema_version,
            "created": f"{release.released.isoformat()}T00:00:00Z",
            "licenses": [
                {
                    "name": project.licence_id,
                    "path": project.licence_url,
                    "title": project.licence.pair,
                }
            ],
            "contributors": [{"title": project.creator.en, "roles": ["creator", "publisher"]}],
            "sources": [{"title": source.pair} for source in project.sources],
            "keywords": [one for word in project.keywords for one in (word.en, word.zh)],
            "resources": [
                *(_resource(table, file, tables) for table in tables for file in table.files),
                *(_file(file) for file in held.others),
            ],
        }
    )


def schemas(held: Holdings) -> dict[str, dict[str, Any]]:
    """Give the schemas that several files share, by the name of their file."""
    tables = (*held.tables, *held.exports)
    return {_schema_path(table): _schema(table, tables) for table in tables if table.by_year}


def _resource(table: Table, file: File, tables: tuple[Table, ...]) -> dict[str, Any]:
    shared = _schema_path(table) if table.by_year else _schema(table, tables)
    of_csv = {"encoding": "utf-8"} if file.path.endswith(".csv") else {}
    return {
        **_file(file),
        "type": "table",
        "table": table.name,
        "description": f"{table.en} {table.zh}",
        **of_csv,
        "schema": shared,
    }


def _file(file: File) -> dict[str, Any]:
    suffix = PurePosixPath(file.path).suffix
    name = file.path.removesuffix(".parquet").replace("/", "-").lower()
    return without_empty(
        {
            "name": name,
            "path": file.path,
            "format": suffix.removeprefix("."),
            "mediatype": media(file.path),
            "bytes": file.size,
            "hash": f"sha256:{file.sha256}",
        }
    )


def _schema_path(table: Table) -> str:
    return f"{SCHEMAS}/{table.name.replace('/', '-')}.json"


def _schema(table: Table, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Give the Table Schema. Keys of a table that no resource holds whole are left out."""
    primary = table.keys.primary
    whole = {one.name for one in tables if not one.by_year}
    return without_empty(
        {
            "$schema": f"{_PROFILES}/tableschema.json",
            "fields": [_field(field, primary) for field in table.fields],
            "missingValues": [""],
            "primaryKey": list(primary),
            "foreignKeys": [
                {
                    "fields": list(foreign.columns),
                    "reference": {
                        "resource": "" if foreign.of_table == table.name else foreign.of_table,
                        "fields": list(foreign.of_columns),
                    },
                }
                for foreign in table.keys.foreign
                if foreign.of_table in whole
            ],
        }
    )


def _field(field: Field, primary: tuple[str, ...]) -> dict[str, Any]:
    return without_empty(
        {
            "name": field.name,
            "type": table_schema(field.type),
            "title": field.zh if field.cell else "",
            "description": f"{field.en} {field.zh}",
            "unit": field.unit,
            "constraints": {"required": True} if field.name in primary else {},
        }
    )

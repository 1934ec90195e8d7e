"""Makes `croissant.json` (Croissant 1.1): every file with its SHA-256, every table as records.

A table by year is a FileSet of its files, from the folder itself and not `containedIn` them, which
would make each an archive; its records are read from all of them. Columns that are lists of structs
(`documents.sightings`, `units.successors`) are left out: its readers have no type for their items.
Keys to other tables are left out too, for readers take them as an order to join.
"""

from __future__ import annotations

from typing import Any

from transform.metadata.citation import reference
from transform.metadata.fields import Field
from transform.metadata.forms import croissant as type_of
from transform.metadata.forms import media, without_empty
from transform.metadata.holdings import File, Holdings, Table
from transform.metadata.project import Project
from transform.release.info import ReleaseInfo

_PARQUET = "application/x-parquet"
"""What Croissant's readers know Parquet by."""

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(held: Holdings, project: Project, release: ReleaseInfo) -> dict[str, Any]:
    """Give the description of a release."""
    return without_empty(
        {
            "@context": _CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": project.name,
            "alternateName": project.title.pair,
            "description": project.description.both,
            "url": project.homepage,
            "version": release.version,
            "datePublished": release.released.isoformat(),
            "license": project.licence_url,
            "creator": {"@type": "sc:Organization", "name": project.creator.en},
            "citeAs": reference(project, release),
            "inLanguage": ["zh", "en"],
            "isLiveDataset": False,
            "keywords": [one for word in project.keywords for one in (word.en, word.zh)],
            "distribution": [
                *(_file(file) for file in held.files),
                *(_files(table) for table in held.tables if table.by_year),
            ],
            "recordSet": [_records(table) for table in held.tables],
        }
    )


def _file(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": _PARQUET if file.path.endswith(".parquet") else media(file.path),
        "sha256": file.sha256,
    }


def _files(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table.name}-files",
        "name": f"{table.name}-files",
        "description": f"{table.en} {table.zh}",
        "encodingFormat": _PARQUET,
        "includes": f"{table.name}/*.parquet",
    }


def _records(table: Table) -> dict[str, Any]:
    source = (
        {"fileSet": {"@id": f"{table.name}-files"}}
        if table.by_year
        else {"fileObject": {"@id": table.files[0].path}}
    )
    return without_empty(
        {
            "@type": "cr:RecordSet",
            "@id": table.name,
            "name": table.name,
            "description": f"{table.en} {table.zh}",
            "key": [{"@id": f"{table.name}/{column}"} for column in table.keys.primary],
            "field": [
                _field(table, field, source)
                for field in table.fields
                if not field.type.startswith("STRUCT")
            ],
        }
    )


def _field(table: Table, field: Field, source: dict[str, Any]) -> dict[str, Any]:
    several = field.type.endswith("[]")
    return without_empty(
        {
            "@type": "cr:Field",
            "@id": f"{table.name}/{field.name}",
            "name": field.name,
            "description": f"{field.en} {field.zh}",
            "dataType": type_of(field.type),
            "isArray": True if several else None,
            "arrayShape": "-1" if several else "",
            "source": {**source, "extract": {"column": field.name}},
        }
    )

"""Makes `CITATION.cff` (Citation File Format 1.2.0) and `.zenodo.json` (a deposit's metadata)."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from transform.metadata.forms import without_empty
from transform.metadata.project import Project
from transform.release.info import ReleaseInfo


def reference(project: Project, release: ReleaseInfo) -> str:
    """Give the line by which a release is cited."""
    return (
        f"{project.creator.en} ({release.released.year}). {project.title.en} "
        f"(version {release.version}) [Data set]."
    )


def citation(project: Project, release: ReleaseInfo) -> str:
    """Give the text of `CITATION.cff`. Its values are JSON, which is YAML as well."""
    cff = without_empty(
        {
            "cff-version": "1.2.0",
            "message": "If you use these data, please cite the version that you used.",
            "type": "dataset",
            "title": project.title.pair,
            "abstract": project.description.both,
            "authors": [{"name": project.creator.en}],
            "version": release.version,
            "date-released": release.released.isoformat(),
            "license": project.licence_id,
            "url": project.homepage,
            "keywords": [one for word in project.keywords for one in (word.en, word.zh)],
        }
    )
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in cff.items())
    return "".join(lines)


def zenodo(project: Project, release: ReleaseInfo) -> dict[str, Any]:
    """Give the metadata of a deposit."""
    years = f"{release.first_year}–{release.last_year}"
    return without_empty(
        {
            "upload_type": "dataset",
            "title": project.title.pair,
            "description": "".join(
                f"<p>{escape(line)}</p>"
                for line in (
                    project.description.en,
                    project.description.zh,
                    f"Years covered: {years}. Version of the schema: {release.schema_version}.",
                )
            ),
            "creators": [{"name": project.creator.en}],
            "access_right": "open",
            "license": project.licence_id.lower(),
            "version": release.version,
            "publication_date": release.released.isoformat(),
            "language": "zho",
            "keywords": [one for word in project.keywords for one in (word.en, word.zh)],
            "references": [source.pair for source in project.sources],
            "related_identifiers": _related(project),
        }
    )


def _related(project: Project) -> list[dict[str, str]]:
    if not project.homepage:
        return []
    return [
        {
            "identifier": project.homepage,
            "relation": "isSupplementTo",
            "resource_type": "software",
        }
    ]

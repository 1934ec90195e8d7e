"""Makes `schema.jsonld`: a schema.org Dataset for search engines and for the page of a release.

The vocabulary stands in the context itself: whoever reads it needs no network. Addresses are from
the folder of the release.
"""

from __future__ import annotations

from typing import Any

from transform.metadata.citation import reference
from transform.metadata.forms import media, without_empty
from transform.metadata.holdings import Holdings
from transform.metadata.project import Project, Text
from transform.release.info import ReleaseInfo


def jsonld(held: Holdings, project: Project, release: ReleaseInfo) -> dict[str, Any]:
    """Give the description of a release. Measured variables are the cells of the forms."""
    return without_empty(
        {
            "@context": {"@vocab": "https://schema.org/"},
            "@type": "Dataset",
            "name": _texts(project.title),
            "description": _texts(project.description),
            "version": release.version,
            "url": project.homepage,
            "datePublished": release.released.isoformat(),
            "temporalCoverage": f"{release.first_year}/{release.last_year}",
            "spatialCoverage": {
                "@type": "Place",
                "name": _texts(project.place),
            },
            "license": project.licence_url,
            "isAccessibleForFree": True,
            "inLanguage": ["zh", "en"],
            "creator": {"@type": "Organization", "name": _texts(project.creator)},
            "citation": reference(project, release),
            "isBasedOn": [
                {"@type": "CreativeWork", "name": _texts(source)} for source in project.sources
            ],
            "keywords": [one for word in project.keywords for one in _texts(word)],
            "variableMeasured": [
                {
                    "@type": "PropertyValue",
                    "name": field.name,
                    "description": _texts(Text(field.en, field.zh)),
                    "unitText": field.unit,
                }
                for table in held.tables
                for field in table.fields
                if field.cell
            ],
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": file.path,
                    "contentUrl": file.path,
                    "encodingFormat": media(file.path),
                    "contentSize": f"{file.size} B",
                    "sha256": file.sha256,
                }
                for file in held.files
            ],
        }
    )


def _texts(text: Text) -> list[dict[str, str]]:
    pairs = (("en", text.en), ("zh", text.zh))
    return [{"@language": code, "@value": value} for code, value in pairs if value]

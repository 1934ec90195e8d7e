"""Writes the metadata of a release into its folder.

`datapackage.json` with `schemas/`, `croissant.json`, `schema.jsonld`, `CITATION.cff` and
`.zenodo.json`. They depend on the folder's other files, the release and the reference tables, and
on no clock: written twice they have the same bytes. To be called when every other file but
`SHA256SUMS` and `release.json` stands.
"""

from __future__ import annotations

from pathlib import Path

from transform.catalog.dictionary import Described, dictionary
from transform.metadata import holdings as held_in
from transform.metadata.citation import citation, zenodo
from transform.metadata.croissant import croissant
from transform.metadata.datapackage import datapackage, schemas
from transform.metadata.forms import text
from transform.metadata.holdings import holdings
from transform.metadata.jsonld import jsonld
from transform.metadata.project import project
from transform.release.info import ReleaseInfo


def texts(folder: Path, release: ReleaseInfo, described: dict[str, Described]) -> dict[str, str]:
    """Give the text of each file of metadata by its path, from what the folder holds.

    Raises `InputRefusedError` when it holds a table or column that is not described.
    """
    held, names = holdings(folder, described), project()
    return {
        **{path: text(schema) for path, schema in schemas(held).items()},
        held_in.DATAPACKAGE: text(datapackage(held, names, release)),
        held_in.CROISSANT: text(croissant(held, names, release)),
        held_in.JSONLD: text(jsonld(held, names, release)),
        held_in.CITATION: citation(names, release),
        held_in.ZENODO: text(zenodo(names, release)),
    }


def write(folder: Path, release: ReleaseInfo) -> list[Path]:
    """Write the metadata of the release in a folder; give the paths of what was written.

    Raises `InputRefusedError` as `texts` does; nothing is written then.
    """
    written = []
    for name, content in texts(folder, release, dictionary()).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written

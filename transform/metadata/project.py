"""What the project calls itself: rows `key, en, zh` of `data/reference/project.csv`.

Every name, sentence, keyword and address in the metadata of a release comes from there. A key with
several rows is a list; one that is empty, as `homepage`, is left out of the metadata.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from crawler.reference import REFERENCE

PATH = REFERENCE / "project.csv"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English and Chinese."""

    en: str
    zh: str

    @property
    def both(self) -> str:
        """English, then Chinese where there is any."""
        return f"{self.en} {self.zh}".strip()

    @property
    def pair(self) -> str:
        """Both as a title has them."""
        return f"{self.en} / {self.zh}" if self.zh else self.en


@dataclass(frozen=True, slots=True)
class Project:
    """What a release says about itself that is the same in every release."""

    name: str
    """A short name for programs."""
    creator: Text
    """An organisation; persons are not named."""
    title: Text
    description: Text
    keywords: tuple[Text, ...]
    place: Text
    licence: Text
    licence_id: str
    """As SPDX names it."""
    licence_url: str
    homepage: str
    """Empty while the project has none."""
    sources: tuple[Text, ...]


def project(path: Path = PATH) -> Project:
    """Read the rows."""
    rows: dict[str, list[Text]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["key"], []).append(Text(row["en"], row["zh"]))
    one = {key: texts[0] for key, texts in rows.items()}
    return Project(
        name=one["name"].en,
        creator=one["creator"],
        title=one["title"],
        description=one["description"],
        keywords=tuple(rows["keyword"]),
        place=one["place"],
        licence=one["licence"],
        licence_id=one["licence_id"].en,
        licence_url=one["licence_url"].en,
        homepage=one["homepage"].en,
        sources=tuple(rows["source"]),
    )

"""`.zenodo.json` as the metadata of a record.

Receives what `.zenodo.json` says, in the fields Zenodo documents for that file; gives the same in
the fields of InvenioRDM, which Zenodo's records have; refuses what is missing, malformed, or has no
place there. No field is dropped in silence: one that is not known here is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from transform.deposit.errors import ReleaseRefusedError

Fields = dict[str, Any]

REQUIRED = (
    "title", "description", "upload_type", "creators", "license", "publication_date", "version",
)  # fmt: skip
"""Without these Zenodo refuses a record, or it could not be cited or used."""

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)")
_URL = re.compile(r"https?://\S+")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def record_metadata(zenodo: Fields, version: str) -> Fields:
    """Give a record's metadata; refuse with every fault that was found."""
    faults = refusals(zenodo, version)
    if faults:
        raise ReleaseRefusedError(f".zenodo.json: {'; '.join(faults)}")
    metadata: Fields = {"publisher": "Zenodo"}
    for name, value in zenodo.items():
        for field, told in _FIELDS[name](value).items():
            # Notes and methods both become descriptions.
            if isinstance(told, list):
                metadata.setdefault(field, []).extend(told)
            else:
                metadata[field] = told
    return metadata


def refusals(zenodo: Fields, version: str) -> list[str]:
    """Tell what keeps `.zenodo.json` from being deposited, a line each."""
    found = [f"{name} is missing" for name in REQUIRED if not zenodo.get(name)]
    for name, value in zenodo.items():
        if name not in _FIELDS:
            found.append(f"{name} is not known here; leave it out, or set it on the site")
            continue
        try:
            _FIELDS[name](value)
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            why = f"lacks {problem}" if isinstance(problem, KeyError) else str(problem)
            found.append(f"{name}: {why}")
    if zenodo.get("version") not in {None, "", version}:
        found.append(f"version is {zenodo['version']!r}, the release is {version}")
    return found


def _text(field: str) -> Callable[[Any], Fields]:
    def told(value: Any) -> Fields:
        return {field: _words(value)}

    return told


def _described(kind: str) -> Callable[[Any], Fields]:
    def told(value: Any) -> Fields:
        return {"additional_descriptions": [{"description": _words(value), "type": {"id": kind}}]}

    return told


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return value


def _day(value: Any) -> Fields:
    return {"publication_date": date.fromisoformat(_words(value)).isoformat()}


def _people(value: list[Fields]) -> Fields:
    return {"creators": [_person(person) for person in _list(value)]}


def _contributors(value: list[Fields]) -> Fields:
    return {
        "contributors": [
            _person(person) | {"role": {"id": _words(person["type"]).lower()}}
            for person in _list(value)
        ]
    }


def _person(person: Fields) -> Fields:
    """`Family, Given` is a person; a name without a comma is an organisation."""
    name = _words(person["name"])
    family, comma, given = (part.strip() for part in name.partition(","))
    who: Fields = (
        {"type": "personal", "family_name": family, "given_name": given}
        if comma
        else {"type": "organizational", "name": name}
    )
    if orcid := person.get("orcid"):
        if not _ORCID.fullmatch(orcid):
            raise ValueError(f"{orcid!r} is no ORCID iD")
        who["identifiers"] = [{"scheme": "orcid", "identifier": orcid}]
    told: Fields = {"person_or_org": who}
    if affiliation := person.get("affiliation"):
        told["affiliations"] = [{"name": _words(affiliation)}]
    return told


def _related(value: list[Fields]) -> Fields:
    return {"related_identifiers": [_relation(related) for related in _list(value)]}


def _relation(related: Fields) -> Fields:
    identifier = _words(related["identifier"])
    if doi := _DOI.fullmatch(identifier):
        scheme, identifier = "doi", doi[1]
    elif _URL.fullmatch(identifier):
        scheme = "url"
    else:
        raise ValueError(f"{identifier!r} is neither a DOI nor an address")
    told: Fields = {
        "identifier": identifier,
        "scheme": scheme,
        "relation_type": {"id": _words(related["relation"]).lower()},
    }
    if kind := related.get("resource_type"):
        told["resource_type"] = {"id": _words(kind)}
    return told


def _dates(value: list[Fields]) -> Fields:
    return {
        "dates": [
            {
                "date": "/".join(dict.fromkeys((_words(each["start"]), _words(each["end"])))),
                "type": {"id": _words(each["type"]).lower()},
            }
            | ({"description": each["description"]} if each.get("description") else {})
            for each in _list(value)
        ]
    }


def _licence(value: Any) -> Fields:
    name = value["id"] if isinstance(value, dict) else value
    return {"rights": [{"id": _words(name).lower()}]}


def _language(value: Any) -> Fields:
    if not re.fullmatch("[a-z]{3}", _words(value)):
        raise ValueError(f"{value!r} is no ISO 639-3 code, as in zho")
    return {"languages": [{"id": value}]}


def _open(value: Any) -> Fields:
    if value != "open":
        raise ValueError(f"{value!r}; a release is open")
    return {}


_FIELDS: dict[str, Callable[[Any], Fields]] = {
    "title": _text("title"),
    "description": _text("description"),
    "upload_type": lambda value: {"resource_type": {"id": _words(value)}},
    "creators": _people,
    "contributors": _contributors,
    "license": _licence,
    "publication_date": _day,
    "version": _text("version"),
    "language": _language,
    "keywords": lambda value: {"subjects": [{"subject": _words(word)} for word in _list(value)]},
    "related_identifiers": _related,
    "references": lambda value: {
        "references": [{"reference": _words(each)} for each in _list(value)]
    },
    "dates": _dates,
    "notes": _described("other"),
    "method": _described("methods"),
    "access_right": _open,
}

"""Croissant, JSON-LD, the citation and the deposit's metadata, each read by what reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import jsonschema
import mlcroissant
import pandas as pd
import pyarrow.parquet as pq
import pytest
import rdflib
import yaml

from tests.dataset import country
from tests.described import described, make, offline, read, sha256
from transform.catalog.dictionary import dictionary
from transform.metadata.project import project
from transform.tables import TABLES

pytestmark = pytest.mark.filterwarnings(  # of what the validators are built on
    "ignore::DeprecationWarning:rdflib.*", "ignore:The inplace keyword:DeprecationWarning"
)
SDO = rdflib.Namespace("https://schema.org/")


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    with offline():
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("country"))


# Croissant


def test_mlcroissant_finds_nothing_to_correct(made: Path, caplog: pytest.LogCaptureFixture) -> None:
    found = mlcroissant.Dataset(jsonld=str(made / "croissant.json"))
    assert found.metadata.ctx.issues.report() == ""
    assert found.metadata.ctx.conforms_to.to_json() == "http://mlcommons.org/croissant/1.1"
    assert caplog.messages == []


def test_mlcroissant_finds_a_field_without_a_source(made: Path) -> None:
    broken = read(made / "croissant.json")
    by_year = next(one for one in broken["recordSet"] if one["@id"] == "checks")
    by_year["field"][0]["source"]["fileSet"]["@id"] = "nowhere"
    with pytest.raises(mlcroissant.ValidationError, match="nowhere"):
        mlcroissant.Dataset(jsonld=broken)


def test_croissant_names_every_file_with_its_hash(made: Path) -> None:
    objects = {
        one["contentUrl"]: one["sha256"]
        for one in read(made / "croissant.json")["distribution"]
        if one["@type"] == "cr:FileObject"
    }
    assert objects == {name: sha256(made / name) for name in described(made)}


@pytest.fixture(scope="module")
def by_croissant(made: Path) -> mlcroissant.Dataset:
    return mlcroissant.Dataset(jsonld=str(made / "croissant.json"))


@pytest.mark.parametrize("table", TABLES)
def test_the_records_that_croissant_tells_of_are_the_rows(
    made: Path, by_croissant: mlcroissant.Dataset, table: str
) -> None:
    records = list(by_croissant.records(table))
    place = made / table if (made / table).is_dir() else made / f"{table}.parquet"
    rows = pq.read_table(place)
    assert len(records) == rows.num_rows
    kept = [one.name for one in dictionary()[table].columns if not one.type.startswith("STRUCT")]
    [told] = [one for one in by_croissant.metadata.record_sets if one.id == table]
    got = [field.name for field in told.fields]
    assert all([*one] == [f"{table}/{name}" for name in got] for one in records)
    assert [name for name in got if "__" not in name] == kept
    assert set(got) <= set(rows.column_names)
    for name in ("unit_id", "year", "value"):
        if name in kept:
            theirs = pd.Series([one[f"{table}/{name}"] for one in records], dtype="float64")
            ours = rows[name].to_pandas().astype("float64")
            pd.testing.assert_series_equal(theirs, ours, check_names=False)


# schema.org


@pytest.fixture(scope="module")
def graph(made: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(
        made / "schema.jsonld", format="json-ld", publicID="https://x.test/"
    )


def test_json_ld_expands_to_a_dataset_without_network(graph: rdflib.Graph) -> None:
    [dataset] = graph.subjects(rdflib.RDF.type, SDO.Dataset)
    said = {
        name.removeprefix(str(SDO)): graph.value(dataset, name)
        for name in graph.predicates(dataset)
    }
    assert said["version"] == rdflib.Literal("2026.11.22")
    assert said["datePublished"] == rdflib.Literal("2026-11-22")
    assert said["temporalCoverage"] == rdflib.Literal("2019/2024")
    assert said["license"] == rdflib.Literal("https://creativecommons.org/licenses/by/4.0/")
    assert said["isAccessibleForFree"] == rdflib.Literal(True)
    assert said["citation"] == rdflib.Literal(
        "Gongkai (2026). Gongkai: China's yearly reports on government information disclosure "
        "(version 2026.11.22) [Data set]."
    )
    assert {str(one) for one in graph.objects(dataset, SDO.inLanguage)} == {"zh", "en"}
    places = {str(one) for one in graph.objects(said["spatialCoverage"], SDO.name)}
    assert places == {"China", "中国"}
    assert {one.language for one in graph.objects(dataset, SDO.description)} == {"en", "zh"}
    assert all(50 <= len(one) <= 5000 for one in graph.objects(dataset, SDO.description))


def test_json_ld_offers_every_file_and_every_cell(made: Path, graph: rdflib.Graph) -> None:
    [dataset] = graph.subjects(rdflib.RDF.type, SDO.Dataset)
    offered = {
        str(graph.value(one, SDO.contentUrl)): str(graph.value(one, SDO.sha256))
        for one in graph.objects(dataset, SDO.distribution)
    }
    assert offered == {name: sha256(made / name) for name in described(made)}
    measured = {
        str(graph.value(one, SDO.name)) for one in graph.objects(dataset, SDO.variableMeasured)
    }
    wide = pq.read_schema(made / "wide" / "2021.parquet").names
    assert measured == {name for name in wide if "__" in name}


# Citation and deposit


def test_the_citation_fits_the_citation_file_format(made: Path) -> None:
    place = files("check_jsonschema") / "builtin_schemas" / "vendor" / "citation-file-format.json"
    schema = json.loads(place.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    cff = yaml.safe_load((made / "CITATION.cff").read_text(encoding="utf-8"))
    assert list(validator.iter_errors(cff)) == []
    assert (cff["type"], cff["version"]) == ("dataset", "2026.11.22")
    assert cff["date-released"] == "2026-11-22"
    assert cff["authors"] == [{"name": "Gongkai"}], "an entity, no person"
    del cff["authors"]
    assert [problem.message for problem in validator.iter_errors(cff)] == [
        "'authors' is a required property"
    ]


def test_the_deposit_has_what_an_archive_asks_for(made: Path) -> None:
    deposit = read(made / ".zenodo.json")
    assert deposit["upload_type"] == "dataset"
    assert deposit["creators"] == [{"name": "Gongkai"}]
    assert (deposit["access_right"], deposit["license"]) == ("open", "cc-by-4.0")
    assert (deposit["version"], deposit["publication_date"]) == ("2026.11.22", "2026-11-22")
    assert deposit["language"] == "zho"
    assert re.fullmatch(r"(<p>[^<>]+</p>)+", deposit["description"])
    assert "communities" not in deposit


def test_the_licence_is_the_one_of_the_data() -> None:
    licence = (country.ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert f"SPDX-License-Identifier: {project().licence_id}\n" in licence
    assert f"{project().licence_url}legalcode" in licence

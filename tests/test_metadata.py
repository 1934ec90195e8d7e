"""The metadata of a release: what each file says, and that its validators find nothing, offline."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.dataset import country
from tests.described import RELEASE, described, make, offline, read, sha256
from transform import metadata
from transform.catalog.dictionary import dictionary
from transform.errors import InputRefusedError
from transform.metadata.citation import citation, zenodo
from transform.metadata.croissant import croissant
from transform.metadata.datapackage import datapackage
from transform.metadata.forms import table_schema
from transform.metadata.holdings import SCHEMAS, Holdings, holdings
from transform.metadata.jsonld import jsonld
from transform.metadata.keys import Keys, keys
from transform.metadata.project import project
from transform.tables import TABLES


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    with offline():
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("country"))


@pytest.fixture
def release(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return shutil.copytree(made, tmp_path / "release")


# Data Package


def schema_of(folder: Path, resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    return read(folder / schema) if isinstance(schema, str) else schema


def profile(name: str) -> jsonschema.protocols.Validator:
    """The standard's own schema, as dplib brings it."""
    schema = json.loads((files("dplib") / "profiles" / "2.0" / name).read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def test_the_package_holds_every_file_once_with_its_bytes_and_hash(made: Path) -> None:
    resources = read(made / "datapackage.json")["resources"]
    assert sorted(one["path"] for one in resources) == described(made)
    assert len({one["name"] for one in resources}) == len(resources)
    for one in resources:
        path = made / one["path"]
        assert (one["bytes"], one["hash"]) == (path.stat().st_size, f"sha256:{sha256(path)}")


def test_the_package_fits_the_profile_of_data_package_2(made: Path) -> None:
    package = read(made / "datapackage.json")
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert list(profile("datapackage.json").iter_errors(package)) == []
    for path in (made / SCHEMAS).iterdir():
        assert list(profile("tableschema.json").iter_errors(read(path))) == [], path
    package["resources"][0]["bytes"] = "many"
    [problem] = profile("datapackage.json").iter_errors(package)
    assert problem.json_path == "$.resources[0].bytes"


def test_the_package_tells_version_date_licence_and_who_made_it(made: Path) -> None:
    package = read(made / "datapackage.json")
    assert (package["version"], package["created"]) == ("2026.11.22", "2026-11-22T00:00:00Z")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["contributors"] == [{"title": "Gongkai", "roles": ["creator", "publisher"]}]


def test_every_column_has_type_unit_and_both_languages(made: Path) -> None:
    tables = set()
    for resource in read(made / "datapackage.json")["resources"]:
        if resource.get("type") != "table":
            continue
        tables.add(resource["table"])
        assert re.search(r"[a-z].*[\u4e00-\u9fff]", resource["description"]), resource["name"]
        fields = schema_of(made, resource)["fields"]
        path = made / resource["path"]
        names = (
            pq.read_schema(path).names
            if path.suffix == ".parquet"
            else pd.read_csv(path, nrows=0).columns.tolist()
        )
        assert [field["name"] for field in fields] == names
        for field in fields:
            assert field["type"], field
            assert field["unit"], field
            assert re.search(r"[A-Za-z].*[\u4e00-\u9fff]", field["description"]), field
            assert ("title" in field) == ("__" in field["name"]), "labels of cells, as printed"
    assert tables == {*TABLES, "exports/wide", "exports/codebook"}


def test_every_table_has_a_key_but_prose() -> None:
    """A text may tell the same figure twice, in the same words."""
    assert {table for table in TABLES if not keys().get(table, Keys()).primary} <= {"prose"}


def check(folder: Path, package: dict[str, Any]) -> frictionless.Report:
    return frictionless.Package.from_descriptor(package, basepath=str(folder)).validate()


def faults(folder: Path, package: dict[str, Any], resource: str) -> set[str]:
    """The kinds of fault in one resource."""
    held = frictionless.Package.from_descriptor(package, basepath=str(folder))
    report = held.get_resource(resource).validate()
    return {kind for (kind,) in report.flatten(["type"])}


def as_files(folder: Path) -> dict[str, Any]:
    """The package with every resource as bytes: frictionless counts none of a Parquet table."""
    package = read(folder / "datapackage.json")
    for resource in package["resources"]:
        resource["type"] = "file"
        resource.pop("schema", None)
    return package


def as_rows(folder: Path) -> dict[str, Any]:
    """The package with the rows of the Parquet files in it: read by pandas, as frictionless does,
    whole numbers become decimals where one is missing."""
    package = read(folder / "datapackage.json")
    for resource in package["resources"]:
        if resource["path"].endswith(".parquet"):
            table = pq.read_table(folder / resource["path"])
            rows = [list(row.values()) for row in table.to_pylist()]
            resource["data"] = [table.column_names, *rows]
            for name in ("path", "bytes", "hash", "format", "mediatype"):
                resource.pop(name)
    return package


def test_frictionless_finds_every_byte_in_place(made: Path) -> None:
    report = check(made, as_files(made))
    assert report.valid, report.flatten(["message"])
    assert len(report.tasks) == len(described(made))


@pytest.mark.parametrize(
    "name", ["facts/2021.parquet", "exports/wide-2022.csv", "exports/codebook.dta", "README.md"]
)
def test_frictionless_finds_a_damaged_byte(release: Path, name: str) -> None:
    content = bytearray((release / name).read_bytes())
    content[-1] ^= 1
    (release / name).write_bytes(content)
    [task] = [task for task in check(release, as_files(release)).tasks if not task.valid]
    assert (task.place, [error.type for error in task.errors]) == (name, ["hash-count"])


def test_frictionless_finds_every_row_as_its_schema_says(made: Path) -> None:
    report = check(made, as_rows(made))
    assert report.valid, report.flatten(["message"])
    counted = {task.name: task.stats.get("rows") for task in report.tasks if task.type == "table"}
    assert (counted["facts-2022"], counted["wide-2022"]) == (786, 4)
    assert counted["exports-wide-2022.csv"] == 4


def test_frictionless_finds_text_where_a_number_should_be(release: Path) -> None:
    path = release / "exports" / "wide-2021.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b",0,", b",none,", 1)
    path.write_bytes(b"".join(lines))
    assert "type-error" in faults(release, as_rows(release), "exports-wide-2021.csv")


@pytest.mark.parametrize(
    ("resource", "column", "value", "problem"),
    [
        ("facts-2021", "unit_id", 99, "foreign-key"),
        ("facts-2021", "unit_id", None, "constraint-error"),
        ("coverage", "year", 2020, "primary-key"),
        ("reports", "checks_failed", "few", "type-error"),
    ],
)
def test_frictionless_finds_rows_that_break_a_key_or_type(
    made: Path, resource: str, column: str, value: object, problem: str
) -> None:
    package = as_rows(made)
    [table] = [one for one in package["resources"] if one["name"] == resource]
    head, first, *_ = table["data"]
    first[head.index(column)] = value
    assert problem in faults(made, package, resource)


def test_a_column_without_description_is_refused(release: Path) -> None:
    path = release / "coverage.parquet"
    table = pq.read_table(path)
    pq.write_table(table.append_column("mood", table["state"]), path)
    with pytest.raises(InputRefusedError, match=r"coverage\.parquet: .* no column mood of cover"):
        metadata.write(release, RELEASE)


def test_a_type_that_the_standards_name_is_not_known_for_is_refused() -> None:
    assert table_schema("VARCHAR[]") == "array"
    with pytest.raises(InputRefusedError, match="INTERVAL: the standards' name"):
        table_schema("INTERVAL")


def test_a_table_without_description_is_refused(release: Path) -> None:
    shutil.copy(release / "coverage.parquet", release / "moods.parquet")
    with pytest.raises(InputRefusedError, match=r"moods\.parquet: .* no table moods"):
        metadata.write(release, RELEASE)


# All of them


def test_written_again_the_bytes_are_the_same(release: Path) -> None:
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    (release / "SHA256SUMS").write_text("sealed\n", encoding="utf-8")
    (release / "release.json").write_text("{}\n", encoding="utf-8")
    metadata.write(release, RELEASE)
    for path, content in before.items():
        if path.name != "SHA256SUMS":
            assert path.read_bytes() == content, path.name


def test_no_date_but_that_of_the_release(release: Path) -> None:
    then = replace(RELEASE, version="2031.01.02", released=date(2031, 1, 2))
    for path in metadata.write(release, then):
        dates = re.findall(r"\b20\d\d-\d\d-\d\d", path.read_text(encoding="utf-8"))
        assert set(dates) <= {"2031-01-02"}, path.name


def test_chinese_is_written_as_such(made: Path) -> None:
    for name in ("datapackage.json", "croissant.json", "schema.jsonld", ".zenodo.json"):
        text = (made / name).read_text(encoding="utf-8")
        assert "\\u" not in text, name
        assert text.endswith("}\n"), name


def everywhere(held: Holdings, homepage: str) -> str:
    names = replace(project(), homepage=homepage)
    made = [make(held, names, RELEASE) for make in (datapackage, croissant, jsonld)]
    return json.dumps([*made, zenodo(names, RELEASE)]) + citation(names, RELEASE)


def test_a_homepage_is_named_once_there_is_one(made: Path) -> None:
    held = holdings(made, dictionary())
    assert everywhere(held, "https://gongkai.test/").count("https://gongkai.test/") == 5
    without = everywhere(held, "")
    for key in ('"homepage"', '"url"', '"doi"', "related_identifiers", "\nurl:"):
        assert key not in without.replace('"name": "url"', ""), key


def test_names_keys_and_tables_are_rows_of_the_reference() -> None:
    with (country.REFERENCE / "project.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["en"] for row in rows if row["key"] == "homepage"] == [project().homepage]
    assert set(keys()) <= set(dictionary()) | {"versions", "corrections", "changes"}

"""What is refused before anything is sent: a release, its metadata, its size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.zenodo import TOKEN, Server
from tests.zenodo.release import VERSION, lay_out, seal
from tests.zenodo.running import (
    FILES,
    deposit,
)
from transform.deposit.package import Item, refusals


def _changed(folder: Path) -> None:
    (folder / "README.md").write_text("mended", encoding="utf-8")


def _missing(folder: Path) -> None:
    (folder / "facts" / "2024.parquet").unlink()


def _added(folder: Path) -> None:
    (folder / "notes.txt").write_text("more", encoding="utf-8")


def _unsealed(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (_changed, "README.md has changed since"),
        (_missing, "facts/2024.parquet is not there"),
        (_added, "notes.txt is not listed in it"),
        (_unsealed, "no release lies there"),
    ],
)
def test_a_damaged_release_is_refused(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str], damage: Any, named: str
) -> None:
    damage(data / "releases" / VERSION)
    assert deposit(data, zenodo) == 65
    assert named in capsys.readouterr().err
    assert zenodo.seen == []


@pytest.mark.parametrize("version", ["2026.11.23", "../elsewhere", "latest", "2026"])
def test_a_version_that_is_not_there_is_refused(data: Path, zenodo: Server, version: str) -> None:
    assert deposit(data, zenodo, "--version", version) == 65
    assert zenodo.seen == []


def test_without_any_release_nothing_is_done(
    tmp_path: Path, zenodo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    assert deposit(tmp_path, zenodo) == 65
    (tmp_path / "releases").mkdir()
    assert deposit(tmp_path, zenodo) == 65


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"title": None}, "title is missing"),
        ({"creators": []}, "creators is missing"),
        ({"license": None}, "license is missing"),
        ({"version": "2026.11.21"}, "version is '2026.11.21', the release is 2026.11.22"),
        ({"publication_date": "22 November"}, "publication_date: "),
        ({"creators": [{"affiliation": "x"}]}, "creators: lacks 'name'"),
        ({"creators": [{"name": "A, B", "orcid": "1"}]}, "'1' is no ORCID iD"),
        ({"keywords": "a word"}, "keywords: 'a word' is no list"),
        ({"language": "zh"}, "language: 'zh' is no ISO 639-3 code"),
        ({"access_right": "closed"}, "access_right: 'closed'; a release is open"),
        (
            {"related_identifiers": [{"identifier": "x", "relation": "cites"}]},
            "'x' is neither a DOI nor an address",
        ),
        ({"communities": [{"identifier": "zenodo"}]}, "communities is not known here"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_metadata_that_zenodo_would_refuse_is_refused_first(
    *,
    tmp_path: Path,
    zenodo: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, Any],
    named: str,
    more: tuple[str, ...],
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    lay_out(tmp_path, changed=changed)
    assert deposit(tmp_path, zenodo, *more) == 65
    assert named in capsys.readouterr().err
    assert zenodo.seen == []


def test_every_fault_of_the_metadata_is_named_at_once(
    tmp_path: Path,
    zenodo: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    lay_out(tmp_path, changed={"title": None, "language": "zh"})
    deposit(tmp_path, zenodo)
    said = capsys.readouterr().err
    assert "title is missing" in said
    assert "no ISO 639-3 code" in said


def test_a_release_of_many_files_is_deposited_as_few(
    data: Path, zenodo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data / "releases" / VERSION
    for number in range(150):
        (folder / "facts" / f"{number}.csv").write_text("a\n", encoding="utf-8")
    seal(folder)
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert set(draft.files) == FILES


def test_more_than_a_record_of_zenodo_holds_is_refused() -> None:
    def items(number: int, size: int) -> tuple[Item, ...]:
        return tuple(Item(f"{each}", Path(f"{each}"), size, "", "") for each in range(number))

    assert refusals(items(100, 500_000_000)) == []
    assert refusals(items(101, 1)) == ["101 files; Zenodo takes 100 a record"]
    assert refusals(items(2, 25_000_000_001)) == [
        "50,000,000,002 bytes; Zenodo takes 50,000,000,000 a record"
    ]


def test_an_empty_file_is_refused(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data / "releases" / VERSION
    (folder / "CHANGES.md").write_bytes(b"")
    seal(folder)
    assert deposit(data, zenodo) == 65
    assert "CHANGES.md is empty" in capsys.readouterr().err
    assert zenodo.seen == []

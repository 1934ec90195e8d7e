"""A new version continues the record of the one before, so that one DOI leads to all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zenodo import TOKEN, Server
from tests.zenodo.release import NEXT, VERSION, lay_out
from tests.zenodo.running import (
    ARCHIVE,
    FILES,
    deposit,
    entries,
    published,
    requests,
)


@pytest.mark.parametrize("inherits", [False, True])
@pytest.mark.parametrize("forgotten", [False, True])
def test_a_new_version_continues_the_record_of_the_one_before(
    data: Path, zenodo: Server, terminal: int, *, forgotten: bool, inherits: bool
) -> None:
    published(data, zenodo, terminal)
    zenodo.account.inherits_version = inherits
    if forgotten:
        (data / "releases" / "deposits.json").unlink()
    lay_out(data, NEXT)
    assert published(data, zenodo, terminal, NEXT) == 0
    first, second = zenodo.account.records.values()
    assert second.concept == first.concept
    assert second.index == 2
    assert second.metadata["version"] == NEXT
    assert set(second.files) == (FILES - {ARCHIVE}) | {f"gongkai-{NEXT}.zip"}
    assert entries(data)[-1]["concept_doi"] == f"10.5281/zenodo.{first.concept}"


def test_a_title_that_names_its_version_is_recognised_in_the_next(
    tmp_path: Path, zenodo: Server, terminal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    lay_out(tmp_path, VERSION, {"title": f"Gongkai {VERSION}"})
    published(tmp_path, zenodo, terminal)
    (tmp_path / "releases" / "deposits.json").unlink()
    lay_out(tmp_path, NEXT, {"title": f"Gongkai {NEXT}"})
    assert deposit(tmp_path, zenodo) == 0
    assert len({record.concept for record in zenodo.account.records.values()}) == 1


def test_another_dataset_of_the_account_is_left_alone(data: Path, zenodo: Server) -> None:
    other = zenodo.account.create(json={"metadata": {"title": "Something else"}})
    zenodo.account.records[other["id"]].published = True
    assert deposit(data, zenodo) == 0
    assert len({record.concept for record in zenodo.account.records.values()}) == 2


def test_a_record_can_be_named_that_a_version_continues(data: Path, zenodo: Server) -> None:
    old = zenodo.account.create(json={"metadata": {"title": "Gongkai under its first name"}})
    zenodo.account.records[old["id"]].published = True
    assert deposit(data, zenodo, "--continues", old["id"]) == 0
    assert len({record.concept for record in zenodo.account.records.values()}) == 1


def test_a_draft_of_another_version_in_the_way_is_named(
    data: Path, zenodo: Server, terminal: int, capsys: pytest.CaptureFixture[str]
) -> None:
    published(data, zenodo, terminal)
    lay_out(data, NEXT)
    deposit(data, zenodo)
    lay_out(data, "2026.12.25")
    assert deposit(data, zenodo) == 65
    assert f"is a draft of {NEXT}" in capsys.readouterr().err


def test_an_older_release_does_not_follow_a_newer_one(
    data: Path, zenodo: Server, terminal: int
) -> None:
    lay_out(data, NEXT)
    published(data, zenodo, terminal, NEXT)
    assert deposit(data, zenodo, "--version", VERSION) == 65
    assert len(zenodo.account.records) == 1


def test_each_server_has_its_own_deposits(data: Path, zenodo: Server, terminal: int) -> None:
    with Server() as sandbox:
        published(data, sandbox, terminal)
    assert published(data, zenodo, terminal) == 0
    assert [each["server"] for each in entries(data)] == [sandbox.address, zenodo.address]


def test_a_version_is_found_among_many_records_of_the_account(
    data: Path, zenodo: Server, terminal: int
) -> None:
    published(data, zenodo, terminal)
    (record,) = zenodo.account.records.values()
    for _ in range(60):  # more than the server gives at once
        other = zenodo.account.create(
            json={"metadata": {"title": f"On {record.metadata['title']}"}}
        )
        zenodo.account.records[other["id"]].published = True
    (data / "releases" / "deposits.json").unlink()
    zenodo.seen.clear()
    assert deposit(data, zenodo) == 65
    assert requests(zenodo, "GET /api/user/records") == 3

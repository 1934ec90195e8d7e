"""A draft is published by a person who types its version, and by nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.zenodo import Server
from tests.zenodo.release import NEXT, VERSION
from tests.zenodo.running import (
    FILES,
    deposit,
    entries,
    entries_yet,
    published,
    requests,
)


def test_without_publish_nothing_is_published(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert not draft.published
    assert f"{zenodo.address}/uploads/{draft.id}" in capsys.readouterr().out


def test_a_person_who_types_the_version_publishes(
    data: Path, zenodo: Server, terminal: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert published(data, zenodo, terminal) == 0
    (record,) = zenodo.account.records.values()
    assert record.published
    (entry,) = entries(data)
    assert entry["state"] == "published"
    assert entry["doi"] == f"10.5281/zenodo.{record.id}"
    assert entry["concept_doi"] == f"10.5281/zenodo.{record.concept}"
    assert entry["address"] == f"{zenodo.address}/records/{record.id}"
    assert entry["md5"] == {name: file.md5 for name, file in record.files.items()}
    assert entry["doi"] in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["yes", "y", "", NEXT, f"{VERSION}.1"])
def test_anything_else_that_is_typed_leaves_the_draft(
    data: Path, zenodo: Server, terminal: int, typed: str
) -> None:
    assert published(data, zenodo, terminal, typed) == 77
    (draft,) = zenodo.account.records.values()
    assert not draft.published
    assert set(draft.files) == FILES


def test_publish_without_a_terminal_sends_nothing(data: Path, zenodo: Server) -> None:
    command = [sys.executable, "-m", "transform", "publish", "--publish", "--data", str(data)]
    ended = subprocess.run(
        [*command, "--server", zenodo.address], input=VERSION, text=True, capture_output=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 77
    assert "a person at a terminal" in ended.stderr
    assert zenodo.seen == []


def test_a_draft_that_was_changed_while_a_person_looked_is_not_published(
    data: Path, zenodo: Server, terminal: int
) -> None:
    def look() -> None:
        while not any(each["md5"] for each in entries_yet(data)):
            time.sleep(0.01)
        (draft,) = zenodo.account.records.values()
        del draft.files["README.md"]
        os.write(terminal, f"{VERSION}\n".encode())

    person = threading.Thread(target=look)
    person.start()
    assert deposit(data, zenodo, "--publish") == 75
    person.join()
    (draft,) = zenodo.account.records.values()
    assert not draft.published


def test_a_draft_that_a_person_published_while_looking_is_entered(
    data: Path, zenodo: Server, terminal: int
) -> None:
    def look() -> None:
        while not any(each["md5"] for each in entries_yet(data)):
            time.sleep(0.01)
        (draft,) = zenodo.account.records.values()
        zenodo.account.publish(number=draft.id)
        os.write(terminal, f"{VERSION}\n".encode())

    person = threading.Thread(target=look)
    person.start()
    assert deposit(data, zenodo, "--publish") == 0
    person.join()
    assert entries(data)[0]["state"] == "published"
    assert requests(zenodo, "/publish") == 0

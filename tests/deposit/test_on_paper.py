"""A dry run sends nothing and prints what would be sent; a rehearsal stays on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.zenodo import TOKEN, Server
from tests.zenodo.release import VERSION
from tests.zenodo.running import (
    deposit,
    published,
)


def test_a_dry_run_prints_the_requests_a_deposit_makes(
    data: Path,
    zenodo: Server,
    terminal: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("ZENODO_TOKEN")
    assert deposit(data, zenodo, "--dry-run") == 0
    assert zenodo.seen == []
    assert not (data / "releases" / "deposits.json").exists()
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    verbs = {"GET", "POST", "PUT", "DELETE"}
    printed = [f"{line[0]} {line[1].partition('?')[0]}" for line in lines if line[0] in verbs]

    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    assert published(data, zenodo, terminal) == 0
    (record,) = zenodo.account.records.values()
    assert [str(seen).replace(record.id, "{id}") for seen in zenodo.seen] == printed


def test_a_dry_run_prints_sizes_checksums_and_metadata(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    deposit(data, zenodo, "--dry-run")
    printed = capsys.readouterr().out
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    for name, file in draft.files.items():
        assert f"{name}/content  {len(file.content):,} bytes  md5:{file.md5}" in printed
    assert json.loads(printed[printed.index("\n{") :]) == draft.metadata


def test_a_rehearsal_goes_the_whole_way_on_this_machine(data: Path, tmp_path: Path) -> None:
    rehearsal = [sys.executable, "-m", "tests.zenodo", "run", "--"]
    command = [sys.executable, "-m", "transform", "publish", "--data", str(data)]
    where = ["--server", "{server}", "--deposits", "{scratch}/deposits.json"]
    ended = subprocess.run(
        [*rehearsal, *command, *where], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0
    assert ended.stdout.startswith(f"draft of {VERSION}: http://127.0.0.1:")
    assert not (data / "releases" / "deposits.json").exists()

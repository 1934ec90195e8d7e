"""A release becomes a draft on Zenodo: whole, and the same one when run again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zenodo import TOKEN, Server
from tests.zenodo.faults import Held
from tests.zenodo.release import NEXT, VERSION, lay_out
from tests.zenodo.running import (
    ARCHIVE,
    FILES,
    SENDING,
    deposit,
    entries,
    published,
    requests,
)
from transform.deposit.folder import Release
from transform.deposit.package import pack

# What is deposited


def test_a_draft_holds_the_archive_and_what_is_read_beside_it(data: Path, zenodo: Server) -> None:
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert not draft.published
    assert set(draft.files) == FILES
    assert all(file.complete for file in draft.files.values())
    readme = data / "releases" / VERSION / "README.md"
    assert draft.files["README.md"].content == readme.read_bytes()
    assert draft.preview == "README.md"


def test_the_archive_unpacks_to_a_release_whose_checksums_hold(
    data: Path, zenodo: Server, tmp_path: Path
) -> None:
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    archive = tmp_path / "downloaded.zip"
    archive.write_bytes(draft.files[ARCHIVE].content)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "out")
    checked = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "out" / f"gongkai-{VERSION}",
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0
    assert len(checked.stderr) == 0


def test_the_draft_says_what_zenodo_json_says(data: Path, zenodo: Server) -> None:
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    assert draft.errors == []
    assert draft.metadata == {
        "publisher": "Zenodo",
        "title": "Gongkai 公开: yearly reports on information disclosure, every cell",
        "description": "<p>Every cell of the statutory tables.</p>",
        "resource_type": {"id": "dataset"},
        "creators": [{"person_or_org": {"type": "organizational", "name": "Gongkai contributors"}}],
        "rights": [{"id": "cc-by-4.0"}],
        "publication_date": "2026-11-22",
        "languages": [{"id": "zho"}],
        "subjects": [{"subject": "政府信息公开"}, {"subject": "freedom of information"}],
        "related_identifiers": [
            {
                "identifier": "https://example.org/gongkai",
                "scheme": "url",
                "relation_type": {"id": "iscompiledby"},
            }
        ],
        "additional_descriptions": [{"description": "Blank is not zero.", "type": {"id": "other"}}],
        "version": VERSION,
    }


def test_the_archive_has_the_same_bytes_whenever_it_is_packed(
    tmp_path: Path, zenodo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    for place, umask, when in (("one", 0o022, 0), ("two", 0o077, 1_700_000_000)):
        before = os.umask(umask)
        folder = lay_out(tmp_path / place)
        os.umask(before)
        for path in folder.rglob("*"):
            os.utime(path, (when, when))
    deposit(tmp_path / "one", zenodo)
    zenodo.seen.clear()
    deposit(tmp_path / "two", zenodo)  # finds the draft, and every file of it as it would send it
    assert len(zenodo.account.records) == 1
    assert requests(zenodo, "/content") == 0


@given(
    st.dictionaries(
        st.text("ab.公", min_size=1, max_size=6).filter(lambda name: name.strip(".")),
        st.binary(min_size=1, max_size=2_000),
        min_size=1,
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30, deadline=None)
def test_packing_any_files_in_any_order_gives_the_same_bytes_and_gives_them_back(
    contents: dict[str, bytes], order: Random
) -> None:
    with tempfile.TemporaryDirectory() as place:
        archives = []
        for copy in ("one", "two"):
            folder = Path(place, copy)
            folder.mkdir()
            for name in order.sample(sorted(contents), len(contents)):
                (folder / name).write_bytes(contents[name])
            archive = folder.with_name(copy) / "gongkai-2026.11.22.zip"
            pack(Release(VERSION, folder, tuple(sorted(contents)), {}), archive)
            archives.append(archive)
        first, second = (archive.read_bytes() for archive in archives)
        assert first == second
        with zipfile.ZipFile(archives[0]) as packed:
            back = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
        assert back == contents


def test_the_latest_release_is_taken_unless_a_version_is_named(data: Path, zenodo: Server) -> None:
    lay_out(data, NEXT)
    assert deposit(data, zenodo) == 0
    assert deposit(data, zenodo, "--version", VERSION) == 0
    assert [each["version"] for each in entries(data)] == [NEXT, VERSION]


# Run again


def test_a_second_run_sends_nothing_that_is_there(data: Path, zenodo: Server) -> None:
    deposit(data, zenodo)
    zenodo.seen.clear()
    assert deposit(data, zenodo) == 0
    assert requests(zenodo, "/content") == 0
    assert len(zenodo.account.records) == 1


def test_a_file_that_differs_is_sent_anew_and_one_that_is_not_ours_taken_out(
    data: Path, zenodo: Server
) -> None:
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    draft.files["README.md"].content = b"other"
    draft.files["CHANGES.md"].complete = False
    draft.files["notes.txt"] = draft.files["SHA256SUMS"]
    zenodo.seen.clear()
    assert deposit(data, zenodo) == 0
    assert set(draft.files) == FILES
    assert requests(zenodo, "/content") == 2


def test_a_draft_is_found_again_where_nothing_was_written_down(data: Path, zenodo: Server) -> None:
    deposit(data, zenodo)
    (data / "releases" / "deposits.json").unlink()
    zenodo.seen.clear()
    assert deposit(data, zenodo) == 0
    assert len(zenodo.account.records) == 1
    assert requests(zenodo, "/content") == 0


def test_a_draft_that_was_discarded_is_made_anew(data: Path, zenodo: Server) -> None:
    deposit(data, zenodo)
    zenodo.account.records.clear()
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert entries(data)[0]["record"] == draft.id


@pytest.mark.parametrize("forgotten", [False, True])
def test_a_version_that_is_published_is_refused(
    data: Path,
    zenodo: Server,
    terminal: int,
    capsys: pytest.CaptureFixture[str],
    forgotten: bool,
) -> None:
    published(data, zenodo, terminal)
    if forgotten:
        (data / "releases" / "deposits.json").unlink()
    assert deposit(data, zenodo) == 65
    (record,) = zenodo.account.records.values()
    assert f"{VERSION} is published already" in capsys.readouterr().err
    assert entries(data)[0]["doi"] == f"10.5281/zenodo.{record.id}"


def test_a_draft_that_was_published_on_the_site_is_entered(data: Path, zenodo: Server) -> None:
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    zenodo.account.publish(number=draft.id)
    assert deposit(data, zenodo) == 65
    (entry,) = entries(data)
    assert (entry["state"], entry["doi"]) == ("published", f"10.5281/zenodo.{draft.id}")


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 75)]
)
def test_a_run_that_was_killed_while_sending_is_finished_by_the_next(
    data: Path, zenodo: Server, number: signal.Signals, status: int
) -> None:
    held = Held(SENDING, after=100_000)
    zenodo.faults.append(held)
    command = [sys.executable, "-m", "transform", "publish", "--data", str(data)]
    child = subprocess.Popen(
        [*command, "--server", zenodo.address], stderr=subprocess.PIPE, text=True
    )
    assert held.reached.wait(60)
    child.send_signal(number)
    assert "Traceback" not in child.communicate()[1]
    assert child.returncode == status
    (entry,) = entries(data)
    assert (entry["state"], entry["md5"]) == ("draft", {})
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert set(draft.files) == FILES
    assert sorted(path.name for path in (data / "releases").iterdir()) == [
        ".deposit.lock", VERSION, "deposits.json", "latest",
    ]  # fmt: skip


def test_two_deposits_at_once_are_one_too_many(data: Path, zenodo: Server) -> None:
    with FileLock(data / "releases" / ".deposit.lock"):
        assert deposit(data, zenodo) == 75
    assert zenodo.seen == []

"""What a server or the way to it does wrong is overcome, or told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.zenodo import TOKEN, Server
from tests.zenodo.faults import Answers, Cut, Damaged, Fault, Lost
from tests.zenodo.release import lay_out
from tests.zenodo.running import (
    ARCHIVE,
    FILES,
    SENDING,
    deposit,
    entries,
    published,
    requests,
)


@pytest.mark.parametrize("error", ["busy", "broken", "gateway"])
@pytest.mark.parametrize(
    "on",
    ["^GET /api/user", "^PUT .*/draft$", "^GET .*/files$", "^POST .*/files$", SENDING, "/commit$"],
)
def test_a_failure_that_passes_is_overcome(data: Path, zenodo: Server, error: str, on: str) -> None:
    zenodo.faults.append(Answers(on, times=2, error=error))
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert set(draft.files) == FILES


def test_the_rest_a_server_asks_for_is_kept(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    zenodo.faults.append(Answers("^GET /api/user", error="busy", headers={"Retry-After": "1"}))
    assert deposit(data, zenodo) == 0
    assert "answers 429; again in 1 s" in capsys.readouterr().err


@pytest.mark.parametrize("after", ["3600", "Tue, 01 Jan 2999 00:00:00 GMT"])
def test_a_rest_of_an_hour_is_left_to_the_next_run(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str], after: str
) -> None:
    zenodo.faults.append(Answers("^GET /api/user", error="busy", headers={"Retry-After": after}))
    assert deposit(data, zenodo) == 75
    assert "of rest; run the command again later" in capsys.readouterr().err
    assert deposit(data, zenodo) == 0


@pytest.mark.parametrize("error", ["busy", "broken"])
def test_a_failure_that_stays_ends_the_run(data: Path, zenodo: Server, error: str) -> None:
    zenodo.faults.append(Answers("^PUT .*/draft$", times=99, error=error))
    assert deposit(data, zenodo, "--tries", "3") == 75
    assert requests(zenodo, "PUT") == 3
    zenodo.faults.clear()
    assert deposit(data, zenodo) == 0
    assert len(zenodo.account.records) == 1


def test_a_connection_cut_while_sending_is_sent_anew(data: Path, zenodo: Server) -> None:
    zenodo.faults.append(Cut(SENDING, times=2, after=300_000))
    assert deposit(data, zenodo) == 0
    (draft,) = zenodo.account.records.values()
    assert set(draft.files) == FILES


@pytest.mark.parametrize("on", ["POST .*/files$", SENDING, "/commit$", "^PUT .*/draft$", "DELETE"])
def test_an_answer_that_is_lost_does_no_harm(data: Path, zenodo: Server, on: str) -> None:
    deposit(data, zenodo)
    (draft,) = zenodo.account.records.values()
    draft.files[ARCHIVE].content = b"other"
    zenodo.faults.append(Lost(on))
    assert deposit(data, zenodo) == 0
    assert set(draft.files) == FILES


def test_a_draft_whose_making_was_not_heard_of_is_found_by_the_next_run(
    data: Path, zenodo: Server
) -> None:
    zenodo.faults.append(Lost("POST /api/records$"))
    assert deposit(data, zenodo) == 75
    assert deposit(data, zenodo) == 0
    assert len(zenodo.account.records) == 1


def test_a_publication_whose_answer_is_lost_is_looked_for(
    data: Path, zenodo: Server, terminal: int
) -> None:
    zenodo.faults.append(Lost("/publish$"))
    assert published(data, zenodo, terminal) == 0
    assert entries(data)[0]["state"] == "published"
    assert requests(zenodo, "/publish") == 1


def test_a_publication_that_failed_is_not_tried_again_without_a_person(
    data: Path, zenodo: Server, terminal: int
) -> None:
    zenodo.faults.append(Answers("/publish$", error="gateway"))
    assert published(data, zenodo, terminal) == 75
    assert entries(data)[0]["state"] == "draft"
    assert requests(zenodo, "/publish") == 1
    assert published(data, zenodo, terminal) == 0
    assert entries(data)[0]["state"] == "published"


def test_a_file_that_arrives_damaged_is_sent_anew(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    zenodo.faults.append(Damaged(SENDING))
    assert deposit(data, zenodo) == 0
    assert f"{ARCHIVE} arrived as md5:" in capsys.readouterr().err
    (draft,) = zenodo.account.records.values()
    assert entries(data)[0]["md5"][ARCHIVE] == draft.files[ARCHIVE].md5


def test_a_file_that_always_arrives_damaged_is_not_published(
    data: Path, zenodo: Server, terminal: int
) -> None:
    zenodo.faults.append(Damaged(SENDING, times=99))
    assert published(data, zenodo, terminal) == 75
    (draft,) = zenodo.account.records.values()
    assert not draft.published


@pytest.mark.parametrize(
    ("on", "error", "status", "said"),
    [
        ("^GET /api/user", "unauthorized", 77, "ZENODO_TOKEN is none of this server's tokens"),
        ("/publish$", "forbidden", 77, "the scopes deposit:write and deposit:actions"),
        (SENDING, "quota", 69, "Bucket quota exceeded. ; ask Zenodo for more room"),
        ("POST /api/records$", "invalid", 65, "A validation error occurred."),
        ("^GET /api/user", "page", 69, "look at --server"),
        ("^GET /api/user", "other", 69, "look at --server"),
        ("^GET /api/user", "moved", 69, "look at --server"),
        ("^GET /api/user", "absent", 65, "The persistent identifier does not exist."),
    ],
)
def test_a_refusal_is_told_in_a_line_with_its_status(
    *,
    data: Path,
    zenodo: Server,
    terminal: int,
    capsys: pytest.CaptureFixture[str],
    on: str,
    error: str,
    status: int,
    said: str,
) -> None:
    zenodo.faults.append(Answers(on, times=99, error=error))
    assert published(data, zenodo, terminal) == status
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("transform: ")
    assert said.replace(" ;", ";") in last


def test_faults_the_server_finds_with_the_metadata_are_named(
    tmp_path: Path,
    zenodo: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    lay_out(tmp_path, changed={"license": "of-our-own", "upload_type": "sculpture"})
    assert deposit(tmp_path, zenodo) == 65
    said = capsys.readouterr().err
    assert "metadata.rights.0: Invalid value of-our-own." in said
    assert "metadata.resource_type: Invalid value." in said
    assert requests(zenodo, "/content") == 0


def test_a_server_that_is_not_there_is_unavailable(data: Path, zenodo: Server) -> None:
    with Server() as gone:
        pass
    assert deposit(data, gone, "--tries", "2") == 69


def test_a_book_that_is_damaged_is_refused(data: Path, zenodo: Server) -> None:
    (data / "releases" / "deposits.json").write_text('{"deposits": [{}]}', encoding="utf-8")
    assert deposit(data, zenodo) == 65
    assert zenodo.seen == []


@pytest.mark.parametrize("broken", [Lost, Cut])
def test_wherever_it_breaks_off_the_next_run_finishes_the_same_draft(
    data: Path, zenodo: Server, broken: type[Fault]
) -> None:
    assert deposit(data, zenodo) == 0
    number = len(zenodo.seen)
    (whole,) = zenodo.account.records.values()
    contents = {name: file.content for name, file in whole.files.items()}
    for step in range(number):
        zenodo.account.records.clear()
        (data / "releases" / "deposits.json").unlink()
        # from that request on the server is gone, as far as this run can tell
        zenodo.faults[:] = [broken("", times=99, skip=step)]
        assert deposit(data, zenodo, "--tries", "1") in {75, 69}
        zenodo.faults.clear()
        assert deposit(data, zenodo) == 0
        (draft,) = zenodo.account.records.values()
        assert {name: file.content for name, file in draft.files.items()} == contents
        assert draft.metadata == whole.metadata

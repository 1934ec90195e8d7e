"""The token goes to the server that was named, in a header, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import certificates
from tests.portal.faults import Tls
from tests.zenodo import TOKEN, Server
from tests.zenodo.faults import Answers
from tests.zenodo.running import (
    deposit,
    published,
)
from transform.__main__ import main


def test_without_a_token_nothing_is_sent(
    data: Path, zenodo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZENODO_TOKEN")
    assert deposit(data, zenodo) == 77
    monkeypatch.setenv("ZENODO_TOKEN", " ")
    assert deposit(data, zenodo) == 77
    assert zenodo.seen == []


def test_a_token_that_cannot_be_one_is_refused_and_not_shown(
    data: Path,
    zenodo: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", "secret\r\nX-Header: 1")
    assert deposit(data, zenodo) == 77
    assert "secret" not in "".join(capsys.readouterr())
    assert zenodo.seen == []


def test_a_token_of_another_server_is_not_permitted(
    data: Path,
    zenodo: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", "of-another-server")
    assert deposit(data, zenodo) == 77
    said = "".join(capsys.readouterr())
    assert "401" in said
    assert "of-another-server" not in said


def test_a_server_that_repeats_the_token_does_not_bring_it_to_the_screen(
    data: Path, zenodo: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    zenodo.faults.append(Answers("POST /api/records$", error="echo"))
    assert deposit(data, zenodo) == 77
    said = "".join(capsys.readouterr())
    assert "The token *** may not do" in said
    assert "deposit:write" in said
    assert TOKEN not in said
    assert "\x1b" not in said


def test_the_token_is_written_nowhere(data: Path, zenodo: Server, terminal: int) -> None:
    published(data, zenodo, terminal)
    files = [path for path in data.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    "address",
    [
        "http://zenodo.org", "http://192.0.2.1", "ftp://127.0.0.1", "https://user@zenodo.org",
        "https://zenodo.org/api", "zenodo.org", "https://",
    ],
)  # fmt: skip
def test_a_token_goes_over_https_or_on_this_machine_only(data: Path, address: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["publish", "--data", str(data), "--server", address])
    assert left.value.code == 2


def test_a_netrc_does_not_take_the_tokens_place(
    data: Path, zenodo: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert deposit(data, zenodo) == 0


@pytest.mark.parametrize("certificate", ["self_signed", "expired", "other_name"])
def test_a_server_whose_certificate_does_not_hold_is_sent_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], certificate: str
) -> None:
    tls = certificates.context(tmp_path, Tls("127.0.0.1", certificate=certificate))
    with Server(tls=tls) as server:
        assert deposit(data, server) == 69
        assert server.seen == []
    assert "its certificate does not hold" in capsys.readouterr().err

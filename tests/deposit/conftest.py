"""A recorded Zenodo, a data folder with a release, and a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.zenodo import TOKEN, Server
from tests.zenodo.release import lay_out


@pytest.fixture
def zenodo() -> Iterator[Server]:
    with Server() as server:
        yield server
        assert not server.misuse


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one release, and a token in the environment."""
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    lay_out(tmp_path)
    return tmp_path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal on standard input; what is written to the number given is typed there."""
    keyboard, screen = os.openpty()
    with os.fdopen(screen, "r") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keyboard
    os.close(keyboard)

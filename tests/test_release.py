"""Releases: whole or not at all, the same bytes from the same inputs, every version kept."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from filelock import FileLock

from extract import EXTRACTOR
from tests.dataset import country, planting
from tests.dataset.planting import FIRST, NEXT, digest, tree
from transform.__main__ import main
from transform.dataset.publish import whole
from transform.errors import InputRefusedError
from transform.release import shelf
from transform.release.cut import release
from transform.release.info import ROOT, commit
from transform.tables import BY_YEAR, SCHEMA_VERSION, TABLES


@pytest.fixture(scope="module")
def _once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planting.lay_out(tmp_path_factory.mktemp("released"))


@pytest.fixture
def data(_once: Path, tmp_path: Path) -> Path:
    """The country with one release and something new to release: a copy, to be changed at will."""
    return shutil.copytree(_once, tmp_path / "data", symlinks=True)


@pytest.fixture(scope="module")
def first(_once: Path) -> Path:
    """The first release, only to be read."""
    return _once / "releases" / FIRST


def run(data: Path, *more: str) -> int:
    return main(["release", "--data", str(data), *more])


def about(folder: Path) -> dict[str, Any]:
    said = json.loads((folder / "release.json").read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said


def index(data: Path) -> dict[str, Any]:
    said = json.loads((data / "releases" / "index.json").read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said


def hidden(data: Path) -> list[str]:
    return [path.name for path in (data / "releases").glob(f"{shelf.SCRATCH}*")]


# What is in a release


def test_a_release_has_the_dataset_and_its_papers(first: Path) -> None:
    held = {path.name for path in first.iterdir()}
    assert {table if table in BY_YEAR else f"{table}.parquet" for table in TABLES} <= held
    papers = "README.md CHANGES.md release.json catalog.sql LICENSE-DATA SHA256SUMS gates exports"
    metadata = "datapackage.json croissant.json schema.jsonld CITATION.cff .zenodo.json"
    assert set(f"{papers} {metadata}".split()) <= held
    assert digest(first / "LICENSE-DATA") == digest(ROOT / "LICENSE-DATA")


def test_every_file_is_in_the_sums_and_sha256sum_finds_them_true(first: Path) -> None:
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=first, check=False
    )
    assert checked.returncode == 0
    lines = (first / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    held = {str(path.relative_to(first)) for path in first.rglob("*") if path.is_file()}
    assert {line.split("  ")[1] for line in lines} == held - {"SHA256SUMS"}
    assert lines == sorted(lines, key=lambda line: line.split("  ")[1])


def test_a_release_says_what_it_was_made_of(data: Path) -> None:
    folder = release(data, version=NEXT).folder
    said = about(folder)
    facts = duckdb.sql(f"FROM '{folder}/facts/*.parquet'").count("*").fetchall()[0][0]
    assert said["version"] == NEXT
    assert said["previous"] == FIRST
    assert said["schema_version"] == SCHEMA_VERSION
    assert said["released"] == "2026-11-22"
    assert said["commit"] == commit(ROOT)
    assert said["lock_sha256"] == digest(ROOT / "requirements.lock")
    assert said["duckdb"] == duckdb.__version__
    assert said["extractor"] == EXTRACTOR
    assert (said["first_year"], said["last_year"]) == (2021, 2024)
    assert said["rows"]["facts"] == facts
    assert sum(said["rows_by_year"]["facts"].values()) == facts
    assert set(said["rows"]) >= set(TABLES)
    assert {gate["result"] for gate in said["gates"]} == {"passed"}
    assert said["result"] == "success"


def test_the_first_release_says_that_it_is_the_first(first: Path) -> None:
    assert about(first)["previous"] is None
    assert "This is the first release" in (first / "CHANGES.md").read_text(encoding="utf-8")
    assert "This is the first release" in (first / "README.md").read_text(encoding="utf-8")


def test_the_card_counts_what_the_tables_hold(first: Path) -> None:
    card = (first / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"| `{table}` |" in card
    coverage = pd.read_parquet(first / "coverage.parquet")
    of_2022 = coverage[coverage.year == 2022]
    held = of_2022.state.str.startswith("held").sum()
    assert f"| 2022 | {len(of_2022)} | {held} |" in card
    checks = pd.read_parquet(first / "checks")
    failed = (checks.verdict == "fail").sum()
    told = checks.verdict.isin(["pass", "fail"]).sum()
    assert f"- {failed} of {told:,} identities that can be told do not hold" in card
    assert "{" not in re.sub(r"```.*?```", "", card, flags=re.DOTALL)


def test_the_cards_stata_line_names_a_file(first: Path) -> None:
    [name] = re.findall(r'```stata\nuse "(.*?)"', (first / "README.md").read_text(encoding="utf-8"))
    assert len(pd.read_stata(first / name)) > 0


def test_the_cards_python_line_runs(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = (first / "README.md").read_text(encoding="utf-8")
    [line] = re.findall(r"```python\n(.*?)```", card, flags=re.DOTALL)
    monkeypatch.chdir(first)
    scope: dict[str, Any] = {}
    exec(line, scope)
    assert len(scope["wide"]) > 0


def test_the_cards_questions_are_asked_of_the_release_as_they_stand(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = (first / "README.md").read_text(encoding="utf-8")
    questions = re.findall(r"`(FROM [^`]*)`", card)
    monkeypatch.chdir(first)
    with duckdb.connect() as con:
        con.execute((first / "catalog.sql").read_text(encoding="utf-8"))
        asked = {query: con.execute(query).description for query in questions}
    assert len(asked) == len(questions) >= 9
    assert all(asked.values())


def test_the_card_leads_to_files_and_headings_that_are_there(first: Path) -> None:
    card = (first / "README.md").read_text(encoding="utf-8")
    anchors = {
        title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", card, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", card):
        assert link[1:] in anchors if link.startswith("#") else (first / link).is_file(), link


def test_the_card_counts_documents_without_a_table_and_cells_corrected(first: Path) -> None:
    card = (first / "README.md").read_text(encoding="utf-8")
    documents = pd.read_parquet(first / "documents.parquet")
    refused = (documents.verdict == "refused").sum()
    assert f"- {refused} of {len(documents)} documents gave no statutory table" in card
    assert "- 0 cells were corrected by a person" in card


# The same bytes


def test_the_number_of_threads_does_not_show(data: Path, tmp_path: Path) -> None:
    again = shutil.copytree(data, tmp_path / "again", symlinks=True)
    one = release(data, version=NEXT, threads=1).folder
    two = release(again, version=NEXT, threads=2).folder
    assert (one / "SHA256SUMS").read_text() == (two / "SHA256SUMS").read_text()


def test_a_release_from_the_same_records_has_the_same_bytes(first: Path, tmp_path: Path) -> None:
    country.lay_out(tmp_path)
    planting.rebuild(tmp_path, threads=1)
    folder = release(tmp_path, version=FIRST).folder
    assert (folder / "SHA256SUMS").read_text() == (first / "SHA256SUMS").read_text()


def test_nothing_new_cuts_no_release(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--version", NEXT) == 0
    assert capsys.readouterr().out.startswith(f"released {NEXT}: ")
    before = tree(data / "releases")
    assert run(data) == 0
    assert capsys.readouterr().out == f"unchanged since {NEXT}: no release was cut\n"
    assert tree(data / "releases") == before
    assert hidden(data) == []


# Versions


def test_latest_and_the_index_follow(data: Path) -> None:
    release(data, version=NEXT)
    assert (data / "releases" / "latest").readlink() == Path(NEXT)
    said = index(data)
    assert said["last"] == NEXT
    assert [one["version"] for one in said["releases"]] == [NEXT, FIRST]
    for one in said["releases"]:
        assert one["sha256sums"] == digest(data / "releases" / one["version"] / "SHA256SUMS")


def test_the_next_of_a_day_has_a_number() -> None:
    assert shelf.key("2026.11.22") < shelf.key("2026.11.22.2") < shelf.key("2026.11.22.10")


@pytest.mark.parametrize(
    ("version", "says"),
    [
        (
            FIRST,
            f"{FIRST} is released, and a release never changes; the next free one is {FIRST}.1",
        ),
        (
            "2026.10.31",
            f"2026.10.31 comes before {FIRST}, the latest; the next free one is {FIRST}.1",
        ),
    ],
)
def test_a_version_that_is_taken_or_past_is_refused_with_the_next_free_one(
    data: Path, version: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(data / "releases")
    assert run(data, "--version", version) == 65
    assert says in capsys.readouterr().err
    assert tree(data / "releases") == before
    assert run(data, "--version", f"{FIRST}.1") == 0


def test_without_a_version_it_is_the_next_free_one_of_today(data: Path) -> None:
    one = release(data).folder.name
    assert re.fullmatch(r"\d{4}\.\d{2}\.\d{2}", one)
    planting.rebuild(data, years=(2019, 2025))
    assert shelf.key(release(data).folder.name) > shelf.key(one)


@pytest.mark.parametrize("version", ["2026-11-22", "2026.13.01", "2026.11.22.0", "v1", "2026.1.2"])
def test_what_is_no_version_is_wrong_usage(data: Path, version: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(data, "--version", version)
    assert stopped.value.code == 2


def test_a_release_shares_no_bytes_with_the_dataset(data: Path) -> None:
    folder = release(data, version=NEXT).folder
    for path in (data / "dataset").resolve().rglob("*.parquet"):
        path.write_bytes(b"rot")
    assert whole(folder)


# What is refused


def test_without_a_dataset_there_is_no_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--version", NEXT) == 65
    assert "no dataset; run `python -m transform build` first" in capsys.readouterr().err


def test_a_damaged_dataset_is_not_released(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = (data / "dataset").resolve() / "units.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    before = tree(data / "releases")
    assert run(data, "--version", NEXT) == 65
    assert "other bytes than its SHA256SUMS says; build it again" in capsys.readouterr().err
    assert tree(data / "releases") == before


def test_a_damaged_release_before_is_not_compared_with(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "releases" / FIRST / "README.md").write_text("mine")
    assert run(data, "--version", NEXT) == 65
    assert "put back a good copy of it" in capsys.readouterr().err
    assert (data / "releases" / "latest").readlink() == Path(FIRST)


def test_a_folder_that_is_no_release_is_not_taken_for_one(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "releases" / "2026.11.02").mkdir()
    assert run(data, "--version", NEXT) == 65
    assert "2026.11.02: no release; move it away" in capsys.readouterr().err
    assert (data / "releases" / "latest").readlink() == Path(FIRST)


def test_a_second_release_waits_for_nobody(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FileLock(data / "releases" / ".lock"):
        assert run(data, "--version", NEXT) == 75
    assert "another release is being cut" in capsys.readouterr().err


def test_too_little_memory_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--version", NEXT, "--memory", "1MB") == 69
    assert "give more with --memory" in capsys.readouterr().err
    assert (data / "releases" / "latest").readlink() == Path(FIRST)
    assert hidden(data) == []


def test_a_refusal_is_forgotten_when_a_release_succeeds(data: Path) -> None:
    planting.plant(data, "units", "FROM {old} WHERE unit_id <> 6 ORDER BY unit_id")
    assert run(data, "--version", NEXT) == 65
    assert (data / "releases" / f"refused-{NEXT}.json").is_file()
    shutil.rmtree((data / "dataset").resolve())
    planting.grow(data)
    assert run(data, "--version", NEXT) == 0
    assert list((data / "releases").glob("refused-*")) == []


# A whole release at every moment


def _assembling(data: Path) -> bool:
    return any((data / "releases").glob(f"{shelf.SCRATCH}*/*/facts"))


def _gated(data: Path) -> bool:
    return any((data / "releases").glob(f"{shelf.SCRATCH}*/*/gates/known_value.sql"))


def _written(data: Path) -> bool:
    return any((data / "releases").glob(f"{shelf.SCRATCH}*/*/release.json"))


def _sealed(data: Path) -> bool:
    return any((data / "releases").glob(f"{shelf.SCRATCH}*/*/SHA256SUMS"))


def _moved(data: Path) -> bool:
    return (data / "releases" / NEXT).is_dir()


def start(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "transform", "release", "--data", str(data), "--version", NEXT],
        cwd=country.ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill(running: subprocess.Popen[bytes]) -> None:
    if running.poll() is None:
        os.kill(running.pid, signal.SIGKILL)
    running.wait()


@pytest.mark.parametrize("moment", [_assembling, _gated, _written, _sealed, _moved])
def test_a_kill_leaves_latest_at_a_whole_release(
    data: Path, moment: Callable[[Path], bool]
) -> None:
    running = start(data)
    deadline = time.monotonic() + 60
    while running.poll() is None and not moment(data):
        assert time.monotonic() < deadline
        time.sleep(0.0002)
    kill(running)
    assert whole(data / "releases" / "latest")
    last_is_whole_and_runs_end_well(data)


def test_kills_at_random_moments_leave_latest_at_a_whole_release(data: Path) -> None:
    moments = random.Random(20261122)
    for _ in range(4):
        running = start(data)
        time.sleep(moments.uniform(0.2, 2.5))
        kill(running)
        for version in shelf.versions(data / "releases"):
            assert whole(data / "releases" / version)
        assert whole(data / "releases" / "latest")
    last_is_whole_and_runs_end_well(data)


def last_is_whole_and_runs_end_well(data: Path) -> None:
    """The run after a kill gives the release that was due, or finds it there."""
    assert run(data, "--version", NEXT) == 0
    link = data / "releases" / "latest"
    assert link.readlink() == Path(NEXT)
    assert whole(link)
    assert index(data)["last"] == NEXT
    assert [one["version"] for one in index(data)["releases"]] == [NEXT, FIRST]
    assert hidden(data) == []


# The code it was made with


def test_the_commit_is_that_of_a_checkout_and_says_when_it_differs(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=x", "-c", "user.email=x@x.test"]
        done = subprocess.run(
            ["git", *who, *words], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    git("init", "--quiet")
    (tmp_path / "code.py").write_text("1")
    git("add", ".")
    git("commit", "--quiet", "-m", "one")
    assert commit(tmp_path) == git("rev-parse", "HEAD")
    (tmp_path / "code.py").write_text("2")
    assert commit(tmp_path) == git("rev-parse", "HEAD") + "-dirty"
    below = tmp_path / "site-packages"
    below.mkdir()
    assert re.fullmatch(r"gongkai \d+\.\d+\.\d+", commit(below)), "another project's checkout"


def test_the_sums_of_sums_name_a_release(first: Path) -> None:
    said = index(first.parent.parent)
    assert (
        said["releases"][-1]["sha256sums"]
        == hashlib.sha256((first / "SHA256SUMS").read_bytes()).hexdigest()
    )


def test_versions_are_refused_by_the_function_too(data: Path) -> None:
    with pytest.raises(InputRefusedError, match="is no version"):
        release(data, version="tomorrow")

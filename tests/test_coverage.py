"""The grid of units and years, from the ledger alone: against the truth of the sample country."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.findings.coverage import STATES, changed, coverage, runs
from tests.portal import Sample, serve
from tests.portal import coverage as truth
from tests.portal.country import SAMPLE
from tests.portal.faults import Status

ROOT = Path(__file__).parents[1]
YEARS = (2019, 2024)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def crawl(sample: Sample, data: Path, *more: str) -> None:
    pins = [word for pin in sample.resolve for word in ("--resolve", pin)]
    done = run("crawl", "--data", data, "--registry", SAMPLE, *pins, *more)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: in the second, the column of the district's government answers 403."""
    data = tmp_path_factory.mktemp("coverage")
    with serve() as sample:
        crawl(sample, data)
    with serve(Status("www.wangchuan.test", "/zwgk/")) as sample:
        crawl(sample, data, "--all")
    return data


def test_every_unit_and_year_has_its_true_state(crawled: Path) -> None:
    first = coverage(crawled / "raw", SAMPLE, YEARS, runs(crawled / "raw")[0])
    got = {(cell.unit_id, cell.year): (cell.state, cell.kind) for cell in first}
    assert got == truth()
    assert all(cell.reason and cell.state in STATES for cell in first)


def test_what_is_held_stays_held_when_the_portal_closes_and_the_rest_says_why(
    crawled: Path,
) -> None:
    raw = crawled / "raw"
    before, now = coverage(raw, SAMPLE, YEARS, runs(raw)[0]), coverage(raw, SAMPLE, YEARS)
    assert changed(before, now) == []
    later = {c.year: c.shown for c in coverage(raw, SAMPLE, (2008, 2024)) if c.unit_id == 3}
    assert later[2018] == "blocked:waf_403"
    assert later[2024] == "held"


def test_the_grid_is_shown_for_an_organ_and_all_below_it(crawled: Path) -> None:
    done = run("status", "澄湖市", "--data", crawled, "--registry", SAMPLE, "--years", "2017-2024")
    assert done.returncode == 0, done.stderr
    assert "4 望川区卫生健康局" in done.stdout
    assert "blocked:robots 8" in done.stdout
    assert "changed by run" in done.stdout
    below = run("status", "3", "--data", crawled, "--registry", SAMPLE).stdout
    assert "澄湖市教育局" not in below


def test_the_page_holds_the_alarms_and_every_state(crawled: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "status.html"
    done = run("status", "--data", crawled, "--registry", SAMPLE, "--page", page)
    assert done.returncode == 0, done.stderr
    html = page.read_text(encoding="utf-8")
    assert "column_lost" in html
    assert "澄湖市人民政府" in html
    assert "<script" not in html


def test_alarms_have_a_status_of_their_own(crawled: Path) -> None:
    done = run("alarms", "--data", crawled)
    assert done.returncode == 1
    assert "column_lost" in done.stdout
    assert "waf_403" in done.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("status", "无此机关"), 78, "no organ of that name"),
        (("status", "--years", "soon", "1"), 78, "2019-2024"),
        (("alarms", "--data", "/nowhere"), 65, "there is no ledger"),
    ],
)
def test_wrong_words_get_one_line(
    crawled: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    data = () if "--data" in words else ("--data", crawled)
    done = run(*words, *data, "--registry", SAMPLE)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr

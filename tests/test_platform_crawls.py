"""The spider reads whole columns of platforms whose rows come from a script of the server.

The sample country is moved to one host of the platform, each column to another shape of address.
The registry does not name the platform: the pages have to tell it.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from crawler.platforms import Page, adapters, told
from tests.portal import serve
from tests.portal.country import SAMPLE, Column, Country, Other, Report, Site, country
from tests.portal.platforms import pages_of
from tests.portal.server import Sample

ROOT = Path(__file__).resolve().parents[1]
FRESH = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_")}
HOST = "www.shanqian.test"
USCC = "11990000MB1507524C"

COLUMNS = {
    "hanweb_jpage": (
        "/col/col61490/index.html",
        "/col/col114/index.html?uid=1737&pageNum=1",
        "/col/col37/",
    ),
    "hanweb_xxgk": (
        f"/col/col13008/index.html?vc_xxgkarea={USCC}",
        "/col/col1686/index.html?number=A08",
        "/col/col1700/index.html",
    ),
    "jpaas": ("/col/col1487002/index.html", "/col/col1487003/index.html"),
}


def moved(platform: str) -> Country:
    """The sample country's first columns on one host of a platform, all else left behind."""
    old = country()
    numbers = count(8200)
    columns = tuple(
        replace(column, host=HOST, url=f"http://{HOST}{path}")
        for column, path in zip(old.columns, COLUMNS[platform], strict=False)
    )
    units = {column.unit_id for column in columns}
    names = {column.column_id for column in columns}

    def address(row: Report | Other) -> str:
        year, month, day = (int(part) for part in row.published.split("-"))
        number = next(numbers)
        if platform == "jpaas":
            return f"http://{HOST}/art/{year}/art_{number:032x}.html"
        return f"http://{HOST}/art/{year}/{month}/{day}/art_37_{number}.html"

    def attachment(report: Report) -> str:
        if not report.attachment:
            return ""
        digits = f"{next(numbers):032x}.pdf"
        if platform == "jpaas":
            return f"http://{HOST}/cms_files/filemanager/2945/attach/{digits}"
        name = quote(f"{report.title}.pdf".encode("gbk"))
        script = "/module/download/downfile.jsp"
        return f"http://{HOST}{script}?classid=0&showname={name}&filename={digits}"

    return replace(
        old,
        reports=tuple(
            replace(r, url=r.url and address(r), attachment=attachment(r), state="held", kind="")
            for r in old.reports
            if r.unit_id in units and r.url
        ),
        others=tuple(replace(o, url=address(o)) for o in old.others if o.column_id in names),
        columns=columns,
        sites=(Site(HOST, "", "山前区人民政府", "", "9902000001", "山前区仁和路2号"),),
        platforms={HOST: platform},
    )


def register(there: Country, folder: Path) -> None:
    """Write a registry that knows the columns and not the platform."""

    def write(name: str, *rows: dict[str, object]) -> None:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]))
            table.writeheader()
            table.writerows(rows)

    folder.mkdir()
    (folder / "units.csv").write_bytes((SAMPLE / "units.csv").read_bytes())
    with (SAMPLE / "portals.csv").open(encoding="utf-8", newline="") as file:
        portal = next(csv.DictReader(file))
    write("portals.csv", {**portal, "host": HOST, "unit_id": "3", "platform": ""})
    columns = [
        {"column_id": c.column_id, "host": HOST, "unit_id": c.unit_id, "url": c.url}
        for c in there.columns
    ]
    write("columns.csv", *({**column, "confirmed": "2026-11-22"} for column in columns))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crawler", *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=FRESH,
        cwd=ROOT,
    )


def crawl(sample: Sample, data: Path, registry: Path) -> subprocess.CompletedProcess[str]:
    pins = [word for pin in sample.resolve for word in ("--resolve", pin)]
    return run("crawl", "--data", data, "--registry", registry, *pins)


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(data / "raw" / "ledger.sqlite")) as db:
        return db.execute(query).fetchall()


@pytest.fixture(scope="module", params=sorted(COLUMNS))
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Country, Path, Sample]:
    there = moved(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    register(there, folder / "registry")
    with serve(of=there) as sample:
        done = crawl(sample, folder / "data", folder / "registry")
    assert done.returncode == 0, done.stderr
    return there, folder / "data", sample


def test_every_column_is_read_whole(crawled: tuple[Country, Path, Sample]) -> None:
    there, data, _ = crawled
    visits = ask(data, "SELECT column_id, outcome, kind, complete FROM visit ORDER BY column_id")
    assert visits == sorted((c.column_id, "ok", "", 1) for c in there.columns)


def test_every_row_is_listed_with_its_whole_title_and_date(
    crawled: tuple[Country, Path, Sample],
) -> None:
    there, data, _ = crawled

    def row(column: Column, listed: Report | Other) -> tuple[str, str, str]:
        return column.column_id, listed.title, listed.published

    truth = {row(column, listed) for column in there.columns for listed in there.listed(column)}
    assert set(ask(data, "SELECT column_id, title, row_date FROM listed")) == truth


def test_every_report_is_held_page_and_file(crawled: tuple[Country, Path, Sample]) -> None:
    there, data, _ = crawled
    held = dict(ask(data, "SELECT url, sha256 FROM sighting"))
    wanted = {url for r in there.reports for url in (r.url, r.attachment) if url}
    assert wanted <= set(held)
    for report in there.reports:
        if report.attachment:
            printed = hashlib.sha256(report.document.read_bytes()).hexdigest()
            assert held[report.attachment] == printed


def test_nothing_is_asked_that_the_portal_does_not_have(
    crawled: tuple[Country, Path, Sample],
) -> None:
    _, _, sample = crawled
    asked = [(r.path, r.body) for r in sample.requests]
    assert len(set(asked)) == len(asked), "nothing twice"
    missing = [
        (r.host, r.path) for r in sample.requests if r.status != 200 and r.path != "/robots.txt"
    ]
    assert all(path.startswith("/gongkai-") for _, path in missing), "but for one that cannot be"
    assert len({host for host, _ in missing}) == len(missing), "one a host"


def test_the_run_can_be_replayed(crawled: tuple[Country, Path, Sample]) -> None:
    done = run("replay", "--data", crawled[1])
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("platform", sorted(COLUMNS))
def test_the_home_page_leads_to_the_columns(platform: str) -> None:
    there = moved(platform)
    home = Page(f"http://{HOST}/", pages_of(there, HOST)["/"]().body)
    leads = {lead.url: lead.label for lead in adapters()[platform].columns(home)}
    for column in there.columns:
        assert leads[column.url].endswith("政府信息公开年报")
    assert all(urlsplit(url).hostname == HOST for url in leads)


@pytest.mark.parametrize("platform", sorted(COLUMNS))
def test_every_page_of_a_host_tells_its_platform(platform: str) -> None:
    pages = pages_of(moved(platform), HOST)
    answers = {path: page() for path, page in pages.items()}
    for path, answer in answers.items():
        if answer.content_type.startswith("text/html"):
            chosen = adapters().get(told(Page(f"http://{HOST}{path}", answer.body)))
            assert chosen is adapters()[platform], path


def test_a_form_is_answered_by_a_script_and_refused_by_a_page() -> None:
    with serve(of=moved("hanweb_jpage")) as sample:
        form = "columnid=61490&unitid=261490&webid=39"
        query = "?startrecord=5&endrecord=8&perpage=2"
        answer = sample.answer(HOST, f"/module/web/jpage/dataproxy.jsp{query}", form)
        assert answer.body.count(b"<record>") == 4
        wrong = sample.answer(HOST, "/module/web/jpage/dataproxy.jsp", "columnid=1&unitid=2")
        assert (wrong.status, wrong.body.count(b"<record>")) == (200, 0)
        assert sample.answer(HOST, "/col/col61490/index.html", form).status == 405

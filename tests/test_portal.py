"""The sample country: its truth adds up, its portals serve it, its faults happen as said."""

from __future__ import annotations

import csv
import gzip
import http.client
import json
import re
import socket
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import lxml.html
import pdfplumber
import pytest

from tests import portal
from tests.portal import faults, invent
from tests.portal.answers import Answer
from tests.portal.country import REFERENCE, Report, country, path_of, rows
from tests.portal.platforms import pages_of

CHENGHU, WANGCHUAN = "www.chenghu.test", "www.wangchuan.test"
LISTING = "/zwgk/zfxxgk/zfxxgknb/"
REPORTS = [report for report in country().reports if report.url]
NAMES = [f"{report.unit_id}-{report.year}" for report in REPORTS]
ROOT = Path(__file__).parents[1]

Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def sample() -> Iterator[portal.Sample]:
    with portal.serve() as running:
        yield running


def ask(sample: portal.Sample, host: str, path: str, **headers: str) -> Reply:
    """One GET over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", sample.port, timeout=5)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers={"Host": host, **names})
    reply = connection.getresponse()
    found = reply.status, dict(reply.getheaders()), reply.read()
    connection.close()
    return found


def served(report: Report) -> Answer:
    host = urlsplit(report.url).netloc
    return pages_of(country(), host)[path_of(report.attachment or report.url)]()


# The truth


def test_seventeen_reports_can_be_reached_one_is_absent_six_are_forbidden() -> None:
    found = Counter(portal.coverage().values())
    assert found == {("held", ""): 17, ("absent", ""): 1, ("blocked", "robots"): 6}
    assert portal.coverage()[2, 2021] == ("absent", "")
    assert {(row.unit_id, row.year) for row in portal.truth()} == {
        key for key, (state, _) in portal.coverage().items() if state == "held"
    }


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_a_report_has_every_cell_of_its_forms_once(report: Report) -> None:
    figures = country().figures[report.unit_id, report.year]
    forms = {figure.table: figure.form for figure in figures}
    book = [
        (row["table"], row["form"], row["row_code"], row["col_code"])
        for row in rows(REFERENCE / "codebook.csv")
        if forms.get(row["table"]) == row["form"]
    ]
    book.sort(key=lambda cell: invent.TABLES.index(cell[0]))
    assert [(f.table, f.form, f.row_code, f.col_code) for f in figures] == book
    assert all((f.value is None) == (f.state != "number") for f in figures)
    assert set(forms) == {"proactive", "requests", "remedies"}


def test_the_forms_follow_the_year_but_for_one_hybrid() -> None:
    for (unit_id, year), figures in country().figures.items():
        forms = {f.table: f.form for f in figures}
        usual = "2019" if year <= 2020 else "2021"
        hybrid = (unit_id, year) == (3, 2023)
        assert forms["proactive"] == usual
        assert forms["requests"] == ("2019" if hybrid else usual)


def failing_identities() -> set[tuple[int, int, str]]:
    """Identities that do not hold; blank parts read as 0, blank totals leave nothing to check."""
    terms = defaultdict(list)
    for row in rows(REFERENCE / "identities.csv"):
        terms[row["form"], row["identity"]].append(row)
    failing = set()
    for (unit_id, year), figures in country().figures.items():
        form_of = {f.table: f.form for f in figures}
        for (form, name), parts in terms.items():
            if form_of.get(parts[0]["table"]) != form:
                continue
            balance, assessable = 0.0, True
            for part in parts:
                there = country().figures.get((unit_id, year + int(part["year_offset"])), ())
                key = part["row_code"], part["col_code"]
                cell = next((f for f in there if f.key == key), None)
                if cell is None or (cell.value is None and "total" in "".join(key)):
                    assessable = False
                    break
                side = 1 if part["side"] == "lhs" else -1
                balance += side * int(part["coefficient"]) * (cell.value or 0)
            if assessable and balance:
                failing.add((unit_id, year, name))
    return failing


def test_every_identity_holds_except_where_the_source_is_meant_to_err() -> None:
    failing = failing_identities()
    errors = {
        (3, 2023, "T4-SUM.review"),  # totals left 0 while parts are filled
        (3, 2023, "T4-SUM.litigation.after_review"),
    }
    # the scope of unit 1 widens in 2024: what is carried in is not what was carried out
    scope = {entry for entry in failing if entry[:2] == (1, 2024)}
    assert {name.split(".")[0] for _, _, name in scope} == {"YOY-CARRY"}
    assert failing - scope == errors


def test_the_quirks_of_real_offices_are_there() -> None:
    cells = [f for figures in country().figures.values() for f in figures]
    printed = {f.raw for f in cells}
    assert {"/", "—", "无", "+1", "-6", "12,846", "12.5万元", "251000元"} <= printed
    assert {"number", "blank", "dash"} == {f.state for f in cells}


def test_invented_figures_are_the_same_every_time() -> None:
    for path, table in invent.invented():
        with path.open(encoding="utf-8", newline="") as file:
            assert [tuple(row) for row in csv.reader(file)] == table


# The documents


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_a_document_prints_its_figures_in_order(report: Report) -> None:
    answer = served(report)
    figures = country().figures[report.unit_id, report.year]
    if report.attachment:
        with pdfplumber.open(report.document) as pdf:
            text = "\n".join(page.extract_text() for page in pdf.pages)
        assert report.title in text.replace("\n", "")
        assert {f.raw for f in figures if len(f.raw) > 1} <= set(re.split(r"\s+", text))
        return
    page = lxml.html.fromstring(answer.body.decode(report.charset))
    cells = iter([cell.text_content().strip() for cell in page.iter("td")])
    assert all(f.raw in cells for f in figures if f.raw)
    assert report.title in page.text_content()


def test_the_documents_are_those_that_can_be_reached() -> None:
    held = {key for key, (state, _) in portal.coverage().items() if state == "held"}
    assert set(portal.documents()) == held
    assert sum(data.startswith(b"%PDF-") for data in portal.documents().values()) == 6


def test_six_reports_are_small_pdf_files() -> None:
    files = [report.document for report in REPORTS if report.attachment]
    assert len(files) == 6
    assert sorted(files) == sorted(files[0].parent.glob("*.pdf"))
    for file in files:
        assert file.read_bytes().startswith(b"%PDF-")
        assert file.stat().st_size < 150_000, file.name


@pytest.mark.parametrize("name", ["2-2024", "3-2021"])
def test_a_page_break_cuts_the_label_of_a_group_in_two(name: str) -> None:
    document = next(r.document for r in REPORTS if r.document.stem == name)
    with pdfplumber.open(document) as pdf:
        halves = [
            "".join(c["text"] for c in page.chars if 10.9 < c["size"] < 11.1)
            for page in pdf.pages[1:3]
        ]
    assert "（三）不" in halves[0]
    assert "予公开" not in halves[0]
    assert "予公开" in halves[1]


# The portals


@pytest.mark.parametrize("host", [CHENGHU, WANGCHUAN])
def test_every_page_of_a_host_is_served(host: str, sample: portal.Sample) -> None:
    for path in pages_of(country(), host):
        status, headers, body = ask(sample, host, path)
        assert (status, len(body)) == (200, int(headers["Content-Length"])), path


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("www.elsewhere.test", "/"),
        (WANGCHUAN, LISTING + "index_2.html"),
        (WANGCHUAN, LISTING + "index_0.html"),
        (CHENGHU, "/gkmlpt/api/all/1001?page=2&sid=881001"),
        (CHENGHU, "/gkmlpt/api/all/1001?page=1&sid=881002"),
        (CHENGHU, "/gkmlpt/api/all/2005?page=1&sid=881002"),
    ],
)
def test_what_is_not_there_is_a_404_page(host: str, path: str, sample: portal.Sample) -> None:
    status, _, body = ask(sample, host, path)
    assert status == 404
    assert "不存在" in body.decode()


def test_a_trs_column_has_two_pages_that_list_each_report_and_more() -> None:
    pages = pages_of(country(), WANGCHUAN)
    texts = [pages[LISTING + name]().body.decode("gb18030") for name in ("", "index_1.html")]
    assert 'createPageHTML(2, 0, "index", "html")' in texts[0]
    assert 'createPageHTML(2, 1, "index", "html")' in texts[1]
    links = [a for text in texts for a in lxml.html.fromstring(text).xpath("//li/a[@title]")]
    titles = {a.get("title") for a in links}
    assert {r.title for r in REPORTS if r.unit_id == 3} < titles
    assert all(a.get("href").startswith("./") for a in links)
    assert any(a.text.endswith("…") for a in links)


def test_a_listing_calls_itself_gb2312_and_holds_what_gb2312_and_gbk_cannot() -> None:
    body = pages_of(country(), WANGCHUAN)[LISTING]().body
    assert b"charset=gb2312" in body
    for charset in ("utf-8", "gb2312", "gbk"):
        with pytest.raises(UnicodeDecodeError):
            body.decode(charset)
    assert "㵲河、堃山" in body.decode("gb18030")


@pytest.mark.parametrize("report", REPORTS, ids=NAMES)
def test_a_page_is_in_its_charset_whatever_it_claims(report: Report) -> None:
    page = pages_of(country(), urlsplit(report.url).netloc)[path_of(report.url)]()
    assert report.title in page.body.decode(report.charset)
    if report.charset == "gb18030":
        assert b"charset=gb2312" in page.body
        with pytest.raises(UnicodeDecodeError):
            page.body.decode("utf-8")


def test_gkmlpt_lists_by_category_and_site_in_json(sample: portal.Sample) -> None:
    _, _, index = ask(sample, CHENGHU, "/jyj/gkmlpt/index")
    sid = re.search(r"SID: '(\d+)'", index.decode())
    assert sid is not None
    path = f"/jyj/gkmlpt/api/all/2005?sid={sid[1]}&page=1"
    listing = json.loads(ask(sample, CHENGHU, path)[2])
    assert listing["total"] == len(listing["articles"]) == 8
    years = {re.search(r"(\d{4})年.*年度报告", a["title"]) for a in listing["articles"]} - {None}
    assert {match[1] for match in years if match} == {"2019", "2020", "2022", "2023", "2024"}
    assert listing["articles"][0]["created_at"] > listing["articles"][-1]["created_at"]


def test_the_forbidden_column_would_be_served_if_asked(sample: portal.Sample) -> None:
    robots = RobotFileParser()
    robots.parse(ask(sample, WANGCHUAN, "/robots.txt")[2].decode().splitlines())
    for report in REPORTS:
        forbidden = not robots.can_fetch("gongkai", report.url)
        assert forbidden == (report.state == "blocked")
        assert ask(sample, urlsplit(report.url).netloc, path_of(report.url))[0] == 200
    assert ask(sample, CHENGHU, "/robots.txt")[0] == 404


def test_every_request_is_logged_over_a_connection_that_is_kept(sample: portal.Sample) -> None:
    before = len(sample.requests)
    connection = http.client.HTTPConnection("127.0.0.1", sample.port, timeout=5)
    for path in ("/", "/nowhere?x=1"):
        connection.request("GET", path, headers={"Host": WANGCHUAN, "User-Agent": "tester/1"})
        connection.getresponse().read()
        assert connection.sock is not None
    connection.close()
    first, second = sample.requests[before:]
    assert (first.host, first.path, first.status) == (WANGCHUAN, "/", 200)
    assert (second.path, second.status, second.user_agent) == ("/nowhere?x=1", 404, "tester/1")
    assert first.time <= second.time


def test_an_unchanged_page_answers_304_and_text_comes_compressed(sample: portal.Sample) -> None:
    status, headers, body = ask(sample, WANGCHUAN, LISTING, Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert gzip.decompress(body) == pages_of(country(), WANGCHUAN)[LISTING]().body
    status, _, body = ask(sample, WANGCHUAN, LISTING, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")


def test_a_connection_kept_past_the_end_gets_no_answer() -> None:
    sample = portal.serve()
    connection = http.client.HTTPConnection("127.0.0.1", sample.port, timeout=5)
    connection.request("GET", "/", headers={"Host": WANGCHUAN})
    assert connection.getresponse().read()
    sample.close()
    connection.request("GET", "/", headers={"Host": WANGCHUAN})
    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()
    connection.close()


# The faults


def test_a_host_may_lose_its_robots_txt() -> None:
    with portal.serve(faults.RobotsUnavailable(WANGCHUAN)) as sample:
        assert ask(sample, WANGCHUAN, "/robots.txt")[0] == 503
        assert ask(sample, WANGCHUAN, LISTING)[0] == 200


def test_a_section_may_challenge_while_the_rest_answers() -> None:
    with portal.serve(faults.Challenge(WANGCHUAN, "/zwgk/")) as sample:
        status, headers, body = ask(sample, WANGCHUAN, LISTING)
        assert status == 412
        assert b"$_ts=" in body
        assert "Set-Cookie" in headers
        assert ask(sample, WANGCHUAN, "/")[0] == 200
        assert ask(sample, CHENGHU, "/")[0] == 200


def test_a_host_may_be_silent_or_refuse_while_the_others_answer() -> None:
    with portal.serve(faults.Silence(CHENGHU), faults.Refused(WANGCHUAN)) as sample:
        with socket.create_connection(("127.0.0.1", sample.port), timeout=0.3) as line:
            line.sendall(f"GET / HTTP/1.1\r\nHost: {CHENGHU}\r\n\r\n".encode())
            with pytest.raises(TimeoutError):
                line.recv(1)
        assert sample.requests[-1].status == 0
        where = dict(entry.split("=") for entry in sample.resolve)
        host, port = where[f"{WANGCHUAN}:80"].split(":")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((host, int(port)), timeout=1)


def test_a_body_may_end_halfway() -> None:
    document = next(r for r in REPORTS if r.document.stem == "3-2021")
    path = path_of(document.attachment)
    with portal.serve(faults.Truncated(WANGCHUAN, path)) as sample:
        with pytest.raises(http.client.IncompleteRead):
            ask(sample, WANGCHUAN, path)
        assert ask(sample, WANGCHUAN, LISTING)[0] == 200


def test_a_listing_may_be_nonsense_or_refused_and_recover() -> None:
    with portal.serve(faults.Nonsense(WANGCHUAN, LISTING)) as sample:
        status, _, body = ask(sample, WANGCHUAN, LISTING)
        assert status == 200
        assert b"<li>" not in body
        sample.faults[:] = [faults.Status(WANGCHUAN, LISTING, 403)]
        assert ask(sample, WANGCHUAN, LISTING)[0] == 403
        sample.faults.clear()
        assert b"<li>" in ask(sample, WANGCHUAN, LISTING)[2]


def test_a_correction_changes_page_prose_and_truth_at_the_same_address() -> None:
    report = next(r for r in REPORTS if (r.unit_id, r.year) == (3, 2024))
    path, row = path_of(report.url), "requests.received_new"
    raws = {(row, "applicant.natural_person"): "59", (row, "applicant.total"): "63"}
    with portal.serve() as sample:
        _, before, _ = ask(sample, WANGCHUAN, path)
        sample.faults.append(faults.Correction(unit_id=3, year=2024, raws=raws))
        _, after, page = ask(sample, WANGCHUAN, path)
        assert before["ETag"] != after["ETag"]
        assert re.search("新收政府信息公开申请 ?63 ?件", page.decode())
        changed = set(sample.truth()) - set(portal.truth())
        assert {(cell.col_code, cell.value) for cell in changed} == {
            ("applicant.natural_person", 59.0),
            ("applicant.total", 63.0),
        }


def test_a_correction_names_a_cell_of_a_report_in_html() -> None:
    with pytest.raises(KeyError, match="has no cell"):
        country().corrected(3, 2024, {("requests.nothing", "applicant.total"): "1"})
    with pytest.raises(ValueError, match="printed file"):
        country().corrected(3, 2021, {("requests.carried_out", "applicant.total"): "1"})


# The command


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "tests.portal", *arguments]
    return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


def test_run_gives_a_command_the_hosts_and_leaves_with_its_status() -> None:
    script = "import os, sys; print(os.environ['GONGKAI_RESOLVE']); sys.exit(7)"
    done = command("run", "--", sys.executable, "-c", script)
    assert done.returncode == 7
    assert re.fullmatch(
        r"www\.chenghu\.test:80=127\.0\.0\.1:\d+ www\.wangchuan\.test:80=127\.0\.0\.1:\d+\n",
        done.stdout,
    )


def test_run_says_what_is_wrong_without_a_traceback() -> None:
    missing, empty = command("run", "--", "no-such-command"), command("run")
    assert (missing.returncode, empty.returncode) == (127, 2)
    assert "no-such-command: No such file" in missing.stderr
    assert "no command" in empty.stderr
    assert "Traceback" not in missing.stderr + empty.stderr

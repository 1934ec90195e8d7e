"""What an answer comes to, by itself: challenges, shells, redirects, pages that are not there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.manners import outcomes
from crawler.manners.hops import finding, literal_target
from crawler.manners.soft404 import impossible, is_missing, likeness, shape
from tests.portal.country import country
from tests.portal.pages import fill
from tests.portal.platforms import pages_of

HERE = "http://www.a.gov.cn/zwgk/nb/"
THERE = "http://www.a.gov.cn/zwgk/nb/index.html"


@pytest.mark.parametrize("status", [401, 403, 405, 406, 418, 493])
def test_a_wall_is_named_by_its_status_and_one_that_challenges_stops(status: int) -> None:
    wall = outcomes.of_answer(status, {}, b"<html>Forbidden</html>", cut=False)
    assert (wall.outcome, wall.kind, wall.stop) == ("blocked", f"waf_{status}", False)
    marked = outcomes.of_answer(status, {}, b"<script>$_ts={};</script>", cut=False)
    assert (marked.kind, marked.stop) == (f"challenge_{status}", True)


def test_a_challenge_is_recorded_with_its_marks() -> None:
    body = fill("challenge_cookie.html").encode()
    headers = {"set-cookie": "__jsluid_s=9a6b; Path=/"}
    verdict = outcomes.of_answer(521, headers, body, cut=False)
    seen = f"HTTP 521, {len(body)} bytes, contains __jsl_clearance, sets __jsluid_s"
    assert verdict.evidence == seen


@pytest.mark.parametrize(
    "page",
    [
        "<script>document.cookie='a=1';location.reload()</script>",
        "<script>$_ts={};</script>" + "<script>" + "x" * 3000 + "</script>",
        "<html><body><p>安全验证</p></body></html>",
        "<script src='/acw_sc__v2.js'></script>",
    ],
)
def test_a_shell_answered_with_200_is_a_challenge(page: str) -> None:
    verdict = outcomes.of_answer(200, {}, page.encode(), cut=False)
    assert (verdict.kind, verdict.stop) == ("challenge_shell", True)


def test_a_whole_page_that_mentions_a_mark_is_a_page() -> None:
    page = "<html><body><p>" + "年度报告" * 2000 + "</p><script>$_ts={}</script></body></html>"
    assert outcomes.of_answer(200, {}, page.encode(), cut=False) == outcomes.OK


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ("<script>location.href='index.html'</script>", THERE),
        ('<script>window.location="/zwgk/nb/index.html";</script>', THERE),
        ("<script>top.location.replace('./index.html');</script>", THERE),
        ("<script>self.location.assign( 'index.html' )</script>", THERE),
        ('<meta http-equiv="refresh" content="0;url=index.html">', THERE),
        ("<META content='3; URL=/zwgk/nb/index.html' http-equiv='Refresh'>", THERE),
        # the same address twice is one; two are none
        ("<script>location='index.html'</script><script>location='./index.html';</script>", THERE),
        ("<meta http-equiv=refresh content='0;url=./'><script>location='./'</script>", None),
        ("<meta http-equiv=refresh content='0;url=a.html'><script>location='b'</script>", None),
        # computed, several, elsewhere, nowhere, itself
        ("<script>location.href='index' + '.html'</script>", None),
        ("<script>location.replace(p)</script>", None),
        ("<script>if(a){location='a.html';}else{location='b.html';}</script>", None),
        ("<script>location.href='http://www.b.gov.cn/'</script>", None),
        ("<script>if (location.href == 'x') alert(1)</script>", None),
        ("<script>location.href='/zwgk/nb/'</script>", None),
        ("<!-- <script>location.href='index.html'</script> -->", None),
        # what sets a cookie first is a challenge
        ("<script>document.cookie='a=b';location.href='index.html'</script>", None),
        ("<script>eval('x');location.href='index.html'</script>", None),
    ],
)  # fmt: skip
def test_only_one_literal_address_of_the_same_host_is_a_target(
    page: str, target: str | None
) -> None:
    assert literal_target(page, HERE) == target


@pytest.mark.parametrize(
    ("purpose", "target", "away", "kind"),
    [
        ("listing", "http://www.b.gov.cn/zwgk/nb/", False, "moved"),
        ("listing", "https://www.a.gov.cn/zwgk/nb/", False, None),
        ("listing", "http://www.a.gov.cn/", False, "redirected_home"),
        ("document", "http://www.b.gov.cn/1.pdf", False, None),
        ("document", "http://www.b.gov.cn/1.pdf", True, "moved"),
        ("document", "http://www.b.gov.cn/index.html", False, "moved"),
        ("attachment", "http://www.a.gov.cn/index.jsp", False, "redirected_home"),
        ("attachment", "http://www.a.gov.cn/index.jsp?id=3", False, None),
        ("probe", "http://www.b.gov.cn/404.html", False, "moved"),
        ("robots", "http://www.b.gov.cn/robots.txt", False, None),
    ],
)
def test_where_a_redirect_leads_decides_what_it_means(
    purpose: str, target: str, away: bool, kind: str | None
) -> None:
    verdict = finding(HERE, target, 301, purpose, away=away)
    assert (verdict.kind if verdict else None) == kind


def test_the_home_page_may_be_redirected_to_a_home_page() -> None:
    home = "http://www.a.gov.cn/"
    assert finding(home, home + "index.html", 302, "listing", away=False) is None


# Soft 404s

LOST = fill("soft_404.html", title="404", number=17)


def test_the_impossible_address_is_one_a_host_and_run() -> None:
    address = impossible(HERE, "20261122T020000Z")
    assert address == impossible(THERE, "20261122T020000Z")
    assert address != impossible(HERE, "20261123T020000Z")
    assert address.startswith("http://www.a.gov.cn/gongkai-")


def test_two_pages_for_nothing_are_alike_whatever_their_titles_and_numbers() -> None:
    probe = shape(LOST, HERE + "x.html")
    page = shape(fill("soft_404.html", title="望川区人民政府", number=98), THERE)
    assert likeness(page, probe) == 1
    assert is_missing(page, probe)


def test_a_page_of_the_same_template_that_offers_a_file_is_there() -> None:
    page = LOST.replace("</body>", '<a href="/P0202.pdf">年报</a></body>')
    assert not is_missing(shape(page, THERE), shape(LOST, HERE))


def test_no_report_of_the_sample_country_is_like_its_page_for_nothing() -> None:
    probe = shape(LOST, HERE)
    for host in country().platforms:
        pages = pages_of(country(), host)
        for report in country().reports:
            path = report.url.partition(host)[2]
            if path in pages:
                text = pages[path]().body.decode(report.charset)
                assert likeness(shape(text, report.url), probe) < 0.2, report.url


@pytest.mark.parametrize("title", ["404 Not Found", "页面不存在"])
def test_a_title_is_no_proof(title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body>2023年年度报告</body></html>"
    assert outcomes.says_missing(page.encode()) is None


# The table of kinds in docs/crawling.md

ROOT = Path(__file__).parents[1]


def documented() -> set[tuple[str, str]]:
    """(outcome, kind) as the table has them."""
    text = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")
    table = text.partition("| outcome | kind | meaning |")[2]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| ")]
    return {
        (outcome.strip(), kind)
        for outcome, kinds in rows
        for kind in kinds.replace("…", "").replace(",", " ").split() or [""]
    }


def verdicts() -> Iterator[tuple[str, str, bool]]:
    """(outcome, kind, whether that is only its beginning) of every Verdict the crawler gives."""
    for path in (ROOT / "crawler").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Verdict"):
                continue
            if not (node.args and isinstance(node.args[0], ast.Constant)):
                continue
            kinds = [node.args[1]] if len(node.args) > 1 else [ast.Constant("")]
            if isinstance(kinds[0], ast.IfExp):
                kinds = [kinds[0].body, kinds[0].orelse]
            for kind in kinds:
                if isinstance(kind, ast.Constant):
                    yield node.args[0].value, kind.value, False
                elif isinstance(kind, ast.JoinedStr) and isinstance(kind.values[0], ast.Constant):
                    yield node.args[0].value, kind.values[0].value, True


def test_every_kind_that_the_crawler_records_is_in_the_table_of_kinds() -> None:
    known = documented()
    given = set(verdicts())
    assert len(given) > 25
    missing = {
        (outcome, kind)
        for outcome, kind, begins in given
        if not any(o == outcome and (k.startswith(kind) if begins else k == kind) for o, k in known)
    }
    assert missing == set()
    assert {kind for _, kind, _ in outcomes.FAILURES} <= {k for o, k in known if o == "unreachable"}


def test_every_kind_in_the_table_can_happen() -> None:
    given = set(verdicts())
    fixed = {(outcome, kind) for outcome, kind, begins in given if not begins}
    fixed |= {("unreachable", kind) for _, kind, _ in outcomes.FAILURES}
    begun = [(outcome, kind) for outcome, kind, begins in given if begins]
    unknown = {
        (outcome, kind)
        for outcome, kind in documented()
        if (outcome, kind) not in fixed
        and not any(outcome == o and kind.startswith(k) for o, k in begun)
    }
    assert unknown == set()


def test_every_violation_that_the_audit_knows_is_in_the_docs() -> None:
    text = (ROOT / "docs" / "crawling.md").read_text(encoding="utf-8")
    table = text.partition("| violation | what was sent |")[2].partition("\n\n")[0]
    source = (ROOT / "crawler" / "manners" / "audit.py").read_text(encoding="utf-8")
    doc = source.partition("kind: str")[2].partition('"""')[2].partition('"""')[0]
    kinds = {kind for kind in re.split(r"[\s,.]+", doc) if kind}
    assert len(kinds) == 13
    assert {kind for kind in kinds if kind not in table} == set()
